"""One open question in detail: the answers side by side, what can be done about it, and the story underneath."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QLayout, QPushButton

from zjdesk.forms.model import STATE
from zjdesk.gui.context import Context
from zjdesk.gui.forms.fields import FieldRow, make_editor
from zjdesk.gui.icons import picture
from zjdesk.gui.places import page_of, stands_alone
from zjdesk.gui.screens.pending_words import (
    ONE_FIELD,
    Names,
    author_words,
    field_words,
    form_of,
    record_words,
    set_words,
    subject,
    value_words,
)
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.plain import Card, button, column, icon_button, row, words

if TYPE_CHECKING:
    from zjdesk.ops.pending import Pending
    from zjdesk.ops.story import Author
    from zjdesk.store.read import Record

_TURNS = {"edit_delete": "_deleted", "edit_join": "_joined", "edit_life_cycle": STATE}
_SIDE_BY_SIDE = 2


@dataclass(frozen=True)
class Detail:
    """A question with all that its card shows; ``records`` are those in question that are here.

    ``differing`` are the fields in which possible duplicates differ, hidden ones too.
    """

    item: Pending
    authors: Mapping[str, Author]
    titles: Mapping[str, str]
    names: Names
    records: tuple[Record, ...] = ()
    differing: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Acts:
    """What a card can ask for; each is given what it concerns."""

    take: Callable[[str], None]
    set_value: Callable[[Any], None]
    keep: Callable[[], None]
    later: Callable[[], None]
    restore: Callable[[str], None]
    remove: Callable[[str], None]
    join: Callable[[str, list[str], dict[str, str]], None]


class Sides(Card):
    """A question other than about duplicates; ``put_off`` is the day until which it is put off."""

    def __init__(self, ctx: Context, detail: Detail, acts: Acts, put_off: str) -> None:
        super().__init__(ctx)
        self._ctx, self._detail, self._acts = ctx, detail, acts
        self.takes: list[QPushButton] = []
        self.row: FieldRow | None = None
        item, asked = detail.item, detail.item.conflict
        self._form = form_of(ctx, asked.form)
        head = subject(ctx, item)
        if asked.kind in ONE_FIELD:
            head = f"{head} · {field_words(ctx, self._form, asked.field)}"
        self.add(heading(ctx, head), words(ctx.t(f"pending.about_{asked.kind}"), tone="muted", wrap=True))
        self.add(self._sides())
        if asked.kind == "value" and self._form is not None and asked.field in self._form.by_name:
            self.add(self._another())
        self.add(self._ways(put_off))

    @property
    def first(self) -> QPushButton | None:
        """Return the first button of an answer."""
        return self.takes[0] if self.takes else None

    def _sides(self) -> QLayout:
        ctx, asked = self._ctx, self._detail.item.conflict
        candidates = sorted(asked.candidates, key=_order, reverse=True)
        across = len(candidates) <= _SIDE_BY_SIDE
        sides = row(spacing=ctx.px(12)) if across else column(spacing=ctx.px(8))
        for number, candidate in enumerate(candidates):
            sides.addWidget(self._side(number, candidate), 1)
        return sides

    def _side(self, number: int, candidate: Mapping[str, Any]) -> QFrame:
        ctx = self._ctx
        side = Card(ctx)
        side.setObjectName("question")
        letter = chr(ord("A") + number)
        mark = ctx.t("pending.side_newest", letter=letter) if number == 0 else ctx.t("pending.side", letter=letter)
        side.add(words(mark, "muted"))
        for label, value in self._told(candidate):
            if label:
                side.add(words(label, "muted"))
            said = words(value, "heading", wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            side.add(said)
        name, computer = author_words(ctx, self._detail.authors.get(str(candidate.get("author"))))
        when = day(int(candidate["time"])) if candidate.get("time") else EMPTY
        side.add(words(ctx.t("pending.by", name=name, computer=computer, when=when), tone="muted", wrap=True))
        side.body.addStretch(1)
        act = self._act(letter, candidate)
        if act is not None:
            self.takes.append(act)
            side.add(row(act, None))
        return side

    def _told(self, candidate: Mapping[str, Any]) -> list[tuple[str, str]]:
        """Return what a candidate says, with the names of its fields where there are several."""
        ctx, asked, names = self._ctx, self._detail.item.conflict, self._detail.names
        value = candidate.get("value")
        if asked.kind == "child_of_deleted":
            record = str(candidate.get("record") or candidate.get("entry"))
            own = record == asked.record
            label = ctx.t("pending.child" if own else "pending.parent_gone")
            return [(label, self._detail.titles.get(record) or record_words(ctx, asked.form if own else "", ""))]
        if asked.kind == "decision" and isinstance(value, Mapping):
            return [("", ctx.t(f"pending.decision_{value.get('action', 'admit')}"))]
        if isinstance(value, Mapping):
            form = form_of(ctx, str(candidate.get("form") or asked.form))
            return set_words(ctx, form, value, names) or [("", ctx.t("pending.nothing_shown"))]
        return [("", value_words(ctx, self._form, asked.field, value, names))]

    def _act(self, letter: str, candidate: Mapping[str, Any]) -> QPushButton | None:
        ctx, asked = self._ctx, self._detail.item.conflict
        entry = str(candidate.get("entry") or "")
        if asked.kind in _TURNS and isinstance(candidate.get("value"), Mapping):
            turn = _TURNS[asked.kind] in candidate["value"]
            said = ctx.t(f"pending.take_{asked.kind}_{'turn' if turn else 'edit'}")
        elif asked.kind in (*ONE_FIELD, "decision"):
            said = ctx.t("pending.take", letter=letter)
        else:
            return None
        return button(said, partial(self._acts.take, entry), "primary")

    def _another(self) -> FieldRow:
        """Offer another value, in the field's own editor."""
        ctx, asked = self._ctx, self._detail.item.conflict
        assert self._form is not None
        field = self._form.field(asked.field)
        near = next((one.parent for one in self._detail.records if one.id == asked.record), None)
        self.row = FieldRow(ctx, field, make_editor(ctx, field, near), above=True)
        return self.row

    def save(self) -> None:
        """Let the value stand that was typed, if it is sound."""
        from zjdesk.forms.check import check

        if self.row is None or self._form is None:
            return
        asked, value = self._detail.item.conflict, self.row.value
        if value in (None, "", []):
            self.row.complain([self._ctx.t("pending.no_value")], stops=True)
            self.row.focus()
            return
        held = next((one.values for one in self._detail.records if one.id == asked.record), {})
        values = {**held, asked.field: value}
        found = check(self._form, values, today=self._ctx.today, given={asked.field: value}, new=False)
        wrong = [one for one in found if one.field == asked.field and one.level == "E"]
        self.row.complain([one.text(self._ctx.lang) for one in wrong], stops=bool(wrong))
        if wrong:
            self.row.focus()
        else:
            self._acts.set_value(value)

    def _ways(self, put_off: str) -> QLayout:
        ctx, asked, acts = self._ctx, self._detail.item.conflict, self._acts
        ways = row()
        if self.row is not None:
            ways.addWidget(button(ctx.t("pending.set_value"), self.save))
        if asked.kind == "child_of_deleted":
            parent = next((str(one["record"]) for one in asked.candidates if one.get("record") != asked.record), "")
            ways.addWidget(button(ctx.t("pending.restore_parent"), partial(acts.restore, parent), "primary"))
            ways.addWidget(button(ctx.t("pending.remove_child"), partial(acts.remove, asked.record or "")))
        if asked.kind not in (*ONE_FIELD, "decision"):
            ways.addWidget(button(ctx.t("pending.keep"), acts.keep))
        return foot(ctx, ways, self._detail, acts, put_off)


