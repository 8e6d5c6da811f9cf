"""Expressions come to what XLSForm says, on exact numbers, and cannot stall the program."""

from __future__ import annotations

import time
from datetime import date
from decimal import Decimal

import pytest

from tests.forms.corpus import ANSWERS, CORPUS, Line
from zjdesk.errors import InputError
from zjdesk.forms import expressions
from zjdesk.forms.functions import Value, string
from zjdesk.i18n import text

TODAY = date(2016, 7, 31)
QUESTIONS = {
    **dict.fromkeys(("t", "time", "empty", "yes"), "text"),
    "q1": "select_one list",
    "q2": "select_multiple list",
    "q3": "select_multiple list",
    "n": "integer",
    "zero": "integer",
    "m": "decimal",
    "d": "date",
    "e": "date",
}


@pytest.mark.parametrize("line", CORPUS, ids=lambda line: f"{line.expression} | {line.own}")
def test_expression_comes_to(line: Line) -> None:
    found = expressions.compile(line.expression).evaluate(ANSWERS, line.own, TODAY)

    plain = string(found) if isinstance(found, Decimal) else found
    assert (plain, type(plain)) == (line.wanted, type(line.wanted))


def test_pyxform_accepts_the_corpus() -> None:
    from pyxform.xls2xform import convert

    rows = [{"type": kind, "name": name, "label": name} for name, kind in QUESTIONS.items()]
    rows += [
        {"type": "text", "name": f"line_{number}", "label": "line", "constraint": line.expression}
        for number, line in enumerate(CORPUS)
    ]
    choices = [{"list_name": "list", "name": code, "label": code} for code in ("1", "2", "source", "other")]
    warnings: list[str] = []

    result = convert({"survey": rows, "choices": choices}, warnings=warnings, form_name="corpus")

    assert len(CORPUS) == 60
    assert result.xform.count("constraint=") == 60


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("${q1} = ", "bad_expression"),
        ("${q1", "bad_expression"),
        ("$q1 = '1'", "bad_expression"),
        ("q1 = '1'", "bad_expression"),
        ("/data/q1 = '1'", "bad_expression"),
        ("document('file:///etc/passwd')", "bad_expression"),
        ("selected(${q2})", "bad_expression"),
        ("no-such-function(1)", "bad_expression"),
        ("3 > 2 > 1", "bad_expression"),
        ("-" * 900 + "1", "bad_expression"),
        ("(" * 21 + "1" + ")" * 21, "expression_too_deep"),
        ("1" + " + 1" * 260, "expression_too_long"),
        ("1" + "+1" * 200, "expression_too_long"),
        ("regex(., '(a+)+$')", "runaway_pattern"),
        ("regex(., '(a|a)*$')", "runaway_pattern"),
        ("regex(., '(a?){30}')", "runaway_pattern"),
        ("regex(., '.*.*.*=')", "runaway_pattern"),
        ("regex(., '[a')", "bad_pattern"),
        ("regex(., '[[a]]')", "bad_pattern"),
        ("regex(., ${t})", "pattern_not_fixed"),
    ],
)
def test_bad_expression_is_refused_in_words(source: str, problem: str) -> None:
    with pytest.raises(InputError) as refused:
        expressions.compile(source)

    assert refused.value.key == f"forms.{problem}"
    assert text("zh", refused.value.key, **refused.value.params)
    assert text("en", f"{refused.value.key}_remedy", **refused.value.params)


def test_worst_pattern_that_is_allowed_stays_quick() -> None:
    slow = expressions.compile("regex(., '^[a-z]*[a-y]*!$')")

    started = time.process_time()
    slow.evaluate({}, "a" * 1000)

    assert time.process_time() - started < 2


def test_expression_knows_the_fields_it_reads_and_is_compiled_once() -> None:
    source = "${a} = 'x' and selected(${b}, '${c}')"

    assert expressions.compile(source).names == {"a", "b"}
    assert expressions.compile(source) is expressions.compile(source)


@pytest.mark.parametrize(
    ("value", "kind", "wanted"),
    [
        (Decimal("12.00"), "money", 12),
        (Decimal("12.5"), "money", None),
        (float("nan"), "money", None),
        ("", "text", None),
        (True, "bool", True),
        ("a b", "choices", ["a", "b"]),
    ],
)
def test_result_is_stored_as_the_fields_type(value: Value, kind: str, wanted: object) -> None:
    assert expressions.stored(value, kind) == wanted
