"""Frequency tables and multiple-response tables of a questionnaire's questions, as SPSS counts them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from sqlite3 import Connection

from zjdesk.errors import UsageError
from zjdesk.forms.load import load_catalogue
from zjdesk.forms.model import MISSING_CODES, Field
from zjdesk.i18n import Label
from zjdesk.paths import forms_dir
from zjdesk.stats.bases import BASES
from zjdesk.stats.conditions import Parameters, quoted, where_sql
from zjdesk.stats.model import Wave
from zjdesk.stats.places import require_community
from zjdesk.stats.shares import NOTHING, rate
from zjdesk.stats.views import install

UNANSWERED = "-9"


@dataclass(frozen=True)
class FrequencyRow:
    """One answer; a missing one has no valid and no cumulative percent."""

    code: str
    label: Label
    n: int
    percent: str
    valid_percent: str | None
    cumulative: str | None

    @property
    def missing(self) -> bool:
        """Tell whether it is a missing answer."""
        return self.valid_percent is None


@dataclass(frozen=True)
class FrequencyTable:
    """A single-choice question: ``total`` valid questionnaires (B2), of which ``valid`` answered it (B3)."""

    question: str
    label: Label
    wave: Wave
    rows: tuple[FrequencyRow, ...]
    total: int
    valid: int


@dataclass(frozen=True)
class MultipleRow:
    """One option of a multiple-choice question."""

    code: str
    label: Label
    n: int
    percent_of_responses: str
    percent_of_cases: str


@dataclass(frozen=True)
class MultipleTable:
    """A multiple-choice question: ``responses`` ticks on the ``cases`` that ticked at least one option (BC)."""

    question: str
    label: Label
    wave: Wave
    rows: tuple[MultipleRow, ...]
    responses: int
    cases: int
    total: int


def frequency(
    conn: Connection,
    question: str,
    wave: Wave = "final",
    *,
    community: str | None = None,
    as_of: str | None = None,
    decimals: int = 1,
) -> FrequencyTable:
    """Return n, percent, valid percent and cumulative percent of every answer."""
    field = _question(question, "choice")
    install(conn, as_of)
    counts = _answers(conn, question, wave, community)
    valid_codes = [choice for choice in field.choices if choice.code not in MISSING_CODES]
    total, valid = sum(counts.values()), sum(counts.get(choice.code, 0) for choice in valid_codes)
    sums = accumulate(counts.get(choice.code, 0) for choice in valid_codes)
    rows = [
        FrequencyRow(
            choice.code,
            choice.label,
            counts.get(choice.code, 0),
            _percent(counts.get(choice.code, 0), total, decimals),
            _percent(counts.get(choice.code, 0), valid, decimals),
            _percent(up_to, valid, decimals),
        )
        for choice, up_to in zip(valid_codes, sums, strict=True)
    ]
    others = {code: n for code, n in counts.items() if code not in {choice.code for choice in valid_codes}}
    for code, n in sorted(others.items(), reverse=True):
        rows.append(FrequencyRow(code, _label(field, code), n, _percent(n, total, decimals), None, None))
    return FrequencyTable(question, field.label, wave, tuple(rows), total, valid)


def multiple_response(
    conn: Connection,
    question: str,
    wave: Wave = "final",
    *,
    community: str | None = None,
    as_of: str | None = None,
    decimals: int = 1,
) -> MultipleTable:
    """Return n, percent of responses and percent of cases of every option."""
    field = _question(question, "choices")
    install(conn, as_of)
    total = sum(_answers(conn, question, wave, community).values())
    where, parameters = _part(wave, community)
    sql = f"SELECT code, COUNT(DISTINCT unit) FROM unit_tick WHERE question = ? AND {where} GROUP BY code"
    counts: dict[str, int] = dict(conn.execute(sql, [question, *parameters]).fetchall())
    inside, more = where_sql(BASES["BC"].where(question))
    cases = conn.execute(f"SELECT COUNT(*) FROM unit_response WHERE {inside} AND {where}", more + parameters)
    base, ticks = int(cases.fetchone()[0]), sum(counts.values())
    rows = tuple(
        MultipleRow(
            choice.code,
            choice.label,
            counts.get(choice.code, 0),
            _percent(counts.get(choice.code, 0), ticks, decimals),
            _percent(counts.get(choice.code, 0), base, decimals),
        )
        for choice in field.choices
        if choice.code not in MISSING_CODES
    )
    return MultipleTable(question, field.label, wave, rows, ticks, base, total)


def _answers(conn: Connection, question: str, wave: Wave, community: str | None) -> dict[str, int]:
    """Count the valid questionnaires by answer; none is the missing code of an unanswered question."""
    require_community(conn, community)
    inside, parameters = where_sql(BASES["B2"].where(question))
    where, more = _part(wave, community)
    sql = (
        f"SELECT IFNULL({quoted(question)}, '{UNANSWERED}') AS code, COUNT(*) FROM unit_response "
        f"WHERE {inside} AND {where} GROUP BY code"
    )
    return dict(conn.execute(sql, parameters + more).fetchall())


def _part(wave: Wave, community: str | None) -> tuple[str, Parameters]:
    if community is None:
        return "wave = ?", [wave]
    return "wave = ? AND community = ?", [wave, community]


def _percent(n: int, base: int, decimals: int) -> str:
    return rate(n, base, decimals) or NOTHING


def _label(field: Field, code: str) -> Label:
    choice = field.choice(code)
    return choice.label if choice is not None else Label(code, code)


@lru_cache(maxsize=4)
def _questions(folder: Path, kind: str) -> dict[str, Field]:
    fields = load_catalogue(folder).form("response").fields
    return {
        field.name: field
        for field in fields
        if field.type == kind and field.surveys and any(choice.code in MISSING_CODES for choice in field.choices)
    }


def _question(name: str, kind: str) -> Field:
    known = _questions(forms_dir(), kind)
    if name not in known:
        raise UsageError("stats.no_question", question=name, kind=kind, known="、".join(known))
    return known[name]
