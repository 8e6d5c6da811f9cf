"""Fifty random changes, counted again from the rows by pandas, which knows nothing of our views."""

from __future__ import annotations

import json
import random
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd
import pytest

from tests.stats.programme import Programme
from zjdesk.stats.figures import Figure, show

CHOICES = {
    "q2_content": ("source", "process", "name", "content", "other"),
    "q3_channel": ("notice", "wechat", "mobilise", "neighbour"),
    "q5_stage": ("need", "attend", "resource", "publicise", "volunteer", "other"),
    "q6_reason": ("innovation", "public", "life", "other"),
}
NOT_TICKED: list[list[str] | None] = [["-9"], ["-8"], None]
SINGLES = {"q1_aware": "12", "q4_freq": "123", "q7_sat": "12345"}
MULTIPLE = {"content": "q2_content", "channel": "q3_channel", "stage": "q5_stage", "reason": "q6_reason"}
BANDS = {
    "source_ge90": ("q2_content", "source", 90, True),
    "process_lt60": ("q2_content", "process", 60, False),
    "name_ge90": ("q2_content", "name", 90, True),
    "content_lt70": ("q2_content", "content", 70, False),
}


def change(programme: Programme, chance: random.Random) -> None:
    """Change one answer of a questionnaire, judge it anew, or delete it."""
    ids = [row[0] for row in programme.conn.execute("SELECT _id FROM response ORDER BY _id")]
    record = chance.choice(ids)
    what = chance.randrange(10)
    if what == 0:
        programme.delete("response", record)
    elif what == 1:
        programme.change("response", record, is_invalid=chance.choice(["yes", "no"]))
    elif what < 6:
        question = chance.choice(list(SINGLES))
        programme.change("response", record, **{question: chance.choice([*SINGLES[question], "-9", "-7", None])})
    else:
        question = chance.choice(list(CHOICES))
        ticked: list[str] | None = [code for code in CHOICES[question] if chance.random() < 0.5]
        programme.change("response", record, **{question: ticked or chance.choice(NOT_TICKED)})


def responses(programme: Programme) -> pd.DataFrame:
    """Return the questionnaires that were not deleted, with community and wave."""
    tables = {}
    for name in ("response", "batch", "community"):
        cursor = programme.conn.execute(f"SELECT * FROM {name} WHERE _deleted = 0")
        tables[name] = pd.DataFrame(cursor.fetchall(), columns=[item[0] for item in cursor.description])
    batch = tables["batch"].merge(tables["community"], left_on="_parent", right_on="_id", suffixes=("", "_c"))
    return tables["response"].merge(batch, left_on="_parent", right_on="_id", suffixes=("", "_b"))


def ticks(frame: pd.DataFrame, question: str) -> pd.Series[Any]:
    """Return the set of options ticked on each questionnaire."""
    return frame[question].map(lambda text: {code for code in json.loads(text or "[]") if code[0] != "-"})


def printed(n: int, base: int, decimals: int) -> str:
    """Return a percentage by way of decimals."""
    exact = Decimal(100 * n) / Decimal(base)
    return f"{exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)}%"


def counted(programme: Programme, name: str) -> dict[str, Figure]:
    """Return an indicator's figures by key."""
    return {figure.key: figure for figure in show(programme.conn, name)}


@pytest.fixture
def changed(programme: Programme) -> Programme:
    """Give the reference programme after fifty random changes."""
    chance = random.Random(20160731)
    for _ in range(50):
        change(programme, chance)
    return programme


def test_single_questions_after_fifty_changes(changed: Programme) -> None:
    frame = responses(changed)
    final = frame[frame["wave"] == "final"]
    valid = final[final["is_invalid"] == "no"]
    aware = counted(changed, "aware")
    for key, n in (("yes", sum(valid["q1_aware"] == "1")), ("no", sum(valid["q1_aware"] == "2"))):
        assert (aware[key].n, aware[key].base, aware[key].shown) == (n, len(valid), printed(n, len(valid), 1))
    assert sum(figure.n for figure in aware.values()) == len(valid)
    answered = valid[valid["q4_freq"].isin(list("123"))]
    freq = counted(changed, "freq")
    assert [freq[key].n for key in freq] == [sum(answered["q4_freq"] == code) for code in "123"]
    assert {figure.base for figure in freq.values()} == {len(answered)}
    missing = counted(changed, "freq_valid")["missing"]
    assert (missing.n, missing.base) == (len(final) - len(answered), len(final))
    levels = valid[valid["q7_sat"].isin(list("12345"))]
    n = sum(levels["q7_sat"].isin(["1", "2"]))
    satisfied = counted(changed, "satisfaction")["satisfied"]
    assert (satisfied.n, satisfied.base, satisfied.shown) == (n, len(levels), printed(n, len(levels), 2))


@pytest.mark.parametrize("name", sorted(MULTIPLE))
def test_multiple_questions_after_fifty_changes(changed: Programme, name: str) -> None:
    frame = responses(changed)
    valid = frame[(frame["wave"] == "final") & (frame["is_invalid"] == "no")]
    sets = ticks(valid, MULTIPLE[name])
    base = sum(sets.map(bool))
    for figure in show(changed.conn, name):
        n = sum(sets.map(lambda ticked, code=figure.key: code in ticked))
        assert (figure.n, figure.base, figure.shown) == (n, base, printed(n, base, 1)), figure.key


@pytest.mark.parametrize("key", sorted(BANDS))
def test_bands_after_fifty_changes(changed: Programme, key: str) -> None:
    question, code, percent, above = BANDS[key]
    frame = responses(changed)
    valid = frame[(frame["wave"] == "final") & (frame["is_invalid"] == "no")]
    n = 0
    for _, rows in valid.groupby("code"):
        sets = ticks(rows, question)
        ticked, base = sum(sets.map(lambda one: code in one)), sum(sets.map(bool))
        n += (100 * ticked >= percent * base) is above
    assert counted(changed, "content_bands")[key].n == n


def test_the_mid_wave_after_fifty_changes(changed: Programme) -> None:
    frame = responses(changed)
    valid = frame[(frame["wave"] == "mid") & (frame["is_invalid"] == "no")]
    sets = ticks(valid, "q5_stage")
    resource = counted(changed, "stage_mid")["resource"]
    assert (resource.n, resource.base) == (sum(sets.map(lambda one: "resource" in one)), sum(sets.map(bool)))


def test_communities_after_fifty_changes(changed: Programme) -> None:
    frame = responses(changed)
    valid = frame[(frame["wave"] == "final") & (frame["is_invalid"] == "no")]
    wanted = [(code, sum(rows["q1_aware"] == "1"), len(rows)) for code, rows in valid.groupby("code")]
    found = [figure for figure in show(changed.conn, "aware", by="community") if figure.key == "yes"]
    assert [(figure.breakdown["community"], figure.n, figure.base) for figure in found] == wanted
