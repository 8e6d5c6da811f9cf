"""What the rules find in a project, and the problem that is opened for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import press
from zjdesk.gui.app import Desk
from zjdesk.gui.values import EMPTY

OpenDesk = Callable[..., Desk]


def _rows(page: Any) -> list[tuple[str, ...]]:
    return [line.cells for line in page.found.model.lines]


def _lines(page: Any) -> dict[str, tuple[str, ...]]:
    return {cells[0]: cells for cells in _rows(page)}


def _choose(page: Any, rule: str) -> None:
    page.found.choose(next(line.key for line in page.found.model.lines if line.cells[0] == rule))
    press(page.found.view, Qt.Key.Key_Return)


def test_what_is_found_becomes_a_problem_once(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    own = records(qtbot, desk, "sign_in_sheet")[0].parent
    (activity,) = [one for one in records(qtbot, desk, "activity_record") if one.id == own]
    page: Any = show_page(qtbot, desk, "project", record=activity.parent, tab="found")
    found = _lines(page)
    order = [("必须更正", "需要说明", "提示").index(cells[1]) for cells in _rows(page)]
    assert order == sorted(order)
    assert found["BR-05"][3] == EMPTY, "a visit that is due is no problem of the project"
    assert found["BR-09"][3] == "按回车登记"

    _choose(page, "BR-09")
    settle(qtbot, desk)
    entry: Any = desk.window.page
    assert entry.name == "entry"
    values = entry.sheet.values
    assert (values["code"], values["found_by_rule"]) == ("archive_late", "BR-09")
    entry.sheet.put({"due": "2016-08-15", "owner": "示例社工"})
    entry.save()
    settle(qtbot, desk)
    (issue,) = [one for one in records(qtbot, desk, "issue") if one.values.get("found_by_rule") == "BR-09"]
    assert issue.parent == activity.parent

    again: Any = show_page(qtbot, desk, "project", record=activity.parent, tab="found")
    assert _lines(again)["BR-09"][3] == "已登记"
    _choose(again, "BR-09")
    settle(qtbot, desk)
    assert desk.window.page is not again
    assert len(records(qtbot, desk, "issue")) == 1
