"""Every printed figure of the reference programme, from the office's own merged store."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import orjson
import pandas as pd
import pytest

from tests.flows.conftest import copied
from zjdesk.cli.main import run
from zjdesk.ops import figures
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.maintain import doctor
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session

EXPECTED = Path(__file__).parent.parent / "stats" / "expected.csv"


def _expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_all_86_lines_come_out_of_stats_show(
    programme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copied(programme, tmp_path).close()
    store = tmp_path / "office"
    lines = _expected()
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for indicator in dict.fromkeys(line["indicator"] for line in lines):
        assert run(["--store", str(store), "stats", "show", indicator, "--json"]) == 0
        for row in orjson.loads(capsys.readouterr().out):
            found[row["indicator"], row["key"]] = row
    assert len(lines) == 86
    for line in lines:
        row = found[line["indicator"], line["key"]]
        base = "" if row["base"] is None else str(row["base"])
        assert (str(row["n"]), base, row["shown"], row["at"] or "") == (
            line["n"],
            line["base"],
            line["expected"],
            line["at"],
        ), line


def test_fifty_changed_responses_are_counted_as_pandas_counts_them(programme: Path, tmp_path: Path) -> None:
    chance = random.Random(50)
    with copied(programme, tmp_path) as office:
        everyone = [item for item in list_records(office, "response") if item.values["survey"] == "zjj_survey"]
        for item in chance.sample(everyone, 50):
            if item.values["valid"] not in (1, True):
                continue
            values: dict[str, Any] = {"q7_sat": chance.choice(["1", "2", "3", "4", "5", "-9"])}
            if item.values["q1_aware"] == "1":
                values["q2_content"] = sorted(chance.sample(["source", "process", "name", "content"], 2))
            save(office, [EditRecord(item.id, values)])
        rows = [item.values for item in list_records(office, "response") if item.values["survey"] == "zjj_survey"]
        shown = {
            (name, figure.key): (figure.n, figure.base)
            for name, those in figures.show_all(office, ["content", "satisfaction_levels", "aware"]).items()
            for figure in those
        }
        assert doctor(office).sound
    frame = pd.DataFrame(rows)
    valid = frame[frame["is_invalid"] == "no"]
    ticks = valid["q2_content"].dropna()
    cases = ticks[ticks.map(lambda codes: not set(codes) & {"-9", "-8", "-7"})]
    for key in ("source", "process", "name", "content"):
        assert shown["content", key] == (int(cases.map(lambda codes, key=key: key in codes).sum()), len(cases))
    answers = valid["q7_sat"][valid["q7_sat"].isin(list("12345"))]
    levels = [pair for (name, _), pair in shown.items() if name == "satisfaction_levels"]
    assert sorted(n for n, _ in levels) == sorted(int((answers == code).sum()) for code in "12345")
    assert {base for _, base in levels} == {len(answers)}
    assert shown["aware", "yes"] == (int((valid["q1_aware"] == "1").sum()), len(valid))


@pytest.mark.parametrize("name", figures.names())
def test_every_number_opens_as_many_records_as_it_counts(office: Session, name: str) -> None:
    for figure in figures.show(office, name):
        if figures.declared(name).key(figure.key).measure != "sum":  # amounts in fen
            assert len(figures.behind(office, name, figure.key)) == figure.n, figure.key


def test_nothing_is_open_withheld_or_missing(office: Session) -> None:
    conn = office.store.conn
    assert conn.execute("SELECT count(*) FROM state_conflict").fetchone()[0] == 0
    assert conn.execute("SELECT count(*) FROM log_entry WHERE status <> 0").fetchone()[0] == 0
    examined = doctor(office)
    assert examined.sound
    assert examined.missing_files == ()
