"""The chain of the audit: it holds as written, and every way of changing it afterwards shows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store.world import NOON, laptop
from zjdesk.store.audit import Fault, Wanted, Who, append, people, read, verify
from zjdesk.store.database import Connection, atomic

ANN = Who("a" * 32, "示例管理员", "SA")
BEN = Who("b" * 32, "示例录入员", "DE")
HOUR = 3_600_000


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    """A store in which two people did four things, an hour apart."""
    store = laptop(tmp_path, "office").store
    append(store.conn, NOON, ANN, "opened", {})
    append(store.conn, NOON + HOUR, ANN, "exported", {"file": "福沈.zjb", "entries": 12})
    append(store.conn, NOON + 2 * HOUR, BEN, "opened", {})
    append(store.conn, NOON + 3 * HOUR, BEN, "unmasked", {"records": ["c" * 32]}, "核对领款人")
    yield store.conn
    store.close()


def test_the_chain_holds_as_written(conn: Connection) -> None:
    assert verify(conn) == []
    newest, *_, oldest = read(conn)
    assert (newest.n, newest.name, newest.verb, newest.why) == (4, "示例录入员", "unmasked", "核对领款人")
    assert oldest.prev == bytes(32)


@pytest.mark.parametrize(
    "change",
    [
        "what = '{\"entries\":1}'",
        "account_name = '别人'",
        "time = time + 1",
        "why = '没有原因'",
        "role = ''",
        "hash = x'00'",
        "account = x'ff'",
        "time = 'soon'",
        "prev = 'none'",
    ],
)
def test_a_changed_line_is_found(conn: Connection, change: str) -> None:
    conn.execute(f"UPDATE local_audit SET {change} WHERE n = 2")
    assert Fault(2, "changed") in verify(conn)


def test_a_removed_line_is_found(conn: Connection) -> None:
    conn.execute("DELETE FROM local_audit WHERE n = 2")
    assert verify(conn) == [Fault(3, "missing")]


def test_lines_cut_off_at_the_end_are_found_also_after_another_was_written(conn: Connection) -> None:
    conn.execute("DELETE FROM local_audit WHERE n > 2")
    assert verify(conn) == [Fault(2, "cut")]
    append(conn, NOON, ANN, "opened", {})
    assert verify(conn) == [Fault(5, "missing")]


def test_a_line_put_in_between_is_found(conn: Connection) -> None:
    conn.execute("UPDATE local_audit SET n = n + 10 WHERE n > 2")
    conn.execute(
        "INSERT INTO local_audit SELECT 3, time, account, account_name, role, verb, what, why, prev, hash"
        " FROM local_audit WHERE n = 2"
    )
    assert Fault(3, "changed") in verify(conn)


def test_a_line_belongs_to_the_transaction_that_it_tells_of(conn: Connection) -> None:
    with pytest.raises(RuntimeError), atomic(conn):
        append(conn, NOON, ANN, "merged", {})
        raise RuntimeError
    assert len(read(conn)) == 4
    assert verify(conn) == []


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(verb="opened"), [3, 1]),
        (Wanted(account="示例管理员"), [2, 1]),
        (Wanted(account="b" * 32), [4, 3]),
        (Wanted(since=NOON + HOUR, until=NOON + 3 * HOUR), [3, 2]),
        (Wanted(verb="opened", account="示例录入员"), [3]),
    ],
)
def test_lines_are_chosen_by_person_action_and_day(conn: Connection, wanted: Wanted, numbers: list[int]) -> None:
    assert [line.n for line in read(conn, wanted)] == numbers


def test_the_people_are_named_once_each(conn: Connection) -> None:
    assert people(conn) == ["示例管理员", "示例录入员"]


def test_a_file_name_that_is_no_text_is_kept_readable(conn: Connection) -> None:
    append(conn, NOON, ANN, "exported", {"file": b"\xff.csv".decode("utf-8", "surrogateescape")})
    assert read(conn)[0].what == {"file": "\ufffd.csv"}
    assert verify(conn) == []
