"""Erasing in the window: what would go is shown first, a reason is asked for, the certificate is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.door import words_on
from tests.gui.keys import focus
from tests.gui.keys import press as key
from tests.gui.looking import cut_off, nameless
from tests.gui.test_laptops_page import press
from tests.ops.test_extract import read
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.session import open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]
PHONE = "13800001234"


@pytest.fixture
def person(store: Path, env: Environment) -> str:
    """A resident with a phone."""
    with open_session(store, env=env) as session:
        own = list_records(session, "person", where={"kind": "resident"})[0].id
        save(session, [EditRecord(own, {"phone": PHONE, "address": "示例路1号"})])
    return own


def test_a_person_s_phone_is_erased_and_certified(
    open_desk: OpenDesk, qtbot: QtBot, person: str, store: Path, env: Environment, tmp_path: Path
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "entry", form="person", record=person)
    page.rights.erase.click()
    settle(qtbot, desk)
    page = desk.window.page
    assert page.name == "erasing"
    assert page.choice.value == ["phone", "address"], "what is hidden is ticked"
    assert "138****1234" in page.choice.boxes["phone"].text()
    page.choice.boxes["address"].click()
    settle(qtbot, desk)
    said = words_on(page)
    assert "将删除 1 项内容，涉及历次填写 1 次" in said
    assert "U 盘" in said
    page.act.click()
    assert "请写明原因" in words_on(page)
    page.why.value = "本人要求删除"
    page.act.click()
    press(desk, "删除个人信息")
    settle(qtbot, desk)
    assert "已删除 1 份记录的个人信息" in words_on(page)
    assert list(page.choice.boxes) == ["name", "kind", "address"]
    assert "本人要求删除" in words_on(page), "it stands among the earlier ones"
    made: list[Any] = []
    desk.tasks.run(desk, lambda backend: backend.erasable(person).earlier, made.extend)
    settle(qtbot, desk)
    page.certificates.keep(made, tmp_path / "证明.pdf")
    settle(qtbot, desk)
    assert "删除证明已保存到" in words_on(page)
    assert "本人要求删除" in read(tmp_path / "证明.pdf")
    desk.stop()
    with open_session(store, env=env) as session:
        assert get(session, person, masked=False).values.get("phone") is None


def test_what_must_be_kept_says_until_when(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    own = records(qtbot, desk, "project")[0].id
    page: Any = show_page(qtbot, desk, "erasing", record=own)
    assert "须保管到2046年7月31日" in words_on(page)
    assert page.choice is None
    press(desk, "查看保存期限")
    settle(qtbot, desk)
    now = desk.window.page
    assert now is not None
    assert now.name == "periods"


def test_with_nothing_ticked_nothing_is_asked(open_desk: OpenDesk, qtbot: QtBot, person: str) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "erasing", record=person)
    for box in page.choice.boxes.values():
        box.setChecked(False)
    page.why.value = "本人要求删除"
    page.act.click()
    assert "请至少勾选一项" in words_on(page)
    assert page.choice.boxes["name"].hasFocus()


def test_the_keyboard_reaches_everything(open_desk: OpenDesk, qtbot: QtBot, person: str) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "erasing", record=person)
    met: list[QWidget] = []
    for _ in range(len(page.choice.boxes) + 1):
        met.append(focus())
        key(focus(), Qt.Key.Key_Tab)
    met.append(focus())
    assert met == [*page.choice.boxes.values(), page.why.line, page.act]


def test_a_liaison_sees_no_way_to_erase(open_desk: OpenDesk, qtbot: QtBot, person: str) -> None:
    from dataclasses import replace

    from zjdesk.gui.forms.rights import RecordRights

    desk = open_desk()
    page: Any = show_page(qtbot, desk, "entry", form="person", record=person)
    ctx = replace(page.ctx, about=replace(page.ctx.about, kind="liaison", role="LI"))
    for role, shown in (("LI", ["打印", "经过", "本人信息摘录…"]), ("AU", ["打印", "经过"])):
        rights = RecordRights(replace(ctx, about=replace(ctx.about, role=role)), page)
        qtbot.addWidget(rights)
        rights.show_record(ctx.catalogue.form("person"), person)
        assert [one.text() for one in rights.findChildren(QPushButton) if one.isVisibleTo(rights)] == shown
        rights.hide()


def test_a_person_s_copy_is_printed_with_its_reason(
    open_desk: OpenDesk, qtbot: QtBot, person: str, tmp_path: Path
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "entry", form="person", record=person)
    page.rights.extract.click()
    assert "会记入审计记录" in words_on(desk.window)
    page.rights.keep_extract(tmp_path / "copy.pdf", "本人申请查阅")
    settle(qtbot, desk)
    assert PHONE in read(tmp_path / "copy.pdf")
    assert "当面交给本人" in words_on(page)
    audit: Any = show_page(qtbot, desk, "audit")
    assert "本人申请查阅" in [line.cells[4] for line in audit.table.model.lines]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_pages_are_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, person: str, look: Look) -> None:
    desk = open_desk(look)
    for name, args in (("erasing", {"record": person}), ("entry", {"form": "person", "record": person})):
        show_page(qtbot, desk, name, **args)
        assert not cut_off(desk.window)
        assert not nameless(desk.window)
