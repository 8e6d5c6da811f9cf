"""Editors for single values; each gives and takes the value as it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCalendarWidget,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from zjdesk.forms.model import Choice
from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.values import fen, iso_date, iso_time, plain, yuan
from zjdesk.gui.widgets.flow import FlowLayout


class Editor(QWidget):
    """One value to edit. ``value`` is None while empty; text that is no value comes back as it was typed."""

    changed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.name = name
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)

    @property
    def value(self) -> Any:
        """Return the value as it is stored."""
        raise NotImplementedError

    @value.setter
    def value(self, value: Any) -> None:
        raise NotImplementedError

    @property
    def settled(self) -> bool:
        """Tell whether the person is done with it, so that it may be judged."""
        return True

    def focus_widget(self) -> QWidget:
        """Return what takes the keyboard."""
        return self

    def tell(self) -> None:
        """Tell that a person changed the value."""
        self.changed.emit()

    def mark(self, wrong: bool) -> None:
        """Show or take away the red frame."""
        widget = self.focus_widget()
        if bool(widget.property("wrong")) != wrong:
            widget.setProperty("wrong", wrong)
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def _hold(self, widget: QWidget) -> None:
        widget.setAccessibleName(self.name)
        self.setFocusProxy(widget)
        self._layout.addWidget(widget, 1)


class TextEditor(Editor):
    """One line of text."""

    def __init__(self, name: str, length: int | None = None) -> None:
        super().__init__(name)
        self.line = QLineEdit()
        if length:
            self.line.setMaxLength(length)
        self._hold(self.line)
        self.line.textEdited.connect(self.tell)
        self.line.editingFinished.connect(self._tidy)
        self.line.returnPressed.connect(self._next)

    @property
    def value(self) -> Any:
        """Return the text, or what it means."""
        text = self.line.text().strip()
        return self.read(text) if text else None

    @value.setter
    def value(self, value: Any) -> None:
        self.line.setText("" if value is None else self.write(value))

    def focus_widget(self) -> QWidget:
        """Return the line."""
        return self.line

    def read(self, text: str) -> Any:
        """Return what the text means; the text itself when it means nothing."""
        return text

    def write(self, value: Any) -> str:
        """Return the value as text."""
        return str(value)

    def _next(self) -> None:
        self.line.focusNextChild()

    def _tidy(self) -> None:
        value = self.value
        text = "" if value is None else self.write(value)
        if text != self.line.text():
            self.line.setText(text)


class NumberEditor(TextEditor):
    """A whole number; full-width digits are understood."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMaximumWidth(200)

    def read(self, text: str) -> Any:
        """Return the number."""
        typed = plain(text).replace(",", "")
        return int(typed) if typed.removeprefix("-").isdigit() and typed.isascii() else text


class DecimalEditor(NumberEditor):
    """A number with decimals, kept as text."""

    def read(self, text: str) -> Any:
        """Return the digits."""
        return plain(text).replace(",", "")


class MoneyEditor(NumberEditor):
    """An amount in yuan with two decimals, stored in fen."""

    def read(self, text: str) -> Any:
        """Return fen."""
        amount = fen(text)
        return text if amount is None else amount

    def write(self, value: Any) -> str:
        """Return yuan."""
        return yuan(value) if isinstance(value, int) else str(value)


