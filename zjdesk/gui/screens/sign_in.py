"""签到表: one person a line, as fast as names can be typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zjdesk.gui.context import Context
from zjdesk.gui.screens.rows_page import RowsPage
from zjdesk.gui.widgets.grid_model import Remark


class SignInPage(RowsPage):
    """The sign-in sheet of an activity."""

    row_form = "sign_in_entry"
    head_fields = ("sheet_no", "pages", "count", "checked_by", "count_only", "paper_only", "paper_place", "scan")
    bare_when = ("count_only", "paper_only")
    takes_over = "take_last"
    follows = ("count",)
    columns = (("no", 60), ("name", 0), ("building", 130), ("phone_tail", 150), ("role", 160), ("signed", 110))

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "sign_in")

    def fresh(self) -> dict[str, Any]:
        """A signer is a person served unless said otherwise."""
        return {**super().fresh(), "role": "beneficiary"}

    def summed(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The sheet counts its lines; one with names is none that only counts."""
        return {"count": len(rows), "count_only": False} if rows else {"count": None}

    def summed_bare(self) -> dict[str, Any]:
        """A list that is on paper only is counted, not entered name by name (BR-25)."""
        on_paper = self.sheet is not None and self.sheet.rows["paper_only"].value is True
        return {"count_only": True} if on_paper else {}

    def take_over(self) -> None:
        """Take over who signed at the activity before this one."""
        self.taking.ask(self._subject.parent if self._subject else None, itself=False)

    def doubts(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
        """Nobody signs twice (BR-25)."""
        return self.twice(rows, "name", "br_25_twice", "phone_tail")

    def tell(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Say how many people signed, and how many of them are volunteers."""
        volunteers = sum(values.get("role") == "volunteer" for values in rows)
        return self.ctx.t("grids.signed", n=len(rows), volunteers=volunteers)
