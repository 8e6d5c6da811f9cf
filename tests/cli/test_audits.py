"""The audit from the command line: listed, chosen from, exported, and examined."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.terminal import Pair, Terminal
from zjdesk.ops.audit import note
from zjdesk.ops.session import open_session
from zjdesk.settings import from_environ


def verbs(rows: list[dict[str, Any]]) -> list[str]:
    """Return the verbs of a list."""
    return [row["verb"] for row in rows]


def test_the_newest_line_comes_first(office: Terminal) -> None:
    rows = office("audit", "list", "--json").json
    assert verbs(rows)[0] == "opened"
    assert verbs(rows)[-1] == "account_added"
    assert [row["n"] for row in rows] == list(range(len(rows), 0, -1))
    assert {"n", "time", "account", "name", "role", "verb", "what", "why", "prev", "hash"} == set(rows[0])


def test_lines_are_chosen_by_action_person_and_day(office: Terminal, tmp_path: Path) -> None:
    office("backup", tmp_path / "copies")
    chosen = office("audit", "list", "--verb", "backed_up", "--json").json
    assert verbs(chosen) == ["backed_up"]
    name = chosen[0]["name"]
    assert office("audit", "list", "--account", name, "--json").json
    assert office("audit", "list", "--account", "别人", "--json").json == []
    early = office.at(office.store)
    assert early("audit", "list", "--to", "1999-12-31", "--json").json == []
    assert early("audit", "list", "--from", "2199-01-01", "--json").json == []


def test_a_last_day_is_counted_whole(archive: Pair) -> None:
    rows = archive.office("audit", "list", "--from", "2016-07-31", "--to", "2016-07-31", "--json").json
    assert "merged" in verbs(rows)


@pytest.mark.parametrize("options", [("--from", "soon"), ("--to", "31.7."), ("--verb", "danced")])
def test_what_is_no_day_or_verb_is_refused(office: Terminal, options: tuple[str, str]) -> None:
    assert office("audit", "list", *options).code == 2


def test_words_say_what_was_done(archive: Pair) -> None:
    said = archive.office("audit", "list", "--verb", "merged").out
    assert "来自：福沈" in said
    assert "From: " in archive.office("audit", "list", "--verb", "merged", lang="en").out


def test_other_roles_are_told_why_not(pair: Pair, tmp_path: Path) -> None:
    for command in (("list",), ("export", "-o", tmp_path / "audit.csv")):
        said = pair.liaison("audit", *command)
        assert said.code == 4
        assert "自治办管理员和审计人员" in said.err
    assert not (tmp_path / "audit.csv").exists()


def test_an_exported_table_can_be_checked_elsewhere(office: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "audit.csv"
    assert office("audit", "export", "-o", target).code == 0
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    before = "0" * 64
    for n, _day, time, account, name, role, verb, _action, what, _details, why, prev, own in rows:
        line = {"n": int(n), "time": int(time), "account": account, "account_name": name, "role": role, "verb": verb}
        line |= {"what": what, "why": why, "prev": before}
        told = json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert (prev, own) == (before, hashlib.sha256(told.encode()).hexdigest())
        before = own
    (note,) = office("audit", "list", "--verb", "exported", "--json").json
    assert note["what"] == {"kind": "audit", "file": "audit.csv", "lines": len(rows)}


@pytest.mark.parametrize("why", ["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(office: Terminal, tmp_path: Path, why: str) -> None:
    with open_session(office.store, env=from_environ()) as session:
        note(session, "unmasked", {}, why)
    target = tmp_path / "audit.csv"
    assert office("audit", "export", "-o", target).code == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for row in csv.reader(file) for cell in row]
    assert f"'{why}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_doctor_says_which_line_was_changed(office: Terminal) -> None:
    assert office("doctor", "--json").json["audit"] == []
    with open_session(office.store, env=from_environ()) as session:
        session.store.conn.execute("UPDATE local_audit SET account_name = '别人' WHERE n = 1")
    said = office("doctor", "--json")
    assert said.code == 5
    assert said.json["sound"] is False
    assert said.json["audit"] == [{"n": 1, "harm": "changed"}]
    assert "第 1 行" in said.err
    assert "Line 1 of the audit was changed" in office("doctor", lang="en").err


def test_an_exported_table_is_held_against_the_audit(office: Terminal, tmp_path: Path) -> None:
    table = tmp_path / "kept.csv"
    office("audit", "export", "-o", table)
    said = office("audit", "compare", table, "--json")
    assert (said.code, said.json["faults"]) == (0, [])
    assert "全部相符" in said.err
    spoilt = table.read_text("utf-8-sig").splitlines()
    spoilt[1] = spoilt[1][:-64] + "0" * 64
    table.write_text("\n".join(spoilt), "utf-8-sig")
    said = office("audit", "compare", table, "--json")
    assert (said.code, said.json["faults"]) == (6, [{"n": 1, "harm": "changed"}])
