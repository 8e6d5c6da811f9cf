"""保存期限: how long everything about people is kept; what is due is looked at, erased and certified from here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.page import Page
from zjdesk.gui.places import page_of, stands_alone
from zjdesk.gui.screens.certificates import Certificates
from zjdesk.gui.values import EMPTY
from zjdesk.gui.where import ask_where, open_button
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head
from zjdesk.gui.widgets.table_model import Line as TableLine
from zjdesk.i18n import text
from zjdesk.ops.retention import DUE, KEPT, RUNNING, WITHDRAWN

if TYPE_CHECKING:
    from zjdesk.ops.erased import Erased
    from zjdesk.ops.retention import Line

# What the filter offers, each with the states that it shows.
_CHOICES = {"all": (DUE, WITHDRAWN, KEPT, RUNNING), "due": (DUE, WITHDRAWN), "kept": (KEPT,), "running": (RUNNING,)}
_TONES = {DUE: "danger", WITHDRAWN: "danger", KEPT: "", RUNNING: ""}
_MOST_SHOWN = 500


def may_erase(ctx: Context) -> bool:
    """Tell whether this person decides on erasing: the street administrator at the office."""
    return ctx.about.kind == "office" and ctx.about.role == "SA"


def rights_card(ctx: Context) -> Card:
    """Return the way to the keeping periods."""
    card = Card(ctx, ctx.t("pages.periods"))
    card.add(words(ctx.t("privacy.periods_hint"), tone="muted", wrap=True))
    card.add(row(button(ctx.t("privacy.periods_open"), lambda: ctx.go("periods")), None))
    return card


class PeriodsPage(Page):
    """One line for each form and end of its period, what is due first; below it the chosen one's rule."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "periods")
        self.with_back()
        t = ctx.t
        self._lines: list[Line] = []
        self.certificates = Certificates(self, ctx)
        self.print = self.with_action(icon_button(ctx, "report", t("privacy.print"), self._ask_print, "primary"))
        self.filter = QComboBox()
        self.filter.setAccessibleName(t("privacy.filter"))
        for choice in _CHOICES:
            self.filter.addItem(t(f"privacy.show_{choice}"), choice)
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.filter.activated.connect(self._show_chosen)
        self._summary = words("", tone="muted", wrap=True)
        everything = button(t("privacy.show_everything"), self._show_everything)
        self.table = Table(ctx, "periods", self._heads(), empty=EmptyState(ctx, "ok", t("privacy.none"), everything))
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(lambda _key: self.look())
        self.body.addLayout(row(words(t("privacy.filter"), tone="muted"), self.filter, self._summary, None))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._build_detail())
        self.first = self.table.view

    def arrive(self, **args: Any) -> None:
        """Read the periods anew."""
        self.ctx.tasks.run(self, lambda backend: backend.periods(), self._show)

    @property
    def chosen(self) -> Line | None:
        """Return the line that is chosen."""
        key = self.table.key
        return self._lines[key] if isinstance(key, int) and key < len(self._lines) else None

    @property
    def shown(self) -> list[Line]:
        """Return the lines that the filter lets through."""
        states = _CHOICES[self.filter.currentData()]
        return [line for line in self._lines if line.state in states]

    def look(self) -> None:
        """Show the records of the chosen line."""
        line = self.chosen
        if line is None:
            return
        if len(line.records) == 1 and stands_alone(line.form):
            self.ctx.wire.go.emit(*page_of(line.form, line.records[0]))
            return
        label = self.ctx.label(self.ctx.catalogue.form(line.form).label)
        cut = len(line.records) > _MOST_SHOWN
        title = self.ctx.t("privacy.records_cut" if cut else "privacy.records", name=label, n=f"{_MOST_SHOWN:,}")
        self.ctx.go("records", title=title, ids=line.records[:_MOST_SHOWN])

    def erase(self, why: str) -> None:
        """Erase what is due of the chosen form."""
        line = self.chosen
        if line is None:
            return
        form = line.form
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("privacy.erasing"),
            lambda backend, watch: backend.erase_due(form, why, watch),
            self._erased,
        )

    def keep(self, target: Path) -> None:
        """Write the list that is shown."""
        lines, lang = self.shown, self.ctx.lang
        self.ctx.tasks.run(self, lambda backend: backend.keep_periods(lines, target, lang), self._kept, self.trouble)

    def _build_detail(self) -> QWidget:
        t = self.ctx.t
        self._said = words("", wrap=True)
        self._open = button(t("privacy.look"), self.look)
        self.act = button(t("privacy.erase_due"), self._ask_erase, "danger")
        line = row(self._said, self._open, self.act, spacing=self.ctx.px(12))
        line.setStretch(0, 1)
        self._detail = Card(self.ctx)
        self._detail.add(line)
        self._detail.hide()
        return self._detail

    def _heads(self) -> tuple[Head, ...]:
        t = self.ctx.t
        return (
            Head(t("privacy.form"), width=14),
            Head(t("privacy.count"), True, 8),
            Head(t("privacy.until"), width=8),
            Head(t("privacy.state"), width=14),
            Head(t("privacy.basis"), width=0),
        )

    def _show(self, lines: list[Line]) -> None:
        self._lines = lines
        over = sum(len(line.records) for line in lines if line.state in _CHOICES["due"])
        key = "privacy.summary_due" if over else "privacy.summary"
        self._summary.setText(self.ctx.t(key, n=f"{over:,}"))
        self._show_chosen()

    def _show_chosen(self) -> None:
        shown = self.shown
        self.table.show_lines([self._line(self._lines.index(line), line) for line in shown])
        self.print.setEnabled(bool(shown))
        self._tell(self.table.key)

    def _line(self, number: int, line: Line) -> TableLine:
        ctx = self.ctx
        cells = (
            ctx.label(ctx.catalogue.form(line.form).label),
            f"{len(line.records):,}",
            line.until or EMPTY,
            text(ctx.lang, f"report.retention_{line.state}"),
            ctx.label(line.keeping.basis),
        )
        tones = ("", "", "", _TONES[line.state], "")
        return TableLine(number, cells, (cells[0], len(line.records), *cells[2:]), tones)

    def _tell(self, _key: object) -> None:
        line, ctx = self.chosen, self.ctx
        self._detail.setVisible(line is not None)
        if line is None:
            return
        name, purpose = ctx.label(ctx.catalogue.form(line.form).label), ctx.label(line.keeping.purpose)
        self._said.setText(ctx.t(f"privacy.about_{line.state}", name=name, purpose=purpose, until=line.until or EMPTY))
        self.act.setVisible(line.state in _CHOICES["due"] and may_erase(ctx))

    def _ask_erase(self) -> None:
        line = self.chosen
        if line is None:
            return
        t, name = self.ctx.t, self.ctx.label(self.ctx.catalogue.form(line.form).label)
        due = sum(len(one.records) for one in self._lines if one.form == line.form and one.state in _CHOICES["due"])
        title = t("privacy.erase_due_named", name=name, n=f"{due:,}")
        remark = t("privacy.erase_due_remark")
        reason_sheet(self.ctx, self.window(), title, self.erase, action=t("privacy.erase"), remark=remark).open()

    def _erased(self, made: list[Erased]) -> None:
        from zjdesk.ops.changes import Changes

        forms = frozenset(line.form for line in self._lines if made[0].record in line.records)
        self.ctx.wrote(Changes(tuple(one.record for one in made), forms, ()))
        self.certificates.offer(made)
        self.arrive()

    def _ask_print(self) -> None:
        t = self.ctx.t
        ask_where(self, t("privacy.print"), t("privacy.periods_file", day=self.ctx.today.isoformat()), self.keep)

    def _kept(self, path: Path) -> None:
        self.notice("ok", self.ctx.t("privacy.kept", path=str(path)), "", (open_button(self.ctx, path),))

    def _show_everything(self) -> None:
        self.filter.setCurrentIndex(0)
        self._show_chosen()
