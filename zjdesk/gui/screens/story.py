"""经过: everything that was ever saved of a record or of one of its fields, by whom, on which computer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.places import page_of, stands_alone
from zjdesk.gui.screens.pending_words import (
    Names,
    apart,
    author_words,
    field_words,
    form_of,
    names_of,
    record_words,
    set_words,
    value_words,
)
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.i18n import text

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue, Form
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.story import Author, Chapter, Turn

_TONES = {"counts": "", "withdrawn": "muted", "withheld": "warn", "awaited": "warn", "incomplete": "warn"}


@dataclass(frozen=True)
class Told:
    """The story of one record with the people and words it needs."""

    record: str
    form: str
    title: str
    chapters: tuple[Chapter, ...]
    authors: Mapping[str, Author]
    names: Names


def read_story(backend: Backend, catalogue: Catalogue, record: str, form: str, field: str | None, ctx: Context) -> Told:
    """Read the story of a record, or of one of its fields."""
    return Told(
        record,
        form,
        backend.titles([record]).get(record, ""),
        tuple(backend.story(record, field, ctx.lang)),
        backend.authors(),
        names_of(backend, catalogue, [form]),
    )


class StoryTable(Table):
    """One line for each field that was changed, the newest first; the making of the record is one line.

    ``short`` leaves out how many changes were saved together, and whether they count.
    """

    def __init__(self, ctx: Context, *, short: bool = False) -> None:
        t = ctx.t
        heads = (
            Head(t("story.when"), width=10),
            Head(t("story.who"), width=5 if short else 8),
            Head(t("story.computer"), width=5 if short else 10),
            Head(t("story.field"), width=5 if short else 8),
            Head(t("story.before"), width=6 if short else 10),
            Head(t("story.after"), width=0),
            Head(t("story.group"), True, 4, t("story.group_tip")),
            Head(t("story.status"), width=8),
        )
        self._cells = 6 if short else len(heads)
        nothing = EmptyState(ctx, "empty", t("story.none"))
        kept_as = "story_short" if short else ""
        super().__init__(ctx, "story", heads[: self._cells], empty=nothing, kept_as=kept_as)

    def show_story(self, told: Told) -> None:
        """Show another record's story."""
        form = form_of(self._ctx, told.form)
        lines = [line for one in reversed(told.chapters) for line in self._lines(form, one, told)]
        self.show_lines(lines)

    def _lines(self, form: Form | None, one: Chapter, told: Told) -> list[Line]:
        if one.made and len(one.turns) > 1:
            said = apart(self._ctx).join(f"{label} {value}" for label, value in self._all(form, one, told))
            return [self._line(one, told, (self._ctx.t("story.made"), EMPTY, said), 0)]
        turns = enumerate(one.turns)
        return [self._line(one, told, self._turn(form, turn, told.names), number) for number, turn in turns]

    def _all(self, form: Form | None, one: Chapter, told: Told) -> list[tuple[str, str]]:
        values = {turn.field: turn.after for turn in one.turns}
        return [item for item in set_words(self._ctx, form, values, told.names) if item[1] != EMPTY]

    def _turn(self, form: Form | None, turn: Turn, names: Names) -> tuple[str, str, str]:
        ctx = self._ctx
        before = EMPTY if turn.before is None else value_words(ctx, form, turn.field, turn.before, names)
        return field_words(ctx, form, turn.field), before, value_words(ctx, form, turn.field, turn.after, names)

    def _line(self, one: Chapter, told: Told, said: tuple[str, str, str], number: int) -> Line:
        name, computer = author_words(self._ctx, told.authors.get(one.author))
        status = self._ctx.t(f"story.status_{one.status}")
        tone = _TONES.get(one.status, "")
        cells = (day(one.time), name, computer, *said, str(one.alike), status)
        order, tones, most = (one.time, *cells[1:6], one.alike, status), ("",) * 7 + (tone,), self._cells
        return Line((one.entry, number), cells[:most], order[:most], tones[:most])


class StoryPage(Page):
    """The story of one record; the field may be chosen."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "story")
        self.with_back()
        self._record, self._form = "", ""
        self.field = QComboBox()
        self.field.setAccessibleName(ctx.t("story.choose_field"))
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.field.activated.connect(lambda _place: self._read())
        self.open = button(ctx.t("pending.open_record"), self._open)
        self.table = StoryTable(ctx)
        self._why = words("", tone="muted", wrap=True)
        self.table.chosen.connect(self._explain)
        self._told: Told | None = None
        self.body.addLayout(row(words(ctx.t("story.choose_field")), self.field, None, self.open))
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self._why)
        self.first = self.table.view

    def arrive(self, **args: Any) -> None:
        """Show the story of ``record`` of ``form``, or of its ``field``."""
        ctx = self.ctx
        self._record, self._form = args["record"], args["form"]
        declared = form_of(ctx, self._form)
        self.field.clear()
        self.field.addItem(ctx.t("story.all_fields"), None)
        for one in declared.fields if declared else ():
            self.field.addItem(field_words(ctx, declared, one.name), one.name)
        self.field.setCurrentIndex(max(0, self.field.findData(args.get("field"))))
        self.open.setVisible(stands_alone(self._form))
        self._read()

    def changed(self, changes: Changes) -> None:
        """Read anew while in front."""
        if self.isVisible() and self._record in changes.ids:
            self._read()

    def _read(self) -> None:
        ctx, record, form, field = self.ctx, self._record, self._form, self.field.currentData()
        catalogue = ctx.catalogue
        ctx.tasks.run(
            self, lambda backend: read_story(backend, catalogue, record, form, field, ctx), self._show, self.trouble
        )

    def _show(self, told: Told) -> None:
        self._told = told
        self.title.setText(self.ctx.t("story.title", name=record_words(self.ctx, told.form, told.title)))
        self.table.show_story(told)
        self._explain(self.table.key)

    def _explain(self, key: Any) -> None:
        """Say why the chosen entry was made, and why it does not count if it does not."""
        chapters: Sequence[Chapter] = self._told.chapters if self._told else ()
        one = next((one for one in chapters if key and one.entry == key[0]), None)
        parts = [self.ctx.t("story.why", why=one.why)] if one and one.why else []
        if one and one.reason:
            parts.append(text(self.ctx.lang, f"store.reason_{one.reason}"))
        self._why.setText("\n".join(parts))
        self._why.setVisible(bool(parts))

    def _open(self) -> None:
        self.ctx.wire.go.emit(*page_of(self._form, self._record))
