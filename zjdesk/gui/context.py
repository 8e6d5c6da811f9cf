"""What every page and widget is given: words, colours, the worker, and a way to tell the window something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from zjdesk.errors import BugError
from zjdesk.gui.about import About
from zjdesk.gui.preferences import Preferences
from zjdesk.gui.tasks import Tasks
from zjdesk.gui.tokens import Theme
from zjdesk.i18n import Label, Lang, text

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.ops.changes import Changes


class Wire(QObject):
    """Signals from pages to the window and back."""

    go = Signal(str, dict)
    back = Signal()
    said = Signal(str, bool)
    asked = Signal(object)
    failed = Signal(object)
    changed = Signal(object)
    merged = Signal()
    share = Signal()
    shared = Signal(object)
    relook = Signal()
    locked = Signal()


@dataclass(frozen=True)
class Context:
    """The surroundings of a page; a new one is made when language, colours or text size change."""

    lang: Lang
    theme: Theme
    tasks: Tasks
    declared: Catalogue | None
    preferences: Preferences
    wire: Wire
    about: About
    today: date

    @property
    def catalogue(self) -> Catalogue:
        """Return the declarations; there are none before the store is open."""
        if self.declared is None:
            raise BugError("the declarations have not been read")
        return self.declared

    def t(self, key: str, /, **params: object) -> str:
        """Return a phrase of ``resources/translations/gui_<area>.json`` by ``area.name``."""
        return text(self.lang, f"gui_{key}", **params)

    def label(self, label: Label) -> str:
        """Return a declared label in the window's language."""
        return label.text(self.lang)

    def inside(self, label: Label) -> str:
        """Return a declared label as it is written within a sentence."""
        words = self.label(label)
        plain = self.lang == "en" and words[1:2].islower()
        return words[:1].lower() + words[1:] if plain else words

    def go(self, page: str, /, **args: Any) -> None:
        """Show another page."""
        self.wire.go.emit(page, args)

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Tell briefly what was done, with a way to take it back."""
        self.wire.said.emit(sentence, undo)

    def wrote(self, changes: Changes) -> None:
        """Tell all pages what was changed."""
        self.wire.changed.emit(changes)

    def px(self, size: float) -> int:
        """Return a length at this text size."""
        return self.theme.px(size)

    def may_write(self, form: str) -> bool:
        """Tell whether this person's role writes records of that form."""
        return self.about.role in self.catalogue.form(form).writes

    def may_reveal(self, form: str, field: str) -> bool:
        """Tell whether this person's role may have a hidden field of that form shown."""
        from zjdesk.forms.reveal import load_reveal
        from zjdesk.paths import forms_dir

        return load_reveal(forms_dir()).allows(self.about.role, form, self.catalogue.form(form).field(field))
