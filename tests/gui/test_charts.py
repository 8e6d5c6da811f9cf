"""Charts on the screen: every value drawn and named, a click leads to its records."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import settle, show_page
from zjdesk.gui.app import Desk
from zjdesk.gui.charts.shapes import Shape
from zjdesk.gui.charts.view import ChartView, broken, scale, spread
from zjdesk.report.charts import Bar, Chart, Kind, Series
from zjdesk.report.traces import Trace

OpenDesk = Callable[..., Desk]


def bar(label: str, n: int, base: int = 119, hatched: Bar | None = None) -> Bar:
    """A value of a chart."""
    return Bar(label, n, base, f"{n * 100 // base}%", Trace("archive", label), "c1", f"{label}：{n}", hatched)


def chart(kind: Kind, *series: tuple[Bar, ...]) -> Chart:
    """A chart of some values."""
    rows = tuple(Series(f"第{number}轮", "c1", bars) for number, bars in enumerate(series))
    return Chart(kind, "图：示例", tuple(one.label for one in series[0]), rows, "share", "n = 119", "在这里用文字说明")


def shapes(view: ChartView) -> list[Shape]:
    """Return what is drawn."""
    return [item for item in view.plot.scene().items() if isinstance(item, Shape)]


@pytest.fixture
def view(open_desk: OpenDesk, qtbot: QtBot) -> ChartView:
    """An empty chart."""
    made = ChartView(open_desk()._context)
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    return made


@pytest.mark.parametrize("kind", ["pie", "column", "bar", "hbar"])
def test_every_value_is_drawn_and_names_itself(view: ChartView, kind: Kind) -> None:
    view.show_chart(chart(kind, (bar("好", 107), bar("滞后", 12))))
    assert sorted(shape.toolTip() for shape in shapes(view)) == ["好：107", "滞后：12"]
    assert view.accessibleDescription() == "在这里用文字说明"


def test_two_waves_stand_side_by_side(view: ChartView) -> None:
    view.show_chart(chart("cluster", (bar("好", 60), bar("差", 59)), (bar("好", 100), bar("差", 19))))
    lefts = sorted(shape.path().boundingRect().left() for shape in shapes(view))
    assert len(set(lefts)) == 4


def test_a_part_is_hatched_over_its_whole(view: ChartView) -> None:
    view.show_chart(chart("column", (bar("200元以上", 18, hatched=bar("1000元以上", 4)),)))
    whole, part = sorted(shapes(view), key=lambda shape: -shape.path().boundingRect().height())
    assert part.brush().style() == Qt.BrushStyle.BDiagPattern
    assert whole.path().boundingRect().contains(part.path().boundingRect())


def test_slices_turn_with_the_clock_and_close_the_circle(view: ChartView) -> None:
    view.show_chart(chart("pie", (bar("甲", 30), bar("乙", 10))))
    big = next(shape for shape in shapes(view) if shape.toolTip().startswith("甲"))
    assert big.path().contains(QPointF(0.5, -0.1)), "the first slice begins at the top and goes right"


def test_a_click_on_a_bar_gives_its_value(view: ChartView, qtbot: QtBot) -> None:
    view.show_chart(chart("column", (bar("好", 107),)))
    qtbot.wait(50)
    shape = shapes(view)[0]
    spot = view.plot.mapFromScene(shape.mapToScene(shape.path().boundingRect().center()))
    with qtbot.waitSignal(view.pressed, timeout=2000) as caught:
        QTest.mouseClick(view.plot.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert caught.args[0].trace == Trace("archive", "好")


def test_the_axis_has_round_marks_and_ends_at_a_hundred_per_cent() -> None:
    assert [words for _, words in scale(97.9, percent=True)] == ["0%", "20%", "40%", "60%", "80%", "100%"]
    assert [words for _, words in scale(58, percent=False)] == ["0", "20", "40", "60"]


def test_labels_of_a_pie_do_not_cover_each_other() -> None:
    placed = sorted(spread([1.0, 0.98, 0.95]))
    assert all(upper - lower >= 0.39 for lower, upper in pairwise(placed))


def test_long_names_break_into_lines() -> None:
    assert broken("为自治金项目链接、引入活动资源") == "为自治金项目链接、引入活\n动资源"
    assert broken("居委微信/微博平台（含QQ群）") == "居委微信/微博平台（含\nQQ群）"


def test_all_figures_are_shown_and_lead_to_records(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "figures")
    settle(qtbot, desk)
    named = [page.list.item(number).text() for number in range(17)]
    assert [words.startswith(f"图{number}") for number, words in enumerate(named, 1)] == [True] * 17
    for number in range(17):
        page.list.setCurrentRow(number)
        assert page.table.model.lines
    page.list.setCurrentRow(12)
    page.table.opened.emit(page.table.model.lines[-1].key)
    settle(qtbot, desk)
    assert desk.window.page is not None
    assert desk.window.page.name == "records"


def test_one_community_has_figures_of_its_own(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "figures")
    whole = page._figures[12].chart.note
    page.community.setCurrentIndex(1)
    page._read()
    settle(qtbot, desk)
    assert page._figures[12].chart.note != whole


def test_mid_term_shows_only_what_was_asked_then(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "figures")
    page.wave.setCurrentIndex(1)
    page._read()
    settle(qtbot, desk)
    named = [page.list.item(number).text() for number in range(page.list.count())]
    assert any(words.startswith("图16") for words in named)
    assert not any(words.startswith("图11") for words in named), "satisfaction was not asked at mid-term"
