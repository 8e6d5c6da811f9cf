"""补贴签收单: one payee a line; total and words follow by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.screens.rows_page import RowsPage
from zjdesk.gui.values import yuan
from zjdesk.gui.widgets.grid_model import Remark
from zjdesk.i18n import text

_PAID = ("volunteer", "team_member")


class SubsidyPage(RowsPage):
    """The receipt of subsidies paid to volunteers and lecturers."""

    row_form = "subsidy_entry"
    head_fields = (
        "purpose",
        "activity",
        "period",
        "standard",
        "method",
        "prepared_by",
        "handled_by",
        "approved_by",
        "total_fen",
        "total_words",
        "paper_only",
        "paper_pages",
        "paper_place",
    )
    takes_over = "take_volunteers"
    follows = ("total_fen", "total_words")
    columns = (
        ("no", 50),
        ("payee", 160),
        ("content", 0),
        ("times", 70),
        ("rate_fen", 100),
        ("amount_fen", 110),
        ("signed", 110),
        ("sign_date", 120),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "subsidy")

    def fresh(self) -> dict[str, Any]:
        """Most people serve once and sign on the day."""
        return {**super().fresh(), "times": 1, "sign_date": self.ctx.today.isoformat()}

    def summed(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """The total is the sum of the lines (BR-21)."""
        amounts = [values.get("amount_fen") for values in rows]
        total = sum(amount for amount in amounts if isinstance(amount, int))
        if not total or self.sheet is None:
            return {"total_fen": None, "total_words": None}
        from zjdesk.forms.check import calculated

        words = calculated(self.sheet.form.field("total_words"), {"total_fen": total}, self.ctx.today)
        return {"total_fen": total, "total_words": words}

    def read_also(self, backend: Backend, _parent: str | None) -> Any:
        """Read to whom no subsidy may go."""
        return backend.unpaid()

    def into(self, signer: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Volunteers and members of the team are paid; a name that one person alone bears is that person."""
        if signer.get("role") not in _PAID:
            return None
        name = str(signer["name"])
        bearers = [own for own, title in self.model.names.get("person", {}).items() if title == name]
        return {"payee": bearers[0] if len(bearers) == 1 else name}

    def doubts(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
        """Staff of the committee stop at once (BR-03); nobody is paid twice on one receipt (BR-22)."""
        names = self.model.names.get("person", {})
        for number, values in enumerate(rows):
            payee = values.get("payee")
            if payee in (self.also or ()):
                sentence = text(self.ctx.lang, "forms.rule_br_03", name=names.get(str(payee), ""))
                yield Remark(number, "payee", "E", sentence)
        yield from self.twice(rows, "payee", "br_22")

    def tell(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Say how many are paid and how much."""
        total = self.summed(rows)
        amount = yuan(total["total_fen"] or 0)
        return self.ctx.t("grids.paid", n=len(rows), amount=amount, words=total["total_words"] or "—")
