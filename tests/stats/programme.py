"""A programme written straight into state tables, so that figures can be tested without the log."""

from __future__ import annotations

import csv
import json
import sqlite3
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, cast

from sqlcipher3 import dbapi2

from zjdesk.forms.load import load_catalogue
from zjdesk.forms.model import Catalogue
from zjdesk.paths import forms_dir, resources_dir
from zjdesk.store.schema import column_type, quoted, state_table

SURVEYS = {"final": "zjj_survey", "mid": "zjj_survey_mid"}
CHOICES = {"q2": "q2_content", "q3": "q3_channel", "q5": "q5_stage", "q6": "q6_reason"}
SINGLES = {"q1": "q1_aware", "q4": "q4_freq", "q7": "q7_sat"}
NAMED = ("福沈", "三航", "崂二", "浦江茗园", "菊园")


@cache
def catalogue() -> Catalogue:
    """Return the project's own declarations."""
    return load_catalogue(forms_dir())


class Programme:
    """State tables in memory; records are numbered in the order they are made."""

    def __init__(self) -> None:
        driver = cast("Any", dbapi2)
        self.conn: sqlite3.Connection = driver.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._numbers = count(1)
        for name in catalogue().names():
            for statement in state_table(catalogue().form(name)):
                self.conn.execute(statement)

    def add(self, form: str, parent: bytes | None = None, **values: Any) -> bytes:
        """Write a record and return its id; unknown fields fail."""
        number = next(self._numbers)
        record = number.to_bytes(16, "big")
        known = catalogue().form(form).by_name
        cells: dict[str, Any] = {"_id": record, "_parent": parent, "_deleted": 0, "_conflict": 0, "_time": number}
        for name, value in values.items():
            assert column_type(known[name])
            cells[name] = json.dumps(value, separators=(",", ":")) if isinstance(value, list) else value
        marks = ", ".join("?" * len(cells))
        names = ", ".join(quoted(name) for name in cells)
        self.conn.execute(f"INSERT INTO {quoted(form)} ({names}) VALUES ({marks})", tuple(cells.values()))
        return record

    def change(self, form: str, record: bytes, **values: Any) -> None:
        """Set columns of a record, ``_deleted`` among them."""
        for name, value in values.items():
            stored = json.dumps(value, separators=(",", ":")) if isinstance(value, list) else value
            self.conn.execute(f"UPDATE {quoted(form)} SET {quoted(name)} = ? WHERE _id = ?", (stored, record))

    def delete(self, form: str, record: bytes) -> None:
        """Mark a record deleted; rows stay."""
        self.change(form, record, _deleted=1)

    def cycle(self) -> bytes:
        """Write the cycle 2015."""
        return self.add(
            "cycle",
            name="2015年度",
            start="2015-08-01",
            end="2016-07-31",
            visit_window_months=2,
            accounts_as_of="2016-07-31",
            cap_fen=2_000_000,
            state="open",
        )

    def community(self, code: str, name: str = "") -> bytes:
        """Write a community."""
        return self.add("community", code=code, name=name or f"示例{code[1:]}", committee_name="示例")

    def project(self, community: bytes, cycle: bytes, no: str = "ZJ2015-C01-01", **values: Any) -> bytes:
        """Write a project that runs, unless ``state`` says otherwise."""
        state = values.pop("state", "running")
        return self.add("project", community, cycle=cycle, no=no, name=f"示例{no}", state=state, **values)

    def batch(self, community: bytes, distributed: int, wave: str = "final") -> bytes:
        """Write a batch of questionnaires that all came back."""
        return self.add("batch", community, wave=wave, distributed=distributed, recovered=distributed)

    def response(self, batch: bytes, wave: str = "final", *, valid: bool = True, **answers: Any) -> bytes:
        """Write a questionnaire."""
        invalid = "no" if valid else "yes"
        return self.add(
            "response", batch, survey=SURVEYS[wave], is_invalid=invalid, valid=int(valid), state="entered", **answers
        )


