"""Declarations, figures and the care of a store from the command line."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from tests.cli.terminal import Pair, Terminal
from zjdesk.ops.session import open_session
from zjdesk.paths import forms_dir


def test_forms_are_listed_and_shown_as_data(terminal: Terminal) -> None:
    names = {row["name"] for row in terminal("forms", "list", "--json").json}
    assert {"project", "sign_in_sheet", "response"} <= names
    shown = terminal("forms", "show", "project").json
    assert shown["name"] == "project"
    assert terminal("forms", "show", "dance").code == 3


def test_a_broken_declaration_is_told_line_by_line(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("forms", "check").code == 0
    folder = tmp_path / "forms"
    shutil.copytree(forms_dir(), folder)
    broken = folder / "records" / "community.toml"
    broken.write_text(broken.read_text("utf-8").replace('type = "int"', 'type = "number"'), "utf-8")
    said = terminal("forms", "check", folder)
    assert said.code == 3
    assert "community.toml" in said.err
    assert "number" in said.err


def test_the_dictionary_names_every_field(terminal: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "dictionary.csv"
    assert terminal("forms", "dictionary", "-o", target).code == 0
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert any("cap_fen" in row for row in rows)


def test_indicators_are_listed_and_shown(office: Terminal) -> None:
    names = {row["indicator"] for row in office("stats", "list", "--json").json}
    assert {"projects", "aware", "balance"} <= names
    row = office("stats", "show", "projects", "--json").json[0]
    assert {"indicator", "key", "label", "n", "base", "share", "shown", "at"} <= set(row)
    assert (row["n"], row["base"], row["shown"]) == (0, None, "0")
    assert office("stats", "show", "happiness").code == 3


def test_a_figure_leads_back_to_its_records(office: Terminal) -> None:
    assert office("stats", "records", "projects", "approved").lines == []


def test_a_backup_comes_back_as_the_same_store(office: Terminal, tmp_path: Path) -> None:
    (made,) = office("backup", tmp_path / "backups").lines
    assert office("restore", made, tmp_path / "again").code == 0
    assert office.at(tmp_path / "again")("digest").out == office("digest").out
    assert office("restore", made, office.store).code != 0


def test_a_sound_store_passes_the_doctor(pair: Pair) -> None:
    pair.liaison.add("person", {"name": "示例王一", "kind": "resident", "community": pair.community})
    before = pair.liaison("digest").out
    assert pair.liaison("doctor", "--json").json["sound"] is True
    assert pair.liaison("doctor", "--rebuild").code == 0
    assert pair.liaison("digest").out == before


def test_making_a_store_needs_to_know_what_kind(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal("init", "--name", "示例管理员").code == 2
    assert terminal("init", "--office", "--name", "示例管理员").code == 0
    assert terminal("init", "--office", "--name", "示例管理员").code == 3


def test_a_wrong_code_opens_no_invitation(office: Terminal, tmp_path: Path) -> None:
    rows = tmp_path / "laptops.csv"
    rows.write_text("label,kind,communities\n福沈居委会,liaison,C01\n", "utf-8")
    (invited,) = office("device", "invite", rows, "-o", tmp_path, "--json").json
    other = office.at(tmp_path / "other")
    said = other("init", "--invite", invited["file"], "--code", "AAAA-AAAA-AAAA-AAAA-AAAA", "--name", "示例人")
    assert said.code in (3, 4)
    assert other("digest").code == 5


def test_a_table_of_laptops_needs_its_columns(office: Terminal, tmp_path: Path) -> None:
    rows = tmp_path / "laptops.csv"
    rows.write_text("name\n福沈居委会\n", "utf-8")
    assert office("device", "invite", rows, "-o", tmp_path).code == 3
    assert office("device", "invite", tmp_path / "none.csv", "-o", tmp_path).code == 3


def test_a_table_of_laptops_without_a_line_says_so(office: Terminal, tmp_path: Path) -> None:
    rows = tmp_path / "laptops.csv"
    rows.write_text("label,kind,communities\n", "utf-8")
    said = office("device", "invite", rows, "-o", tmp_path)
    assert said.code == 3
    assert "没有写电脑" in said.err


def test_a_store_of_a_newer_program_is_left_alone(office: Terminal) -> None:
    with open_session(office.store) as session:
        session.store.conn.execute("PRAGMA user_version = 900")
    before = (office.store / "zjdesk.db").read_bytes()
    said = office("record", "list", "community", lang="en")
    assert said.code == 5
    assert "900" in said.err
    assert (office.store / "zjdesk.db").read_bytes() == before


def test_the_demo_wants_an_empty_folder(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "thesis.txt").write_text("mine", "utf-8")
    assert terminal("demo", tmp_path / "full", "--no-window").code == 3


def test_a_form_is_issued_to_all(pair: Pair, tmp_path: Path) -> None:
    text = (forms_dir() / "records" / "person.toml").read_text("utf-8").replace("version = 1", "version = 2", 1)
    file = tmp_path / "person.toml"
    file.write_text(text, "utf-8")
    assert pair.liaison("forms", "issue", file).code == 4
    assert pair.office("forms", "issue", file).code == 0
    assert pair.office("forms", "issue", file).code == 3
    assert pair.carry(pair.office, pair.liaison).code == 0
