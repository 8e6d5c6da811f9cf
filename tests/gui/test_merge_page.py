"""Before a merge: what is behind each count, and leaving out a part; after it: the register, undo and redo."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.disputed import PLACES, Disputed, dispute
from tests.gui.door import words_on
from tests.gui.keys import press as press_key
from tests.gui.keys import write
from tests.gui.looking import cut_off, nameless
from tests.gui.stick import LAPTOP
from tests.gui.test_laptops_page import press
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.gui.screens.merge_look import PreviewCard
from zjdesk.gui.screens.register import UndoCard
from zjdesk.gui.screens.slip import Slip
from zjdesk.ops.exchange import merge
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]


@pytest.fixture
def disputed(store: Path, env: Environment) -> Disputed:
    """A laptop's bundle that differs from what the office wrote, not merged yet."""
    return dispute(store, env)


@pytest.fixture
def merged(store: Path, env: Environment, disputed: Disputed) -> Disputed:
    """The same, merged."""
    with open_session(store, env=env) as office:
        merge(office, disputed.bundle)
    return disputed


def previewed(desk: Desk, qtbot: QtBot, bundle: Path) -> Any:
    """Return the exchange page with the preview of a bundle."""
    page: Any = show_page(qtbot, desk, "exchange")
    page.preview([bundle])
    settle(qtbot, desk)
    return page


def rows(card: Any, kind: str) -> list[tuple[str, ...]]:
    """Open a count and return its list."""
    card.chips[kind].click()
    return [line.cells for line in card.list.model.lines]


def people(qtbot: QtBot, desk: Desk) -> set[str]:
    """Return the ids of the persons listed."""
    return {one.id for one in records(qtbot, desk, "person")}


def test_each_count_opens_its_list(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    card: Any = previewed(desk, qtbot, disputed.bundle).findChild(PreviewCard)
    (new,) = rows(card, "new")
    assert new[0].startswith("人员 ")
    assert new[1] == "福沈"
    assert "性别 女" in new[2]
    revised = [line[2:5] for line in rows(card, "revised")]
    assert [(field, after) for field, _before, after in revised if after == "77"] == [("参与人数", "77")]
    asked = rows(card, "conflicts")
    assert sorted(line[2] for line in asked) == ["内容不一致", "内容不一致", "改了又删了"]
    said = next(line[3] for line in asked if line[2] == "内容不一致")
    assert all(place in said for place in PLACES)
    (double,) = rows(card, "duplicates")
    assert double[2] == "可能重复"
    card.chips["duplicates"].click()
    assert card.list is None
    assert set(card.chips) == {"new", "revised", "duplicates", "conflicts"}


def test_a_record_type_is_left_out_and_seen_so_before_the_merge(
    open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed
) -> None:
    desk = open_desk()
    before = people(qtbot, desk)
    page = previewed(desk, qtbot, disputed.bundle)
    leaving = page.findChild(PreviewCard).leaving
    leaving.fold.click()
    assert leaving.forms["person"].text() == "人员（1）"
    leaving.forms["person"].setChecked(False)
    press(desk, "按勾选重新查看")
    settle(qtbot, desk)
    card: Any = page.findChildren(PreviewCard)[-1]
    assert not card.leaving.forms["person"].isChecked()
    (out,) = rows(card, "withdrawn")
    assert out[0].startswith("人员")
    assert "街道已裁定撤回" in out[4]
    card.merge.click()
    settle(qtbot, desk)
    assert people(qtbot, desk) == before
    assert len(records(qtbot, desk, "activity_record")) > 0


def test_a_community_left_out_changes_nothing_shown(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    before = {one.id: one.values for one in records(qtbot, desk, "activity_record")}
    page = previewed(desk, qtbot, disputed.bundle)
    leaving = page.findChild(PreviewCard).leaving
    for box in leaving.communities.values():
        box.setChecked(False)
    leaving.look_again()
    settle(qtbot, desk)
    page.merge()
    settle(qtbot, desk)
    assert {one.id: one.values for one in records(qtbot, desk, "activity_record")} == before


def test_a_merge_is_taken_back_after_a_look_and_brought_back(
    open_desk: OpenDesk, qtbot: QtBot, merged: Disputed
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "exchange")
    assert not page.register.ways.isVisible()
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    assert page.register.model.lines[0].cells[1:3] == (LAPTOP, "有效")
    press(desk, "查看合并单")
    settle(qtbot, desk)
    assert "合并完成" in words_on(page.findChild(Slip))
    page._clear()
    press(desk, "撤回这次合并")
    settle(qtbot, desk)
    card: Any = page.findChild(UndoCard)
    assert "1 份记录不再列出：人员 1" in words_on(card)
    assert merged.persons[0] in people(qtbot, desk)
    card.undo.click()
    give_reason(desk, "重复上报")
    settle(qtbot, desk)
    assert "已撤回这次合并" in words_on(page)
    assert merged.persons[0] not in people(qtbot, desk)
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    assert page.register.model.lines[0].cells[2] == "已撤回"
    assert not page.register.undo.isVisible()
    page.register.redo.click()
    give_reason(desk, "没有重复")
    settle(qtbot, desk)
    assert merged.persons[0] in people(qtbot, desk)
    assert page.register.model.lines[0].cells[2] == "有效"


def give_reason(desk: Desk, why: str) -> None:
    """Give the reason that is asked for, and press Enter."""
    lines = [one for one in desk.window.findChildren(QLineEdit) if one.placeholderText() == "请写明理由"]
    (line,) = [one for one in lines if one.isVisible()]
    write(line, why)
    press_key(line, Qt.Key.Key_Return)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_preview_and_register_are_whole_in_every_look(
    open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed, look: Look
) -> None:
    desk = open_desk(look)
    page = previewed(desk, qtbot, disputed.bundle)
    card = page.findChild(PreviewCard)
    card.leaving.fold.click()
    for kind in card.chips:
        rows(card, kind)
        settle(qtbot, desk)
        assert not cut_off(desk.window), kind
        assert not nameless(desk.window), kind
    page.merge()
    settle(qtbot, desk)
    page._clear()
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    settle(qtbot, desk)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    page.register.ask_undo()
    settle(qtbot, desk)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
