"""Forms that the office issued are used in the window once somebody wants them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.door import words_on
from tests.ops.test_issue import NOTICE, written
from zjdesk.gui.app import Desk
from zjdesk.ops.declarations import issue


def test_new_forms_are_offered_and_then_used(open_desk: Callable[..., Desk], qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    show_page(qtbot, desk, "exchange")
    file = written(tmp_path, NOTICE)

    def bring(backend: Any) -> None:
        issue(backend._session, file)

    desk.tasks.run(desk, bring, lambda _done: desk._wire.merged.emit())
    settle(qtbot, desk)
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert "街道下发了新的表单" in words_on(page)
    (use,) = [one for one in page.notices.findChildren(QPushButton) if one.text() == "现在启用"]
    use.click()
    settle(qtbot, desk)
    (project, *_) = records(qtbot, desk, "project")
    entry: Any = show_page(qtbot, desk, "entry", form="notice_board", parent=project.id)
    assert "位置" in words_on(entry)


def test_a_merge_without_new_forms_offers_nothing(open_desk: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    desk._wire.merged.emit()
    settle(qtbot, desk)
    assert "新的表单" not in words_on(page)
