"""物资发放表: one recipient a line; what was handed out, what is left and what it is worth follow by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from zjdesk.forms.functions import amount_in_words
from zjdesk.gui.context import Context
from zjdesk.gui.screens.rows_page import RowsPage
from zjdesk.gui.values import yuan
from zjdesk.gui.widgets.grid_model import Remark


class HandoutPage(RowsPage):
    """The list of what was handed out, and to whom."""

    row_form = "handout_entry"
    head_fields = (
        "item",
        "spec",
        "unit",
        "unit_price",
        "total_qty",
        "left_qty",
        "activity",
        "issued_on",
        "expenditure",
        "issuer",
        "witness",
        "paper_only",
        "paper_pages",
        "paper_place",
    )
    bare_when = ("paper_only",)
    takes_over = "take_signed"
    follows = ("left_qty",)
    columns = (
        ("no", 60),
        ("name", 0),
        ("building", 120),
        ("qty", 80),
        ("signed", 110),
        ("by_proxy", 70),
        ("relation", 150),
        ("date", 120),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "handout")
        self._day = ""

    def fresh(self) -> dict[str, Any]:
        """Most people take one thing, on the day."""
        return {**super().fresh(), "qty": 1, "date": self.ctx.today.isoformat()}

    def derive(self, values: dict[str, Any]) -> dict[str, Any]:
        """Who names a relation has somebody else take it."""
        values = super().derive(values)
        return {**values, "by_proxy": True} if values.get("relation") else values

    def summed(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """What is left is what there was less what was handed out; until the total is typed, nothing is (BR-24)."""
        handed = _handed(rows)
        if self._total_is_typed():
            return {"left_qty": self._head("total_qty", 0) - handed}
        return {"total_qty": handed or None, "left_qty": 0}

    def tell(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Say how much was handed out to how many, how much is left and what it is worth."""
        left = self._head("total_qty", 0) - _handed(rows)
        unit = self._head("unit", "") or self.ctx.t("grids.pieces")
        told = self.ctx.t("grids.handed", qty=_handed(rows), n=len(rows), left=max(0, left), unit=unit)
        price = self._head("unit_price", 0)
        if not price:
            return told
        worth = _handed(rows) * price
        return f"{told} · {self.ctx.t('grids.worth', amount=yuan(worth), words=amount_in_words(worth))}"

    def doubts(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
        """More cannot be handed out than there was (BR-24)."""
        over = _handed(rows) - self._head("total_qty", 0)
        if over > 0 and self._total_is_typed():
            last = max(number for number, values in enumerate(rows) if isinstance(values.get("qty"), int))
            yield Remark(last, "qty", "E", self.ctx.t("grids.too_many", n=over))

    def follow(self) -> None:
        """The day of the list is that of its lines, unless they say otherwise."""
        day = self._head("issued_on", "")
        if day and day != self._day:
            self._day = day
            self.model.begin_with("date", day)
        super().follow()

    def _total_is_typed(self) -> bool:
        sheet, subject = self.sheet, self._subject
        return sheet is not None and ("total_qty" in sheet.typed or bool(subject and subject.record))

    def _head(self, name: str, otherwise: Any) -> Any:
        value = self.sheet.rows[name].value if self.sheet else None
        return value if isinstance(value, type(otherwise)) else otherwise


def _handed(rows: Sequence[Mapping[str, Any]]) -> int:
    return sum(values["qty"] for values in rows if isinstance(values.get("qty"), int))
