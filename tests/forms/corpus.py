"""Sixty XLSForm expressions with answers and what each must come to; today is 31 July 2016."""

from __future__ import annotations

from typing import NamedTuple

ANSWERS: dict[str, object] = {
    "q1": "1",
    "q2": ["source", "other"],
    "q3": ["-9"],
    "n": 12,
    "zero": 0,
    "m": "2.50",
    "d": "2016-02-29",
    "e": "2015-08-01",
    "t": "自治金项目",
    "time": "14:30",
    "empty": None,
    "yes": "yes",
}


class Line(NamedTuple):
    """One expression, the value of the field it stands at, and the wanted result."""

    expression: str
    own: object
    wanted: object


CORPUS = [
    Line("${q1} = '1'", None, True),
    Line("${q1} != '3'", None, True),
    Line("${empty} != '3'", None, True),
    Line("${empty} = ''", None, True),
    Line("${q1} = 1", None, True),
    Line("${m} = 2.5", None, True),
    Line("${n} > 9", None, True),
    Line("${n} >= 12 and ${n} < 13", None, True),
    Line("${empty} > 0", None, False),
    Line("${empty} <= 0", None, False),
    Line("${t} > 1", None, False),
    Line(". >= 0", -1, False),
    Line(". > 9", "10", True),
    Line(". != 0", 0, False),
    Line("selected(${q2}, 'other')", None, True),
    Line("selected(${q2}, 'sour')", None, False),
    Line("selected(${empty}, 'other')", None, False),
    Line("not(selected(., '-9') and count-selected(.) > 1)", ["-9"], True),
    Line("not(selected(., '-9') and count-selected(.) > 1)", ["-9", "source"], False),
    Line("count-selected(${q2})", None, 2),
    Line("count-selected(${empty})", None, 0),
    Line("selected-at(${q2}, 1)", None, "other"),
    Line("selected-at(${q2}, 5)", None, ""),
    Line("regex(., '^[0-9]{4}[ZM]-C[0-9]{2}-[0-9]{3}$')", "2016M-C01-001", True),
    Line("regex(., '^[0-9]{4}[ZM]-C[0-9]{2}-[0-9]{3}$')", "2016M-C1-001", False),
    Line("regex(., '[(]note[)]')", "a (note)", False),
    Line("string-length(.) <= 5", "自治金项目", True),
    Line("string-length(${t})", None, 5),
    Line("string-length(${empty}) = 0", None, True),
    Line(". <= today()", "2016-08-01", False),
    Line(". >= date('2015-08-01') and . <= today()", "2016-07-31", True),
    Line("${d} > ${e}", None, True),
    Line("${d} - ${e}", None, 212),
    Line("date(${d} + 1)", None, "2016-03-01"),
    Line("date('2016-02-30')", None, ""),
    Line("format-date(${d}, '%Y年%n月%e日')", None, "2016年2月29日"),
    Line("decimal-time(${time}) > decimal-time('09:00')", None, True),
    Line("if(${q1} = '1', 'a', 'b')", None, "a"),
    Line("if(${empty} = '', 0, ${empty})", None, 0),
    Line("coalesce(${empty}, ${t})", None, "自治金项目"),
    Line("coalesce(${zero}, 5)", None, 0),
    Line("int(${m})", None, 2),
    Line("number(${m}) * 4", None, 10),
    Line("round(${m}, 0)", None, 3),
    Line("round(2.675, 2) = 2.68", None, True),
    Line("round(${m} * ${n}, 0)", None, 30),
    Line("0.1 + 0.2 = 0.3", None, True),
    Line("7 div 2", None, "3.5"),
    Line("7 mod 3", None, 1),
    Line("-${n} + 2", None, -10),
    Line("${n} - 1", None, 11),
    Line("concat(${q1}, '-', ${t})", None, "1-自治金项目"),
    Line("substr(${t}, 0, 3)", None, "自治金"),
    Line("contains(${t}, '金')", None, True),
    Line("starts-with(${t}, '项目')", None, False),
    Line("min(${n}, 3, ${m})", None, "2.5"),
    Line("max(${n}, 3)", None, 12),
    Line("not(true()) or false()", None, False),
    Line("(${q1} = '2' or ${yes} = 'yes') and ${n} = 12", None, True),
    Line("boolean(${empty})", None, False),
]
