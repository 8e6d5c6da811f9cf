"""The audit in words: names and numbers a reader knows, no ids; cells that no spreadsheet takes for formulas."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from zjdesk.forms.load import load_catalogue
from zjdesk.i18n import LANGUAGES, Lang
from zjdesk.ops.audit import Line, Verb
from zjdesk.ops.audit_sheet import Told, action, moment, told
from zjdesk.ops.cells import plain_cell
from zjdesk.paths import forms_dir

ONE, TWO = "a" * 32, "b" * 32


def line(what: Any, verb: str = "exported") -> Line:
    """Return a line that tells of something."""
    return Line(1, 0, ONE, "示例", "SA", verb, orjson.dumps(what).decode(), "", b"", b"")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_verb_has_words(lang: Lang) -> None:
    assert not [verb for verb in Verb if action(str(verb), lang) == str(verb)]


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ({"kind": "bundle", "bundle": ONE, "recipient": "福沈居委会", "entries": 1200, "masked": False},
         "种类：数据包；交给：福沈居委会；改动数：1,200；已隐去姓名等：否"),
        ({"form": "project", "from": "noticed", "to": "approved", "records": [ONE, TWO], "count": 2},
         "表单：项目；记录数：2；步骤：公示 → 立项"),
        ({"form": "cycle", "from": "", "to": "mid", "records": [ONE], "count": 1},
         "表单：项目周期；记录数：1；步骤：中期评估"),
        ({"form": "person", "fields": ["phone"], "record": ONE}, "表单：人员；内容项：联系电话；记录数：1"),
        ({"id": ONE, "name": "示例审计员", "role": "AU"}, "姓名：示例审计员；角色：审计人员"),
        ({"kind": "value", "take": "value"}, "种类：内容不一致；处理办法：另填一个值"),
        ({"form": "dance", "fields": ["step"]}, "表单：dance；内容项：step"),
        ({"installation": ONE, "as_of": None, "files": []}, ""),
        (["no", "object"], ""),
    ],
)  # fmt: skip
def test_a_line_is_told_in_words(what: Any, said: str) -> None:
    assert told(line(what), load_catalogue(forms_dir()), "zh") == said


def test_the_records_of_a_line_are_those_named_by_id() -> None:
    assert Told(line({"records": [ONE, "福沈", 3]}), "", "").records == (ONE,)
    assert Told(line({"record": TWO}), "", "").records == (TWO,)
    assert Told(line({"records": 12}), "", "").records == ()


@pytest.mark.parametrize("cell", ["=1", "+A1", "-1+A1", "@A1", "\t=1", "\r=1", "\n=1"])
def test_a_cell_that_begins_like_a_formula_is_neutralised(cell: str) -> None:
    assert plain_cell(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are() -> None:
    assert [plain_cell(cell) for cell in ("a=1", 12, "", "-1", "+3.5%")] == ["a=1", "12", "", "-1", "+3.5%"]


def test_a_time_that_is_none_is_shown_as_it_is() -> None:
    assert moment(10**18) == "1" + "0" * 18
