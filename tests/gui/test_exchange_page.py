"""The exchange page: to the stick, from the stick, stopped on the way, refused files, and the slip."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.door import at_the_door, in_front
from tests.gui.looking import cut_off, nameless
from tests.gui.sample import build
from tests.gui.stick import LAPTOP, hand_in
from tests.passphrase import PASSPHRASE
from zjdesk.errors import Cancelled, InputError
from zjdesk.gui.app import Desk
from zjdesk.gui.backend import Parcel
from zjdesk.gui.preferences import Look
from zjdesk.gui.screens.findings import findings
from zjdesk.gui.screens.merge_look import PreviewCard
from zjdesk.gui.screens.slip import Slip
from zjdesk.gui.store_backend import StoreBackend
from zjdesk.ops.drives import Drive
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]


@pytest.fixture
def store(tmp_path: Path, env: Environment) -> Path:
    """The office's own store, not a copy of one."""
    build(tmp_path / "store", env)
    return tmp_path / "store"


class Patience:
    """Watches work and asks it to stop after some calls."""

    def __init__(self, stop_after: int) -> None:
        self._left = stop_after

    def __call__(self, done: int, total: int, key: str = "") -> None:
        """Nobody looks."""

    def is_set(self) -> bool:
        """Stop when patience is at an end."""
        self._left -= 1
        return self._left < 0


NEVER = 1_000_000


