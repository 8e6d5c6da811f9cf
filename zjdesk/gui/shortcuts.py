"""The keys of the window and what each asks for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True)
class Shortcut:
    """A command, its keys, and how they are shown in the sheet of shortcuts."""

    command: str
    keys: tuple[str, ...]

    @property
    def shown(self) -> str:
        """Return the first keys as a person reads them."""
        return self.keys[0].replace("Return", "Enter")


SHORTCUTS = (
    Shortcut("new", ("Ctrl+N",)),
    Shortcut("save", ("Ctrl+S",)),
    Shortcut("save_next", ("Ctrl+Return", "Ctrl+Enter")),
    Shortcut("print", ("Ctrl+P",)),
    Shortcut("undo", ("Ctrl+Z",)),
    Shortcut("redo", ("Ctrl+Y",)),
    Shortcut("search", ("Ctrl+F",)),
    Shortcut("find", ("Ctrl+K",)),
    Shortcut("pending", ("Ctrl+J",)),
    Shortcut("actions", ("Ctrl+H",)),
    Shortcut("page", ("Alt+1",)),
    Shortcut("edit", ("F2",)),
    Shortcut("back", ("Esc",)),
    Shortcut("lock", ("Ctrl+L",)),
    Shortcut("help", ("F1",)),
    Shortcut("shortcuts", ("Ctrl+/",)),
)
_OF_WIDGETS = ("page", "edit")


def install(window: QWidget, answer: Callable[[str], object]) -> None:
    """Let the keys reach ``answer`` by command; Alt+1 to Alt+9 as ``page1`` to ``page9``."""
    pairs = [(keys, item.command) for item in SHORTCUTS if item.command not in _OF_WIDGETS for keys in item.keys]
    pairs += [(f"Alt+{number}", f"page{number}") for number in range(1, 10)]
    for keys, command in pairs:
        shortcut = QShortcut(QKeySequence(keys), window)
        shortcut.activated.connect(lambda command=command: answer(command))
