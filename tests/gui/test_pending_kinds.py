"""Questions without one common field on the desk: each says what happened and offers what can be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.disputed import Disputed, dispute
from tests.gui.door import words_on
from tests.gui.looking import cut_off, nameless
from tests.gui.test_laptops_page import press
from tests.gui.test_pending_page import kinds, only
from zjdesk.gui.app import Desk
from zjdesk.gui.screens.pending_sides import Acts, Detail, Sides
from zjdesk.gui.screens.thumbnails import Thumbnails
from zjdesk.ops import merges
from zjdesk.ops.changes import DeleteRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, export, merge
from zjdesk.ops.files import add_file
from zjdesk.ops.pending import Pending
from zjdesk.ops.queries import Conflict, conflicts, list_records
from zjdesk.ops.session import open_session
from zjdesk.ops.settle import set_value as settle_by
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]


@pytest.fixture
def disputed(store: Path, env: Environment) -> Disputed:
    """A laptop's bundle that differs from what the office wrote."""
    return dispute(store, env)


@pytest.fixture
def orphan(store: Path, env: Environment, disputed: Disputed) -> str:
    """A sign-in sheet that a laptop added to an activity which the office had deleted meanwhile; merged."""
    laptop_store, stick = store.parent / "laptop", store.parent / "orphan"
    stick.mkdir()
    with open_session(laptop_store, env=env) as laptop:
        sheet = {"activity": disputed.gone, "sheet_no": 9, "pages": 1, "count": 1}
        (made,) = save(laptop, [NewRecord("sign_in_sheet", sheet)]).ids
        export(laptop, stick, everything=True)
    with open_session(store, env=env) as office:
        for path in bundles_in(stick):
            merge(office, path)
    return made


@pytest.fixture
def resting(store: Path, env: Environment, disputed: Disputed) -> str:
    """An activity for which the office settled what a merge brought, which it then took back."""
    with open_session(store, env=env) as office:
        outcome = merge(office, disputed.bundle)
        own = disputed.activities[0]
        asked = next(one for one in conflicts(office) if one.record == own)
        settle_by(office, asked.id, "街心花园东侧")
        merges.undo(office, outcome.bundle, why="重复上报")
    return own


def test_a_child_of_a_deleted_parent_brings_it_back_or_goes_too(
    open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed, orphan: str
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    only(page, "child_of_deleted")
    settle(qtbot, desk)
    assert "已删除的上级" in words_on(page.card)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    press(desk, "恢复上级")
    settle(qtbot, desk)
    assert disputed.gone in {one.id for one in records(qtbot, desk, "activity_record")}
    assert "上级已删除" not in kinds(page)
    desk.window.answer("undo")
    settle(qtbot, desk)
    only(page, "child_of_deleted")
    settle(qtbot, desk)
    press(desk, "这份也删除")
    settle(qtbot, desk)
    assert orphan not in {one.id for one in records(qtbot, desk, "sign_in_sheet")}


def test_what_rests_on_something_withdrawn_can_be_left(open_desk: OpenDesk, qtbot: QtBot, resting: str) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    only(page, "rests_on_withdrawn")
    settle(qtbot, desk)
    assert "东侧" in words_on(page.card)
    press(desk, "就这样，不再提示")
    settle(qtbot, desk)
    assert "依据已撤回" not in kinds(page)
    desk.window.answer("undo")
    settle(qtbot, desk)
    assert "依据已撤回" in kinds(page)


@pytest.mark.parametrize(
    ("kind", "value", "offered"),
    [
        ("decision", {"action": "withdraw"}, ["采用 A", "采用 B", "以后再说"]),
        ("fork", {"name": "示例"}, ["就这样，不再提示", "以后再说"]),
        ("delete_restore", True, ["采用 A", "采用 B", "以后再说"]),
    ],
)
def test_each_kind_offers_what_settles_it(
    open_desk: OpenDesk, qtbot: QtBot, kind: str, value: Any, offered: list[str]
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    answers = tuple({"entry": f"{n:032x}", "value": value, "author": "", "time": 1000 + n} for n in range(2))
    field = "_deleted" if kind == "delete_restore" else ""
    asked = Conflict("0" * 32, kind, None, "", field, answers)
    taken: list[str] = []
    nothing: Any = lambda *_args: None  # noqa: E731
    acts = Acts(taken.append, nothing, nothing, nothing, nothing, nothing, nothing)
    card = Sides(page.ctx, Detail(Pending(asked, "", ""), {}, {}, {}), acts, "")
    qtbot.addWidget(card)
    card.show()
    buttons = [one.text() for one in card.findChildren(QPushButton)]
    assert buttons == offered
    if card.takes:
        card.takes[0].click()
        assert taken == [answers[1]["entry"]]


def test_a_deleted_record_stays_out_of_the_others(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment
) -> None:
    with open_session(store, env=env) as office:
        own = list_records(office, "activity_record")[0].id
        save(office, [DeleteRecord(own)])
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "story", record=own, form="activity_record")
    assert page.table.model.lines[0].cells[3:6] == ("删除", "—", "已删除")


def test_photos_of_duplicates_are_seen_for_a_reason_only(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, tmp_path: Path
) -> None:
    Image.new("RGB", (32, 24), "red").save(tmp_path / "one.jpg")
    with open_session(store, env=env) as office:
        sha = add_file(office, tmp_path / "one.jpg")
        activities = list_records(office, "activity_record", limit=2)
        photo = {"file": sha, "taken_on": "2016-02-12", "faces_consent": "informed"}
        for number, one in enumerate(activities):
            save(office, [NewRecord("photo", {**photo, "activity": one.id, "caption": f"示例{number}"})])
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    first, second = page.card.findChildren(Thumbnails)
    assert first.eye.isVisible()
    assert not any(photo.shown for photo in (*first.photos, *second.photos))
    first.reveal("核对是否同一张照片")
    settle(qtbot, desk)
    assert [photo.shown for photo in first.photos] == [True]
    assert [photo.shown for photo in second.photos] == [False]
    audit: Any = show_page(qtbot, desk, "audit")
    assert "核对是否同一张照片" in " ".join(cell for line in audit.table.model.lines for cell in line.cells)
