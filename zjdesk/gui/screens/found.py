"""规则提示: what the business rules find in a project; Enter opens the problem that it is, or a new one for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from zjdesk.gui.context import Context
from zjdesk.gui.places import page_of
from zjdesk.gui.values import EMPTY
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.ops.checking import Checked
    from zjdesk.store.read import Record

_OVER = ("verified", "closed")


class FoundTable(Table):
    """The grave ones first; the last column says whether it is followed up as a problem (R35)."""

    def __init__(self, ctx: Context) -> None:
        columns = (
            Head(ctx.t("project.rule"), width=7),
            Head(ctx.t("project.level"), width=8),
            Head(ctx.t("project.what"), width=0),
            Head(ctx.t("project.followed"), width=14),
        )
        super().__init__(ctx, "found", columns, empty=EmptyState(ctx, "ok", ctx.t("project.nothing_found")))
        self._ctx = ctx
        self._found: Sequence[Checked] = ()
        self._issues: Sequence[Record] = ()
        self._project = ""
        self.opened.connect(self._open)

    def show_found(self, project: str, found: Sequence[Checked], issues: Sequence[Record]) -> None:
        """Show what was found in a project that has these problems."""
        self._project = project
        self._found = sorted(found, key=lambda one: ("EWI".index(one.level), one.rule))
        self._issues = [one for one in issues if one.values.get("state") not in _OVER]
        self.show_lines([self._line(number, one) for number, one in enumerate(self._found)])

    def _line(self, number: int, one: Checked) -> Line:
        ctx = self._ctx
        how = "followed_up" if self._issue(one) else "not_followed" if self._opens(one) else ""
        words = (one.rule, ctx.t(f"project.level_{one.level}"), one.message(ctx.lang))
        return Line(number, (*words, ctx.t(f"project.{how}") if how else EMPTY))

    def _opens(self, one: Checked) -> bool:
        return one.issue is not None and self._ctx.may_write("issue")

    def _issue(self, one: Checked) -> Record | None:
        return next((issue for issue in self._issues if issue.values.get("found_by_rule") == one.rule), None)

    def _open(self, number: int) -> None:
        from zjdesk.ops.checking import as_issue

        one = self._found[number]
        issue = self._issue(one)
        if issue is not None:
            self._ctx.wire.go.emit(*page_of("issue", issue.id))
        elif self._opens(one):
            self._ctx.go("entry", form="issue", parent=self._project, preset=as_issue(one, self._ctx.lang))
