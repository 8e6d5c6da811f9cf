"""Turns an error into what a person reads: a sentence with its remedy, or a card for a fault of ours."""

from __future__ import annotations

import traceback
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from zjdesk.errors import InputError, UserError
from zjdesk.gui.context import Context
from zjdesk.gui.widgets.notices import Notice
from zjdesk.gui.widgets.plain import button
from zjdesk.i18n import has, text

_SHOWN = 5


def notice_of(ctx: Context, error: BaseException, close: Callable[[], None]) -> Notice:
    """Return the notice that says what happened, that nothing is lost, and what to do."""
    done = button(ctx.t("window.close_notice"), close)
    if isinstance(error, UserError):
        return Notice(ctx, "warn", *_told(ctx, error), (done,))
    details = "".join(traceback.format_exception(error))
    copy = button(ctx.t("window.copy_diagnostics"), lambda: _copy(details))
    return Notice(ctx, "danger", ctx.t("window.crash"), ctx.t("window.crash_remedy"), (copy, done))


def _told(ctx: Context, error: UserError) -> tuple[str, str]:
    remedy = f"{error.key}_remedy"
    said = text(ctx.lang, error.key, **error.params)
    if isinstance(error, InputError) and error.problems:
        lines = [text(ctx.lang, problem.key, **problem.params) for problem in error.problems[:_SHOWN]]
        said = "\n".join([said, *lines])
    return said, text(ctx.lang, remedy, **error.params) if has(remedy) else ""


def _copy(details: str) -> None:
    clipboard = QGuiApplication.clipboard()
    if clipboard is not None:
        clipboard.setText(details)
