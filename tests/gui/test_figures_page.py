"""The figures page: every figure and indicator, for the street or a community, down to the records."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, settle, show_page
from tests.gui.looking import cut_off, nameless
from zjdesk.gui.app import Desk
from zjdesk.gui.charts.shapes import Shape
from zjdesk.gui.charts.view import broken, words_of
from zjdesk.gui.preferences import Look
from zjdesk.gui.store_figures import can_be_drawn
from zjdesk.ops.figures import names
from zjdesk.report.charts import Bar, Chart, Series
from zjdesk.report.traces import Trace

OpenDesk = Callable[..., Desk]
FIGURES = 17


def opened(open_desk: OpenDesk, qtbot: QtBot, look: Look | None = None) -> tuple[Desk, Any]:
    """Return the page with its figures counted."""
    desk = open_desk(look)
    page: Any = show_page(qtbot, desk, "figures")
    qtbot.waitUntil(lambda: page.list.count() > 0, timeout=60_000)
    settle(qtbot, desk)
    return desk, page


def choose(page: Any, title: str) -> None:
    """Choose a figure or an indicator by a part of its caption."""
    page.list.setCurrentItem(page.list.findItems(title, Qt.MatchFlag.MatchContains)[0])


def bar(shown: str, n: int = 1, base: int | None = None) -> Bar:
    """Return a bar with these words."""
    return Bar("示例", n, base, shown, Trace("projects", "approved"), "c1", shown)


@pytest.mark.parametrize("look", [Look("zh"), Look("en", scale=150)], ids=lambda look: look.lang)
def test_every_figure_and_every_other_indicator_is_shown(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk, page = opened(open_desk, qtbot, look)
    captions = [page.list.item(row).text() for row in range(page.list.count())]
    assert page.ctx.t("figures.further") == captions[FIGURES]
    told = {one.trace.indicator for figure in page._figures for series in figure.chart.series for one in series.bars}
    assert {name for name in names() if not name.endswith("_mid")} <= told
    for row in range(page.list.count()):
        page.list.setCurrentRow(row)
        qtbot.wait(20)
        assert not cut_off(desk.window), captions[row]
    assert not nameless(desk.window)


def test_the_table_says_the_same_as_the_chart(open_desk: OpenDesk, qtbot: QtBot) -> None:
    _desk, page = opened(open_desk, qtbot)
    choose(page, "问题与整改")
    bars = page._figure.chart.series[0].bars
    assert [line.cells[0] for line in page.table.model.lines] == [one.label for one in bars]
    choose(page, "图2")
    assert page._view.accessibleName() == page._figure.chart.title
    assert all(one.label in page._view.accessibleDescription() for one in page._figure.chart.series[0].bars)


def test_a_community_has_its_own_numbers(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk, page = opened(open_desk, qtbot)
    choose(page, "立项项目")
    street = int(page.table.model.lines[0].cells[2])
    page.community.setCurrentIndex(page.community.findData("C02"))
    page.community.activated.emit(page.community.currentIndex())
    settle(qtbot, desk)
    assert page._figure.chart.title == "立项项目"
    assert (street, int(page.table.model.lines[0].cells[2])) == (0, 0)
    trace = page.table.model.lines[0].key.trace
    assert dict(trace.breakdown) == {"community": "C02"}


@pytest.mark.parametrize("kind", ["pie", "column", "hbar"])
def test_a_click_on_a_bar_leads_to_its_records(open_desk: OpenDesk, qtbot: QtBot, kind: Any) -> None:
    desk, page = opened(open_desk, qtbot)
    bars = (bar("75%", 3, 4), bar("25%", 1, 4))
    page._view.show_chart(Chart(kind, "示例", ("一", "二"), (Series("", "c1", bars),), "share", "", ""))
    qtbot.wait(50)
    plot = page._view.plot
    shape = next(item for item in plot.getPlotItem().items if isinstance(item, Shape))
    assert shape.toolTip() == bars[0].hover
    inside = QPointF(0.3, -0.1) if kind == "pie" else shape.path().boundingRect().center()
    QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.mapFromScene(shape.mapToScene(inside)))
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "records"
    assert bars[0].label in desk.window.page.title.text()


def test_some_records_are_listed_by_form_and_opened(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    ids = [one.id for one in records(qtbot, desk, "project")[:3]]
    page: Any = show_page(qtbot, desk, "records", ids=tuple(ids), title="示例")
    table = page.body.itemAt(1).widget()
    assert len(table.model.lines) == 3
    table.opened.emit(table.model.lines[0].key)
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "project"


def test_values_of_unlike_kinds_are_not_compared_by_length() -> None:
    def chart(*shown: str) -> Chart:
        bars = tuple(bar(one) for one in shown)
        return Chart("hbar", "", tuple(shown), (Series("", "c1", bars),), "count", "", "")

    assert can_be_drawn(chart("12%", "3%"))
    assert can_be_drawn(chart("1.5 万元", "2 万元"))
    assert not can_be_drawn(chart("12%", "3"))
    assert not can_be_drawn(chart("12%"))


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (bar("74.8%", 1332, 1781), "74.8%  (1,332)"),
        (bar("172.5794 万元", 172_579_400), "172.5794 万元"),
        (bar("—", 1234), "1,234"),
    ],
)
def test_the_words_on_a_bar(one: Bar, words: str) -> None:
    assert words_of(one) == words


def test_names_break_between_words() -> None:
    assert broken("Committee WeChat or Weibo (and QQ groups)").split("\n")[0] == "Committee WeChat or"
    assert broken("Often: communities ≥ 80 %").startswith("Often: communities")
    assert max(map(len, broken("居委微信、微博平台和居民群里的通知").split("\n"))) <= 12
