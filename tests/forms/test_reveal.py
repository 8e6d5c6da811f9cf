"""Who may have hidden values shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from zjdesk.errors import InputError
from zjdesk.forms.model import ROLES, Field
from zjdesk.forms.reveal import Reveal, load_reveal
from zjdesk.i18n import Label
from zjdesk.paths import forms_dir

P1, P2, P3 = (Field("any", "text", Label("某项", "Any"), sensitivity=level) for level in ("P1", "P2", "P3"))


@pytest.fixture
def reveal() -> Reveal:
    return load_reveal(forms_dir())


def test_everybody_sees_names(reveal: Reveal) -> None:
    assert all(reveal.allows(role, "person", P1) for role in ROLES)


@pytest.mark.parametrize("role", ["AU", "RV", "OF"])
def test_some_roles_never_unmask(reveal: Reveal, role: str) -> None:
    forms = ("person", "response", "supervisor_visit", "notice_objection")
    assert not any(reveal.allows(role, form, field) for form in forms for field in (P2, P3))


def test_sensitive_values_are_for_those_who_pay(reveal: Reveal) -> None:
    assert {role for role in ROLES if reveal.allows(role, "person", P3)} == {"SA", "SF", "LI"}


def test_a_clerk_reads_what_he_keys_and_a_liaison_does_not(reveal: Reveal) -> None:
    assert reveal.allows("DE", "response", P2)
    assert not reveal.allows("DE", "person", P2)
    assert not reveal.allows("LI", "response", P2)


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    (tmp_path / "privacy").mkdir()
    (tmp_path / "privacy" / "reveal.toml").write_text('P2 = ["SA", "XX"]\nP3 = []\n', "utf-8")
    with pytest.raises(InputError) as refused:
        load_reveal(tmp_path)
    assert refused.value.problems[0].key == "forms.not_among"
