"""What there is to do, on the home page: late, soon or a hint, each one line that leads to where it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, column, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.due import Due

# Where a rule is put right: a tab of the project page, or a page.
_TABS: Mapping[str, str] = {"BR-05": "supervision", "BR-35": "team", "BR-37": "issues", "voucher": "money"}
_PAGES: Mapping[str, str] = {"BR-39": "questionnaires", "BR-43": "questionnaires"}
_TONES: Mapping[str, str] = {"late": "warn", "soon": "primary", "hint": "muted"}
_TO_DO = ("late", "soon")


def place_of(one: Due) -> tuple[str, dict[str, Any]]:
    """Return the page on which something due is done."""
    if one.form == "project":
        return "project", {"record": one.record, "tab": _TABS.get(one.rule, "activities")}
    return _PAGES.get(one.rule, "supervision"), {}


class ToDo(QWidget):
    """The list, what must be done first; hints are shown when asked for."""

    def __init__(self, ctx: Context, go: Callable[..., None]) -> None:
        super().__init__()
        self._ctx = ctx
        t = ctx.t
        self._found: Sequence[Due] = ()
        self.filter = QComboBox()
        self.filter.setAccessibleName(t("home.filter"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for kind in ("to_do", "hint", "all"):
            self.filter.addItem("", kind)
        self.filter.activated.connect(self._fill)
        heads = (
            Head(t("home.urgency"), width=8),
            Head(t("home.project_no"), width=14),
            Head(t("home.project_name"), width=16),
            Head(t("home.what"), width=0),
        )
        nothing = EmptyState(ctx, "ok", t("home.nothing_due"), button(t("home.open_projects"), lambda: go("projects")))
        self.table = Table(ctx, "due", heads, empty=nothing)
        self.table.opened.connect(lambda place: go(place[0], **dict(place[1])))
        layout = column(row(words(t("home.due"), "heading"), None, self.filter), self.table, spacing=ctx.px(8))
        self.setLayout(layout)

    def show_found(self, found: Sequence[Due]) -> None:
        """Show what there is to do now."""
        self._found = found
        counts = Counter("hint" if one.urgency == "hint" else "to_do" for one in found)
        counts["all"] = len(found)
        for number in range(self.filter.count()):
            kind = self.filter.itemData(number)
            self.filter.setItemText(number, self._ctx.t(f"home.filter_{kind}", n=f"{counts[kind]:,}"))
        self._fill()

    def _fill(self) -> None:
        wanted = self.filter.currentData()
        shown = [one for one in self._found if wanted == "all" or (one.urgency in _TO_DO) == (wanted == "to_do")]
        self.table.show_lines([self._line(one, number) for number, one in enumerate(shown)])

    def _line(self, one: Due, number: int) -> Line:
        page, args = place_of(one)
        cells = (self._ctx.t(f"home.{one.urgency}"), one.no, one.name, one.message(self._ctx.lang))
        tones = (_TONES[one.urgency], "", "", "")
        return Line((page, tuple(args.items()), one.rule, number), cells, (number, *cells[1:]), tones)
