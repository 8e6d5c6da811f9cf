"""Photos: chosen or dropped, taken in at once, shown small, taken out again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QAbstractButton, QCheckBox
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.door import words_on
from tests.gui.keys import press
from tests.gui.test_veil import give_reason
from tests.ops.test_photos import GPS, opened, photo
from tests.ops.test_picture import scene
from zjdesk.gui.app import Desk
from zjdesk.gui.sheets import Sheet
from zjdesk.gui.widgets.files import FilesEditor
from zjdesk.gui.widgets.scan_view import ScanSheet
from zjdesk.ops.changes import NewRecord

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


def test_the_day_comes_from_the_picture_unless_one_was_written(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = open_desk()
    (tmp_path / "a.jpg").write_bytes(scene(1, taken="2016:03:12 09:30:00"))
    editor = photo_field(qtbot, desk)
    page: Any = desk.window.page
    editor.take([tmp_path / "a.jpg"])
    settle(qtbot, desk)
    assert page.sheet.typed["taken_on"] == "2016-03-12"
    editor = photo_field(qtbot, desk)
    page = desk.window.page
    page.sheet.put({"taken_on": "2016-03-11"})
    editor.take([tmp_path / "a.jpg"])
    settle(qtbot, desk)
    assert page.sheet.values["taken_on"] == "2016-03-11"


def test_a_file_that_cannot_be_read_says_so(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    editor = photo_field(qtbot, desk)
    editor.take([tmp_path / "missing.jpg"])
    settle(qtbot, desk)
    assert editor.value is None
    assert desk.window.page is not None
    assert desk.window.page.notices.isVisible()


def test_a_copy_of_a_kept_photo_is_saved_without_its_place(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    (tmp_path / "示例.jpg").write_bytes(photo())
    activity = records(qtbot, desk, "activity_record")[0].id
    hashes: list[str] = []
    desk.tasks.run(desk, lambda backend: backend.add_file(tmp_path / "示例.jpg"), hashes.append)
    settle(qtbot, desk)
    values = {"activity": activity, "file": hashes[0], "taken_on": "2016-03-12", "caption": "示例"}
    made = NewRecord("photo", {**values, "faces_consent": "no_people"})
    desk.tasks.run(desk, lambda backend: backend.save([made]), lambda _made: None)
    settle(qtbot, desk)
    own = records(qtbot, desk, "photo")[0].id
    page: Any = show_page(qtbot, desk, "entry", form="photo", record=own)
    assert not ways(page), "veiled at first"
    page.sheet.asked.emit("file")
    give_reason(qtbot, desk, "编入报告")
    (save_as,) = [one for one in ways(page) if one.text() == "另存为…"]
    save_as.click()
    (sheet,) = [one for one in desk.window.findChildren(Sheet) if one.isVisible()]
    assert "去掉拍摄位置" in words_on(sheet)
    assert [box.isChecked() for box in sheet.findChildren(QCheckBox)] == [False]
    sheet.close_sheet()
    editor = page.sheet.rows["file"].editor
    editor._copying.write(hashes[0], tmp_path / "copy.jpg", "编入报告", original=False)
    settle(qtbot, desk)
    assert GPS not in opened((tmp_path / "copy.jpg").read_bytes()).getexif()
    editor.setEnabled(False)
    settle(qtbot, desk)
    assert [one.text() for one in ways(page)] == ["放大看", "另存为…"], "one that is closed can be copied"


def ways(page: Any) -> list[QAbstractButton]:
    """What may be done with the pictures that are shown."""
    found = page.sheet.rows["file"].editor._small.findChildren(QAbstractButton)
    return [one for one in found if one.isVisibleTo(page)]


def test_a_scan_is_enlarged_and_turned(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    editor = photo_field(qtbot, desk)
    page: Any = desk.window.page
    (tmp_path / "a.jpg").write_bytes(scene(1))
    editor.take([tmp_path / "a.jpg"])
    settle(qtbot, desk)
    (look,) = [one for one in ways(page) if one.text() == "放大看"]
    look.click()
    settle(qtbot, desk)
    (sheet,) = desk.window.findChildren(ScanSheet)
    view = sheet.view
    whole = view.zoom
    assert (view._item.pixmap().width(), view._item.pixmap().height()) == (1600, 1200)
    press(sheet, Qt.Key.Key_Plus)
    assert view.zoom == pytest.approx(whole * 1.25)
    press(sheet, Qt.Key.Key_R)
    assert view.angle == 90
    assert view.mapToScene(view.viewport().rect()).boundingRect().contains(view._item.boundingRect()), "all in sight"
    press(sheet, Qt.Key.Key_L)
    assert view.angle == 0
    desk.window.answer("back")
    assert not [one for one in desk.window.findChildren(ScanSheet) if one.isVisible()], "Esc closes the card"
    assert desk.window.page is page, "and not the page"


def test_a_pdf_is_leafed_through(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    from PIL import Image

    desk = open_desk()
    editor = photo_field(qtbot, desk)
    page: Any = desk.window.page
    first, second = (Image.new("RGB", (200, 300), colour) for colour in ("red", "blue"))
    first.save(tmp_path / "扫描件.pdf", save_all=True, append_images=[second])
    editor.take([tmp_path / "扫描件.pdf"])
    settle(qtbot, desk)
    next(one for one in ways(page) if one.text() == "放大看").click()
    settle(qtbot, desk)
    (sheet,) = desk.window.findChildren(ScanSheet)
    assert "第 1 页，共 2 页" in words_on(sheet)
    press(sheet, Qt.Key.Key_PageDown)
    settle(qtbot, desk)
    assert "第 2 页，共 2 页" in words_on(sheet)
    assert sheet.view._item.pixmap().toImage().pixelColor(20, 20).blue() > 200
