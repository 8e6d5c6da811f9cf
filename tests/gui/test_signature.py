"""The pad for signatures: mouse, pen and finger draw alike, and the drawing is kept as a file of the row."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle
from tests.gui.keys import CONTROL, press
from tests.gui.test_sheets_of_rows import bare_activity, sheet
from zjdesk.gui.app import Desk

OpenDesk = Callable[..., Desk]
PLACES = (QPoint(100, 100), QPoint(180, 60), QPoint(260, 140), QPoint(340, 80))


def draw(pad: Any) -> None:
    """Write something with the mouse."""
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=PLACES[0])
    for place in PLACES[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=PLACES[-1])


def pen(pad: Any, kind: QEvent.Type, place: QPoint, pressure: float) -> None:
    """Move a pen, pressed so hard."""
    at = QPointF(place)
    event = QTabletEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        at,
        at,
        pressure,
        0,
        0,
        0.0,
        0.0,
        0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
    )
    QApplication.sendEvent(pad, event)


def opened(qtbot: QtBot, desk: Desk, activity: str) -> Any:
    """Return a sheet with one name and its pad open."""
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    page.model.put(0, 1, [["甲示例"]])
    page.grid.setCurrentIndex(page.model.index(0, 1))
    page.signing.ask()
    return page


def ink(data: bytes) -> float:
    """Return how dark a picture is on the whole, from 0 to 1."""
    with Image.open(io.BytesIO(data)) as image:
        shades = image.convert("L").histogram()
    return sum(count * (255 - shade) for shade, count in enumerate(shades)) / 255 / sum(shades)


def test_a_signature_is_kept_with_its_row(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = opened(qtbot, desk, activity)
    pad = page.signing.sheet.pad
    assert not page.signing.sheet.save.isEnabled(), "nothing is written yet"
    draw(pad)
    page.signing.sheet.save.click()
    settle(qtbot, desk)
    assert page.model.named(0, "signed") == "手写"
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = next(one for one in records(qtbot, desk, "sign_in_sheet") if one.parent == activity)
    (entry,) = records(qtbot, desk, "sign_in_entry", parent=made.id)
    held: list[bytes] = []
    desk.tasks.run(desk, lambda backend: backend.read_file(entry.values["signature"]), held.append)
    settle(qtbot, desk)
    assert held[0].startswith(b"\x89PNG")
    assert 0.001 < ink(held[0]) < 0.5


def test_a_pen_pressed_harder_writes_broader(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = opened(qtbot, desk, bare_activity(qtbot, desk))
    pad = page.signing.sheet.pad
    shades = []
    for pressure in (0.1, 1.0):
        pad.wipe()
        pen(pad, QEvent.Type.TabletPress, PLACES[0], pressure)
        for place in PLACES[1:]:
            pen(pad, QEvent.Type.TabletMove, place, pressure)
        pen(pad, QEvent.Type.TabletRelease, PLACES[-1], 0.0)
        pen(pad, QEvent.Type.TabletMove, QPoint(10, 10), pressure)
        assert len(pad.strokes[0]) == len(PLACES), "a pen that was lifted draws nothing"
        shades.append(ink(pad.picture()))
    assert shades[1] > 1.3 * shades[0]


def test_a_finger_writes(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = opened(qtbot, desk, bare_activity(qtbot, desk))
    pad = page.signing.sheet.pad
    screen = QTest.createTouchDevice()
    QTest.touchEvent(pad, screen).press(0, PLACES[0], pad).commit()
    for place in PLACES[1:]:
        QTest.touchEvent(pad, screen).move(0, place, pad).commit()
    QTest.touchEvent(pad, screen).release(0, PLACES[-1], pad).commit()
    assert len(pad.strokes) == 1
    assert pad.signed


def test_a_dot_is_no_signature_and_one_may_begin_again(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = opened(qtbot, desk, bare_activity(qtbot, desk))
    pad = page.signing.sheet.pad
    QTest.mouseClick(pad, Qt.MouseButton.LeftButton, pos=PLACES[0])
    assert not page.signing.sheet.save.isEnabled()
    draw(pad)
    assert page.signing.sheet.save.isEnabled()
    pad.wipe()
    assert not page.signing.sheet.save.isEnabled()


def test_another_name_does_not_inherit_a_signature(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = opened(qtbot, desk, bare_activity(qtbot, desk))
    draw(page.signing.sheet.pad)
    page.signing.sheet.save.click()
    settle(qtbot, desk)
    assert page.model.rows[0]["signature"]
    page.model.put(0, 1, [["乙示例"]])
    assert not page.model.rows[0]["signature"]


def test_nobody_signs_a_line_without_a_name(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=bare_activity(qtbot, desk))
    page.signing.ask()
    assert page.signing.sheet is None


def test_a_cell_that_was_emptied_stays_empty(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    activity = bare_activity(qtbot, desk)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", parent=activity)
    page.model.put(0, 1, [["甲示例", "3号楼"]])
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    made = next(one for one in records(qtbot, desk, "sign_in_sheet") if one.parent == activity)
    page = sheet(qtbot, desk, "sign_in", "sign_in_sheet", record=made.id)
    page.model.setData(page.model.index(0, 2), "")
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    (entry,) = records(qtbot, desk, "sign_in_entry", parent=made.id)
    assert not entry.values.get("building")
