"""The page of paper forms: choose, look, print, keep; from the project, the record and by itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.looking import cut_off, nameless
from tests.gui.test_report_page import said
from tests.report.test_pdf import opened, plain, read
from zjdesk.gui.app import Desk
from zjdesk.gui.preferences import Look
from zjdesk.gui.printers import new_printer, print_pages
from zjdesk.gui.sheets import Sheet

OpenDesk = Callable[..., Desk]


def shown(open_desk: OpenDesk, qtbot: QtBot, look: Look | None = None, form: str = "") -> tuple[Desk, Any]:
    """Return the page, for the first record of a form if one is named."""
    desk = open_desk(look)
    record = records(qtbot, desk, form)[0].id if form else ""
    return desk, show_page(qtbot, desk, "papers", record=record)


def pressed(page: Any, words: str) -> None:
    """Press the button with these words."""
    (found,) = [one for one in page.findChildren(QPushButton) if one.text() == words and one.isVisible()]
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: look.lang)
def test_every_form_is_listed_and_seen_at_once(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk, page = shown(open_desk, qtbot, look, "project")
    assert page.list.count() == 30
    for number in ("F01", "F08", "F12", "F22"):
        page.choose(number)
        settle(qtbot, desk)
        assert not page.paper._sheet.pixmap().isNull()
        assert number in read(page.paper._data)[0]
    assert not cut_off(desk.window)
    assert not nameless(desk.window)


def test_without_a_record_forms_are_blank(open_desk: OpenDesk, qtbot: QtBot) -> None:
    _desk, page = shown(open_desk, qtbot)
    assert page.options.fill.count() == 1
    assert page.options.fill.currentData() == "blank"
    assert not page.options.hidden.isVisible()


def test_a_project_that_is_picked_is_filled_in(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk, page = shown(open_desk, qtbot)
    page.choose("F07")
    project = records(qtbot, desk, "project")[2]
    page.options.project.value = project.id
    page.options.project.changed.emit()
    settle(qtbot, desk)
    page.choose("F07")
    settle(qtbot, desk)
    assert page.options.fill.currentData() == "known"
    assert plain(str(project.values["name"])) in plain(read(page.paper._data)[0])


def test_a_record_is_filled_in_and_comes_first(open_desk: OpenDesk, qtbot: QtBot) -> None:
    _desk, page = shown(open_desk, qtbot, form="activity_record")
    assert page.offer.number == "F07"
    assert page.options.fill.currentData() == "filled"
    assert "互相帮助" in plain(read(page.paper._data)[0])


def test_large_print_and_language_change_what_is_seen(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk, page = shown(open_desk, qtbot, form="activity_record")
    before = page.paper._data
    page.options.type_size.setCurrentIndex(1)
    settle(qtbot, desk)
    large = page.paper._data
    page.options.language.setCurrentIndex(1)
    settle(qtbot, desk)
    assert len({before, large, page.paper._data}) == 3
    assert "Activity record" in " ".join(read(page.paper._data)[0].split())


def test_searching_leaves_what_fits(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk, page = shown(open_desk, qtbot)
    for typed in ("签到", "qd", "F08"):
        page.search.setText(typed)
        settle(qtbot, desk)
        assert "F08" in [page.list.item(place).text()[:3] for place in range(page.list.count())]
        assert page.list.count() < 30


def test_a_form_is_saved_with_its_copies(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk, page = shown(open_desk, qtbot, form="project")
    page.choose("F22")
    page.options.copies.value = 3
    page.options.copies.changed.emit()
    settle(qtbot, desk)
    page.save_as(tmp_path / "问卷.pdf")
    settle(qtbot, desk)
    assert len(read((tmp_path / "问卷.pdf").read_bytes())) == 6
    assert "问卷.pdf" in said(page)


@pytest.mark.parametrize("copies", [0, 2001, "许多"])
def test_copies_that_make_no_sense_stop_printing(open_desk: OpenDesk, qtbot: QtBot, copies: Any) -> None:
    _desk, page = shown(open_desk, qtbot)
    page.options.copies.line.setText(str(copies))
    page.options.copies.changed.emit()
    assert not page.send.isEnabled()
    assert not page.save.isEnabled()


def test_hidden_contents_need_a_reason(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk, page = shown(open_desk, qtbot, form="supervisor_visit")
    page.choose("F18")
    settle(qtbot, desk)
    assert "档案基本齐全" not in plain(read(page.paper._data)[0])
    pressed(page, "显示隐去的内容…")
    (sheet,) = [one for one in desk.window.findChildren(Sheet) if one.isVisible()]
    (line,) = sheet.findChildren(QLineEdit)
    line.setText("存档打印")
    QTest.keyClick(line, Qt.Key.Key_Return)
    settle(qtbot, desk)
    assert "档案基本齐全" in plain(read(page.paper._data)[0])
    pressed(page, "重新隐去")
    settle(qtbot, desk)
    assert "档案基本齐全" not in plain(read(page.paper._data)[0])


def paper_printer(path: Path) -> QPrinter:
    """A printer that prints into a file, as the system's own do."""
    printer = new_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_a_form_is_printed_at_its_true_size(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk, page = shown(open_desk, qtbot, form="project")
    page.choose("F30")
    settle(qtbot, desk)
    page.print_on(paper_printer(tmp_path / "out.pdf"))
    settle(qtbot, desk)
    document = opened((tmp_path / "out.pdf").read_bytes())
    sizes = [tuple(round(one) for one in document.get_page_size(number)) for number in range(len(document))]
    document.close()
    assert sizes[0] == (595, 842)
    assert set(sizes[1:]) == {(842, 595)}
    assert "out.pdf" in said(page)


def test_printing_and_looking_show_the_same_dots(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    """The roster's codes stand where the layout says, to a tenth of a millimetre."""
    _desk, page = shown(open_desk, qtbot)
    page.choose("F08")
    qtbot.waitUntil(lambda: b"%PDF" in page.paper._data and "F08" in read(page.paper._data)[0], timeout=10_000)
    data = page.paper._data
    assert print_pages(data, paper_printer(tmp_path / "out.pdf"), lambda _done, _total: False) == 2
    dots = [black(source) for source in (data, (tmp_path / "out.pdf").read_bytes())]
    assert dots[0] == pytest.approx(dots[1], abs=2)


def black(data: bytes) -> tuple[int, int, int, int]:
    """Return the box around everything black on the first page, in dots of 1/200 inch."""
    document = opened(data)
    try:
        image = document[0].render(scale=200 / 72).to_pil().convert("L").point(lambda dot: 255 * (dot < 128))
        left, top, right, bottom = image.getbbox()
        return left, top, right, bottom
    finally:
        document.close()


def test_every_printing_takes_numbers_of_its_own(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    desk, page = shown(open_desk, qtbot, form="project")
    page.choose("F08")
    settle(qtbot, desk)
    looked = page.paper._data
    page.print_on(paper_printer(tmp_path / "one.pdf"))
    settle(qtbot, desk)
    page.save_as(tmp_path / "two.pdf")
    settle(qtbot, desk)
    assert looked != page.paper._data
    (first, second) = (digits(looked), digits((tmp_path / "two.pdf").read_bytes()))
    assert int(second) == int(first) + 1


def digits(data: bytes) -> str:
    """Return the number of the first copy."""
    return next(word for word in read(data)[0].split() if len(word) == 9 and word.isdigit())


def test_printing_can_be_stopped(open_desk: OpenDesk, qtbot: QtBot, tmp_path: Path) -> None:
    from zjdesk.errors import Cancelled

    _desk, page = shown(open_desk, qtbot)
    qtbot.waitUntil(lambda: bool(page.paper._data), timeout=10_000)
    with pytest.raises(Cancelled):
        print_pages(page.paper._data, paper_printer(tmp_path / "out.pdf"), lambda _done, _total: True)


def test_without_a_printer_the_way_out_is_told(
    open_desk: OpenDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    _desk, page = shown(open_desk, qtbot)
    page.ask_printer()
    assert "没有安装打印机" in said(page)


def test_project_and_record_lead_here(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    project = records(qtbot, desk, "project")[0]
    page: Any = show_page(qtbot, desk, "project", record=project.id)
    pressed(page, "打印")
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "papers"
    activity = records(qtbot, desk, "activity_record")[0]
    entry: Any = show_page(qtbot, desk, "entry", form="activity_record", record=activity.id)
    entry.setFocus()
    assert entry.answer("print")
    settle(qtbot, desk)
    papers: Any = desk.window.page
    assert papers.offer.number == "F07"
    projects: Any = show_page(qtbot, desk, "projects")
    pressed(projects, "打印表格")
    settle(qtbot, desk)
    assert papers.options.fill.currentData() == "blank"
