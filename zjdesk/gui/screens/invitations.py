"""Inviting computers: the list of those invited, a short form for another, and the codes just made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from zjdesk.errors import InputError
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.office import KINDS, Invitation, Laptop, Wanted
from zjdesk.gui.screens.computers import places
from zjdesk.gui.values import day
from zjdesk.gui.widgets.editors import Editor, RadioEditor, TextEditor, TicksEditor
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.notices import EmptyState, Notice
from zjdesk.gui.widgets.plain import Card, button, clear, column, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.i18n import text

_LONGEST = 40
_SHOWN = 8
_TONES = {"invited": "muted", "joined": "warn", "certified": "ok", "revoked": "danger", "disputed": "danger"}


@dataclass(frozen=True)
class Known:
    """The computers of the programme, and the communities by code and name."""

    laptops: tuple[Laptop, ...]
    communities: tuple[tuple[str, str], ...]


class Computers(Card):
    """The computers of the programme and how to invite another."""

    def __init__(self, ctx: Context, chosen: QWidget) -> None:
        super().__init__(ctx, ctx.t("settings.computers"))
        self._ctx = ctx
        self.made: Sequence[Invitation] = ()
        self._laptops: tuple[Laptop, ...] = ()
        self._communities: tuple[tuple[str, str], ...] = ()
        t = ctx.t
        heads = (
            Head(t("settings.computer"), width=0),
            Head(t("settings.kind"), width=10),
            Head(t("settings.communities"), width=16),
            Head(t("settings.invited"), width=10),
            Head(t("laptops.state"), width=14),
        )
        self.table = Table(ctx, "laptops", heads, empty=EmptyState(ctx, "exchange", t("settings.no_computers")))
        self.table.setFixedHeight(ctx.px(36 * 8))
        self.name = TextEditor(t("settings.label"), _LONGEST)
        self.name.setFixedWidth(ctx.px(320))
        self.kind = RadioEditor(t("settings.kind"), [(kind, t(f"settings.kind_{kind}")) for kind in KINDS])
        self.kind.value = KINDS[0]
        self._ticks = QVBoxLayout()
        self.places: TicksEditor | None = None
        self._wrong = words("", "error", wrap=True)
        self._wrong.hide()
        self._made = column()
        self.each = button(t("settings.invite_each", n=0), self._invite_each)
        self.one = icon_button(ctx, "plus", t("settings.invite"), self._invite_one, "primary")
        self.table_of = button(t("laptops.from_table"), self._ask_table)
        self.add(words(t("settings.computers_hint"), tone="muted", wrap=True), self.table, chosen, self._made)
        self.add(words(t("settings.new_invitation"), "heading"))
        self.add(self._line(self.name), self._line(self.kind), self._ticks, self._wrong)
        holder = QWidget()
        flow = FlowLayout(holder, gap=ctx.px(8))
        for item in (self.one, self.each, self.table_of):
            flow.addWidget(item)
        self.add(holder)
        self.add(words(t("laptops.from_table_about"), tone="muted", wrap=True))

    def read(self) -> None:
        """Read the computers and the communities anew."""
        self._ctx.tasks.run(self, read_computers, self.show_known)

    @property
    def lacking(self) -> list[tuple[str, str]]:
        """Return the communities, by code and name, that no liaison's computer was invited for."""
        held = {place for one in self._laptops if one.kind == "liaison" for place in one.communities}
        return [pair for pair in self._communities if pair[1] not in held]

    def invite(self, wanted: Sequence[Wanted], folder: Path) -> None:
        """Write invitations into a folder and show their codes."""
        self._ctx.tasks.run(
            self, lambda backend: backend.invite(wanted, folder), lambda made: self._tell(made, folder), self._refused
        )

    def laptop(self, key: str) -> Laptop | None:
        """Return one of the computers shown, by its id."""
        return next((one for one in self._laptops if one.id == key), None)

    def read_table(self, table: Path) -> None:
        """Read the computers to be invited from a table, then ask where the files go."""
        self._ctx.tasks.run(self, lambda backend: backend.invitation_rows(table), self._ask, self._refused)

    def keep_slips(self, target: Path) -> None:
        """Write the slips of the invitations just made as one PDF."""
        ctx, made, family = self._ctx, tuple(self.made), self.font().family()

        def keep(_backend: Backend) -> Path:
            from zjdesk.gui.invitation_paper import keep_slips

            return keep_slips(target, ctx, made, family, ctx.today)

        said = "laptops.slips_kept"
        ctx.tasks.run(self, keep, lambda kept: ctx.say(ctx.t(said, path=str(kept))))

    def wanted(self) -> Wanted | None:
        """Return the computer that the form describes, None and a sentence when something is lacking."""
        label, kind = self.name.value, str(self.kind.value)
        chosen = tuple(self.places.value or ()) if self.places is not None else ()
        lacking = "label" if not label else "communities" if kind != "lead" and not chosen else ""
        self.name.mark(lacking == "label")
        self._wrong.setText(self._ctx.t(f"settings.no_{lacking}") if lacking else "")
        self._wrong.setVisible(bool(lacking))
        if lacking == "label":
            self.name.focus_widget().setFocus()
        return None if lacking else Wanted(str(label), kind, chosen)

    def show_known(self, found: Known) -> None:
        """Show other computers, and the communities to choose from."""
        laptops, communities = found.laptops, found.communities
        self._laptops = laptops
        t = self._ctx.t
        self.table.show_lines([self._row(one) for one in laptops])
        if communities != self._communities or self.places is None:
            self._communities = communities
            clear(self._ticks)
            self.places = TicksEditor(t("settings.communities"), self._communities)
            self._ticks.addWidget(self._line(self.places))
        self.each.setText(t("settings.invite_each", n=len(self.lacking)))
        self.each.setVisible(bool(self.lacking))

    def _row(self, one: Laptop) -> Line:
        t = self._ctx.t
        state = t(f"laptops.state_{one.state}")
        cells = (one.name, t(f"settings.kind_{one.kind}"), places(self._ctx, one), day(one.invited), state)
        return Line(one.id, cells, tones=("", "", "", "", _TONES[one.state]))

    def _line(self, editor: Editor) -> Card:
        line = Card(self._ctx)
        line.setObjectName("")
        line.body.setContentsMargins(0, 0, 0, 0)
        name = words(editor.name)
        name.setFixedWidth(self._ctx.px(110))
        inner = row(name, editor)
        inner.setStretch(1, 1)
        inner.setAlignment(name, Qt.AlignmentFlag.AlignTop)
        if editor is self.name:
            inner.setAlignment(editor, Qt.AlignmentFlag.AlignLeft)
            inner.setAlignment(name, Qt.AlignmentFlag.AlignVCenter)
        line.add(inner)
        return line

    def _invite_one(self) -> None:
        wanted = self.wanted()
        if wanted is not None:
            self._ask([wanted])

    def _invite_each(self) -> None:
        label = self._ctx.t("settings.label_of", name="{name}")
        self._ask([Wanted(label.format(name=name), "liaison", (code,)) for code, name in self.lacking])

    def _ask(self, wanted: Sequence[Wanted]) -> None:
        dialog = QFileDialog(self, self._ctx.t("settings.invitations_where"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.invite(wanted, Path(name)))
        dialog.open()

    def _ask_table(self) -> None:
        dialog = QFileDialog(self, self._ctx.t("laptops.from_table"), "", "*.csv *.xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.read_table(Path(name)))
        dialog.open()

    def _ask_slips(self) -> None:
        dialog = QFileDialog(self, self._ctx.t("laptops.slips"), "", "*.pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._ctx.t("laptops.slips_file"))
        dialog.fileSelected.connect(lambda name: self.keep_slips(Path(name)))
        dialog.open()

    def _refused(self, error: BaseException) -> None:
        """Say in which rows of a table something is wrong."""
        t, lang = self._ctx.t, self._ctx.lang
        if not isinstance(error, InputError) or not error.problems:
            self._ctx.wire.failed.emit(error)
            return
        lines = [
            t("laptops.row", row=one.place, sentence=text(lang, one.key, **one.params))
            for one in error.problems[:_SHOWN]
        ]
        if len(error.problems) > _SHOWN:
            lines.append(t("laptops.more_rows", n=len(error.problems) - _SHOWN))
        clear(self._made)
        said = text(lang, error.key, **error.params)
        self._made.addWidget(Notice(self._ctx, "warn", "\n".join([said, *lines]), t("laptops.rows_remedy")))

    def _tell(self, made: Sequence[Invitation], folder: Path) -> None:
        t = self._ctx.t
        clear(self._made)
        heads = (
            Head(t("settings.computer"), width=0),
            Head(t("settings.file"), width=20),
            Head(t("settings.code"), width=26),
        )
        table = Table(self._ctx, "invitations", heads)
        table.show_lines([Line(one.file, (one.label, one.file.name, one.code)) for one in made])
        table.setFixedHeight(self._ctx.px(36 * (min(len(made), 6) + 2)))
        self._made.addWidget(
            Notice(
                self._ctx,
                "ok",
                t("settings.invitations_made", n=len(made), path=str(folder)),
                t("settings.invitations_next"),
            )
        )
        self._made.addWidget(table)
        self.made = made
        self._made.addLayout(row(button(t("laptops.slips"), self._ask_slips, "primary"), None))
        self.name.value = None
        self.read()


def read_computers(backend: Backend) -> Known:
    """Read the computers and the communities."""
    found = [(str(one.values["code"]), str(one.values["name"])) for one in backend.list_records("community")]
    return Known(tuple(backend.laptops()), tuple(sorted(found)))
