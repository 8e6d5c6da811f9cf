"""Erasing: gone everywhere the office's bundles reach, and it does not come back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ops.world import Street, make_street, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.i18n import explain
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.drafts import keep
from zjdesk.ops.edit import save
from zjdesk.ops.erase import erase, preview
from zjdesk.ops.erased import erasures
from zjdesk.ops.exchange import digest, export, merge
from zjdesk.ops.maintain import doctor
from zjdesk.ops.queries import get
from zjdesk.ops.search import find
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment
from zjdesk.store.database import Connection

PHONE = "13800001234"


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def person(street: Street) -> str:
    """Enter a resident with a phone at the laptop and hand it in."""
    values = {"community": street.community, "name": "示例王一", "kind": "resident", "phone": PHONE}
    (own,) = save(street.liaison, [NewRecord("person", values)]).ids
    street.carry(street.liaison, street.office)
    return own


def bodies(conn: Connection) -> bytes:
    """Return all bodies that a store holds."""
    return b"\n".join(row[0] or b"" for row in conn.execute("SELECT body FROM log_entry"))


def test_what_is_erased_is_gone_at_the_office_and_on_the_laptop(street: Street) -> None:
    own = person(street)
    what = preview(street.office, own, ["phone"])
    assert len(what.entries) == 1
    assert PHONE.encode() in bodies(street.office.store.conn)
    erase(street.office, own, ["phone"], "本人要求删除")
    assert PHONE.encode() not in bodies(street.office.store.conn)
    found = get(street.office, own).values
    assert (found["name"], found.get("phone")) == ("示例王一", None)
    street.carry(street.office, street.liaison)
    assert PHONE.encode() not in bodies(street.liaison.store.conn)
    assert get(street.liaison, own).values.get("phone") is None
    assert get(street.liaison, own).values["name"] == "示例王一"
    for session in (street.office, street.liaison):
        assert doctor(session).sound
    scope = f"community:{street.community}"
    assert digest(street.office, scope) == digest(street.liaison, scope)


def test_no_table_search_or_file_of_the_office_holds_it(street: Street) -> None:
    own = person(street)
    conn = street.office.store.conn
    save(street.office, [EditRecord(own, {"phone": "13800005678"})])
    keep(street.office, f"person:{own}", "person", {"phone": PHONE, "record": own})
    assert [hit.id for hit in find(street.office, "示例王一")] == [own]
    assert holding(conn, PHONE) >= {"log_entry", "local_draft"}
    erase(street.office, own, ["phone", "name"], "本人要求删除")
    for value in (PHONE, "13800005678", "示例王一"):
        assert holding(conn, value) == set()
    assert find(street.office, "示例王一") == []
    wal = street.office.store.path / "zjdesk.db-wal"
    assert not wal.exists() or wal.stat().st_size == 0


def holding(conn: Connection, value: str) -> set[str]:
    """Return the tables of which any row holds a value, whatever its columns are called."""
    tables = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = set()
    for table in tables:
        for row in conn.execute(f'SELECT * FROM "{table}"'):
            if any(value.encode() in (cell if isinstance(cell, bytes) else str(cell).encode()) for cell in row):
                found.add(table)
    return found


def test_an_old_bundle_does_not_bring_it_back(street: Street) -> None:
    values = {"community": street.community, "name": "示例王一", "kind": "resident", "phone": PHONE}
    (own,) = save(street.liaison, [NewRecord("person", values)]).ids
    (old,) = export(street.liaison, street.stick)
    merge(street.office, old.files[0])
    erase(street.office, own, ["phone"], "本人要求删除")
    merge(street.office, old.files[0])
    assert PHONE.encode() not in bodies(street.office.store.conn)


def test_an_edit_that_did_not_know_of_it_waits_for_a_person(street: Street) -> None:
    own = person(street)
    save(street.liaison, [EditRecord(own, {"phone": "13900009999"})])
    (late,) = export(street.liaison, street.stick)
    erase(street.office, own, ["phone"], "本人要求删除")
    outcome = merge(street.office, late.files[0])
    assert {item["reason"] for item in outcome.withheld} == {"erased"}
    assert get(street.office, own).values.get("phone") is None


def test_a_new_value_after_the_erasure_counts(street: Street) -> None:
    own = person(street)
    erase(street.office, own, ["phone"], "本人要求删除")
    street.carry(street.office, street.liaison)
    save(street.liaison, [EditRecord(own, {"phone": "13900009999"})])
    street.carry(street.liaison, street.office)
    assert get(street.office, own, masked=False).values["phone"] == "13900009999"


def test_only_the_office_erases_and_says_why(street: Street) -> None:
    own = person(street)
    with pytest.raises(NotAllowed):
        erase(street.liaison, own, ["phone"], "不想要了")
    with pytest.raises(InputError):
        erase(street.office, own, ["phone"], " ")
    with pytest.raises(InputError):
        erase(street.office, own, ["community"], "本人要求删除")


def test_what_law_keeps_is_not_erased(street: Street) -> None:
    own = project(street)
    street.carry(street.liaison, street.office)
    with pytest.raises(NotAllowed) as caught:
        preview(street.office, own, ["target_group"])
    said = explain("zh", caught.value)
    assert "2046年7月31日" in said
    assert "街道档案保管期限（30年）" in said
    assert "31 July 2046" in explain("en", caught.value)


def test_an_erasure_forged_by_a_laptop_is_withheld(street: Street) -> None:
    from zjdesk.store.entry import ERASURE
    from zjdesk.store.sound import ENTRIES, FIELDS, FILES
    from zjdesk.store.store import Save

    own = person(street)
    base = get(street.liaison, own)
    values: dict[str, Any] = {ENTRIES: {base.heads["phone"][0]: {}}, FILES: [], FIELDS: ["phone"], "phone": None}
    street.liaison.store.append(street.liaison.account.id, [(base.scope, [Save(own, ERASURE, 1, values)])])
    (sent,) = export(street.liaison, street.stick)
    assert {item["reason"] for item in merge(street.office, sent.files[0]).withheld} == {"role"}
    assert PHONE.encode() in bodies(street.office.store.conn)


def test_the_office_s_own_copies_no_longer_hold_it(street: Street) -> None:
    from zjdesk.store.backup import named
    from zjdesk.store.database import connect

    own = person(street)
    store = street.office.store
    named(store.conn, store.key, store.path / "backups", store.env.now(), "before")
    erase(street.office, own, ["phone"], "本人要求删除")
    copies = list((store.path / "backups").glob("*.db"))
    assert copies
    for path in copies:
        conn = connect(path, store.key, read_only=True)
        assert PHONE.encode() not in bodies(conn)
        conn.close()


def test_an_earlier_erasure_does_not_keep_what_a_later_one_removes(street: Street, tmp_path: Path) -> None:
    own = person(street)
    save(street.liaison, [EditRecord(own, {"address": "示例路1号"})])
    street.carry(street.liaison, street.office)
    (old,) = export(street.liaison, tmp_path, everything=True)
    for field in ("phone", "name", "address"):
        erase(street.office, own, [field], f"本人要求删除{field}")
        street.carry(street.office, street.liaison)
    merge(street.office, old.files[0])
    assert [one.why for one in erasures(street.office, own)] == [
        f"本人要求删除{field}" for field in ("phone", "name", "address")
    ]
    for session in (street.office, street.liaison):
        for value in (PHONE, "示例王一", "示例路1号"):
            assert holding(session.store.conn, value) == set()
        assert get(session, own).values.get("name") is None
        assert doctor(session).sound
    scope = f"community:{street.community}"
    assert digest(street.office, scope) == digest(street.liaison, scope)


def test_what_two_offices_erase_apart_is_restated_by_neither(street: Street, tmp_path: Path, env: Environment) -> None:
    own = person(street)
    (invited,) = invite(street.office, [{"label": "二号机", "kind": "office", "communities": ""}], tmp_path / "i")
    second = join(tmp_path / "second", invited.file, invited.code, "示例科员", env=env)
    for _ in range(2):
        street.carry(street.office, second)
        street.carry(second, street.office)
    street.carry(street.office, second)
    erase(street.office, own, ["phone"], "本人要求")
    erase(second, own, ["name"], "本人要求")
    street.carry(second, street.office)
    street.carry(street.office, second)
    street.carry(second, street.office)
    street.carry(street.office, street.liaison)
    for session in (street.office, second, street.liaison):
        assert holding(session.store.conn, PHONE) == holding(session.store.conn, "示例王一") == set()
        assert [one.fields for one in sorted(erasures(session, own), key=lambda one: one.fields)] == [
            ("name",),
            ("phone",),
        ]
        assert doctor(session).sound
    assert digest(street.office) == digest(second)
    second.close()
