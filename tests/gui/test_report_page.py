"""The report page: build in the background, turn pages, enlarge, choose the day, save whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.door import words_on
from tests.gui.looking import cut_off, nameless
from zjdesk.errors import DeviceError
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.gui.saving import keep_bytes
from zjdesk.ops.changes import EditRecord

OpenDesk = Callable[..., Desk]


def said(page: Any) -> str:
    """Return all that the notices of a page say."""
    return "\n".join(label.text() for label in page.notices.findChildren(QLabel))


def built(open_desk: OpenDesk, qtbot: QtBot, look: Look | None = None) -> tuple[Desk, Any]:
    """Return the page with the report built."""
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "report")
    page.build()
    qtbot.waitUntil(lambda: page.pages.count() > 0, timeout=60_000)
    settle(qtbot, desk)
    return desk, page


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: look.lang)
def test_the_report_is_shown_page_by_page(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk, page = built(open_desk, qtbot, look)
    assert not page.paper._sheet.pixmap().isNull()
    page.paper.area.setFocus()
    QTest.keyClick(page.paper.area, Qt.Key.Key_End)
    assert page.paper.number == page.pages.count() - 1 == page.pages.currentRow()
    assert not page.paper.after.isEnabled()
    page.pages.setCurrentRow(0)
    assert page.paper.number == 0
    settle(qtbot, desk)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)


def test_enlarging_draws_a_larger_page(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk, page = built(open_desk, qtbot)
    before = page.paper._sheet.pixmap().width()
    page.paper.larger.click()
    settle(qtbot, desk)
    assert page.paper._sheet.pixmap().width() == pytest.approx(before * 1.25, abs=1)


def test_page_down_scrolls_first_and_then_turns(open_desk: OpenDesk, qtbot: QtBot) -> None:
    _desk, page = built(open_desk, qtbot)
    presses = 0
    while page.paper.number == 0 and presses < 10:
        QTest.keyClick(page.paper.area, Qt.Key.Key_PageDown)
        presses += 1
    assert page.paper.number == 1
    assert presses > 1


def test_what_is_no_date_builds_nothing(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "report")
    page.as_of.value = "昨天"
    page.build()
    assert "昨天" in said(page)
    assert desk.tasks.idle


def test_the_report_is_saved_as_it_is_shown(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk, page = built(open_desk, qtbot)
    page.save_as(tmp_path / "报告.pdf")
    settle(qtbot, desk)
    assert (tmp_path / "报告.pdf").read_bytes().startswith(b"%PDF")
    assert "报告.pdf" in said(page)


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "报告.pdf"
    target.mkdir()
    with pytest.raises(DeviceError):
        keep_bytes(target, b"%PDF")
    assert list(tmp_path.iterdir()) == [target]


def test_cancelling_says_so_and_shows_nothing(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "report")
    page.build()
    desk.tasks.cancel()
    qtbot.waitUntil(page.notices.isVisible, timeout=60_000)
    assert "已取消" in said(page)
    assert page.pages.count() == 0
    assert page._build.isEnabled()


def test_a_frozen_report_tells_what_came_later(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "report")
    assert not page.frozen.isVisible()
    page.freeze()
    qtbot.waitUntil(page.frozen.isVisible, timeout=60_000)
    assert "此后没有新的数据" in words_on(page)
    (street,) = records(qtbot, desk, "street")
    change = EditRecord(street.id, {"office": "自治工作办公室"})
    desk.tasks.run(desk, lambda backend: backend.save([change]), lambda _made: None)
    settle(qtbot, desk)
    page = show_page(qtbot, desk, "report")
    settle(qtbot, desk)
    assert "此后又有 1 条记录" in words_on(page)
    look, save = page.frozen.findChildren(QPushButton)
    target = tmp_path / "frozen.pdf"
    page._keep_frozen(page.frozen.shown[0], target)
    settle(qtbot, desk)
    assert target.read_bytes().startswith(b"%PDF")
    assert save.isVisible()
    look.click()
    settle(qtbot, desk)
    shown: Any = desk.window.page
    assert (shown.name, shown.title.text()[-7:]) == ("records", "定稿后收到的记录"[-7:])
