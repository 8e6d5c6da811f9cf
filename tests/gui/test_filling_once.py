"""What was typed once is offered again, and an activity is entered like an earlier one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import press, press_here, write_here
from tests.gui.test_entry import entry, line
from zjdesk.gui.app import Desk

OpenDesk = Callable[..., Desk]


def offered(page: Any, field: str) -> list[str]:
    """What stands in the list under a line."""
    model = line(page, field).completer().model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_a_place_is_offered_by_its_initials(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = entry(qtbot, desk, "activity_record", parent=records(qtbot, desk, "project")[0].id)
    line(page, "place").setFocus()
    write_here("jwhd")
    assert offered(page, "place") == ["居委活动室"]
    press_here(Qt.Key.Key_Down)
    popup = line(page, "place").completer().popup()
    popup.setCurrentIndex(popup.model().index(0, 0))
    press(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.sheet.typed.get("place") == "居委活动室")


def test_what_is_typed_stands_and_enter_goes_on(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = entry(qtbot, desk, "activity_record", parent=records(qtbot, desk, "project")[0].id)
    line(page, "place").setFocus()
    write_here("居委")
    press_here(Qt.Key.Key_Return)
    assert page.sheet.rows["place"].value == "居委"
    assert not line(page, "place").hasFocus()


def test_an_activity_is_entered_like_an_earlier_one(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    earlier = records(qtbot, desk, "activity_record")[0]
    page: Any = show_page(qtbot, desk, "entry", form="activity_record", record=earlier.id)
    (again,) = [one for one in page.findChildren(QPushButton) if one.text() == "照此再填一份"]
    assert again.isVisible()
    again.click()
    settle(qtbot, desk)
    fresh: Any = desk.window.page
    assert fresh is not page
    values = fresh.sheet.values
    assert (values["title"], values["place"], values["start_time"]) == (
        earlier.values["title"],
        "居委活动室",
        "09:00",
    )
    assert values["host"] == earlier.values["host"]
    assert {"date", "process", "headcount", "label_shown"}.isdisjoint(values), "what happened is said anew"
    fresh.sheet.put({"date": "2016-07-12", "process": "居民围坐座谈。" * 9, "headcount": 9, "volunteers": 1})
    fresh.sheet.put({"label_shown": True})
    fresh.save()
    settle(qtbot, desk)
    made = [one for one in records(qtbot, desk, "activity_record") if one.values["date"] == "2016-07-12"]
    assert [one.parent for one in made] == [earlier.parent]


def test_a_person_is_not_repeated(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    own = records(qtbot, desk, "person")[0].id
    page: Any = show_page(qtbot, desk, "entry", form="person", record=own)
    assert not page._again.isVisible()
