"""The report of the reference programme: every figure, the same bytes twice, one change that shows everywhere."""

from __future__ import annotations

import csv
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.flows.conftest import copied
from tests.flows.test_figures import EXPECTED
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.queries import list_records
from zjdesk.ops.reporting import render_report
from zjdesk.ops.session import Session

UNPRINTED = {("projects", "communities")}


def _text(data: bytes) -> str:
    document: Any = import_module("pypdfium2").PdfDocument(data)
    pages = [document[number].get_textpage().get_text_bounded() for number in range(len(document))]
    document.close()
    return re.sub(r"\s+", "", "".join(pages))


@pytest.fixture(scope="module")
def pdf(office: Session) -> bytes:
    """The report as bytes."""
    data, written = render_report(office, lang="zh")
    assert written.missing_glyphs == ()
    return data


def test_every_expected_figure_is_printed(pdf: bytes) -> None:
    said = _text(pdf)
    with EXPECTED.open(encoding="utf-8-sig", newline="") as file:
        missing = [
            (line["indicator"], line["key"], line["expected"])
            for line in csv.DictReader(file)
            if line["expected"].replace("—", "") not in said
        ]
    assert missing == []


def test_seventeen_figures_and_both_annexes_stand_in_it(pdf: bytes) -> None:
    said = _text(pdf)
    captions = {int(number) for number in re.findall(r"图(\d+)[:\uff1a]", said)}
    assert captions >= set(range(1, 18))
    assert "附件1" in said
    assert "附件2" in said
    assert "截至2016年7月31日" in said


def test_two_reports_of_one_store_are_equal_byte_for_byte(office: Session, pdf: bytes) -> None:
    again, _ = render_report(office, lang="zh")
    assert again == pdf


def test_one_changed_archive_check_shows_in_sentence_chart_table_and_annex(
    programme: Path, tmp_path: Path, pdf: bytes
) -> None:
    with copied(programme, tmp_path) as office:
        late = next(
            item
            for item in list_records(office, "archive_check")
            if item.values["wave"] == "final" and item.values["conclusion"] == "late"
        )
        save(office, [EditRecord(late.id, {"conclusion": "complete"})], why="补齐资料")
        changed, _ = render_report(office, lang="zh")
    before, after = _text(pdf), _text(changed)
    assert after.count("90.76%") >= before.count("90.76%") + 2
    assert after.count("89.92%") == 0 < before.count("89.92%")
    assert after.count("12(10.08%)") < before.count("12(10.08%)")
