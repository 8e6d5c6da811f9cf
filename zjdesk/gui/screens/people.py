"""The people of this computer: who signs in here, another passphrase, another person, one who comes no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjdesk.errors import UserError
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.office import Person
from zjdesk.gui.sheets import Question
from zjdesk.gui.values import shown
from zjdesk.gui.widgets.editors import DropEditor, TextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.plain import Card, button, clear, icon_button, row, words
from zjdesk.gui.widgets.secret import NewSecret, SecretEditor

_LONGEST_NAME = 40
_WIDEST = 680


class People(Card):
    """Lists them; the two short forms below come when they are asked for."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, ctx.t("settings.people"))
        self._ctx = ctx
        self._list = QVBoxLayout()
        self.passphrase = PassphraseForm(ctx, self._shut)
        self.addition: PersonForm | None = None
        t = ctx.t
        self.change = icon_button(ctx, "lock", t("settings.change_passphrase"), self._open_passphrase)
        self.more = icon_button(ctx, "plus", t("settings.add_person"), self._open_addition)
        self._buttons = row(self.change, self.more, None)
        self._forms = QVBoxLayout()
        self._forms.addWidget(self.passphrase)
        self.passphrase.hide()
        self.add(words(t("settings.people_hint"), tone="muted", wrap=True), self._list, self._buttons, self._forms)

    def read(self) -> None:
        """Read who signs in here."""
        self._ctx.tasks.run(self, read_people, self.show_people)

    def show_people(self, found: tuple[Sequence[Person], Sequence[str]]) -> None:
        """Show who signs in here; the roles are those that this kind of computer may have."""
        people, roles = found
        ctx = self._ctx
        if self.addition is None:
            self.addition = PersonForm(ctx, roles, self._shut)
            self.addition.hide()
            self._forms.addWidget(self.addition)
        clear(self._list)
        role = ctx.catalogue.form("account").field("role")
        for person in people:
            mine = person.name == ctx.about.account
            key = "settings.person_you" if mine else "settings.person"
            line = words(ctx.t(key, name=person.name, role=shown(role, person.role, ctx.lang)))
            self._list.addLayout(row(line, *(() if mine else (self._disable(person),)), None))

    def _disable(self, person: Person) -> QWidget:
        t = self._ctx.t

        def ask() -> None:
            question = Question(
                t("settings.disable_question", name=person.name),
                t("settings.disable_named", name=person.name),
                lambda: self._gone(person.name),
                t("settings.disable_remark"),
            )
            self._ctx.wire.asked.emit(question)

        made = button(t("settings.disable"), ask, "quiet")
        made.setAccessibleName(t("settings.disable_named", name=person.name))
        return made

    def _gone(self, name: str) -> None:
        said = self._ctx.t("settings.disabled", name=name)
        self._ctx.tasks.run(self, lambda backend: backend.disable_person(name), lambda _done: self._told(said))

    def _told(self, sentence: str) -> None:
        self._ctx.say(sentence)
        self.read()

    def _open_passphrase(self) -> None:
        self._shut("")
        self.passphrase.show()
        self.passphrase.old.line.setFocus()

    def _open_addition(self) -> None:
        self._shut("")
        if self.addition is not None:
            self.addition.show()
            self.addition.name.line.setFocus()

    def _shut(self, sentence: str) -> None:
        """Put the forms away; a sentence tells what was done."""
        for form in (self.passphrase, self.addition):
            if form is not None:
                form.empty()
                form.hide()
        if sentence:
            self._told(sentence)


class _Form(Lines):
    """A short form that goes away when it is done; ``shut`` is then called with what to say."""

    def __init__(self, ctx: Context, shut: Callable[[str], None]) -> None:
        super().__init__(ctx)
        self._shut = shut
        self.setMaximumWidth(ctx.px(_WIDEST))

    def finish(self, action: str) -> None:
        """Put the buttons under the fields."""
        self.act = button(action, self.save, "primary")
        holder = QWidget()
        holder.setLayout(row(button(self._ctx.t("settings.not_now"), lambda: self._shut("")), self.act, None))
        self.under(holder)

    def save(self) -> None:
        """Do what the form is for."""
        raise NotImplementedError

    def empty(self) -> None:
        """Forget what was typed."""
        raise NotImplementedError


class PassphraseForm(_Form):
    """Another passphrase for the person who is signed in; the old one must be known."""

    def __init__(self, ctx: Context, shut: Callable[[str], None]) -> None:
        super().__init__(ctx, shut)
        self.old = SecretEditor(ctx, ctx.t("settings.old_passphrase"))
        self.secret = NewSecret(ctx, lambda: (ctx.about.account,))
        self.add(self.old)
        self.old.entered.connect(self.secret.first.line.setFocus)
        self.secret.place(self)
        self.secret.second.entered.connect(self.save)
        self.finish(ctx.t("settings.save_passphrase"))

    def save(self) -> None:
        """Change the passphrase."""
        ctx = self._ctx
        if self.lacking(ctx.t("unlock.fill_in"), self.old):
            return
        old, new = str(self.old.value), self.secret.value()
        if new is not None:
            said = ctx.t("settings.passphrase_changed")
            ctx.tasks.run(
                self, lambda backend: backend.change_passphrase(old, new), lambda _done: self._shut(said), self._refused
            )

    def empty(self) -> None:
        """Forget what was typed."""
        self.old.value = None
        self.old.hide_again()
        self.tell(self.old, "")
        self.secret.clear()

    def _refused(self, error: BaseException) -> None:
        if isinstance(error, UserError) and error.key == "store.wrong_passphrase":
            self.tell(self.old, self._ctx.t("unlock.wrong"))
            self.old.line.setFocus()
        else:
            self._ctx.wire.failed.emit(error)


class PersonForm(_Form):
    """Another person: name, role, and a passphrase that the person types."""

    def __init__(self, ctx: Context, roles: Sequence[str], shut: Callable[[str], None]) -> None:
        super().__init__(ctx, shut)
        field = ctx.catalogue.form("account").field("role")
        choices = [choice for choice in field.choices if choice.code in roles]
        self.name = TextEditor(ctx.t("settings.person_name"), _LONGEST_NAME)
        self.role = DropEditor(ctx, ctx.label(field.label), choices)
        self.secret = NewSecret(ctx, lambda: (str(self.name.value or ""),))
        self.add(self.name)
        self.add(self.role)
        self.secret.place(self)
        self.under(words(ctx.t("settings.own_passphrase"), "hint", wrap=True))
        self.secret.second.entered.connect(self.save)
        self.finish(ctx.t("settings.save_person"))

    def save(self) -> None:
        """Add the person."""
        ctx = self._ctx
        if self.lacking(ctx.t("unlock.fill_in"), self.name, self.role):
            return
        name, role, secret = str(self.name.value), str(self.role.value), self.secret.value()
        if secret is not None:
            said = ctx.t("settings.person_added", name=name)
            ctx.tasks.run(self, lambda backend: backend.add_person(name, role, secret), lambda _done: self._shut(said))

    def empty(self) -> None:
        """Forget what was typed."""
        self.name.value = self.role.value = None
        for editor in (self.name, self.role):
            self.tell(editor, "")
        self.secret.clear()


def read_people(backend: Backend) -> tuple[list[Person], tuple[str, ...]]:
    """Read who signs in here, and the roles that this computer may have."""
    return backend.people(), backend.roles()
