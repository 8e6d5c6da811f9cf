"""Records from the command line: all or nothing, and back again."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from tests.cli.terminal import Pair, Terminal

CHOIR = {"code": "C02", "name": "三航", "committee_name": "三航居委会"}


def names(terminal: Terminal) -> list[str]:
    """Return the names of the communities that are listed."""
    return [row["name"] for row in terminal("record", "list", "community", "--json").json]


def test_ids_come_back_one_a_line_in_order(office: Terminal) -> None:
    ids = office.add("community", CHOIR, {**CHOIR, "code": "C03", "name": "崂二"})
    assert [office("record", "show", own, "--json").json["name"] for own in ids] == ["三航", "崂二"]


def test_one_wrong_line_saves_none_and_each_problem_has_its_own_line(office: Terminal) -> None:
    rows = [CHOIR, {"code": "C99"}, {**CHOIR, "households": -1}]
    said = office("record", "add", "community", given="\n".join(map(json.dumps, rows)))
    assert said.code == 3
    assert names(office) == ["福沈"]
    heading, *problems = said.err.splitlines()
    assert "3" in heading
    assert [line.split(": ")[:2] for line in problems] == [
        ["community", "2/name"],
        ["community", "2/committee_name"],
        ["community", "3/households"],
    ]


def test_a_line_that_is_no_object_is_refused_with_its_number(office: Terminal) -> None:
    said = office("record", "add", "community", given='{"code": "C02"}\nnot json\n')
    assert said.code == 3
    assert ": 2: " in said.err
    assert '{"字段": 值}' in said.err
    assert "{{" not in said.err


def test_a_problem_stands_on_one_line_whatever_was_entered(office: Terminal) -> None:
    wrong = {**CHOIR, "name": "合唱\n队\t\x1b[31m红"}
    said = office("record", "add", "community", given=json.dumps(wrong))
    assert said.code == 3
    assert len(said.err.splitlines()) == 2
    assert said.err.replace("\n", "").isprintable()


def test_nothing_given_and_an_unknown_form_are_told_apart(office: Terminal) -> None:
    assert office("record", "add", "community").code == 2
    assert office("record", "add", "dance", given="{}").code == 3


def test_fields_are_set_as_json(office: Terminal) -> None:
    (own,) = office.add("community", CHOIR)
    assert office("record", "set", own, "households=1200", 'name="三航一"', "--why", "更名").code == 0
    shown = office("record", "show", own, "--json").json
    assert (shown["households"], shown["name"], shown["_conflict"], shown["_deleted"]) == (1200, "三航一", False, False)
    assert office("record", "set", own, "name=三航").code == 2


def test_deleting_hides_and_restoring_brings_back(office: Terminal) -> None:
    (own,) = office.add("community", CHOIR)
    assert office("record", "delete", own, "--why", "重复登记").code == 0
    assert names(office) == ["福沈"]
    assert [row["_deleted"] for row in office("record", "list", "community", "--deleted", "--json").json] == [
        False,
        True,
    ]
    assert office("record", "restore", own).code == 0
    assert names(office) == ["福沈", "三航"]
    assert office("record", "restore", own).code == 4


def test_an_action_can_be_undone_and_done_again(office: Terminal) -> None:
    office.add("community", CHOIR)
    assert office("record", "undo").code == 0
    assert names(office) == ["福沈"]
    assert office("record", "redo").code == 0
    assert names(office) == ["福沈", "三航"]


def test_history_tells_every_entry(office: Terminal) -> None:
    (own,) = office.add("community", CHOIR)
    office("record", "set", own, "households=900", "--why", "清点")
    first, second = office("record", "history", own, "--json").json
    assert {"id", "feed", "seq", "time", "author", "set", "over", "status", "reason"} <= set(first)
    assert first["set"]["name"] == "三航"
    assert (second["set"], second["why"], second["status"]) == ({"households": 900}, "清点", "counts")
    assert "清点" in office("record", "history", own).out


@pytest.mark.parametrize("test", ["code=C02", "name=三航", "households=7"])
def test_a_list_can_be_narrowed(office: Terminal, test: str) -> None:
    (own,) = office.add("community", {**CHOIR, "households": 7})
    found = office("record", "list", "community", "--json", "--where", test).json
    assert [row["id"] for row in found] == [own]


def test_a_condition_on_no_field_is_refused(office: Terminal) -> None:
    assert office("record", "list", "community", "--where", "colour=red").code == 3
    assert office("record", "list", "community", "--where", "colour").code == 2


def test_an_unknown_record_is_wrong_input(office: Terminal) -> None:
    said = office("record", "show", "0" * 32)
    assert said.code == 3
    assert "0" * 32 in said.err


@pytest.mark.parametrize("text", ["福沈", "fushen", "fs"])
def test_search_takes_characters_pinyin_and_initials(office: Terminal, text: str) -> None:
    assert [hit["title"] for hit in office("record", "find", text, "--json").json] == ["福沈"]


def test_a_file_is_known_by_its_hash(pair: Pair, tmp_path: Path) -> None:
    photo = tmp_path / "photo.png"
    photo.write_bytes(b"not really a picture")
    wanted = hashlib.sha256(photo.read_bytes()).hexdigest()
    assert pair.liaison("file", "add", photo).lines == [wanted]
    assert pair.liaison("file", "add", tmp_path / "nothing.png").code == 3


def test_text_output_is_a_table(office: Terminal) -> None:
    heading, row = office("record", "list", "community").lines
    assert heading.split("\t")[:3] == ["id", "code", "name"]
    assert row.split("\t")[1:3] == ["C01", "福沈"]
