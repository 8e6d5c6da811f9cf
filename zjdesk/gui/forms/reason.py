"""Asks for a reason before something is done; nothing is done without one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.sheets import Sheet
from zjdesk.gui.widgets.plain import button, row, words


def reason_sheet(
    ctx: Context,
    window: QWidget,
    title: str,
    act: Callable[[str], None],
    *,
    action: str = "",
    remark: str = "",
    extra: QWidget | None = None,
) -> Sheet:
    """Return a card with one line for the reason and, where given, ``extra`` under it; its button says what it does."""
    sheet = Sheet(ctx, window, title)
    if remark:
        sheet.body.addWidget(words(remark, tone="muted", wrap=True))
    line = QLineEdit()
    line.setAccessibleName(ctx.t("forms.reason"))
    line.setPlaceholderText(ctx.t("forms.reason"))

    def done() -> None:
        why = line.text().strip()
        if why:
            sheet.close_sheet()
            act(why)

    line.returnPressed.connect(done)
    sheet.body.addWidget(line)
    if extra is not None:
        sheet.body.addWidget(extra)
    leave = button(ctx.t("window.leave_it"), sheet.close_sheet)
    sheet.body.addLayout(row(None, leave, button(action or title, done, "primary")))
    sheet.setFocusProxy(line)
    return sheet


def ask_to_reveal(ctx: Context, window: QWidget, what: str, act: Callable[[str], None]) -> None:
    """Ask why hidden contents are needed, telling that it will be noted."""
    title = ctx.t("forms.reveal_named", name=what)
    remark = ctx.t("forms.reveal_remark")
    reason_sheet(ctx, window, title, act, action=ctx.t("forms.reveal"), remark=remark).open()