def words_on(widget: QWidget) -> str:
    """Return all that a widget says."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def stick_of(bundles: Sequence[Path], folder: Path) -> Path:
    """Return a folder with those bundles alone."""
    folder.mkdir()
    for path in bundles:
        shutil.copy2(path, folder)
    return folder


def looked_at(desk: Desk, qtbot: QtBot, stick: Path) -> Any:
    """Return the page after a look at the stick."""
    page: Any = show_page(qtbot, desk, "exchange")
    page.use_folder(stick)
    settle(qtbot, desk)
    page.from_stick.click()
    settle(qtbot, desk)
    return page


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: look.lang)
def test_the_stick_is_looked_at_merged_and_told(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path, look: Look
) -> None:
    stick = stick_of(hand_in(store, env), tmp_path / "stick")
    desk = open_desk(look)
    before = len(records(qtbot, desk, "person"))
    page = looked_at(desk, qtbot, stick)
    assert page.findChild(PreviewCard).merge.isVisible()
    assert len(records(qtbot, desk, "person")) == before
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    page.findChild(PreviewCard).merge.click()
    settle(qtbot, desk)
    assert LAPTOP in [line.cells[1] for line in page.register.model.lines]
    assert len(records(qtbot, desk, "person")) == before + 2
    assert page.findChild(Slip).isVisible()
    assert not cut_off(desk.window)


def test_what_was_merged_before_is_not_asked_again(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    stick = stick_of(hand_in(store, env), tmp_path / "stick")
    desk = open_desk()
    page = looked_at(desk, qtbot, stick)
    page.merge()
    settle(qtbot, desk)
    page.from_stick.click()
    settle(qtbot, desk)
    assert "以前都合并过了" in words_on(page.notices)


def test_a_foreign_file_does_not_stop_the_others(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    stick = stick_of(hand_in(store, env, 1), tmp_path / "stick")
    (stick / "照片.zjb").write_bytes(b"no bundle")
    desk = open_desk()
    page = looked_at(desk, qtbot, stick)
    assert "照片.zjb" in words_on(page.findChild(PreviewCard))
    page.merge()
    settle(qtbot, desk)
    assert page.findChild(Slip).brought.refused == ()
    assert len(page.findChild(Slip).brought.parcels) == 1


def test_other_pages_count_anew_after_a_merge(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    stick = stick_of(hand_in(store, env, 1), tmp_path / "stick")
    desk = open_desk()
    told: list[frozenset[str]] = []
    page = looked_at(desk, qtbot, stick)
    page.ctx.wire.changed.connect(lambda changes: told.append(changes.forms))
    page.merge()
    settle(qtbot, desk)
    assert {"person", "response", "project"} <= told[0]


def test_a_stop_keeps_and_tells_what_was_merged(store: Path, env: Environment) -> None:
    paths = hand_in(store, env)
    backend = StoreBackend(open_session(store, env=env))
    for calls in range(1, 100):
        try:
            brought = backend.merge(paths, Patience(calls))
        except Cancelled:
            continue
        break
    backend.close()
    assert len(brought.parcels) == 1
    assert brought.left == (paths[1].name,)


def test_one_bad_file_alone_is_an_error(store: Path, env: Environment, tmp_path: Path) -> None:
    bad = tmp_path / "照片.zjb"
    bad.write_bytes(b"no bundle")
    backend = StoreBackend(open_session(store, env=env))
    with pytest.raises(InputError):
        backend.preview([bad], Patience(NEVER))
    backend.close()


def _drop(desk: Desk, paths: Sequence[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    plain = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), copy, data, left, plain)
    desk.window.dragEnterEvent(entering)
    if entering.isAccepted():
        desk.window.dropEvent(QDropEvent(QPoint(5, 5), copy, data, left, plain))


def test_bundles_dropped_on_any_page_are_looked_at(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment
) -> None:
    paths = hand_in(store, env, 1)
    desk = open_desk()
    _drop(desk, [Path("/x/readme.txt")])
    assert desk.window.page is not None
    assert desk.window.page.name == "home"
    _drop(desk, [*paths, Path("/x/readme.txt")])
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "exchange"
    assert len(page.findChild(PreviewCard).table.model.lines) == 1


def test_a_bundle_opened_by_a_double_click_waits_for_the_passphrase(
    qtbot: QtBot, store: Path, env: Environment
) -> None:
    paths = hand_in(store, env, 1)
    with at_the_door(qtbot, store, env) as desk:
        desk.window.receive(paths)
        assert desk.window.page is None
        in_front(desk).passphrase.line.setText(PASSPHRASE)
        in_front(desk).open.click()
        settle(qtbot, desk)
        page: Any = desk.window.page
        assert page.name == "exchange"
        assert page.findChild(PreviewCard) is not None


def test_the_slip_is_kept_as_pdf_and_as_text(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    stick = stick_of(hand_in(store, env, 1), tmp_path / "stick")
    desk = open_desk()
    page = looked_at(desk, qtbot, stick)
    page.merge()
    settle(qtbot, desk)
    slip = page.findChild(Slip)
    for name in ("slip.pdf", "slip.txt"):
        slip.keep(tmp_path / name)
        settle(qtbot, desk)
    assert (tmp_path / "slip.pdf").read_bytes().startswith(b"%PDF")
    text = (tmp_path / "slip.txt").read_text("utf-8-sig")
    assert LAPTOP in text
    assert "人员 1" in text


def test_export_writes_a_bundle_and_says_where(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    hand_in(store, env, 1)
    (tmp_path / "out").mkdir()
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    page.use_folder(tmp_path / "out")
    settle(qtbot, desk)
    page.to_stick.click()
    settle(qtbot, desk)
    assert LAPTOP in words_on(page.notices)
    assert len(list((tmp_path / "out").glob("*.zjb"))) == 1


def test_the_board_shows_who_has_not_handed_in(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    stick = stick_of(hand_in(store, env, 1), tmp_path / "stick")
    desk = open_desk()
    page = looked_at(desk, qtbot, stick)
    assert [line.cells[3] for line in page.board.model.lines] == ["还没有交来"]
    page.merge()
    settle(qtbot, desk)
    assert [line.cells[3] for line in page.board.model.lines] == ["已收到"]


def test_sticks_are_named_with_their_room_and_chosen(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_now = [Drive(tmp_path / "one", "福沈", 12_345_678_900), Drive(tmp_path / "two", "备用", 2_000_000)]
    monkeypatch.setattr("zjdesk.gui.screens.sticks.removable_drives", lambda: list(in_now))
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    box = page.stick.box
    assert [box.itemText(row) for row in range(box.count())] == ["福沈（剩余 12.3 GB）", "备用（剩余 2.0 MB）"]
    box.setCurrentIndex(1)
    box.activated.emit(1)
    assert page.stick.folder == tmp_path / "two"
    page.stick.look()
    settle(qtbot, desk)
    assert page.stick.folder == tmp_path / "two"
    in_now.clear()
    page.stick.look()
    settle(qtbot, desk)
    assert page.stick.folder is None
    assert "没有找到 U 盘" in words_on(page)


def test_a_file_cut_off_and_files_not_come_are_told_in_sentences(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    cut = Parcel("a.zjb", "福沈居委会", cut=2, members=6)
    part = Parcel("b.zjb", "三航居委会", volume=2, lacking=(1, 3))
    said = findings(page.ctx, [cut, part])
    assert said == [
        "文件不完整，可能是 U 盘拔得太早。已读出 6 个部分中的 4 个，没有丢失任何数据。请向 福沈居委会 再要一次。",
        "数据分在几个文件里，还有 2 个没有收到。请把它们也合并进来，先后没有关系，放在不同的 U 盘上也可以。",
    ]
