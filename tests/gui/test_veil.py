"""Personal values in the window: veiled, shown on request with a reason, kept when not touched."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.keys import CONTROL, press, write
from zjdesk.gui.app import Desk
from zjdesk.gui.forms.fields import FieldRow
from zjdesk.gui.sheets import Sheet
from zjdesk.ops.changes import EditRecord

OpenDesk = Callable[..., Desk]
PHONE = "13800001234"


def with_phone(qtbot: QtBot, desk: Desk) -> str:
    """A person whose telephone is known."""
    own = records(qtbot, desk, "person")[0].id
    desk.tasks.run(desk, lambda backend: backend.save([EditRecord(own, {"phone": PHONE})]), lambda _made: None)
    settle(qtbot, desk)
    return own


def phone_row(page: Any) -> FieldRow:
    row = page.sheet.rows["phone"]
    assert isinstance(row, FieldRow)
    return row


def true_phone(qtbot: QtBot, desk: Desk, own: str) -> str:
    found: list[str] = []
    desk.tasks.run(desk, lambda backend: backend.reveal(own, "phone", "核对"), found.append)
    settle(qtbot, desk)
    return found[0]


def give_reason(qtbot: QtBot, desk: Desk, why: str) -> None:
    (sheet,) = [one for one in desk.window.findChildren(Sheet) if one.isVisible()]
    line = sheet.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    write(line, why)
    press(line, Qt.Key.Key_Return)
    settle(qtbot, desk)


def test_a_telephone_is_veiled_until_a_reason_is_given(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    own = with_phone(qtbot, desk)
    page: Any = show_page(qtbot, desk, "entry", form="person", record=own)
    row = phone_row(page)
    assert row.veiled
    assert row.value == "138****1234"
    row._veil.eye.click()
    give_reason(qtbot, desk, "通知开会")
    assert not row.veiled
    assert row.editor.value == PHONE
    assert page.sheet.edits == {}, "looking at a value does not change it"


def test_an_untouched_veiled_value_is_not_written_back(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    own = with_phone(qtbot, desk)
    page: Any = show_page(qtbot, desk, "entry", form="person", record=own)
    page.sheet.put({"birth_year": 1950})
    assert page.sheet.edits == {"birth_year": 1950}
    press(page, Qt.Key.Key_S, CONTROL)
    settle(qtbot, desk)
    (saved,) = [one for one in records(qtbot, desk, "person") if one.id == own]
    assert saved.values["birth_year"] == 1950
    assert true_phone(qtbot, desk, own) == PHONE


def test_a_list_shows_masks_and_can_be_opened(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    own = with_phone(qtbot, desk)
    page: Any = show_page(qtbot, desk, "records", title="示例", ids=[own])
    (table,) = [one for one in page.findChildren(object) if type(one).__name__ == "FormTable"]
    assert any("****" in cell for cell in table.model.lines[0].cells)
    assert table._eye.isVisible()
    table._ask()
    give_reason(qtbot, desk, "核对名单")
    assert PHONE in table.model.lines[0].cells
    assert not table._eye.isVisible()
