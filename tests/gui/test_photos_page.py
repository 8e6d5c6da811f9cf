"""Many photos at a time: each finds its activity, what was evidence before is flagged, all are saved as one action."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.ops.test_picture import scene
from zjdesk.gui.app import Desk
from zjdesk.gui.screens.photos import PhotosPage

OpenDesk = Callable[..., Desk]


def photos_page(qtbot: QtBot, desk: Desk) -> Any:
    """The page for the first project, whose activities lie on the 12th of February, March and April 2016."""
    page = show_page(qtbot, desk, "photos", project=records(qtbot, desk, "project")[0].id)
    assert isinstance(page, PhotosPage)
    return page


def folder_of(tmp_path: Path, **pictures: bytes) -> Path:
    """A folder of pictures, with a list among them that is none."""
    folder = tmp_path / "照片"
    folder.mkdir()
    (folder / "名单.txt").write_text("示例")
    for name, data in pictures.items():
        (folder / f"{name}.jpg").write_bytes(data)
    return folder


def take(qtbot: QtBot, desk: Desk, page: Any, *paths: Path) -> list[dict[str, Any]]:
    """Take pictures in and return the lines of the list."""
    page.take(paths)
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: not page._busy and desk.tasks.idle)
    settle(qtbot, desk)
    rows: list[dict[str, Any]] = page.model.rows
    return rows


def test_a_folder_finds_its_activities(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    page = photos_page(qtbot, desk)
    folder = folder_of(
        tmp_path, a=scene(1, taken="2016:03:12 09:30:00"), b=scene(2, taken="2016:04:13 10:00:00"), c=scene(3)
    )
    (folder / "broken.jpg").write_bytes(scene(4)[:900])
    first, close, unknown = take(qtbot, desk, page, folder)
    assert (first["taken_on"], first["caption"]) == ("2016-03-12", "2016年3月12日 居委活动室 第2次活动（示例）")
    assert close["activity"] != first["activity"]
    assert "不同" in close["finding"]
    assert unknown["activity"] is None
    assert page.notices.isVisible(), "the broken one is named"
    page.model.setData(page.model.index(2, 3), first["activity"])
    assert unknown["caption"] == first["caption"], "the caption follows the activity that was chosen"


def test_nothing_is_written_before_all_is_filled_in(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    page = photos_page(qtbot, desk)
    take(qtbot, desk, page, folder_of(tmp_path, a=scene(1, taken="2016:03:12 09:30:00")))
    page.save()
    settle(qtbot, desk)
    assert records(qtbot, desk, "photo") == []
    page.consent.setCurrentIndex(2)
    page.consent.activated.emit(2)
    page.save()
    settle(qtbot, desk)
    (made,) = records(qtbot, desk, "photo")
    assert (made.values["taken_on"], made.values["faces_consent"]) == ("2016-03-12", "informed")
    held: list[bytes | None] = []
    shas: list[str] = []
    desk.tasks.run(desk, lambda backend: backend.surroundings(None).earlier[0].sha256, shas.append)
    settle(qtbot, desk)
    desk.tasks.run(desk, lambda backend: backend.read_file(shas[0]), held.append)
    settle(qtbot, desk)
    assert held == [scene(1, taken="2016:03:12 09:30:00")], "the original, byte for byte"
    desk.tasks.run(desk, lambda backend: backend.undo(), lambda _made: None)
    settle(qtbot, desk)
    assert records(qtbot, desk, "photo") == [], "one action, taken back as one"


def test_what_was_evidence_before_is_flagged(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    page = photos_page(qtbot, desk)
    march = "2016:03:12 09:30:00"
    folder = folder_of(tmp_path, a=scene(1, taken=march), b=scene(2, taken=march))
    take(qtbot, desk, page, folder)
    page.model.say_for_all("faces_consent", "no_people")
    page.save()
    settle(qtbot, desk)
    page = photos_page(qtbot, desk)
    (folder / "c.jpg").write_bytes(scene(2, size=(1080, 810), quality=40))
    (folder / "b.jpg").write_bytes(scene(5, taken=march))
    same, fresh, smaller = take(qtbot, desk, page, folder)
    assert (same["take"], fresh["take"], smaller["take"]) == (False, True, True)
    assert "同一张" in same["finding"]
    assert "几乎相同" in smaller["finding"]
    assert fresh["finding"] == ""


def test_pictures_are_pasted(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    page = photos_page(qtbot, desk)
    image = QImage.fromData(scene(6))
    QGuiApplication.clipboard().setImage(image)
    page.paste()
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: len(page.model.rows) == 1 and desk.tasks.idle)
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(folder_of(tmp_path, a=scene(7))))])
    QGuiApplication.clipboard().setMimeData(copied)
    page.paste()
    settle(qtbot, desk)
    qtbot.waitUntil(lambda: len(page.model.rows) == 2 and desk.tasks.idle)
    assert [row["name"] for row in page.model.rows] == ["粘贴的照片1", "a.jpg"]


def test_photos_of_one_activity_all_go_there(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk = open_desk()
    activity = records(qtbot, desk, "activity_record")[0]
    page: Any = show_page(qtbot, desk, "photos", activity=activity.id)
    (row,) = take(qtbot, desk, page, folder_of(tmp_path, a=scene(1, taken="2016:06:01 09:30:00")))
    assert row["activity"] == activity.id
    assert row["taken_on"] == "2016-06-01", "the camera's day stands"
    page.model.remove(0)
    assert page.model.rows == []
