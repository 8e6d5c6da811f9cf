"""The office's page of computers: how they stand, many invited at once, one ended, one of two taken."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from tests.gui.door import words_on
from tests.gui.looking import cut_off, nameless
from tests.gui.stick import LAPTOP, hand_in
from zjdesk.gui.app import Desk
from zjdesk.gui.office import Wanted
from zjdesk.gui.preferences import Look
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, export, merge
from zjdesk.ops.laptops import standings
from zjdesk.ops.queries import list_records
from zjdesk.ops.recover import recover, request_recovery
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment

OpenDesk = Callable[..., Desk]
LOOKS = [Look("zh"), Look("en"), Look("zh", scale=150), Look("en", scale=150)]
MANY = [Wanted(f"示例{one}居委会", "liaison", ("C01",)) for one in "甲乙丙丁"]


@pytest.fixture
def handed_in(store: Path, env: Environment) -> Path:
    """An office that a laptop has handed in to once; returns the bundle it made later."""
    first, later = hand_in(store, env, 2)
    with open_session(store, env=env) as office:
        merge(office, first)
    return later


@pytest.fixture
def claimed_twice(store: Path, env: Environment) -> str:
    """An office where two laptops came with one invitation; returns the later one's key."""
    folder = store.parent
    (folder / "out").mkdir()
    with open_session(store, env=env) as office:
        (invited,) = invite(office, [{"label": LAPTOP, "kind": "liaison", "communities": "C01"}], folder / "invited")
        export(office, folder / "out")
    key = ""
    for name in ("李一（示例）", "李二（示例）"):
        (folder / name).mkdir()
        with join(folder / f"laptop {name}", invited.file, invited.code, name, env=env) as laptop:
            for path in bundles_in(folder / "out"):
                merge(laptop, path)
            community = list_records(laptop, "community", where={"code": "C01"})[0].id
            save(laptop, [NewRecord("person", {"community": community, "name": f"示例{name}", "kind": "resident"})])
            export(laptop, folder / name)
            key = laptop.store.installation.public
        with open_session(store, env=env) as office:
            for path in bundles_in(folder / name):
                merge(office, path)
    return key


def states(page: Any) -> dict[str, str]:
    """Return the state of every computer in the list."""
    return {line.cells[0]: line.cells[4] for line in page.computers.table.model.lines}


def press(desk: Desk, words: str) -> None:
    """Press the button that says this."""
    found = [one for one in desk.window.findChildren(QAbstractButton) if one.text() == words and one.isVisible()]
    found[-1].click()


