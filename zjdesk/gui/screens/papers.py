"""表格: every paper form, blank or filled, looked at and then printed or kept as a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.page import Page
from zjdesk.gui.paperwork import Offers
from zjdesk.gui.pinyin import fits, keys
from zjdesk.gui.printers import any_printer, new_printer, print_pages
from zjdesk.gui.screens.paper_options import PaperOptions
from zjdesk.gui.tasks import Progress
from zjdesk.gui.where import ask_where, open_button
from zjdesk.gui.widgets.paper_view import PaperView
from zjdesk.gui.widgets.plain import button, column, icon_button, row

if TYPE_CHECKING:
    from zjdesk.ops.printing import Made, Offer, Order

_SIDE = 330
_OFFER = Qt.ItemDataRole.UserRole


class PapersPage(Page):
    """A list of forms, what to print of the chosen one, and how it will look."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "papers")
        self.with_back()
        t = ctx.t
        self._offers = Offers(())
        self._record, self._why, self._wanted = "", "", 0
        self.save = self.with_action(button(t("papers.save"), self._ask_place))
        self.send = self.with_action(icon_button(ctx, "print", t("papers.send"), self.ask_printer, "primary"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("papers.search"))
        self.search.setAccessibleName(t("papers.search"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._list)
        self.list = QListWidget()
        self.list.setObjectName("list")
        self.list.setAccessibleName(t("papers.list"))
        self.list.setMinimumHeight(ctx.px(130))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        self.options = PaperOptions(ctx)
        self.options.changed.connect(self._look)
        self.options.about.connect(self._take_project)
        self.options.hidden_asked.connect(self._ask_why)
        self.paper = PaperView(ctx, t("papers.preview"))
        side = QWidget()
        side.setLayout(column(self.search, self.list, self.options, spacing=ctx.px(8)))
        side.setFixedWidth(ctx.px(_SIDE))
        across = row(side, spacing=ctx.px(12))
        across.addWidget(self.paper, 1)
        self.body.addLayout(across, 1)
        self.first = self.list
        self.commands = {"search": self.search.setFocus, "save": self._ask_place, "print": self.ask_printer}

    def arrive(self, **args: Any) -> None:
        """Offer the papers of ``record``, or of none; ``paper`` names the one to begin with."""
        record = args.get("record", self._record)
        paper = args.get("paper", "")
        self._read(record, paper or (self._number if record == self._record else ""))

    def _take_project(self, record: str) -> None:
        self._read(record, self._number)

    def _read(self, record: str, paper: str) -> None:
        self._record, self._why = record, ""
        lang = self.ctx.lang
        self.ctx.tasks.run(self, lambda backend: backend.papers(record, lang), lambda found: self._show(found, paper))

    def _show(self, found: Offers, paper: str) -> None:
        self._offers = found
        self.options.show_record(found)
        self.list.setCurrentRow(-1)
        self._list(first=paper)

    @property
    def _number(self) -> str:
        return self.offer.number if self.offer is not None else ""

    @property
    def offer(self) -> Offer | None:
        """Return the form that is chosen."""
        row = self.list.currentRow()
        return cast("Offer", self.list.item(row).data(_OFFER)) if row >= 0 else None

    def choose(self, number: str) -> None:
        """Choose a form by its number."""
        for place in range(self.list.count()):
            if self.list.item(place).data(_OFFER).number == number:
                self.list.setCurrentRow(place)

    def _list(self, _typed: str = "", *, first: str = "") -> None:
        """Show the forms that fit what is searched, those that the record can fill first."""
        wanted, keep = self.search.text(), first or self._number
        self.list.blockSignals(True)
        self.list.clear()
        for offer in self._offers.papers:
            title = f"{offer.number} {self.ctx.label(offer.title)}"
            if fits(wanted, title, keys(offer.title.zh)):
                item = QListWidgetItem(title)
                item.setData(_OFFER, offer)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.choose(keep)
        self._chosen()

    def _chosen(self, *_items: object) -> None:
        if self.offer is not None:
            self.options.show_offer(self.offer)
            self._look()

    def order(self) -> Order | None:
        """Return what is to be printed; None while something is wrong."""
        return self.options.order(self.offer.number, self._why) if self.offer is not None else None

    def _look(self) -> None:
        order = self.order()
        for item in (self.save, self.send):
            item.setEnabled(order is not None)
        if order is None:
            return
        self._wanted += 1
        mine = self._wanted
        looked = self.options.for_preview(order)
        self.ctx.tasks.run(
            self, lambda backend: backend.look_at_paper(looked), lambda made: self._seen(made, mine), self._failed
        )

    def _seen(self, made: Made, number: int) -> None:
        if number != self._wanted:
            return
        self.options.show_numbered(made.layout is not None)
        self.paper.show_document(made.data, made.written.pages)
        if made.written.missing_glyphs:
            self.notice("warn", self.ctx.t("papers.glyphs", signs=" ".join(made.written.missing_glyphs)))

    def _failed(self, error: BaseException) -> None:
        self._why = ""
        self.options.show_opened(False)
        self.trouble(error)

    def _ask_why(self, wanted: bool) -> None:
        if not wanted:
            self._open("")
            return
        title, remark = self.ctx.t("papers.hidden_named"), self.ctx.t("forms.reveal_remark")
        act = self.ctx.t("forms.reveal")
        reason_sheet(self.ctx, self.window(), title, self._open, action=act, remark=remark).open()

    def _open(self, why: str) -> None:
        self._why = why
        self.options.show_opened(bool(why))
        self._look()

    def _ask_place(self) -> None:
        if self.offer is None:
            return
        title = self.ctx.label(self.offer.title)
        name = self.ctx.t("papers.file_name", number=self.offer.number, title=title)
        ask_where(self, self.ctx.t("papers.save"), name, self.save_as)

    def save_as(self, target: Path) -> None:
        """Write the paper into a file."""
        order = self.order()
        if order is None:
            return

        def work(backend: Backend, watch: Progress) -> Path:
            return backend.keep_paper(order, target, watch)

        self.ctx.tasks.run_long(self, self.ctx.t("papers.making"), work, self._saved, self.trouble)

    def _saved(self, path: Path) -> None:
        said, then = self.ctx.t("papers.saved", path=str(path)), self.ctx.t("papers.saved_next")
        self.notice("ok", said, then, (open_button(self.ctx, path),))
        self._look()

    def ask_printer(self) -> None:
        """Ask which printer; the dialog is the system's own."""
        if self.offer is None:
            return
        if not any_printer():
            keep = button(self.ctx.t("papers.save"), self._ask_place)
            self.notice("warn", self.ctx.t("papers.no_printer"), self.ctx.t("papers.no_printer_next"), (keep,))
            return
        printer = new_printer()
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange, False)
        dialog.setWindowTitle(self.ctx.t("papers.send_title", title=self.ctx.label(self.offer.title)))
        dialog.accepted.connect(lambda: self.print_on(printer))
        QDialog.open(dialog)  # the print dialog has an open of its own that wants a receiver

    def print_on(self, printer: QPrinter) -> None:
        """Print the paper in the background."""
        order = self.order()
        if order is None:
            return

        def work(backend: Backend, watch: Progress) -> int:
            made = backend.begin_paper(order, watch)

            def step(done: int, total: int) -> bool:
                watch(done, total, "gui_papers.printing")
                return watch.is_set()

            pages = print_pages(made.data, printer, step)
            backend.note_paper(made)
            return pages

        self.ctx.tasks.run_long(
            self, self.ctx.t("papers.printing"), work, lambda pages: self._sent(printer, pages), self.trouble
        )

    def _sent(self, printer: QPrinter, pages: int) -> None:
        t = self.ctx.t
        said = t("papers.printed", printer=printer.printerName() or printer.outputFileName(), n=pages)
        self.notice("ok", said, t("papers.printed_next"))
        self._look()
