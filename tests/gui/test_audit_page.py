"""The audit page: lines are shown, chosen from and exported; who may not read them is told why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.looking import cut_off, nameless
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.ops.audit import note
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
LOOKS = (Look("zh"), Look("en"), Look("en", scale=150), Look("zh", scale=200))


def words_on(widget: QWidget) -> str:
    """Return all that a widget says."""
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


def fill(session: Session) -> str:
    """Note an export, a look at a person and two steps; returns the person."""
    person = list_records(session, "person")[0].id
    told = {"kind": "bundle", "recipient": "福沈居委会", "entries": 12, "masked": False, "files": ["福沈.zjb"]}
    note(session, "exported", told)
    note(session, "unmasked", {"form": "person", "fields": ["phone"], "record": person}, "核对领款人")
    note(session, "approved", {"form": "project", "from": "noticed", "to": "approved", "records": [], "count": 0})
    return person


@pytest.fixture
def filled(store: Path, env: Environment) -> Path:
    """The sample store with some lines."""
    with open_session(store, env=env) as session:
        fill(session)
    return store


def actions(page: Any) -> list[str]:
    """Return the actions of the lines shown."""
    return [line.cells[2] for line in page.table.model.lines]


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_page_is_whole_and_named(open_desk: OpenDesk, qtbot: QtBot, filled: Path, look: Look) -> None:
    desk = open_desk(look)
    show_page(qtbot, desk, "audit")
    assert not cut_off(desk.window)
    assert not nameless(desk.window)


def test_lines_are_told_in_words_newest_first(open_desk: OpenDesk, qtbot: QtBot, filled: Path) -> None:
    page: Any = show_page(qtbot, open_desk(), "audit")
    assert actions(page)[:4] == ["打开数据", "办理步骤", "查看隐去内容", "导出"]
    _opened, step, looked, sent = page.table.model.lines[:4]
    assert step.cells[3].endswith("步骤：公示 → 立项")
    assert "内容项：" in looked.cells[3]
    assert looked.cells[4] == "核对领款人"
    assert "交给：福沈居委会" in sent.cells[3]
    assert "已隐去姓名等：否" in sent.cells[3]


def test_filters_narrow_the_lines_and_are_cleared(open_desk: OpenDesk, qtbot: QtBot, filled: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "audit")
    everything = len(actions(page))
    page.action.setCurrentIndex(page.action.findData("unmasked"))
    page.action.activated.emit(0)
    settle(qtbot, desk)
    assert actions(page) == ["查看隐去内容"]
    page._clear()
    settle(qtbot, desk)
    assert len(actions(page)) == everything
    page.search.setText("福沈居委会")
    settle(qtbot, desk)
    assert actions(page) == ["导出"]
    page.search.setText("跳舞")
    settle(qtbot, desk)
    assert actions(page) == []
    assert "没有符合条件" in words_on(page)


def test_days_narrow_the_lines_and_a_wrong_day_is_marked(open_desk: OpenDesk, qtbot: QtBot, filled: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "audit")
    everything = len(actions(page))
    for since, shown in (("2016-07-31", everything), ("2016-08-01", 0), ("soon", everything)):
        page.since.value = since
        page.since.changed.emit()
        settle(qtbot, desk)
        assert len(actions(page)) == shown
    assert page.since.line.property("wrong") is True


def test_a_person_is_chosen_by_name(open_desk: OpenDesk, qtbot: QtBot, filled: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "audit")
    assert [page.person.itemText(place) for place in range(page.person.count())] == ["所有使用人", "示例街道"]
    page.person.setCurrentIndex(1)
    page.person.activated.emit(1)
    settle(qtbot, desk)
    assert {line.cells[1] for line in page.table.model.lines} == {"示例街道"}


def test_a_line_leads_to_its_records(open_desk: OpenDesk, qtbot: QtBot, filled: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "audit")
    page.table.view.selectRow(0)
    assert page._records.isHidden()
    page.table.view.selectRow(2)
    assert "核对领款人" in page._chosen.text()
    page._records.click()
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "records"


def test_an_export_holds_what_is_shown_and_is_noted(
    open_desk: OpenDesk, qtbot: QtBot, filled: Path, tmp_path: Path
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "audit")
    page.search.setText("核对")
    settle(qtbot, desk)
    page.export(tmp_path / "audit.csv")
    settle(qtbot, desk)
    written = (tmp_path / "audit.csv").read_text("utf-8-sig").splitlines()
    assert len(written) == 2
    assert "核对领款人" in written[1]
    assert "已导出 1 行" in words_on(page)
    page._clear()
    settle(qtbot, desk)
    assert "种类：审计记录" in page.table.model.lines[0].cells[3]


def test_tampering_is_told_at_the_head_of_the_page(
    open_desk: OpenDesk, qtbot: QtBot, filled: Path, env: Environment
) -> None:
    with open_session(filled, env=env) as session:
        session.store.conn.execute("UPDATE local_audit SET account_name = '别人' WHERE n = 2")
    page: Any = show_page(qtbot, open_desk(), "audit")
    assert "第 2 行在写下之后被改动过" in words_on(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_other_roles_are_told_why_not(
    open_desk: OpenDesk, qtbot: QtBot, store: Path, env: Environment, lang: Any
) -> None:
    with open_session(store, env=env) as session:
        session.store.conn.execute("UPDATE local_account SET role = 'SF'")
    desk = open_desk(Look(lang))
    sentence = (
        "审计记录只供自治办管理员和审计人员查看"
        if lang == "zh"
        else "for the street administrator and the auditor only"
    )
    assert sentence in words_on(show_page(qtbot, desk, "settings"))
    page: Any = show_page(qtbot, desk, "audit")
    assert sentence in words_on(page)
    assert not hasattr(page, "table")
    assert not cut_off(desk.window)


def test_settings_lead_to_the_audit(open_desk: OpenDesk, qtbot: QtBot, filled: Path) -> None:
    page = show_page(qtbot, open_desk(), "settings")
    assert "审计记录" in words_on(page)


def test_an_older_table_is_compared(open_desk: OpenDesk, qtbot: QtBot, filled: Path, tmp_path: Path) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "audit")
    page.export(tmp_path / "kept.csv")
    settle(qtbot, desk)
    page.compare(tmp_path / "kept.csv")
    settle(qtbot, desk)
    assert "全部相符" in words_on(page)
    rows = (tmp_path / "kept.csv").read_text("utf-8-sig").splitlines()
    (tmp_path / "kept.csv").write_text("\n".join([*rows[:2], rows[2][:-64] + "f" * 64]), "utf-8-sig")
    page.compare(tmp_path / "kept.csv")
    settle(qtbot, desk)
    assert "其中 1 行对不上" in words_on(page)
    assert not cut_off(desk.window)


def test_another_time_before_locking_leaves_a_line(open_desk: OpenDesk, qtbot: QtBot, filled: Path) -> None:
    desk = open_desk()
    settings: Any = show_page(qtbot, desk, "settings")
    for minutes in (30, 30):
        settings.lock_after.value = minutes
        settings.lock_after.changed.emit()
    settle(qtbot, desk)
    page: Any = show_page(qtbot, desk, "audit")
    changed = [line.cells[3] for line in page.table.model.lines if line.cells[2] == "更改设置"]
    assert changed == ["设置项：无操作自动锁定（分钟）；改为：30"]