def _order(candidate: Mapping[str, Any]) -> tuple[int, str]:
    """Return what decides which of two answers is shown meanwhile: the time, then the id."""
    return int(candidate.get("time") or 0), str(candidate.get("entry") or "")


def heading(ctx: Context, said: str) -> QLayout:
    """Return the head of a question with its sign."""
    sign = QLabel()
    sign.setPixmap(picture("warn", ctx.theme["warn"], ctx.px(20)))
    line = row(sign, words(said, "heading", wrap=True))
    line.setStretch(1, 1)
    line.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
    return line


def foot(ctx: Context, ways: Any, detail: Detail, acts: Acts, put_off: str) -> QLayout:
    """Return the last line of a question: put it off, look at the record, see its story."""
    asked = detail.item.conflict
    ways.addWidget(button(ctx.t("pending.back_now" if put_off else "pending.later"), acts.later))
    ways.addStretch(1)
    if asked.record and asked.form in ctx.catalogue:
        field = asked.field if asked.kind == "value" else None
        args = {"record": asked.record, "form": asked.form, "field": field}
        ways.addWidget(icon_button(ctx, "report", ctx.t("story.open"), lambda: ctx.go("story", **args), "quiet"))
        if stands_alone(asked.form):
            go = partial(ctx.wire.go.emit, *page_of(asked.form, asked.record))
            ways.addWidget(icon_button(ctx, "folder_open", ctx.t("pending.open_record"), go, "quiet"))
    lines = column(ways, spacing=ctx.px(4))
    if put_off:
        lines.addWidget(words(ctx.t("pending.put_off", day=put_off), tone="muted"))
    return lines