def rows(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the reference programme's tables."""
    path: Path = resources_dir() / "demo" / name
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def answers(row: dict[str, str]) -> dict[str, Any]:
    """Return a reference row's answers as a questionnaire holds them: empty is −8 or −9."""
    aware, takes_part = row["q1"] == "1", row["q4"] != "3"
    relevant = {"q2": aware, "q3": aware, "q5": takes_part, "q6": takes_part}
    found: dict[str, Any] = {field: row[name] or "-9" for name, field in SINGLES.items()}
    for name, field in CHOICES.items():
        found[field] = row[name].split() or ["-9" if relevant[name] else "-8"]
    return found


def reference() -> Programme:
    """Return the reference programme: 31 communities, 119 projects, 2,484 questionnaires (domain.md §7)."""
    made = Programme()
    cycle = made.cycle()
    communities = {}
    for number in range(1, 32):
        name = NAMED[number - 1] if number <= len(NAMED) else f"示例{number:02d}"
        communities[f"C{number:02d}"] = made.community(f"C{number:02d}", name)
    for row in rows("projects.csv"):
        _reference_project(made, cycle, communities[row["community"]], row)
    _reference_responses(made, communities)
    return made


def _reference_responses(made: Programme, communities: dict[str, bytes]) -> None:
    found = rows("responses.csv")
    sizes: dict[tuple[str, str], int] = {}
    for row in found:
        spot = (row["wave"], row["community"])
        sizes[spot] = sizes.get(spot, 0) + 1
    batches = {spot: made.batch(communities[spot[1]], size, spot[0]) for spot, size in sizes.items()}
    for row in found:
        batch = batches[row["wave"], row["community"]]
        made.response(batch, row["wave"], valid=row["valid"] == "1", paper_no=row["paper_no"], **answers(row))


def _reference_project(made: Programme, cycle: bytes, community: bytes, row: dict[str, str]) -> None:
    project = made.project(community, cycle, row["id"], start="2015-08-01")
    for wave, backbone in (("mid", row["backbone_mid"]), ("final", row["backbone"])):
        made.add("archive_check", project, wave=wave, conclusion=row["archive"])
        made.add(
            "evaluation_finding",
            project,
            wave=wave,
            completion=row["completion"],
            backbone=backbone,
            liaison={"ok": "dutiful", "weak": "weak"}[row["liaison"]],
            archive=row["archive"],
        )
    if row["team"] != "none":
        made.add("team_change", project, kind=row["team"], date="2016-01-10", reason="work", state="approved")
    if row["adjusted"] == "1":
        made.add("project_adjustment", project, kind="change_time", reason="timing", state="approved")
    if row["budget_adj"] == "1":
        made.add(
            "budget_adjustment",
            project,
            reason="cross_year",
            state="approved",
            applied_on="2016-03-01",
            approved_on="2016-03-10",
        )
    _reference_money(made, project, row)
    for number in range(int(row["visits"])):
        day = f"{2015 + (7 + 2 * number) // 12}-{(7 + 2 * number) % 12 + 1:02d}-15" if number < 6 else "2016-07-20"
        made.add("supervisor_visit", project, mode="on_site", date=day, state="submitted")


def _reference_money(made: Programme, project: bytes, row: dict[str, str]) -> None:
    kinds = (("fund", row["fund_fen"]), ("self_raised", row["self_fen"]), ("hsbc", row["hsbc_fen"]))
    sources = {
        kind: made.add("funding_source", project, kind=kind, approved_fen=int(fen)) for kind, fen in kinds if int(fen)
    }
    spent = int(row["spent_fen"])
    spend = [("fund", spent - spent // 3), ("fund", spent // 3)]
    if "hsbc" in sources:
        spend.append(("hsbc", int(row["hsbc_fen"])))
    for kind, fen in spend:
        voucher(made, project, sources[kind], fen)


def voucher(
    made: Programme, project: bytes, source: bytes, fen: int, day: str = "2016-05-20", state: str = "booked"
) -> bytes:
    """Write a voucher."""
    return made.add("expenditure", project, source=source, amount_fen=fen, date=day, state=state)
