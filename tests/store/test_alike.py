"""Texts that may mean the same."""

from __future__ import annotations

import pytest

from zjdesk.store.alike import alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("重阳节合唱排练", "重阳节合唱排练活动"),
        ("重阳节　合唱排练", "重阳节合唱·排练"),
        ("ＡＢＣ班", "abc班"),
        ("太极", "太极"),
        ("舞", "舞"),
    ],
)
def test_these_may_mean_the_same(one: str, other: str) -> None:
    assert alike(one, other)
    assert alike(other, one)


APART = [("重阳节合唱排练", "垃圾分类讲座"), ("", ""), ("", "太极"), ("!!", "??"), ("合唱队春季排练", "舞蹈队春季演出")]


@pytest.mark.parametrize(("one", "other"), APART)
def test_these_do_not(one: str, other: str) -> None:
    assert not alike(one, other)
