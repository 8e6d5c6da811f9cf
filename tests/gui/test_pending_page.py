"""The desk of open questions: listed, compared, decided one by one and together, put off, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.disputed import PLACES, Disputed, dispute
from tests.gui.door import to_front, words_on
from tests.gui.keys import CONTROL, press_here
from tests.gui.keys import press as press_key
from tests.gui.looking import cut_off, nameless
from tests.gui.test_laptops_page import press
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.gui.screens.story import StoryTable
from zjdesk.ops.exchange import merge
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]


@pytest.fixture
def disputed(store: Path, env: Environment) -> Disputed:
    """The office after the merge."""
    made = dispute(store, env)
    with open_session(store, env=env) as office:
        merge(office, made.bundle)
    return made


def kinds(page: Any) -> list[str]:
    """Return the kinds that are listed."""
    return [line.cells[1] for line in page.table.model.lines]


def only(page: Any, kind: str) -> None:
    """List one kind alone."""
    page.kinds.setCurrentIndex(page.kinds.findData(kind))
    page.kinds.activated.emit(0)


def places(qtbot: QtBot, desk: Desk, disputed: Disputed) -> list[str]:
    """Return where the activities in question took place."""
    held = {one.id: one.values["place"] for one in records(qtbot, desk, "activity_record")}
    return [str(held[own]) for own in disputed.activities]


def test_nothing_to_settle_is_said_in_words(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    assert "没有待处理的事项" in words_on(page)


def test_every_kind_is_listed_and_can_be_filtered(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    home: Any = show_page(qtbot, desk, "home")
    assert "有 4 件待处理" in words_on(home)
    page: Any = show_page(qtbot, desk, "exchange")
    page.pending.click()
    settle(qtbot, desk)
    page = desk.window.page
    assert kinds(page) == ["内容不一致", "内容不一致", "可能重复", "改了又删了"]
    assert page.tabs.tabText(0) == "待处理 4"
    only(page, "possible_duplicate")
    assert kinds(page) == ["可能重复"]
    page.search.setText("no such thing")
    assert kinds(page) == []
    page.search.clear()
    only(page, "")
    page.forms.setCurrentIndex(page.forms.findData("person"))
    page.forms.activated.emit(0)
    assert kinds(page) == ["可能重复"]


def test_both_answers_are_shown_one_is_taken_and_taken_back(
    open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    settle(qtbot, desk)
    said = words_on(page)
    assert all(place in said for place in PLACES)
    assert "李联络（示例） · 福沈居委会" in said
    (story,) = page.findChildren(StoryTable)
    assert {line.cells[5] for line in story.model.lines} == {*PLACES, "居委活动室"}
    before = places(qtbot, desk, disputed)
    page.card.takes[1].click()
    settle(qtbot, desk)
    assert len(kinds(page)) == 3
    assert places(qtbot, desk, disputed) != before
    desk.window.answer("undo")
    settle(qtbot, desk)
    assert len(kinds(page)) == 4
    assert places(qtbot, desk, disputed) == before


def test_another_value_is_judged_like_on_its_own_page(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    settle(qtbot, desk)
    desk.window.answer("save")
    assert page.card.row.wrong
    page.card.row.editor.value = "街心花园"
    desk.window.answer("save")
    settle(qtbot, desk)
    assert "街心花园" in places(qtbot, desk, disputed)
    assert len(kinds(page)) == 3


@pytest.mark.parametrize(("rule", "stands"), [("采用街道的", PLACES[1]), ("采用这台电脑的", PLACES[0])])
def test_many_are_decided_after_one_question_and_taken_back(
    open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed, rule: str, stands: str
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    only(page, "value")
    page.choose_all()
    settle(qtbot, desk)
    assert page.card.ruled == 2
    page.card.computer.setCurrentText("福沈居委会")
    press(desk, rule)
    settle(qtbot, desk)
    assert "2 件都采用" in words_on(desk.window)
    press(desk, f"{rule}（2 件）")
    settle(qtbot, desk)
    assert places(qtbot, desk, disputed) == [stands, stands]
    assert "已处理 2 件" in words_on(desk.window)
    desk.window.answer("undo")
    settle(qtbot, desk)
    assert len(page._desk.items) == 4


def test_what_a_rule_cannot_decide_stays_and_is_told(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    page.choose_all()
    settle(qtbot, desk)
    press(desk, "采用最新的")
    settle(qtbot, desk)
    press(desk, "采用最新的（3 件）")
    settle(qtbot, desk)
    assert kinds(page) == ["可能重复"]
    assert "有 1 件没有处理" in words_on(page)


def test_what_is_put_off_is_counted_apart_and_comes_back(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    settle(qtbot, desk)
    press(desk, "以后再说")
    settle(qtbot, desk)
    press(desk, "一周后")
    assert (page.tabs.tabText(0), page.tabs.tabText(1)) == ("待处理 3", "已搁置 1")
    page.tabs.setCurrentIndex(1)
    settle(qtbot, desk)
    assert kinds(page) == ["内容不一致"]
    assert "搁置到" in words_on(page)
    item = page.chosen[0].conflict
    assert page._later.until(item, page.ctx.today)
    assert not page._later.until(item, page.ctx.today + timedelta(days=8))
    press(desk, "现在处理")
    assert page.tabs.tabText(0) == "待处理 4"


def test_duplicates_are_compared_and_joined_field_by_field(
    open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    only(page, "possible_duplicate")
    settle(qtbot, desk)
    assert "身份 居民" in page.card.same.text()
    assert "性别" in words_on(page.card)
    assert "不同" in words_on(page.card)
    page.card.keep(0)
    page.card.choose("gender", 1)
    kept, other = page.card.kept, page.card.fields["gender"]
    wanted = {one.id: one.values.get("gender") for one in records(qtbot, desk, "person")}[other]
    press(desk, "合并为一条")
    settle(qtbot, desk)
    held = {one.id: one for one in records(qtbot, desk, "person")}
    assert other not in held
    assert held[kept].values["gender"] == wanted
    desk.window.answer("undo")
    settle(qtbot, desk)
    assert other in {one.id for one in records(qtbot, desk, "person")}
    only(page, "possible_duplicate")
    settle(qtbot, desk)
    press(desk, "不是重复")
    settle(qtbot, desk)
    assert "可能重复" not in [one.conflict.kind for one in page._desk.items]
    assert len(page._desk.items) == 3


def test_a_deletion_stands_or_the_change_does(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "pending")
    only(page, "edit_delete")
    settle(qtbot, desk)
    press(desk, "保留修改，不删除")
    settle(qtbot, desk)
    assert disputed.gone in {one.id for one in records(qtbot, desk, "activity_record")}
    desk.window.answer("undo")
    settle(qtbot, desk)
    only(page, "edit_delete")
    settle(qtbot, desk)
    press(desk, "按删除处理")
    settle(qtbot, desk)
    assert disputed.gone not in {one.id for one in records(qtbot, desk, "activity_record")}


def test_keys_alone_suffice(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed) -> None:
    desk = open_desk()
    to_front(qtbot, desk)
    press_key(desk.window, Qt.Key.Key_J, CONTROL)
    settle(qtbot, desk)
    page: Any = desk.window.page
    assert page.name == "pending"
    settle(qtbot, desk)
    press_here(Qt.Key.Key_Return)
    assert page.card.takes[0].hasFocus()
    press_here(Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert len(kinds(page)) == 3
    page.table.view.setFocus()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for row in range(2):
        page.table.view.selectionModel().select(page.table.model.index(row, 0), flags)
    assert len(page.chosen) == 2
    press_here(Qt.Key.Key_Escape)
    assert len(page.chosen) == 1


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_desk_is_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, disputed: Disputed, look: Look) -> None:
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "pending")
    for kind in ("value", "possible_duplicate", "edit_delete"):
        only(page, kind)
        settle(qtbot, desk)
        assert not cut_off(desk.window), kind
        assert not nameless(desk.window), kind
    only(page, "")
    page.choose_all()
    settle(qtbot, desk)
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
    page.later()
    assert not cut_off(desk.window)
