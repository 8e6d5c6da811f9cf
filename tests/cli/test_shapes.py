"""The shapes of what is printed: names that scripts are written against (cli.md)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.terminal import NOW, Pair, Said
from zjdesk.ops.declarations import catalogue

ID = re.compile(r"[0-9a-f]{32}")
SHA256 = re.compile(r"[0-9a-f]{64}")
OUTCOME = "new revised already conflicts duplicates withheld withdrawn incomplete awaited rests files_missing"


def is_id(value: Any) -> bool:
    """Tell whether a value is an id: 32 hexadecimal digits."""
    return isinstance(value, str) and ID.fullmatch(value) is not None


@pytest.mark.parametrize("form", ["street", "cycle", "community", "person", "project", "batch", "response"])
def test_a_listed_record_has_every_field(archive: Pair, form: str) -> None:
    declared = catalogue().form(form)
    rows = archive.office.list(form)
    assert rows
    for row in rows:
        assert set(row) == {"id", *declared.parent, *declared.by_name, "_conflict", "_deleted"}
        assert is_id(row["id"])
        assert (type(row["_conflict"]), row["_deleted"]) == (bool, False)


def test_values_have_their_plain_types(archive: Pair) -> None:
    (cycle,) = archive.office.list("cycle")
    assert (cycle["cap_fen"], cycle["start"], cycle["mid_from"]) == (2_000_000, "2015-08-01", None)
    (project,) = archive.office.list("project")
    assert (project["community"], project["cycle"], project["state"]) == (archive.community, cycle["id"], "collecting")
    (source,) = archive.office.list("funding_source")
    assert SHA256.fullmatch(source["receipt"])
    first = min(archive.office.list("response"), key=lambda row: row["paper_no"])
    assert (first["q1_aware"], first["is_invalid"], first["valid"]) == ("1", "no", True)
    assert first["q5_stage"] in (None, ["-8"])


def test_a_shown_record_is_the_listed_one_with_its_form(archive: Pair) -> None:
    (listed,) = archive.office.list("project")
    shown = archive.office("record", "show", listed["id"], "--json").json
    assert shown == {"form": "project", **listed}


def test_history_has_a_line_for_each_entry(archive: Pair) -> None:
    own = next(row["id"] for row in archive.office.list("person") if row["_conflict"])
    lines = archive.office("record", "history", own, "--json").json
    assert [set(line) - {"entry", "why"} for line in lines] == [
        {"id", "feed", "seq", "time", "author", "set", "over", "status", "reason"}
    ] * 3
    assert all(is_id(line["id"]) and is_id(line["feed"]) and is_id(line["author"]) for line in lines)
    made, *changed = lines
    assert (made["over"], made["status"], made["reason"]) == ({}, "counts", "")
    assert [line["over"] for line in changed] == [{"name": [made["id"]]}] * 2
    assert {line["set"]["name"] for line in changed} == {"示例王二", "示例王三"}


def test_open_questions_list_their_candidates(archive: Pair) -> None:
    questions = archive.office("conflict", "list", "--json", "--unmasked", "--why", "核对电话").json
    for question in questions:
        assert set(question) == {"id", "kind", "record", "form", "field", "candidates"}
        assert is_id(question["id"])
        for candidate in question["candidates"]:
            assert {"entry", "value", "author", "time"} <= set(candidate)
            assert is_id(candidate["entry"])
    kinds = {question["kind"]: question for question in questions}
    assert set(kinds) == {"value", "possible_duplicate"}
    assert kinds["value"]["field"] == "name"
    assert {one["value"]["phone"] for one in kinds["possible_duplicate"]["candidates"]} == {"13800000002"}


def test_what_does_not_count_is_listed_with_its_reason(archive: Pair) -> None:
    rows = archive.office("entry", "list", "--json").json
    assert [(row["status"], row["form"]) for row in rows] == [("withdrawn", "person")]
    assert {"entry", "record", "author", "time", "reason", "waits_for"} <= set(rows[0])
    for status in ("withheld", "awaited", "incomplete", "fork"):
        assert archive.office("entry", "list", f"--{status}", "--json").json == []


def test_a_figure_has_the_promised_columns(archive: Pair) -> None:
    yes, *_ = archive.office("stats", "show", "aware_mid", "--json").json
    assert yes == {
        "indicator": "aware_mid",
        "key": "yes",
        "label": "知道",
        "n": 4,
        "base": 6,
        "share": "66.7%",
        "shown": "66.7%",
        "at": None,
    }
    (projects,) = archive.office("stats", "show", "projects", "--json").json[:1]
    assert (projects["base"], projects["share"]) == (None, None)


def test_a_figure_is_labelled_in_the_chosen_language(archive: Pair) -> None:
    chinese = archive.office("stats", "show", "aware_mid", "--json").json
    english = archive.office("stats", "show", "aware_mid", "--json", lang="en").json
    assert [row["label"] for row in chinese[:2]] == ["知道", "不知道"]
    assert [row["label"] for row in english[:2]] == ["Yes", "No"]


@pytest.mark.parametrize(("by", "value"), [("community", "C01"), ("wave", "mid")])
def test_a_breakdown_adds_its_column(archive: Pair, by: str, value: str) -> None:
    rows = archive.office("stats", "show", "aware_mid", "--by", by, "--json").json
    assert value in {row[by] for row in rows}
    assert archive.office("stats", "show", "aware_mid", "--by", by).lines[0].split("\t")[0] == by


def test_a_number_leads_to_its_records(archive: Pair) -> None:
    ids = archive.office("stats", "records", "aware_mid", "yes", "--community", "C01").lines
    heads = {row["id"] for row in archive.office.list("response", "--where", "q1_aware=1")}
    assert set(ids) == heads


def test_indicators_and_forms_are_listed_with_a_label(archive: Pair) -> None:
    for command, names in (
        (("stats", "list"), {"indicator", "label"}),
        (("forms", "list"), {"code", "name", "version", "label"}),
    ):
        rows = archive.office(*command, "--json").json
        assert all(set(row) == names for row in rows)


def test_the_board_has_a_line_for_each_feed(archive: Pair) -> None:
    rows = archive.office("feeds", "--json").json
    promised = {"feed", "community", "installation", "last", "gaps", "last_seen", "files_announced", "files_present"}
    assert all(promised <= set(row) for row in rows)
    (people,) = [
        row for row in rows if row["scope"] == f"community:{archive.community}" and row["installation"] == "福沈居委会"
    ]
    assert (people["community"], people["gaps"], people["missing"]) == ("C01", [], 0)
    assert (people["files_announced"], people["files_present"]) == (1, 1)


def test_bundles_are_described(archive: Pair) -> None:
    merges = archive.office("bundle", "list", "--json").json
    assert {"bundle", "volume", "volumes", "sender", "merged", "slip"} <= set(merges[0])
    file = archive.handed_in()
    inspected = archive.office("bundle", "inspect", file, "--json").json
    assert {"file", "bundle", "volume", "volumes", "features", "members", "cut", "sender", "feeds"} <= set(inspected)
    previewed = archive.office("bundle", "preview", file, "--json").json
    assert {*OUTCOME.split(), "bundle", "file", "status"} <= set(previewed)
    assert [type(previewed[name]) for name in OUTCOME.split()] == [int] * 3 + [list] * 8


def test_people_and_computers_are_listed(archive: Pair) -> None:
    (admin,) = archive.office("account", "list", "--json").json
    assert (set(admin), admin["name"], admin["role"]) == ({"id", "name", "role"}, "示例管理员", "SA")
    assert {row["kind"] for row in archive.office("device", "list", "--json").json} == {"office", "liaison"}


def test_search_gives_id_form_and_title(archive: Pair) -> None:
    (hit,) = archive.office("record", "find", "hechangdui", "--json").json
    assert {"id", "form", "title"} <= set(hit)
    assert (hit["form"], hit["title"]) == ("project", "ZJ2015-C01-01 示例合唱队")


def test_a_digest_is_one_hex_line_for_each_scope(archive: Pair) -> None:
    scopes = (
        ("digest",),
        ("digest", "--scope", "street"),
        ("digest", "--scope", "C01"),
        ("digest", "--scope", "office"),
    )
    said = [archive.office(*arguments) for arguments in scopes]
    assert all(re.fullmatch(r"[0-9a-f]{32,64}\n", one.out) for one in said)
    assert len({one.out for one in said}) == len(said)


def test_the_doctor_says_what_was_replaced(archive: Pair) -> None:
    found = archive.office("doctor", "--json").json
    assert found["sound"] is True
    assert set(found["replaced"]) == {"ZJDESK_NOW", "ZJDESK_MACHINE", "ZJDESK_ANCHORS"}
    assert NOW[:4] not in "".join(found["replaced"].values())


COMMANDS = [
    ("record", "list", "person"),
    ("record", "find", "示例"),
    ("conflict", "list"),
    ("entry", "list"),
    ("feeds",),
    ("bundle", "list"),
    ("account", "list"),
    ("device", "list"),
    ("stats", "show", "aware_mid", "--by", "community"),
    ("stats", "list"),
    ("forms", "list"),
    ("doctor",),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_plain_output_is_one_line_a_row(archive: Pair, command: tuple[str, ...]) -> None:
    said: Said = archive.office(*command)
    widths = {line.count("\t") for line in said.lines}
    assert (said.code, said.err, len(widths)) == (0, "", 1)
    assert len(said.lines) >= 2


@pytest.mark.parametrize("command", [*COMMANDS, ("record", "show", "ID"), ("bundle", "preview", "FILE")], ids=" ".join)
def test_json_is_readable_as_it_stands(archive: Pair, command: tuple[str, ...]) -> None:
    own = archive.office.list("project")[0]["id"]
    file = archive.handed_in()
    said = archive.office(*({"ID": own, "FILE": file}.get(word, word) for word in command), "--json")
    assert said.json is not None
    assert "\\u" not in said.out
