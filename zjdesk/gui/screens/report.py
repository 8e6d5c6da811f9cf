"""报告: built in the background, looked through here, saved where it is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFileDialog, QListWidget, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.numbers import Frozen, Printed
from zjdesk.gui.page import Page
from zjdesk.gui.screens.frozen import FrozenCard
from zjdesk.gui.sheets import Question
from zjdesk.gui.tasks import Progress
from zjdesk.gui.values import iso_date, long_date
from zjdesk.gui.widgets.editors import DateEditor
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.paper_view import PaperView
from zjdesk.gui.widgets.plain import Card, button, icon_button, row, words

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.changes import Changes

_FREEZES = ("EV", "SA")
_LANGUAGES: tuple[tuple[Lang, str], ...] = (("zh", "中文"), ("en", "English"))


class ReportPage(Page):
    """Preview of the evaluation report."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "report")
        self._printed: Printed | None = None
        self.language = QComboBox()
        self.language.setAccessibleName(ctx.t("settings.language"))
        for code, name in _LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(ctx.lang))
        self.as_of = DateEditor(ctx, ctx.t("report.as_of"))
        self.as_of.line.setPlaceholderText(ctx.t("report.as_of_now"))
        self.as_of.line.setToolTip(ctx.t("report.as_of_tip"))
        self._save = button(ctx.t("report.save"), self._ask_place)
        self._save.setEnabled(False)
        self._freeze = button(ctx.t("report.freeze"), self._ask_to_freeze)
        self._freeze.hide()
        self.frozen = FrozenCard(ctx, self._keep_frozen)
        self.body.addWidget(self.frozen)
        for item in (words(ctx.t("report.as_of"), tone="muted"), self.as_of, self.language, self._save):
            self.head.addWidget(item)
        self._build = self.with_action(icon_button(ctx, "report", ctx.t("report.build"), self.build, "primary"))
        self._empty = EmptyState(
            ctx, "report", ctx.t("report.none"), button(ctx.t("report.build"), self.build, "primary")
        )
        self._holder = Card(ctx)
        self._holder.add(self._empty)
        self.paper = PaperView(ctx, ctx.t("report.preview"))
        self._preview = self._lay_out()
        self.body.addWidget(self._holder, 1)
        self.body.addWidget(self._preview, 1)
        self._preview.hide()
        self.commands = {"save": self._ask_place, "new": self.build}
        self.first = self._build

    def arrive(self, **args: Any) -> None:
        """Look what came after reports were frozen."""
        self.ctx.tasks.run(self, lambda backend: backend.frozen(), self.frozen.show_frozen)

    def changed(self, changes: Changes) -> None:
        """Say that what is shown is older than the data."""
        if self._printed is not None:
            self._told.setText(self.ctx.t("report.outdated"))

    def build(self) -> None:
        """Build the report in the background."""
        lang: Lang = self.language.currentData()
        typed = self.as_of.value
        as_of = iso_date(str(typed), self.ctx.today) if typed else None
        self.as_of.mark(bool(typed) and as_of is None)
        if typed and as_of is None:
            self.notice("warn", self.ctx.t("report.no_date", typed=typed), self.ctx.t("report.no_date_next"))
            return

        def work(backend: Backend, watch: Progress) -> Printed:
            return backend.report(lang, as_of, watch)

        self._build.setEnabled(False)
        self.notices.clear()
        self.ctx.tasks.run_long(
            self, self.ctx.t("report.building"), work, lambda made: self._built(made, lang), self._failed
        )

    def freeze(self) -> None:
        """Keep the report as the data stand now."""
        lang: Lang = self.language.currentData()
        typed = self.as_of.value
        as_of = iso_date(str(typed), self.ctx.today) if typed else None

        def work(backend: Backend, watch: Progress) -> str:
            return backend.freeze_report(lang, as_of, watch)

        self.ctx.tasks.run_long(self, self.ctx.t("report.freezing"), work, self._frozen, self.trouble)

    def _ask_to_freeze(self) -> None:
        t = self.ctx.t
        self.ctx.wire.asked.emit(
            Question(t("report.freeze_question"), t("report.freeze"), self.freeze, t("report.freeze_remark"))
        )

    def _frozen(self, _own: str) -> None:
        self.notice("ok", self.ctx.t("report.is_frozen"), self.ctx.t("report.is_frozen_next"))
        self.arrive()

    def _keep_frozen(self, one: Frozen, target: Path) -> None:
        self.ctx.tasks.run(self, lambda backend: backend.keep_frozen(one, target), self._saved)

    def _lay_out(self) -> QWidget:
        self.pages = QListWidget()
        self.pages.setObjectName("list")
        self.pages.setAccessibleName(self.ctx.t("report.pages"))
        self.pages.setFixedWidth(self.ctx.px(130))
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.currentRowChanged.connect(self._chosen)
        self.paper.turned.connect(self.pages.setCurrentRow)
        self._told = words("", tone="muted", wrap=True)
        self._told.hide()
        preview = QWidget()
        side = row(self.pages, spacing=self.ctx.px(12))
        side.addWidget(self.paper, 1)
        side.setContentsMargins(0, 0, 0, 0)
        preview.setLayout(side)
        line = row(self._told, self._freeze)
        line.setStretch(0, 1)
        self.body.addLayout(line)
        return preview

    def _chosen(self, number: int) -> None:
        if number >= 0 and number != self.paper.number:
            self.paper.turn(number)

    def _built(self, made: Printed, lang: Lang) -> None:
        t = self.ctx.t
        self._printed = made
        self._build.setEnabled(True)
        self._save.setEnabled(True)
        self._holder.hide()
        self._preview.show()
        self._told.show()
        self._freeze.setVisible(self.ctx.about.kind == "office" and self.ctx.about.role in _FREEZES)
        when = long_date(made.as_of or self.ctx.today.isoformat(), self.ctx.lang)
        self._told.setText(t("report.built", n=made.pages, when=when, lang=dict(_LANGUAGES)[lang]))
        self.pages.blockSignals(True)
        self.pages.clear()
        self.pages.addItems([t("report.page", n=number) for number in range(1, made.pages + 1)])
        self.pages.blockSignals(False)
        self.paper.show_document(made.data, made.pages)
        self.paper.area.setFocus()
        if made.missing:
            self.notice("warn", t("report.glyphs", signs=" ".join(made.missing)), t("report.glyphs_next"))

    def _failed(self, error: BaseException) -> None:
        self._build.setEnabled(True)
        self.trouble(error)

    def _ask_place(self) -> None:
        if self._printed is None:
            return
        dialog = QFileDialog(self, self.ctx.t("report.save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.ctx.t("report.file_name"))
        dialog.fileSelected.connect(lambda name: self.save_as(Path(name)))
        dialog.open()

    def save_as(self, target: Path) -> None:
        """Save the report that is shown."""
        printed = self._printed
        if printed is not None:
            self.ctx.tasks.run(self, lambda backend: backend.keep_report(printed, target), self._saved)

    def _saved(self, target: Any) -> None:
        self.notice("ok", self.ctx.t("report.saved", path=str(target)), self.ctx.t("report.saved_next"))
