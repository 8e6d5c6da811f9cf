"""项目结论: what the records suggest for a wave, taken over or answered otherwise with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.screens.entry import EntryPage, Subject
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.plain import Card, button, clear, row, words

if TYPE_CHECKING:
    from zjdesk.forms.suggest import Suggestion

# What follows from the answers by itself.
_DERIVED = ("suggested_by_rule", "overridden")


class FindingPage(EntryPage):
    """The finding of one project in one wave."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "finding")
        self._card = Card(ctx)
        self.side_items.insertWidget(1, self._card)
        self._suggested: Mapping[str, Sequence[tuple[Suggestion, str]]] = {}
        self._wave = ""

    def read_more(self, backend: Backend, record: str | None, parent: str | None) -> Any:
        """Read what the records suggest, and the wave that is judged next."""
        if parent is None:
            return {}, ""
        judged = {str(one.values.get("wave")) for one in backend.list_records("evaluation_finding", parent=parent)}
        found = backend.suggested(parent, self.ctx.lang)
        return found, "final" if "mid" in judged else "mid"

    def shown(self, subject: Subject) -> None:
        """Fill in what is suggested, and follow the answers."""
        self._suggested, wave = subject.more
        sheet = self.sheet
        if sheet is None:
            return
        for name in _DERIVED:
            sheet.rows[name].editor.setEnabled(False)
        if subject.record is None and wave:
            sheet.show_values({"wave": wave, "overridden": False, **self._values(wave)})
        self._wave = str(sheet.rows["wave"].value or "")
        self.side.setVisible(bool(self._suggested))
        self._tell()
        sheet.changed.connect(self._follow)

    def _values(self, wave: str) -> dict[str, str]:
        """Return what is suggested for a wave, with the words that are kept of it."""
        found = self._suggested.get(wave, ())
        values = {one.field: one.value for one, _ in found}
        return {**values, "suggested_by_rule": self._said(wave)} if found else {}

    def _said(self, wave: str) -> str:
        return "\n".join(f"{self._answer(one)} · {why}" for one, why in self._suggested.get(wave, ()))

    def _answer(self, one: Suggestion) -> str:
        """Return a suggested answer as it is read: the field, and what it should say."""
        field = self.ctx.catalogue.form("evaluation_finding").field(one.field)
        colon = "：" if self.ctx.lang == "zh" else ": "
        return f"{self.ctx.label(field.label)}{colon}{shown(field, one.value, self.ctx.lang)}"

    def _follow(self) -> None:
        """Note whether an answer differs from what is suggested; then the reason is asked for."""
        sheet, subject = self.sheet, self._subject
        if sheet is None or subject is None or not self._save.isEnabled():
            return
        wave = str(sheet.rows["wave"].value or "")
        found = self._suggested.get(wave, ())
        said = [(one.value, sheet.rows[one.field].value) for one, _ in found]
        differs = any(answer is not None and answer != value for value, answer in said)
        wanted: dict[str, Any] = {"overridden": differs}
        if found:
            wanted["suggested_by_rule"] = self._said(wave)
        changed = {name: value for name, value in wanted.items() if sheet.rows[name].value != value}
        if wave != self._wave:
            self._wave = wave
            self._tell()
        if changed:
            sheet.put(changed)

    def take(self) -> None:
        """Answer as suggested."""
        if self.sheet is not None:
            self.sheet.put(self._values(self._wave))

    def _tell(self) -> None:
        ctx, card = self.ctx, self._card
        clear(card.body)
        card.add(words(ctx.t("finding.suggested"), "heading"))
        found = self._suggested.get(self._wave, ())
        if not found:
            card.add(words(ctx.t("finding.nothing"), tone="muted", wrap=True))
            return
        for one, why in found:
            card.add(words(self._answer(one), wrap=True), words(why, "muted", wrap=True))
        take = button(ctx.t("finding.take"), self.take)
        take.setEnabled(self._save.isEnabled())
        card.add(row(take, None))
