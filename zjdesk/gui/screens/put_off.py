"""Asks until when open questions are put off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.sheets import Sheet
from zjdesk.gui.widgets.editors import DateEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import button, row, words

_DAYS = {"tomorrow": 1, "week": 7, "month": 30}


def put_off_sheet(ctx: Context, window: QWidget, n: int, act: Callable[[date], None]) -> Sheet:
    """Return a card that offers a few days and any other."""
    t = ctx.t
    sheet = Sheet(ctx, window, t("pending.later_title", n=n))
    sheet.body.addWidget(words(t("pending.later_remark"), tone="muted", wrap=True))

    def until(day: date) -> None:
        sheet.close_sheet()
        act(day)

    days = [
        button(t(f"pending.later_{name}"), partial(until, ctx.today + timedelta(days=n))) for name, n in _DAYS.items()
    ]
    sheet.body.addLayout(row(*days, None))
    other = DateEditor(ctx, t("pending.later_day"))
    lines = Lines(ctx)
    lines.add(other)
    sheet.body.addLayout(row(lines, None))

    def chosen() -> None:
        day = _future(ctx, other.value)
        lines.tell(other, "" if day else t("pending.later_wrong"))
        if day:
            until(day)

    leave = button(t("window.leave_it"), sheet.close_sheet)
    sheet.body.addLayout(row(None, leave, button(t("pending.later_act"), chosen, "primary")))
    sheet.setFocusProxy(days[0])
    return sheet


def _future(ctx: Context, value: object) -> date | None:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return None
    return day if day > ctx.today else None
