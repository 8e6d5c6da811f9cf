"""Bundles from the command line: there and back, several at once, and things that are none."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import Pair

PERSON = {"name": "示例王一", "kind": "resident"}


def test_what_a_liaison_enters_comes_to_the_office(pair: Pair) -> None:
    (own,) = pair.liaison.add("person", {**PERSON, "community": pair.community})
    said = pair.carry(pair.liaison, pair.office)
    assert said.code == 0
    assert said.json["by_form"]["person"] == 1
    assert pair.office("record", "show", own, "--json").json["name"] == "示例王一"
    scope = ("digest", "--scope", "C01")
    assert pair.office(*scope).out == pair.liaison(*scope).out


def test_people_are_told_of_records_only_and_scripts_of_all(pair: Pair) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    (file,) = pair.liaison("bundle", "export", pair.stick).lines
    said = pair.office("bundle", "preview", file, "--json").json
    assert (said["new"], said["built_in"]) == (2, {"new": 1, "revised": 0})  # the person, and the laptop itself
    columns, counts = (line.split("\t") for line in pair.office("bundle", "merge", file).lines)
    told = dict(zip(columns, counts, strict=True))
    assert (told["new"], told["revised"]) == ("1", "0")
    columns, counts = (line.split("\t") for line in pair.office("bundle", "list").lines)
    assert dict(zip(columns, counts, strict=True))["new"] == "1"


def test_a_preview_says_what_would_happen_and_changes_nothing(pair: Pair) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    (file,) = pair.liaison("bundle", "export", pair.stick).lines
    before = pair.office("digest").out
    said = pair.office("bundle", "preview", file, "--json").json
    wanted = "new revised conflicts duplicates withheld withdrawn incomplete awaited rests files_missing already"
    assert set(wanted.split()) <= set(said)
    assert said["by_form"]["person"] == 1
    assert pair.office("digest").out == before


def test_merging_twice_is_merging_once(pair: Pair) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    (file,) = pair.liaison("bundle", "export", pair.stick).lines
    assert pair.office("bundle", "merge", file).code == 0
    once = pair.office("digest").out
    again = pair.office("bundle", "merge", file, "--json").json
    assert (again["new"], again["revised"]) == (0, 0)
    assert again["already"] > 0
    assert pair.office("digest").out == once


def test_of_several_files_each_has_a_status_and_the_worst_code_counts(pair: Pair, tmp_path: Path) -> None:
    foreign = tmp_path / "holiday.zjb"
    foreign.write_bytes(b"not a bundle at all")
    (file,) = pair.liaison("bundle", "export", pair.stick).lines
    said = pair.office("bundle", "merge", "--json", foreign, file)
    assert said.code == 3
    assert [(one["file"], one["status"]) for one in said.json] == [
        ("holiday.zjb", "refused"),
        (Path(file).name, "done"),
    ]
    assert "holiday.zjb" in said.err


def test_a_foreign_file_alone_is_refused_and_nothing_changes(pair: Pair, tmp_path: Path) -> None:
    foreign = tmp_path / "holiday.zjb"
    foreign.write_bytes(b"not a bundle at all")
    before = pair.office("digest").out
    said = pair.office("bundle", "merge", foreign)
    assert (said.code, said.out) == (3, "")
    assert "holiday.zjb" in said.err
    assert pair.office("digest").out == before


def test_a_bundle_says_what_it_is(pair: Pair) -> None:
    (file,) = pair.liaison("bundle", "export", pair.stick).lines
    said = pair.office("bundle", "inspect", file, "--json").json
    assert (said["file"], said["volume"], said["volumes"]) == (Path(file).name, 1, 1)
    assert said["sender"]["name"] == "福沈居委会"


def test_the_register_and_the_board_know_who_brought_what(pair: Pair) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    pair.carry(pair.liaison, pair.office)
    (merge,) = pair.office("bundle", "list", "--json").json
    assert merge["sender"]["name"] == "福沈居委会"
    assert "福沈居委会" in pair.office("bundle", "list").out
    communities = [row["community"] for row in pair.office("feeds", "--json").json]
    assert "C01" in communities


def test_two_edits_apart_are_a_question_that_a_person_settles(pair: Pair) -> None:
    (own,) = pair.liaison.add("person", {**PERSON, "community": pair.community})
    pair.carry(pair.liaison, pair.office)
    pair.liaison("record", "set", own, 'name="示例王二"')
    pair.office("record", "set", own, 'name="示例王三"')
    asked = pair.carry(pair.liaison, pair.office)
    assert asked.code == 6
    assert "1 处两边写得不一样" in asked.err
    (question,) = pair.office("conflict", "list", "--json").json
    assert (question["kind"], question["record"], question["field"]) == ("value", own, "name")
    assert {one["value"] for one in question["candidates"]} == {"示例王二", "示例王三"}
    chosen = next(one for one in question["candidates"] if one["value"] == "示例王二")
    assert pair.office("conflict", "resolve", question["id"], "--keep").code == 4
    assert pair.office("conflict", "resolve", question["id"]).code == 2
    assert pair.office("conflict", "resolve", question["id"], "--take", chosen["entry"], "--why", "核对").code == 0
    assert pair.office("conflict", "list", "--json").json == []
    assert pair.office("record", "show", own, "--json").json["name"] == "示例王二"


def test_the_office_withdraws_and_admits_an_entry(pair: Pair) -> None:
    (own,) = pair.liaison.add("person", {**PERSON, "community": pair.community})
    pair.carry(pair.liaison, pair.office)
    (line,) = pair.office("record", "history", own, "--json").json
    assert pair.office("entry", "withdraw", line["id"], "--why", "误报").code == 0
    assert pair.office("record", "list", "person", "--json").json == []
    (apart,) = pair.office("entry", "list", "--withdrawn", "--json").json
    assert apart["entry"] == line["id"]
    assert pair.office("entry", "admit", line["id"], "--why", "查实").code == 0
    assert len(pair.office("record", "list", "person", "--json").json) == 1
    assert pair.liaison("entry", "withdraw", line["id"], "--why", "试试").code == 4


def test_a_target_that_cannot_be_written_is_the_sticks_fault(pair: Pair, tmp_path: Path) -> None:
    said = pair.liaison("bundle", "export", tmp_path / "no stick")
    assert (said.code, said.out) == (5, "")


def test_the_office_knows_its_laptops(pair: Pair) -> None:
    rows = pair.office("device", "list", "--json").json
    assert {(row["name"], row["kind"]) for row in rows} >= {("福沈居委会", "liaison")}


def test_a_merge_is_taken_back_and_counts_again(pair: Pair) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    (file,) = pair.liaison("bundle", "export", pair.stick).lines
    bundle = pair.office("bundle", "merge", file, "--json").json["bundle"]
    seen = pair.office("bundle", "undo", bundle, "--preview", "--json").json
    assert seen["gone"] == {"person": 1}
    assert len(pair.office.list("person")) == 1
    assert pair.office("bundle", "undo", bundle, "--why", "误报").code == 0
    assert pair.office.list("person") == []
    assert pair.office("bundle", "undo", bundle).code == 4
    assert pair.office("bundle", "redo", bundle).code == 0
    assert len(pair.office.list("person")) == 1


def test_parts_can_be_left_out(pair: Pair) -> None:
    pair.liaison.add("person", {**PERSON, "community": pair.community})
    (file,) = pair.liaison("bundle", "export", pair.stick).lines
    assert pair.office("bundle", "merge", file, "--leave-out", "form=dance").code == 3
    said = pair.office("bundle", "merge", file, "--leave-out", "form=person", "--json").json
    assert [item["form"] for item in said["withdrawn"]] == ["person"]
    assert pair.office.list("person") == []
