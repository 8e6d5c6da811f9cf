"""Several open questions decided at once: by the newest, the office's, or a computer's answer; asked before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QPushButton

from zjdesk.gui.context import Context
from zjdesk.gui.screens.pending_words import ONE_FIELD
from zjdesk.gui.sheets import Question
from zjdesk.gui.widgets.plain import Card, button, row, words

if TYPE_CHECKING:
    from zjdesk.ops.pending import Pending
    from zjdesk.ops.story import Author

NEWEST, OFFICE, KEEP = "newest", "office", "keep"
_TAKES = (*ONE_FIELD, "edit_delete", "edit_join", "edit_life_cycle")


class Bulk(Card):
    """What can be done with all that is chosen; ``decide`` is called with the rule once a person confirmed."""

    def __init__(
        self,
        ctx: Context,
        items: Sequence[Pending],
        authors: Mapping[str, Author],
        decide: Callable[[str], None],
        later: Callable[[], None],
        put_off: bool,
    ) -> None:
        super().__init__(ctx)
        self._ctx, self._decide = ctx, decide
        t = ctx.t
        self.ruled = sum(one.conflict.kind in _TAKES for one in items)
        self.kept = sum(one.conflict.kind not in (*ONE_FIELD, "decision") for one in items)
        self.add(
            words(t("pending.chosen", n=len(items)), "heading"), words(t("pending.bulk_about"), "muted", wrap=True)
        )
        self.newest = button(t("pending.bulk_newest"), partial(self._ask, NEWEST, ""))
        self.office = button(t("pending.bulk_office"), partial(self._ask, OFFICE, ""))
        self.computer = QComboBox()
        self.computer.setAccessibleName(t("story.computer"))
        self.computer.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for own, name in _computers(items, authors).items():
            self.computer.addItem(name, own)
        self.of_computer = button(t("pending.bulk_computer"), self._ask_computer)
        self.keep = button(t("pending.bulk_keep"), partial(self._ask, KEEP, ""))
        self.first: QPushButton = self.newest
        if self.ruled:
            self.add(words(t("pending.bulk_values", n=self.ruled)))
            self.add(row(self.newest, self.office, None), row(self.computer, self.of_computer, None))
        if self.kept:
            self.add(words(t("pending.bulk_others", n=self.kept)), row(self.keep, None))
        self.add(row(button(t("pending.back_now" if put_off else "pending.later"), later), None))

    def _ask_computer(self) -> None:
        self._ask(str(self.computer.currentData()), self.computer.currentText())

    def _ask(self, rule: str, name: str) -> None:
        t = self._ctx.t
        kind = rule if rule in (NEWEST, OFFICE, KEEP) else "computer"
        n = self.kept if rule == KEEP else self.ruled
        question = Question(
            t(f"pending.ask_{kind}", n=n, name=name),
            t(f"pending.act_{kind}", n=n),
            lambda: self._decide(rule),
            t("pending.ask_remark"),
        )
        self._ctx.wire.asked.emit(question)


def _computers(items: Sequence[Pending], authors: Mapping[str, Author]) -> dict[str, str]:
    """Return the computers from which any answer came."""
    wrote = {str(one.get("author")) for item in items for one in item.conflict.candidates}
    found = {authors[own].installation: authors[own].computer for own in wrote if own in authors}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))
