"""Saves what was typed; where a rule warns, asks for the reason that is kept with it, and saves again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from zjdesk.errors import InputError
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.page import Page
from zjdesk.gui.widgets.plain import words
from zjdesk.i18n import text

if TYPE_CHECKING:
    from zjdesk.ops.changes import Change, Changes

ASKED = "ops.reason_needed"
_SHOWN = 6
Done = Callable[["Changes"], None]
Failed = Callable[[BaseException], None]


def save_asking(page: Page, changes: Sequence[Change], done: Done, failed: Failed | None = None, why: str = "") -> None:
    """Save as one action; a warning is shown with a line for the reason, and what fails otherwise goes to ``failed``.

    ``failed`` hears of a warning too, so that the page is as before when the person leaves it.
    """

    def refused(error: BaseException) -> None:
        if isinstance(error, InputError) and error.key == ASKED and not why:
            ask_why(page.ctx, page.window(), error, lambda said: save_asking(page, changes, done, failed, said))
        (failed or page.trouble)(error)

    def saved(made: Changes) -> None:
        page.notices.clear()
        done(made)

    page.ctx.tasks.run(page, lambda backend: backend.save(changes, why=why), saved, refused)


def ask_why(ctx: Context, window: QWidget, error: InputError, again: Callable[[str], None]) -> None:
    """Show the warnings that want a reason, with a line for it; ``again`` is called with what was typed."""
    sheet = reason_sheet(
        ctx,
        window,
        ctx.t("forms.reason_asked"),
        again,
        action=ctx.t("forms.save_with_reason"),
        remark=ctx.t("forms.reason_remark"),
        extra=words(_problems(ctx, error), wrap=True),
    )
    sheet.open()


def _problems(ctx: Context, error: InputError) -> str:
    """Return what an error tells one by one, a line each: the first few, and how many more there are."""
    lines = [text(ctx.lang, problem.key, **problem.params) for problem in error.problems[:_SHOWN]]
    more = len(error.problems) - len(lines)
    lines += [ctx.t("forms.reason_more", n=more)] if more else []
    return "\n".join(f"· {line}" for line in lines)
