"""统计: every figure of the report, of the street or one community; a click leads to the records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QListWidgetItem

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.store_figures import can_be_drawn
from zjdesk.gui.widgets.plain import Card, clear, column, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.gui.widgets.tips import tip
from zjdesk.report.charts import PALETTE

if TYPE_CHECKING:
    from zjdesk.gui.charts.view import ChartView
    from zjdesk.i18n import Lang
    from zjdesk.ops.changes import Changes
    from zjdesk.report.blocks import Figure
    from zjdesk.report.charts import Bar, Chart

_WAVES = ("final", "mid")
_NUMBER = Qt.ItemDataRole.UserRole
_ANY_HEIGHT = 16_777_215


class FiguresPage(Page):
    """A list of figures, the chosen one drawn, its numbers as a table."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "figures")
        self._figures: tuple[Figure, ...] = ()
        self._figure: Figure | None = None
        self._view: ChartView | None = None
        self._stale = True
        self.wave = self._box(ctx.t("figures.wave"))
        for wave in _WAVES:
            self.wave.addItem(ctx.t(f"figures.wave_{wave}"), wave)
        self.community = self._box(ctx.t("projects.community"))
        self.community.addItem(ctx.t("figures.whole_street"), None)
        self.head.addWidget(self.wave)
        self.head.addWidget(self.community)
        self.list = QListWidget()
        self.list.setObjectName("list")
        self.list.setAccessibleName(ctx.t("figures.list"))
        self.list.setFixedWidth(ctx.px(250))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self._draw)
        self._card = Card(ctx)
        self._title = words("", "heading")
        self._note = words("", "muted")
        self._place = column()
        self._legend = row(spacing=ctx.px(6))
        self._card.add(self._title, self._place, row(self._note, None, self._legend))
        self._card.body.setStretch(1, 1)
        heads = (
            Head(ctx.t("figures.value"), width=0),
            Head(ctx.t("figures.series"), width=10),
            Head(ctx.t("figures.n"), True, 8),
            Head(ctx.t("figures.base"), True, 8),
            Head(ctx.t("figures.share"), True, 14),
        )
        self.table = Table(ctx, "figure", heads)
        self.table.setMinimumHeight(ctx.px(196))
        self.table.setMaximumHeight(ctx.px(196))
        self.table.opened.connect(self._to_records)
        self._right = column(self._card, words(ctx.t("figures.hint"), "muted"), self.table, spacing=ctx.px(8))
        self._right.setStretch(0, 1)
        body = row(self.list, spacing=ctx.px(12))
        body.addWidget(scrolled(self._right), 1)
        self.body.addLayout(body, 1)
        self.first = self.list

    def arrive(self, **args: Any) -> None:
        """Count and draw; pyqtgraph is imported beside the window on the first visit."""
        if self._view is None:
            self.ctx.tasks.run(self, warm, self._ready)
        elif self._stale:
            self._read()

    def changed(self, changes: Changes) -> None:
        """Count anew when shown next."""
        self._stale = True
        if self.isVisible():
            self._read()

    def _box(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(self._read)
        return box

    def _ready(self, communities: Sequence[tuple[str, str]]) -> None:
        from zjdesk.gui.charts.view import ChartView

        for code, name in communities:
            self.community.addItem(name, code)
        self._view = ChartView(self.ctx)
        self._view.pressed.connect(self._to_records)
        self._place.addWidget(self._view)
        self._read()

    def _read(self) -> None:
        lang, wave, community = self.ctx.lang, self.wave.currentData(), self.community.currentData()
        self._title.setText(self.ctx.t("window.loading"))
        self.ctx.tasks.run(self, lambda backend: count(backend, lang, wave, community), self._show, self._failed)

    def _show(self, counted: tuple[tuple[Figure, ...], tuple[Figure, ...]]) -> None:
        figures, further = counted
        before = self._figure.chart.title if self._figure else ""
        self._stale = False
        self._figures = (*figures, *further)
        self.notices.clear()
        self.list.blockSignals(True)
        self.list.clear()
        for number, figure in enumerate(self._figures):
            if number == len(figures):
                self.list.addItem(_divider(self.ctx.t("figures.further")))
            item = QListWidgetItem(figure.caption)
            item.setData(_NUMBER, number)
            item.setToolTip(tip(figure.caption))
            self.list.addItem(item)
        self.list.blockSignals(False)
        titles = [figure.chart.title for figure in self._figures]
        chosen = titles.index(before) if before in titles else 0
        self.list.setCurrentRow(chosen if chosen < len(figures) else chosen + 1)

    def _failed(self, error: BaseException) -> None:
        self._title.setText("")
        self.trouble(error)

    def _draw(self, row: int) -> None:
        number = self.list.item(row).data(_NUMBER) if 0 <= row < self.list.count() else None
        if self._view is None or number is None:
            return
        self._figure = figure = self._figures[number]
        self._title.setText(figure.caption)
        self._note.setText(figure.chart.note)
        drawn = can_be_drawn(figure.chart)
        self._view.setVisible(drawn)
        self._right.setStretch(0, int(drawn))
        self._right.setStretch(2, int(not drawn))
        self.table.setMaximumHeight(self.ctx.px(196) if drawn else _ANY_HEIGHT)
        if drawn:
            self._view.show_chart(figure.chart)
        self._show_legend(figure.chart)
        self.table.setProperty("sized", False)
        self.table.view.setColumnHidden(1, len(figure.chart.series) < 2)
        self.table.show_lines(
            [_line(bar, series.label) for series in figure.chart.series for bar in with_parts(series.bars)]
        )

    def _show_legend(self, chart: Chart) -> None:
        clear(self._legend)
        for series in chart.series if len(chart.series) > 1 else ():
            swatch = QLabel()
            swatch.setFixedSize(self.ctx.px(14), self.ctx.px(14))
            swatch.setStyleSheet(f"background: {PALETTE[series.colour]}; border: 1px solid {self.ctx.theme['text']};")
            self._legend.addWidget(swatch)
            self._legend.addWidget(words(series.label))

    def _to_records(self, bar: Bar) -> None:
        if self._figure is not None:
            self.ctx.go("records", trace=bar.trace, title=f"{self._figure.caption} · {bar.label}")


def warm(backend: Backend) -> list[tuple[str, str]]:
    """Import what draws, off the window's thread; return the communities by code."""
    import pyqtgraph

    pg: Any = pyqtgraph
    pg.setConfigOptions(antialias=True)
    found = [(str(one.values["code"]), str(one.values["name"])) for one in backend.list_records("community")]
    return sorted(found)


def count(
    backend: Backend, lang: Lang, wave: str, community: str | None
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the report's figures, and the indicators that none of them draws."""
    figures = backend.figures(lang, wave=wave, community=community)
    drawn = {bar.trace.indicator for one in figures for series in one.chart.series for bar in series.bars}
    return figures, backend.further(lang, wave=wave, community=community, drawn=frozenset(drawn))


def _divider(words: str) -> QListWidgetItem:
    item = QListWidgetItem(words)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def with_parts(bars: Sequence[Bar]) -> list[Bar]:
    """Return the bars, each followed by the part of it that is hatched."""
    return [each for bar in bars for each in (bar, bar.hatched) if each is not None]


def _line(bar: Bar, series: str) -> Line:
    money = not bar.shown.rstrip("%").isascii() or " " in bar.shown
    n = "" if money else f"{bar.n:,}"
    share = bar.shown if money or bar.shown.endswith("%") else ""
    cells = (bar.label, series, n, f"{bar.base:,}" if bar.base else "", share)
    return Line(bar, cells, (bar.label, series, bar.n, bar.base, float(bar.share)))
