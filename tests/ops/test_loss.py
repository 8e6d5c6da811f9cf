"""A lost laptop: what it may hold, what of it counts, what came later, and the paper that says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ops.test_consents import ACCOUNT, consent, enter
from tests.ops.test_extract import read
from tests.ops.world import Street, leader, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.audit import lines
from zjdesk.ops.certify import revoke
from zjdesk.ops.exchange import export, merge
from zjdesk.ops.loss import Loss, loss
from zjdesk.ops.loss_sheet import write_loss


@pytest.fixture
def own(street: Street) -> str:
    """A laptop that handed in a project and an account number."""
    person = leader(street)
    project(street, leader=person)
    consent(street, person, "bank_account")
    enter(street, person, bank_account=ACCOUNT)
    street.carry(street.liaison, street.office)
    street.carry(street.office, street.liaison)
    return street.liaison.store.installation.id


def kinds(found: Loss) -> dict[str, tuple[int, str, tuple[str, ...]]]:
    return {one.form: (one.count, one.level, one.fields) for one in found.contents}


def test_what_it_may_hold_is_counted_by_form_and_sensitivity(street: Street, own: str) -> None:
    found = loss(street.office, own)
    assert (found.name, found.state, found.communities) == ("福沈居委", "certified", ("福沈",))
    assert found.people == ("示例联络员",)
    assert kinds(found)["person_private"] == (1, "P3", ("bank_account",))
    assert kinds(found)["project"][0] == 1
    assert found.contents[0].form == "person_private", "the most sensitive first"
    assert "account" not in kinds(found)
    assert (found.sent, found.last_sent) == (2, street.office.store.env.now())
    assert found.received is not None


def test_the_last_that_counts_stays_and_what_comes_later_is_listed(street: Street, own: str) -> None:
    before = loss(street.office, own)
    leader(street, "示例后来")
    (late,) = export(street.liaison, street.stick)
    revoke(street.office, own, "电脑遗失")
    assert loss(street.office, own).late == ()
    merge(street.office, late.files[0])
    found = loss(street.office, own)
    assert (found.state, found.last) == ("revoked", before.last)
    assert [(one.form, one.author) for one in found.late] == [("person", "示例联络员")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_paper_says_what_to_do_and_no_value(street: Street, own: str, tmp_path: Path, lang: str) -> None:
    found = loss(street.office, own)
    path = tmp_path / "lost.pdf"
    written = write_loss(street.office, found, path, lang="zh" if lang == "zh" else "en")
    said = read(path)
    assert own in said
    assert {"zh": "第五十七条", "en": "article 57"}[lang] in said
    assert {"zh": "敏感个人信息", "en": "Sensitive"}[lang] in said
    assert ACCOUNT not in said
    assert "示例王一" not in said
    assert written.missing_glyphs == ()
    assert lines(street.office)[0].what["what"] == "loss"


def test_only_the_office_asks_and_only_of_others(street: Street, own: str) -> None:
    with pytest.raises(NotAllowed):
        loss(street.liaison, own)
    with pytest.raises(InputError):
        loss(street.office, street.office.store.installation.id)
    with pytest.raises(InputError):
        loss(street.office, "00" * 16)