class TimeEditor(TextEditor):
    """A time of day: 930 and 9:30 are both 09:30."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.line.setPlaceholderText("09:30")
        self.setMaximumWidth(200)

    def read(self, text: str) -> Any:
        """Return HH:MM."""
        return iso_time(text) or text


class DateEditor(TextEditor):
    """A date typed in any common way and shown as 2016-07-31; the button opens a calendar."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(name)
        self._ctx = ctx
        self.line.setPlaceholderText("2016-07-31")
        self.setMaximumWidth(200)
        opener = self.line.addAction(
            icon("calendar", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.TrailingPosition
        )
        opener.setToolTip(ctx.t("editors.calendar"))
        opener.triggered.connect(self._open)
        self._calendar: QFrame | None = None

    def read(self, text: str) -> Any:
        """Return the ISO date."""
        return iso_date(text, self._ctx.today) or text

    def _open(self) -> None:
        popup = QFrame(self, Qt.WindowType.Popup)
        calendar = QCalendarWidget()
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        current = QDate.fromString(str(self.value or ""), Qt.DateFormat.ISODate)
        calendar.setSelectedDate(current if current.isValid() else _qdate(self._ctx.today))
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(calendar)
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        self._calendar = popup

    def _take(self, day: QDate) -> None:
        self.line.setText(day.toString(Qt.DateFormat.ISODate))
        if self._calendar is not None:
            self._calendar.close()
            self._calendar.deleteLater()
            self._calendar = None
        self.line.setFocus()
        self.changed.emit()


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


class LongTextEditor(Editor):
    """Several lines; Tab leaves the field."""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(name)
        self.box = QPlainTextEdit()
        self.box.setTabChangesFocus(True)
        self.box.setFixedHeight(ctx.px(104))
        self._hold(self.box)
        self._quiet = False
        self.box.textChanged.connect(self._typed)

    @property
    def value(self) -> Any:
        """Return the text."""
        return self.box.toPlainText().strip() or None

    @value.setter
    def value(self, value: Any) -> None:
        self._quiet = True
        self.box.setPlainText("" if value is None else str(value))
        self._quiet = False

    def focus_widget(self) -> QWidget:
        """Return the box."""
        return self.box

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()


class RadioEditor(Editor):
    """A few choices side by side, one of them taken; ``choices`` pair a value with its words."""

    def __init__(self, name: str, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__(name)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        holder = QWidget()
        flow = FlowLayout(holder)
        self._choices = tuple(choices)
        for number, (_, words) in enumerate(self._choices):
            radio = QRadioButton(words)
            radio.setAccessibleName(f"{name}: {words}")
            self._group.addButton(radio, number)
            flow.addWidget(radio)
        self._layout.addWidget(holder, 1)
        self._group.idClicked.connect(self.tell)
        self.setFocusProxy(self._group.button(0))

    @property
    def value(self) -> Any:
        """Return the choice taken."""
        number = self._group.checkedId()
        return self._choices[number][0] if number >= 0 else None

    @value.setter
    def value(self, value: Any) -> None:
        self._group.setExclusive(False)
        for number, (code, _) in enumerate(self._choices):
            self._group.button(number).setChecked(code == value)
        self._group.setExclusive(True)

    def focus_widget(self) -> QWidget:
        """Return the choice taken, or the first."""
        return self._group.button(max(0, self._group.checkedId()))


class DropEditor(Editor):
    """Many choices in a list that drops down; typing the first letters finds one."""

    def __init__(self, ctx: Context, name: str, choices: Sequence[Choice]) -> None:
        super().__init__(name)
        self.box = QComboBox()
        self.box.setMaxVisibleItems(14)
        self.box.addItem(ctx.t("editors.choose"), None)
        for choice in choices:
            self.box.addItem(ctx.label(choice.label), choice.code)
        self.box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.box.installEventFilter(self)
        self._hold(self.box)
        self.setMaximumWidth(ctx.px(320))
        self.box.activated.connect(self.tell)

    @property
    def value(self) -> Any:
        """Return the code taken."""
        return self.box.currentData()

    @value.setter
    def value(self, value: Any) -> None:
        self.box.setCurrentIndex(max(0, self.box.findData(value)))

    def focus_widget(self) -> QWidget:
        """Return the list."""
        return self.box

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A bad wheel must not change an answer while the page scrolls."""
        if watched is self.box and event.type() == QEvent.Type.Wheel and not self.box.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class TicksEditor(Editor):
    """Choices of which several may be ticked."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__(name)
        holder = QWidget()
        flow = FlowLayout(holder)
        self.boxes: dict[str, QCheckBox] = {}
        for code, words in choices:
            box = QCheckBox(words)
            box.setAccessibleName(f"{name}: {words}")
            box.clicked.connect(self.tell)
            self.boxes[code] = box
            flow.addWidget(box)
        self._layout.addWidget(holder, 1)
        self.setFocusProxy(self.focus_widget())

    @property
    def value(self) -> Any:
        """Return the codes ticked, in the order of the declaration."""
        return [code for code, box in self.boxes.items() if box.isChecked()] or None

    @value.setter
    def value(self, value: Any) -> None:
        for code, box in self.boxes.items():
            box.setChecked(code in (value or ()))

    def focus_widget(self) -> QWidget:
        """Return the first box."""
        return next(iter(self.boxes.values()), self)
