"""Two entries of one paper side by side: for each question that differs, which is right by the paper, or what is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.forms.fields import make_editor
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.editors import Editor
from zjdesk.gui.widgets.plain import Card, button, column, row, words

if TYPE_CHECKING:
    from zjdesk.forms.model import Field
    from zjdesk.ops.double_entry import Pair

_FIRST, _SECOND, _NEITHER = range(3)


class Choice(QWidget):
    """One question: the first entry's answer, the second's, or another."""

    def __init__(self, ctx: Context, field: Field, first: Any, second: Any) -> None:
        super().__init__()
        self.field = field
        self._said = (first, second)
        self._group = QButtonGroup(self)
        label = ctx.label(field.label)
        answers = [shown(field, said, ctx.lang) for said in self._said]
        texts = (
            ctx.t("again.first_says", said=answers[0]),
            ctx.t("again.second_says", said=answers[1]),
            ctx.t("again.neither"),
        )
        self._other: Editor = make_editor(ctx, field)
        self._other.hide()
        radios = []
        for place, text in enumerate(texts):
            radio = QRadioButton(text)
            radio.setAccessibleName(f"{label}: {text}")
            self._group.addButton(radio, place)
            radios.append(radio)
        self._group.idClicked.connect(lambda place: self._other.setVisible(place == _NEITHER))
        inner = row(ctx.px(24), self._other)
        inner.setStretch(1, 1)
        self.setLayout(column(words(label, "heading", wrap=True), *radios, inner, spacing=ctx.px(4)))
        self.first = radios[0]

    @property
    def answer(self) -> tuple[bool, Any]:
        """Return whether the question is decided, and its true answer."""
        place = self._group.checkedId()
        if place < 0:
            return False, None
        if place == _NEITHER:
            return self._other.value is not None, self._other.value
        return True, self._said[place]


class ThirdLook(Card):
    """All questions in which the two entries of a paper differ."""

    def __init__(self, ctx: Context, fields: Mapping[str, Field], pair: Pair, decide: Callable[..., object]) -> None:
        super().__init__(ctx, ctx.t("again.paper", number=pair.number))
        self._pair = pair
        second = pair.second.values if pair.second else {}
        self.add(words(ctx.t("again.take_paper"), "muted", wrap=True))
        self.choices = [
            Choice(ctx, fields[name], pair.first.values.get(name), second.get(name)) for name in pair.differ
        ]
        self.add(*self.choices)
        self.add(row(button(ctx.t("again.settle"), partial(self._settle, decide), "primary"), None))
        self.body.addStretch(1)

    def _settle(self, decide: Callable[..., object]) -> None:
        answers = {one.field.name: one.answer[1] for one in self.choices if one.answer[0]}
        decide(self._pair, answers)
