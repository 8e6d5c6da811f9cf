"""What to print of a chosen form: how far filled, for which project, how large, in which language, how often."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from zjdesk.gui.context import Context
from zjdesk.gui.paperwork import Offers
from zjdesk.gui.widgets.editors import NumberEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.pickers import RefEditor
from zjdesk.gui.widgets.plain import Card, button, words

if TYPE_CHECKING:
    from zjdesk.ops.printing import Offer, Order

_MOST = 2000
_LANGUAGES = (("zh", "中文"), ("en", "English"))
_NAMES = 64


class PaperOptions(Card):
    """The choices under the list; ``about`` gives a project that was picked, ``hidden_asked`` whether to show more."""

    changed = Signal()
    about = Signal(str)
    hidden_asked = Signal(bool)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        t = ctx.t
        self._offers = Offers(())
        self._opened = False
        self._record = words("", tone="muted", wrap=True)
        self.hidden = button(t("papers.hidden"), lambda: self.hidden_asked.emit(not self._opened), "quiet")
        self.project = RefEditor(ctx, t("papers.project"), "project")
        self.project.changed.connect(self._picked)
        self.fill = self._box(t("papers.fill"))
        self.type_size = self._box(
            t("papers.size"), ("normal", t("papers.size_normal")), ("large", t("papers.size_large"))
        )
        self.language = self._box(t("papers.language"), *_LANGUAGES)
        self.language.setCurrentIndex(self.language.findData(ctx.lang))
        self.copies = NumberEditor(t("papers.copies"))
        self.copies.value = 1
        self.copies.setMaximumWidth(ctx.px(90))
        self.copies.changed.connect(self.changed)
        self.lines = Lines(ctx, names=_NAMES)
        self.lines.add(self.project)
        for box in (self.fill, self.type_size, self.language):
            self.lines.beside(box.accessibleName(), box)
            box.currentIndexChanged.connect(self._turned)
        self.lines.add(self.copies)
        self._numbered = words(t("papers.numbered"), tone="muted", wrap=True)
        self._numbered.hide()
        self.add(self._record, self.lines, self._numbered, self.hidden)

    def show_record(self, found: Offers) -> None:
        """Tell which record is meant."""
        t = self._ctx.t
        self._offers = found
        about = found.about
        self.project.value = about.project or None if about else None
        self.project.line.setCursorPosition(0)
        self._record.setText(t("papers.about", title=about.title) if about else t("papers.about_none"))
        self._record.setVisible(about is None or about.form != "project")
        self.show_opened(False)

    def show_offer(self, offer: Offer) -> None:
        """Offer what can be filled in; as much as can be is chosen, unless a person chose less and still may."""
        before = self.fill.currentData() if self.fill.count() == len(offer.fills) else None
        self.fill.blockSignals(True)
        self.fill.clear()
        for fill in offer.fills:
            self.fill.addItem(self._ctx.t(f"papers.fill_{fill}"), fill)
        place = self.fill.findData(before) if before is not None else -1
        self.fill.setCurrentIndex(place if place >= 0 else self.fill.count() - 1)
        self.fill.setEnabled(self.fill.count() > 1)
        self.fill.blockSignals(False)
        self._offer_hidden()

    def show_opened(self, opened: bool) -> None:
        """Tell whether hidden contents are shown."""
        self._opened = opened
        self.hidden.setText(self._ctx.t("papers.hide" if opened else "papers.hidden"))
        self.hidden.setAccessibleName(self.hidden.text())

    def show_numbered(self, numbered: bool) -> None:
        """Tell that every copy has a number."""
        self._numbered.setVisible(numbered)

    def order(self, number: str, why: str) -> Order | None:
        """Return what is to be printed; None while the number of copies is wrong."""
        from zjdesk.ops.printing import Order

        copies = self.copies.value
        fine = isinstance(copies, int) and 1 <= copies <= _MOST
        self.lines.tell(self.copies, "" if fine else self._ctx.t("papers.bad_copies"))
        if not fine:
            return None
        fill = self.fill.currentData()
        record = self._offers.record if fill != "blank" else ""
        large, lang = self.type_size.currentData() == "large", self.language.currentData()
        return Order(number, fill, record, large, copies, lang, why if fill == "filled" else "")

    def for_preview(self, order: Order) -> Order:
        """Return what is looked at: one copy is enough."""
        return replace(order, copies=1)

    def _offer_hidden(self) -> None:
        self.hidden.setVisible(self.fill.currentData() == "filled")

    def _box(self, name: str, *items: tuple[str, str]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for data, label in items:
            box.addItem(label, data)
        return box

    def _turned(self) -> None:
        self._offer_hidden()
        self.changed.emit()

    def _picked(self) -> None:
        value = self.project.value
        if value is None or value in {one.id for one in self.project.candidates}:
            self.about.emit(value or "")
