"""审计记录: who did what, to choose from by person, action, day and words, and to take along as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.page import Page
from zjdesk.gui.trail import Filter, Found
from zjdesk.gui.values import EMPTY, day, iso_date
from zjdesk.gui.widgets.editors import DateEditor
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.i18n import text
from zjdesk.ops.audit import READERS, Verb
from zjdesk.ops.audit_sheet import Told, action

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.audit import Fault

_MOST = 1000
_TONES = {"refused_sign_in": "danger", "erased": "warn", "unmasked": "warn", "viewed_private": "warn"}


def audit_card(ctx: Context) -> Card:
    """Return the way to the audit, or why this person has none."""
    card = Card(ctx, ctx.t("audit.title"))
    card.add(words(ctx.t("audit.hint"), tone="muted", wrap=True))
    if ctx.about.role in READERS:
        card.add(row(icon_button(ctx, "search", ctx.t("audit.open"), lambda: ctx.go("audit")), None))
    else:
        card.add(words(why_not(ctx.lang), wrap=True))
    return card


def why_not(lang: Lang) -> str:
    """Return why a role does not read the audit, and whom to ask."""
    return text(lang, "ops.audit_not_for_you") + text(lang, "ops.audit_not_for_you_remedy")


class AuditPage(Page):
    """The lines, newest first; below them the chosen one in full."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "audit")
        self.with_back()
        self._now: Found | None = None
        self.may = ctx.about.role in READERS
        self._build() if self.may else self._refuse()

    def arrive(self, **args: Any) -> None:
        """Read the lines anew."""
        if self.may:
            self.read()

    @property
    def wanted(self) -> Filter:
        """Return what is asked for; a day that cannot be read is marked and left out."""
        return Filter(
            self.person.currentData(),
            self.action.currentData(),
            self._day(self.since),
            self._day(self.until),
            self.search.text().strip(),
        )

    def read(self) -> None:
        """Show the lines that are asked for."""
        wanted, lang = self.wanted, self.ctx.lang
        self.ctx.tasks.run(self, lambda backend: backend.audited(wanted, lang, _MOST), self._show)

    def export(self, target: Path) -> None:
        """Write what is asked for as a table."""
        wanted, lang = self.wanted, self.ctx.lang

        def done(lines: int) -> None:
            said = self.ctx.t("audit.exported", path=str(target), n=lines)
            self.read()
            self.notice("ok", said, self.ctx.t("audit.exported_next"))

        self.ctx.tasks.run(self, lambda backend: backend.export_audit(target, wanted, lang), done)

    def compare(self, table: Path) -> None:
        """Hold the lines against a table that was exported before."""
        self.ctx.tasks.run(self, lambda backend: backend.compare_audit(table), self._compared, self.trouble)

    def _compared(self, found: tuple[int, list[Fault]]) -> None:
        lines, faults = found
        t, lang = self.ctx.t, self.ctx.lang
        if not faults:
            self.notice("ok", t("audit.agrees", n=f"{lines:,}"))
            return
        said = [t("audit.differs", n=f"{len(faults):,}", lines=f"{lines:,}")]
        said += [text(lang, f"ops.audit_{one.harm}", n=one.n) for one in faults[:3]]
        self.notice("danger", "\n".join(said), t("audit.differs_next"))

    def _ask_table(self) -> None:
        dialog = QFileDialog(self, self.ctx.t("audit.compare"), "", "*.csv")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.compare(Path(name)))
        dialog.open()

    def _refuse(self) -> None:
        self.body.addWidget(EmptyState(self.ctx, "settings", why_not(self.ctx.lang)), 1)

    def _build(self) -> None:
        ctx = self.ctx
        self.with_action(button(ctx.t("audit.compare"), self._ask_table))
        self.with_action(icon_button(ctx, "stick", ctx.t("audit.export"), self._ask_place, "primary"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(ctx.t("audit.search"))
        self.search.setAccessibleName(ctx.t("audit.search"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(240))
        self.search.textChanged.connect(self.read)
        self.person = self._box(ctx.t("audit.person"), ctx.t("audit.everybody"))
        self.action = self._box(ctx.t("audit.action"), ctx.t("audit.everything"))
        for verb in Verb:
            self.action.addItem(action(str(verb), ctx.lang), str(verb))
        self.since, self.until = self._date(ctx.t("audit.since")), self._date(ctx.t("audit.until"))
        empty = EmptyState(ctx, "search", ctx.t("audit.none"), button(ctx.t("audit.clear"), self._clear))
        self.table = Table(ctx, "audit", self._heads(), empty=empty)
        self.table.chosen.connect(self._tell)
        self.table.opened.connect(lambda _key: self._to_records())
        self._count = words("", tone="muted")
        self._chosen = words("", wrap=True)
        self._records = button(ctx.t("audit.records"), self._to_records)
        self._records.hide()
        self._detail = Card(ctx)
        line = row(self._chosen, self._records, spacing=ctx.px(12))
        line.setStretch(0, 1)
        self._detail.add(line)
        self.body.addWidget(self._filters())
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._detail)
        self.body.addWidget(self._count)
        self.first = self.table.view
        self.commands = {"search": self._to_search, "back": self._clear_or_back}

    def _filters(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=self.ctx.px(8))
        for item in (self.search, self.person, self.action, self._named(self.since), self._named(self.until)):
            flow.addWidget(item)
        flow.addWidget(button(self.ctx.t("audit.clear"), self._clear, "quiet"))
        return holder

    def _named(self, editor: DateEditor) -> QWidget:
        holder = QWidget()
        holder.setLayout(row(words(editor.name, tone="muted"), editor))
        return holder

    def _box(self, name: str, everything: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.addItem(everything, None)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.activated.connect(self.read)
        return box

    def _date(self, name: str) -> DateEditor:
        editor = DateEditor(self.ctx, name)
        editor.setFixedWidth(self.ctx.px(130))
        editor.changed.connect(self.read)
        return editor

    def _day(self, editor: DateEditor) -> str | None:
        typed = editor.value
        iso = iso_date(str(typed), self.ctx.today) if typed else None
        editor.mark(bool(typed) and iso is None)
        return iso

    def _heads(self) -> tuple[Head, ...]:
        t = self.ctx.t
        return (
            Head(t("audit.time"), width=13),
            Head(t("audit.person"), width=12),
            Head(t("audit.action"), width=12),
            Head(t("audit.details"), width=0),
            Head(t("audit.why"), width=16),
        )

    def _show(self, found: Found) -> None:
        self._now = found
        for name in found.people[self.person.count() - 1 :]:
            self.person.addItem(name, name)
        self.table.show_lines([self._line(one) for one in found.lines])
        self._tell(self.table.key)
        key = "audit.count" if found.count <= _MOST else "audit.count_cut"
        self._count.setText(self.ctx.t(key, n=found.count, shown=len(found.lines)))
        if found.faults:
            said = [text(self.ctx.lang, f"ops.audit_{one.harm}", n=one.n) for one in found.faults[:3]]
            self.notice("danger", "\n".join(said), self.ctx.t("audit.tampered"))

    def _line(self, one: Told) -> Line:
        line = one.line
        cells = (day(line.time), line.name or EMPTY, one.action, one.details or EMPTY, line.why or EMPTY)
        return Line(line.n, cells, (line.time, *cells[1:]), ("", "", _TONES.get(line.verb, ""), "", ""))

    def _told(self, key: Any) -> Told | None:
        return next((one for one in self._now.lines if one.line.n == key), None) if self._now else None

    def _tell(self, key: Any) -> None:
        one = self._told(key)
        self._records.setVisible(one is not None and bool(one.records))
        self._detail.setVisible(one is not None)
        if one is None:
            return
        line = one.line
        parts = (day(line.time), line.name, one.action, one.details, line.why)
        self._chosen.setText(" · ".join(part for part in parts if part))

    def _to_records(self) -> None:
        one = self._told(self.table.key)
        if one is not None and one.records:
            self.ctx.go("records", title=self.ctx.t("audit.records_of", action=one.action), ids=one.records)

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, self.ctx.t("audit.export"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self.ctx.t("audit.file_name"))
        dialog.fileSelected.connect(lambda name: self.export(Path(name)))
        dialog.open()

    def _clear(self) -> None:
        self.person.setCurrentIndex(0)
        self.action.setCurrentIndex(0)
        self.since.value = self.until.value = None
        self.search.clear()
        self.read()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _clear_or_back(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.ctx.wire.back.emit()
