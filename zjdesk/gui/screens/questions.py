"""The questions of a paper on the screen: the one in turn framed, options with the digit that ticks them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from zjdesk.forms.model import Field
from zjdesk.gui.context import Context
from zjdesk.gui.forms.paper import ILLEGIBLE, NO_ANSWER, Paper, choices
from zjdesk.gui.values import plain
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.plain import button, words

_OPTION_KEYS = "123456789"


class AnswerLine(QLineEdit):
    """An open answer; its Enter goes no further, or the next question would take it for its own."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        super().keyPressEvent(event)
        event.accept()


class QuestionCard(QFrame):
    """One question with its options."""

    pressed = Signal(str, str)
    wrote = Signal(str, str)
    typed = Signal(str, str)

    def __init__(self, ctx: Context, field: Field, *, specifies: bool = False) -> None:
        super().__init__()
        self.setObjectName("question")
        self.field = field
        self._specifies = specifies
        self._ctx = ctx
        layout = QVBoxLayout(self)
        layout.setContentsMargins(ctx.px(12), ctx.px(8), ctx.px(12), ctx.px(8))
        layout.setSpacing(ctx.px(4))
        layout.addWidget(words(ctx.label(field.label), wrap=True))
        self.line: QLineEdit | None = None
        self._options: dict[str, QWidget] = {}
        if field.type in ("choice", "choices"):
            holder = QWidget()
            flow = FlowLayout(holder, gap=ctx.px(6))
            for key, code, text in self._keys():
                option = button(f"{key}  {text}", partial(self.pressed.emit, field.name, key))
                option.setProperty("role", "chip")
                option.setCheckable(True)
                option.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                flow.addWidget(option)
                self._options[code] = option
            layout.addWidget(holder)
        else:
            self.line = AnswerLine()
            self.line.setMaxLength(field.length or 200)
            self.line.setAccessibleName(ctx.label(field.label))
            self.line.setPlaceholderText(str(field.default or ""))
            self.line.returnPressed.connect(self._written)
            self.line.textEdited.connect(lambda text: self.typed.emit(field.name, text))
            layout.addWidget(self.line)

    def show_answer(self, answer: object, *, turn: bool, asked: bool) -> None:
        """Show what was answered, whether it is in turn and whether it is asked at all."""
        ticked = answer if isinstance(answer, list) else [answer]
        for code, option in self._options.items():
            option.setProperty("checked", code in ticked)
        if self.line is not None and not self.line.hasFocus():
            self.line.setText(str(answer or ""))
        self.setVisible(asked)
        if bool(self.property("turn")) != turn:
            self.setProperty("turn", turn)
            self.style().unpolish(self)
            self.style().polish(self)

    def _keys(self) -> list[tuple[str, str, str]]:
        ctx = self._ctx
        found = [
            (_OPTION_KEYS[number], code, ctx.label(label)) for number, (code, label) in enumerate(choices(self.field))
        ]
        if NO_ANSWER in self.field.missing:
            found.append(("0", NO_ANSWER, ctx.t("keying.no_answer")))
        if ILLEGIBLE in self.field.missing:
            found.append(("/", ILLEGIBLE, ctx.t("keying.illegible")))
        if self._specifies:
            found.append(("+", "", ctx.t("keying.specify")))
        return found

    def _written(self) -> None:
        if self.line is not None:
            self.wrote.emit(self.field.name, self.line.text())


class Questions(QWidget):
    """All questions of a paper; takes the keys."""

    answered = Signal(bool)

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._paper: Paper | None = None
        self._cards: dict[str, QuestionCard] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(ctx.t("keying.questions"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(ctx.px(6))
        self._layout.addStretch(1)

    def show_paper(self, paper: Paper) -> None:
        """Show a paper's questions and answers."""
        if [field.name for field in paper.questions] != list(self._cards):
            self._build(paper)
        self._paper = paper
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Digits, ``/``, ``+``, Enter and Backspace; everything else goes its way."""
        key = "\n" if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) else plain(event.text())
        if self._paper is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Backspace:
            self._paper.back()
            self._refresh()
        elif key and key in "0123456789/+\n":
            self._press(key)
        else:
            super().keyPressEvent(event)

    def _press(self, key: str) -> None:
        if self._paper is None:
            return
        step = self._paper.press(key)
        self._refresh()
        if step != "refused":
            self.answered.emit(step == "done")

    def _clicked(self, name: str, key: str) -> None:
        if self._paper is not None:
            self._paper.go_to(name)
            self._press(key)

    def _wrote(self, name: str, text: str) -> None:
        if self._paper is not None:
            self._paper.go_to(name)
            step = self._paper.write(text)
            self.setFocus()
            self._refresh()
            self.answered.emit(step == "done")

    def _typed(self, name: str, text: str) -> None:
        if self._paper is not None:
            self._paper.note(name, text)
            self.answered.emit(False)

    def _build(self, paper: Paper) -> None:
        for card in self._cards.values():
            card.hide()
            card.deleteLater()
        self._cards = {
            field.name: QuestionCard(self._ctx, field, specifies=paper.companion(field) is not None)
            for field in paper.questions
        }
        for place, card in enumerate(self._cards.values()):
            card.pressed.connect(self._clicked)
            card.wrote.connect(self._wrote)
            card.typed.connect(self._typed)
            self._layout.insertWidget(place, card)

    def _refresh(self) -> None:
        paper = self._paper
        if paper is None:
            return
        turn = paper.question
        for name, card in self._cards.items():
            card.show_answer(paper.answers.get(name), turn=card.field is turn, asked=paper.is_asked(card.field))
        if turn is not None:
            self._bring(self._cards[turn.name])

    def _bring(self, card: QuestionCard) -> None:
        if card.line is not None:
            card.line.setFocus()
        around = self.parentWidget()
        area = around.parentWidget() if around else None
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(card, 0, self._ctx.px(40))
