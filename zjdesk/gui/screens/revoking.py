"""What is known of the computer chosen in the list, and the way to let nothing more of it count."""

from __future__ import annotations

from collections.abc import Callable

from zjdesk.gui.context import Context
from zjdesk.gui.office import Laptop
from zjdesk.gui.sheets import Question
from zjdesk.gui.widgets.editors import TextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import Card, button, row, words

_LONGEST = 200
_WIDEST = 680


class ChosenLaptop(Card):
    """One computer: how it stands, in a sentence; ``revoke`` is called with its id and the reason."""

    def __init__(self, ctx: Context, revoke: Callable[[Laptop, str], None]) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._revoke = revoke
        self._laptop: Laptop | None = None
        self._name = words("", "heading", wrap=True)
        self._said = words("", wrap=True)
        self.why = TextEditor(ctx.t("laptops.why"), _LONGEST)
        self.lines = Lines(ctx)
        self.lines.setMaximumWidth(ctx.px(_WIDEST))
        self.lines.add(self.why)
        self.act = button(ctx.t("laptops.revoke"), self.ask, "danger")
        self.lost = button(ctx.t("laptops.lost"), self._to_lost)
        self._line = row(self.lines, self.act, None)
        self._line.setStretch(0, 1)
        head = row(self._name, self.lost)
        head.setStretch(0, 1)
        self.add(head, self._said, self._line)
        self.hide()

    def show_laptop(self, one: Laptop | None) -> None:
        """Show another computer."""
        if one is None or self._laptop is None or one.id != self._laptop.id:
            self.why.value = None
            self.lines.tell(self.why, "")
        self._laptop = one
        self.setVisible(one is not None)
        if one is not None:
            t = self._ctx.t
            self._name.setText(one.name)
            key = "laptops.about_revoked_late" if one.state == "revoked" and one.late else f"laptops.about_{one.state}"
            self._said.setText(t(key, n=f"{one.accepted:,}", late=f"{one.late:,}"))
            may = one.state == "certified"
            self.lines.setVisible(may)
            self.act.setVisible(may)

    def _to_lost(self) -> None:
        if self._laptop is not None:
            self._ctx.go("lost", installation=self._laptop.id)

    def ask(self) -> None:
        """Ask before nothing more of it counts; a reason must be given."""
        one, t = self._laptop, self._ctx.t
        if one is None or self.lines.lacking(t("laptops.why_lacking"), self.why):
            return
        why = str(self.why.value)
        self._ctx.wire.asked.emit(
            Question(
                t("laptops.revoke_question", name=one.name, n=f"{one.accepted:,}"),
                t("laptops.revoke_named", name=one.name),
                lambda: self._revoke(one, why),
                t("laptops.revoke_remark"),
            )
        )
