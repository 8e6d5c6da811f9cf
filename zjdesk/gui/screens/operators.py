"""The operators: what each keyed, how fast, and how many of the answers that were checked were wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zjdesk.gui.context import Context
from zjdesk.gui.values import EMPTY
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.operators import Operator

_COLUMNS = ("papers", "invalid", "again", "seconds", "checked", "wrong", "rate")


class OperatorTable(Table):
    """One row for everybody who keyed."""

    def __init__(self, ctx: Context) -> None:
        t = ctx.t
        heads = (
            Head(t("questionnaires.operator"), width=0),
            *(Head(t(f"questionnaires.op_{name}"), True, 8, t(f"questionnaires.op_{name}_tip")) for name in _COLUMNS),
        )
        super().__init__(ctx, "operators", heads, empty=EmptyState(ctx, "questionnaires", t("questionnaires.nobody")))

    def show_operators(self, found: Sequence[Operator]) -> None:
        """Show who keyed what."""
        lines = [_line(one) for one in found]
        sums = [sum(getattr(one, name) for one in found) for name in ("papers", "invalid", "again", "checked", "wrong")]
        from zjdesk.ops.operators import error_rate

        rate = error_rate(sums[4], sums[3]) or EMPTY
        totals = (*(f"{n:,}" for n in sums[:3]), "", f"{sums[3]:,}", f"{sums[4]:,}", rate)
        self.show_lines(lines, (self._ctx.t("records.total"), *totals))


def _line(one: Operator) -> Line:
    counts = (one.papers, one.invalid, one.again)
    pace = EMPTY if one.seconds is None else f"{one.seconds:,}"
    cells = (one.name, *(f"{n:,}" for n in counts), pace, f"{one.checked:,}", f"{one.wrong:,}", one.rate or EMPTY)
    order = (one.name, *counts, one.seconds, one.checked, one.wrong, one.wrong / one.checked if one.checked else None)
    return Line(one.name, cells, order, ("",) * 7 + ("danger" if one.wrong else "",))
