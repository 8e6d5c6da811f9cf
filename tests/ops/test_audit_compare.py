"""A rewritten audit holds together by itself; a table exported before gives it away."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.ops.world import Street
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.audit import faults, note
from zjdesk.ops.audit_compare import compare
from zjdesk.ops.audit_sheet import export
from zjdesk.ops.session import Session
from zjdesk.store.audit import FIRST, Line, chained, read


def rewrite(session: Session, lines: list[Line]) -> None:
    """Write a chain anew, as whoever holds the store's key can with other tools."""
    conn, prev = session.store.conn, FIRST
    conn.execute("DELETE FROM local_audit")
    for n, old in enumerate(lines, 1):
        line = replace(old, n=n, prev=prev)
        prev = chained(line)
        told = (line.n, line.time, line.account, line.name, line.role, line.verb, line.said, line.why, line.prev, prev)
        conn.execute("INSERT INTO local_audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", told)
    conn.execute("UPDATE sqlite_sequence SET seq = ? WHERE name = 'local_audit'", (len(lines),))


def test_what_the_chain_does_not_show_the_table_does(street: Street, tmp_path: Path) -> None:
    office = street.office
    note(office, "unmasked", {"form": "person"}, "好奇")
    note(office, "printed", {"what": "extract"}, "本人申请")
    count = export(office, tmp_path / "kept.csv", lang="zh")
    assert compare(office, tmp_path / "kept.csv") == (count, [])
    note(office, "opened")
    assert compare(office, tmp_path / "kept.csv") == (count, []), "later lines change nothing"
    kept = [line for line in reversed(read(office.store.conn)) if line.why != "好奇"]
    rewrite(office, kept)
    assert faults(office) == [], "the new chain holds together"
    lines, found = compare(office, tmp_path / "kept.csv")
    assert lines == count
    assert {one.harm for one in found} == {"changed"}
    rewrite(office, kept[:1])
    assert {one.harm for one in compare(office, tmp_path / "kept.csv")[1]} == {"gone"}


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "n\n", "\x00", "行号,时间\n1,今天\n"])
def test_another_file_is_refused(street: Street, tmp_path: Path, content: str) -> None:
    (tmp_path / "other.csv").write_text(content, "utf-8")
    with pytest.raises(InputError):
        compare(street.office, tmp_path / "other.csv")
    with pytest.raises(InputError):
        compare(street.office, tmp_path / "none.csv")


def test_only_readers_compare(street: Street, tmp_path: Path) -> None:
    export(street.office, tmp_path / "kept.csv", lang="zh")
    with pytest.raises(NotAllowed):
        compare(street.liaison, tmp_path / "kept.csv")
