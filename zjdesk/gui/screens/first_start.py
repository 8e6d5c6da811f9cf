"""第一次使用: makes this computer's store, from an invitation or as the street office's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zjdesk.gui.context import Context
from zjdesk.gui.door import Door
from zjdesk.gui.screens.door_page import DoorPage
from zjdesk.gui.widgets.codes import CodeEditor, FileEditor
from zjdesk.gui.widgets.editors import RadioEditor, TextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import button, row, words
from zjdesk.gui.widgets.secret import NewSecret

_LONGEST_NAME = 40


class FirstStartPage(DoorPage):
    """Asks which computer this is, who works here and under which passphrase."""

    def __init__(self, ctx: Context, door: Door) -> None:
        super().__init__(ctx, ctx.t("unlock.welcome"), 620)
        self._door = door
        t = ctx.t
        self.way = RadioEditor(t("unlock.which_computer"), [(one, t(f"unlock.as_{one}")) for one in ("join", "office")])
        self.way.value = "join"
        self.way.changed.connect(self._choose)
        self.file = FileEditor(ctx, t("unlock.invitation"), "zji")
        self.code = CodeEditor(ctx, t("unlock.code"))
        self._invited = Lines(ctx)
        self._invited.add(self.file)
        self._invited.add(self.code)
        self._invited.under(self.code.hint)
        self.name = TextEditor(t("unlock.your_name"), _LONGEST_NAME)
        self.secret = NewSecret(ctx, lambda: (str(self.name.value or ""),))
        self.lines = Lines(ctx)
        self.lines.add(self.name)
        self.secret.place(self.lines)
        self.secret.second.entered.connect(self.begin)
        self._about = words("", tone="muted", wrap=True)
        self.start = button("", self.begin, "primary")
        self.card.add(words(t("unlock.welcome_about", path=str(door.store)), tone="muted", wrap=True))
        self.card.add(words(t("unlock.which_computer"), "heading"), self.way, self._about)
        self.card.add(self._invited, self.lines, words(t("unlock.keep_passphrase"), tone="muted", wrap=True))
        self.card.add(row(None, self.start))
        self.first = self.way
        self._choose()

    def begin(self) -> None:
        """Make the store."""
        if not self.start.isEnabled() or not self._complete():
            return
        passphrase = self.secret.value()
        if passphrase is None:
            return
        door, name = self._door, str(self.name.value)
        self._busy(True)
        if self.way.value == "office":
            self._enter(lambda: door.create_office(name, passphrase))
        else:
            file, code = Path(self.file.value), str(self.code.value)
            self._enter(lambda: door.join(file, code, name, passphrase))

    def _enter(self, make: Any) -> None:
        self.ctx.tasks.enter(self, make, self._made, self._refused)

    def _complete(self) -> bool:
        fill_in = self.ctx.t("unlock.fill_in")
        if self.way.value == "join":
            if self._invited.lacking(fill_in, self.file, self.code):
                return False
            if not self.code.good:
                self._invited.tell(self.code, self.ctx.t("unlock.code_wrong"))
                self.code.focus_widget().setFocus()
                return False
        return not self.lines.lacking(fill_in, self.name)

    def _choose(self) -> None:
        way = str(self.way.value)
        self._invited.setVisible(way == "join")
        self._about.setText(self.ctx.t(f"unlock.as_{way}_about"))
        self._busy(False)

    def _busy(self, busy: bool) -> None:
        self.start.setEnabled(not busy)
        self.start.setText(self.ctx.t("unlock.making" if busy else f"unlock.begin_{self.way.value}"))
        self.start.setAccessibleName(self.start.text())

    def _made(self, _nothing: object) -> None:
        self.secret.clear()
        self.entered.emit()

    def _refused(self, error: BaseException) -> None:
        self._busy(False)
        self.trouble(error)
