"""Photos: chosen or dropped, taken in at once, shown small, taken out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from zjdesk.gui.app import Desk
from zjdesk.gui.widgets.files import FilesEditor

OpenDesk = Callable[..., Desk]


def picture(folder: Path) -> Path:
    """A picture on the disk."""
    path = folder / "示例.png"
    image = QImage(640, 480, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    image.save(str(path))
    return path


def photo_field(qtbot: QtBot, desk: Desk) -> FilesEditor:
    """The field for the picture on a new photo's page."""
    activity = records(qtbot, desk, "activity_record")[0].id
    page: Any = show_page(qtbot, desk, "entry", form="photo", parent=activity)
    editor = page.sheet.rows["file"].editor
    assert isinstance(editor, FilesEditor)
    return editor


def test_a_dropped_picture_is_kept_by_its_hash(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    editor = photo_field(qtbot, desk)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture(tmp_path)))])
    plain, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    editor._field.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, plain))
    settle(qtbot, desk)
    assert len(editor.value) == 64
    found: list[bytes | None] = []
    desk.tasks.run(desk, lambda backend: backend.read_file(editor.value), found.append)
    settle(qtbot, desk)
    assert found == [picture(tmp_path).read_bytes()]


def test_a_picture_can_be_taken_out_again(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    editor = photo_field(qtbot, desk)
    editor.take([picture(tmp_path)])
    settle(qtbot, desk)
    editor._drop(editor.value)
    assert editor.value is None


def test_a_file_that_cannot_be_read_says_so(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    editor = photo_field(qtbot, desk)
    editor.take([tmp_path / "missing.jpg"])
    settle(qtbot, desk)
    assert editor.value is None
    assert desk.window.page is not None
    assert desk.window.page.notices.isVisible()
