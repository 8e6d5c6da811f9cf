"""The certificate of an erasure: what went, when, why, by whom, and where copies remain; never what it said."""

from __future__ import annotations

from pathlib import Path
from threading import Event

import pytest

from tests.ops.test_consents import ACCOUNT, consent, enter
from tests.ops.test_erase import PHONE, bodies, person
from tests.ops.test_extract import read
from tests.ops.test_retention import on
from tests.ops.world import Street, leader
from zjdesk.errors import Cancelled, InputError, NotAllowed
from zjdesk.ops.audit import lines
from zjdesk.ops.certificate import write_certificate
from zjdesk.ops.certify import revoke
from zjdesk.ops.copies import copies
from zjdesk.ops.erase import erase, erase_due, preview
from zjdesk.ops.erased import erasures
from zjdesk.ops.retention import due
from zjdesk.store.held import header_of
from zjdesk.store.ids import entry_id


def test_it_says_everything_but_what_was_erased(street: Street, tmp_path: Path) -> None:
    own = person(street)
    made = erase(street.office, own, ["phone"], "本人要求删除")
    written = write_certificate(street.office, [made], tmp_path / "证明.pdf", lang="zh")
    said = read(tmp_path / "证明.pdf")
    for words in (
        "个人信息删除证明",
        "人员 (R04)",
        "福沈",
        own,
        "联系电话",
        "本人要求删除",
        "U 盘",
        "负责人（盖章）",
        made.account,
    ):
        assert words in said
    assert made.hash[:32] in said
    assert made.hash[32:] in said
    assert PHONE not in said
    assert "示例王一" not in said
    assert (written.pages, written.missing_glyphs) == (1, ())
    newest = lines(street.office)[0]
    assert (newest.verb, newest.what["what"]) == ("printed", "certificate")


def test_its_hash_is_the_entry_s_own(street: Street) -> None:
    own = person(street)
    made = erase(street.office, own, ["phone"], "本人要求删除")
    row = street.office.store.conn.execute("SELECT header FROM log_entry WHERE id = ?", (bytes.fromhex(made.entry),))
    (raw,) = row.fetchone()
    assert header_of(raw).record == own
    assert entry_id(raw).hex() == made.entry == made.hash[:32]


def test_each_erasure_has_its_own(street: Street, tmp_path: Path) -> None:
    own = person(street)
    first = erase(street.office, own, ["phone"], "本人要求删除")
    second = erase(street.office, own, ["name"], "又要求删除姓名")
    assert erasures(street.office, own) == [first, second]
    write_certificate(street.office, [first], tmp_path / "1.pdf", lang="en")
    write_certificate(street.office, [second], tmp_path / "2.pdf", lang="en")
    assert "本人要求删除" in read(tmp_path / "1.pdf")
    assert "又要求删除姓名" in read(tmp_path / "2.pdf")
    assert "Certificate of Erasure" in read(tmp_path / "2.pdf")


def test_without_an_erasure_there_is_none(street: Street, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_certificate(street.office, erasures(street.office, person(street)), tmp_path / "x.pdf", lang="zh")
    assert not (tmp_path / "x.pdf").exists()


def test_it_tells_where_copies_remain(street: Street) -> None:
    own = person(street)
    found = copies(street.office, preview(street.office, own, ["phone"]).scope)
    assert (found.laptops, found.revoked, found.bundles) == (("福沈居委",), (), 1)
    street.carry(street.office, street.liaison)
    revoke(street.office, street.liaison.store.installation.id, "电脑遗失")
    found = copies(street.office, preview(street.office, own, ["phone"]).scope)
    assert (found.laptops, found.revoked, found.bundles) == ((), ("福沈居委",), 2)
    assert copies(street.office, "office").laptops == ()


def test_what_is_due_goes_in_one_action_with_one_certificate(street: Street, tmp_path: Path) -> None:
    for name in ("示例王一", "示例王二"):
        own = leader(street, name)
        consent(street, own, "bank_account")
        enter(street, own, bank_account=ACCOUNT)
    street.carry(street.liaison, street.office)
    with pytest.raises(InputError):
        erase_due(street.office, "person_private", "保存期限已满")
    made = erase_due(on(street.office, "2017-08-01"), "person_private", "保存期限已满")
    assert [one.fields for one in made] == [("bank_account",)] * 2
    assert ACCOUNT.encode() not in bodies(street.office.store.conn)
    assert due(street.office) == []
    assert lines(street.office)[0].what["entries"] == 2
    write_certificate(street.office, made, tmp_path / "many.pdf", lang="zh")
    assert "共2份" in read(tmp_path / "many.pdf")
    with pytest.raises(InputError):
        erase_due(street.office, "person_private", "再来一次")
    with pytest.raises(NotAllowed):
        erase_due(street.liaison, "person_private", "保存期限已满")


def test_erasing_what_is_due_tells_how_far_it_is_and_can_be_stopped_before(street: Street) -> None:
    own = leader(street)
    consent(street, own, "bank_account")
    enter(street, own, bank_account=ACCOUNT)
    street.carry(street.liaison, street.office)
    office, told = on(street.office, "2017-08-01"), list[tuple[int, int, str]]()
    stop = Event()
    stop.set()
    with pytest.raises(Cancelled):
        erase_due(office, "person_private", "保存期限已满", cancel=stop)
    assert ACCOUNT.encode() in bodies(office.store.conn)
    stop.clear()
    erase_due(office, "person_private", "保存期限已满", progress=lambda *said: told.append(said), cancel=stop)
    assert told == [(0, 3, "ops.erasing")]