def test_a_lost_computer_is_ended_and_what_comes_later_is_told(
    open_desk: OpenDesk, qtbot: QtBot, handed_in: Path, store: Path, env: Environment
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    assert states(page) == {LAPTOP: "正常使用"}
    assert "都算数" in words_on(page.chosen)
    page.chosen.act.click()
    assert "请写明原因" in words_on(page.chosen)
    page.chosen.why.value = "电脑遗失"
    page.chosen.act.click()
    press(desk, f"停用{LAPTOP}")
    settle(qtbot, desk)
    assert states(page) == {LAPTOP: "已停用"}
    assert "没有再收到" in words_on(page.chosen)
    desk.tasks.run(desk, lambda backend: backend.merge([handed_in], Quiet()), lambda _made: page.arrive())
    settle(qtbot, desk)
    settle(qtbot, desk)
    assert "停用以后又收到它写的" in words_on(page.chosen)
    desk.stop()
    with open_session(store, env=env) as office:
        (laptop,) = [one for one in standings(office) if one.state != "own"]
    assert (laptop.state, laptop.late > 0, laptop.accepted > 0) == ("revoked", True, True)


class Quiet:
    """Long work's progress, heard by nobody."""

    def __call__(self, done: int, total: int, key: str = "") -> None:
        """Hear nothing."""

    def is_set(self) -> bool:
        """Never stop it."""
        return False


def test_of_two_computers_with_one_invitation_one_is_taken(
    open_desk: OpenDesk, qtbot: QtBot, claimed_twice: str
) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    assert states(page) == {LAPTOP: "两台电脑报到，待认定"}
    said = words_on(page)
    assert "李一（示例）" in said
    assert "李二（示例）" in said
    assert claimed_twice[:8] in said
    assert not cut_off(desk.window)
    press(desk, "认定电脑 B")
    press(desk, "认定电脑 B")  # and once more, when asked
    settle(qtbot, desk)
    assert states(page) == {LAPTOP: "正常使用"}
    assert "李二" not in words_on(page)


def test_many_are_invited_from_a_table(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "电脑.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ("电脑名称", "类型", "居民区代码"),
        ("福沈居委会", "居委联络员", "C01"),
        ("督导1组", "督导员", "C01、C02"),
        ("总负责", "lead", None),
    ):
        sheet.append(row)
    book.save(table)
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    asked: list[Any] = []
    page.computers._ask = asked.append
    page.computers.read_table(table)
    settle(qtbot, desk)
    (wanted,) = asked
    assert wanted == [
        Wanted("福沈居委会", "liaison", ("C01",)),
        Wanted("督导1组", "supervisor", ("C01", "C02")),
        Wanted("总负责", "lead", ()),
    ]
    page.computers.invite(wanted, tmp_path / "invited")
    settle(qtbot, desk)
    assert set(states(page).values()) == {"已邀请，还没有报到"}
    assert len(list((tmp_path / "invited").iterdir())) == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("a,b\n1,2\n", "缺少"),
        ("label,kind\n", "没有要邀请的电脑"),
        ("label,kind\n" + "x,lead\n" * 501, "太大"),
        ("\ufeff电脑名称,类型,居民区\n福沈,居委,C77\n", "没有代码为 C77 的居民区"),
        ("label,kind\n,lead\n乙,wizard\n", "第 3 行：没有“wizard”这种电脑"),
    ],
)
def test_a_table_that_will_not_do_is_told_row_by_row(
    open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path, content: str, said: str
) -> None:
    table = tmp_path / "t.csv"
    table.write_text(content, "utf-8")
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    page.computers._ask = lambda wanted: page.computers.invite(wanted, tmp_path / "invited")
    page.computers.read_table(table)
    settle(qtbot, desk)
    assert said in words_on(page)
    assert not (tmp_path / "invited").exists()


def test_a_broken_workbook_is_no_fault_of_ours(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    table = tmp_path / "t.xlsx"
    table.write_bytes(b"PK\x03\x04 nothing")
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    page.computers.read_table(table)
    settle(qtbot, desk)
    assert "读不出表格" in words_on(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_slips_tell_each_what_to_do(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path, lang: Any) -> None:
    import pypdfium2

    desk = open_desk(Look(lang))
    page: Any = show_page(qtbot, desk, "laptops")
    page.computers.invite(MANY, tmp_path / "invited")
    settle(qtbot, desk)
    page.computers.keep_slips(tmp_path / "slips.pdf")
    settle(qtbot, desk)
    reader: Any = pypdfium2
    paper = reader.PdfDocument(tmp_path / "slips.pdf")
    pages = [one.get_textpage().get_text_bounded() for one in paper]
    paper.close()
    assert len(pages) == 2, "three on the first page"
    words = "".join("".join(pages).split())
    for one in page.computers.made:
        assert words.count(one.code) == 1
        assert one.label in words
        assert one.file.name in words
        sealed = one.file.read_text("utf-8").split('"sealed"')[1]
        assert sealed.split('"')[1][:40] not in words, "never what the file holds"


def test_a_request_of_who_forgot_is_answered(
    open_desk: OpenDesk, qtbot: QtBot, handed_in: Path, store: Path, env: Environment
) -> None:
    laptop = store.parent / "laptop"
    request = request_recovery(laptop, store.parent / "usb")
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "laptops")
    page.answer_request(request, request.parent)
    settle(qtbot, desk)
    said = words_on(page)
    code = said.split("代码：")[1].splitlines()[0]
    recover(laptop, request.parent / "zjdesk-answer.zja", code, "一个全新的口令")


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_the_page_is_whole_in_every_look(open_desk: OpenDesk, qtbot: QtBot, claimed_twice: str, look: Look) -> None:
    desk = open_desk(look)
    show_page(qtbot, desk, "laptops")
    assert not cut_off(desk.window)
    assert not nameless(desk.window)
