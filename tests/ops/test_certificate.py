"""The certificate of an erasure: what went, when, why, by whom, and where copies remain; never what it said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ops.test_erase import PHONE, person
from tests.ops.test_extract import read
from tests.ops.world import Street
from zjdesk.errors import InputError
from zjdesk.ops.audit import lines
from zjdesk.ops.certificate import write_certificate
from zjdesk.ops.certify import revoke
from zjdesk.ops.copies import copies
from zjdesk.ops.erase import erase, preview
from zjdesk.ops.erased import erasures
from zjdesk.store.held import header_of
from zjdesk.store.ids import entry_id


def test_it_says_everything_but_what_was_erased(street: Street, tmp_path: Path) -> None:
    own = person(street)
    made = erase(street.office, own, ["phone"], "本人要求删除")
    written = write_certificate(street.office, own, tmp_path / "证明.pdf", lang="zh")
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
    write_certificate(street.office, own, tmp_path / "1.pdf", lang="en", entry=first.entry)
    write_certificate(street.office, own, tmp_path / "2.pdf", lang="en")
    assert "本人要求删除" in read(tmp_path / "1.pdf")
    assert "又要求删除姓名" in read(tmp_path / "2.pdf")
    assert "Certificate of Erasure" in read(tmp_path / "2.pdf")


def test_without_an_erasure_there_is_none(street: Street, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        write_certificate(street.office, person(street), tmp_path / "x.pdf", lang="zh")
    assert not (tmp_path / "x.pdf").exists()


def test_it_tells_where_copies_remain(street: Street) -> None:
    own = person(street)
    found = preview(street.office, own, ["phone"]).copies
    assert (found.laptops, found.revoked, found.bundles) == (("福沈居委",), (), 1)
    street.carry(street.office, street.liaison)
    revoke(street.office, street.liaison.store.installation.id, "电脑遗失")
    found = preview(street.office, own, ["phone"]).copies
    assert (found.laptops, found.revoked, found.bundles) == ((), ("福沈居委",), 2)
    assert copies(street.office, "office").laptops == ()
