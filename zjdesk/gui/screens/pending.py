"""待处理: every open question at the left, the chosen one at the right, to be decided or put off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QSplitter, QTabBar, QVBoxLayout, QWidget

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.later import Later
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.pinyin import fits, keys
from zjdesk.gui.screens.bulk import KEEP, Bulk
from zjdesk.gui.screens.doubles import Doubles
from zjdesk.gui.screens.pending_sides import Acts, Detail, Sides
from zjdesk.gui.screens.pending_words import (
    DUPLICATE,
    KINDS,
    ONE_FIELD,
    field_words,
    form_of,
    names_of,
    newest_first,
    subject,
)
from zjdesk.gui.screens.put_off import put_off_sheet
from zjdesk.gui.screens.story import StoryTable, read_story
from zjdesk.gui.values import EMPTY
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, clear, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.ops.changes import Changes
    from zjdesk.ops.pending import Desk, Pending
    from zjdesk.ops.queries import Conflict
    from zjdesk.ops.settle import Settled

_NARROW = 900
_BESIDE, _ABOVE = 36, 30  # per cent of the page that the list takes
_STORY_HEIGHT = 220


class PendingPage(Page):
    """List at the left, detail at the right; below each other where the window is narrow."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "pending")
        self.with_back()
        self._desk: Desk | None = None
        self._places: dict[str, str] = {}
        self._later = Later(ctx.preferences)
        self._place = 0
        self._wanted = ""
        self.card: Sides | Doubles | Bulk | None = None
        self.with_action(button(ctx.t("actions.open"), lambda: ctx.go("actions")))
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(ctx.t("pages.pending"))
        for name in ("open", "put_off"):
            self.tabs.addTab(ctx.t(f"pending.tab_{name}", n=0))
        self.tabs.currentChanged.connect(lambda _tab: self._fill())
        self.head.insertWidget(2, self.tabs)
        self.table = self._build_table()
        self._detail = QVBoxLayout()
        holder = QWidget()
        holder.setLayout(self._detail)
        self._detail.setContentsMargins(0, 0, 0, 0)
        self.split = QSplitter()
        self.split.setChildrenCollapsible(False)
        self.split.setHandleWidth(ctx.px(12))
        self.table.setMinimumHeight(ctx.px(112))
        self.split.addWidget(self.table)
        self.split.addWidget(scrolled(holder))
        self.body.addLayout(self._build_filters())
        self.body.addWidget(self.split, 1)
        self.first = self.table.view
        self.commands = {"search": self._to_search, "back": self._clear_or_back, "save": self._save}

    def arrive(self, **args: Any) -> None:
        """Read what is open; ``question`` is chosen."""
        self._wanted = str(args.get("question", ""))
        lang = self.ctx.lang

        def read(backend: Backend) -> tuple[Desk, dict[str, str]]:
            return backend.desk(lang), dict(backend.names("community"))

        self.ctx.tasks.run(self, read, self._show, self.trouble)

    def changed(self, changes: Changes) -> None:
        """Read anew while in front."""
        if self.isVisible():
            self.arrive()

    @property
    def chosen(self) -> list[Pending]:
        """Return the questions that are chosen."""
        rows = sorted({index.row() for index in self.table.view.selectionModel().selectedRows()})
        known = {one.conflict.id: one for one in self._desk.items} if self._desk else {}
        return [known[self.table.model.lines[row].key] for row in rows if row < len(self.table.model.lines)]

    # The list

    def _build_table(self) -> Table:
        ctx, t = self.ctx, self.ctx.t
        heads = (
            Head(t("pending.what"), width=0),
            Head(t("pending.kind"), width=11),
            Head(t("pending.community"), width=6),
        )
        nothing = EmptyState(ctx, "ok", t("pending.none"), button(t("pending.to_exchange"), lambda: ctx.go("exchange")))
        table = Table(ctx, "pending", heads, empty=nothing)
        table.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        table.view.selectionModel().selectionChanged.connect(lambda _now, _before: self._choose())
        table.opened.connect(lambda _key: self._enter())
        return table

    def _build_filters(self) -> Any:
        ctx, t = self.ctx, self.ctx.t
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("pending.search"))
        self.search.setAccessibleName(t("pending.search"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(200))
        self.search.textChanged.connect(self._fill)
        self.kinds, self.communities, self.forms = (self._filter(name) for name in ("kind", "community", "form"))
        self.all = button(t("pending.choose_all"), self.choose_all)
        return row(self.search, self.kinds, self.communities, self.forms, None, self.all)

    def _filter(self, name: str) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(self.ctx.t(f"pending.filter_{name}"))
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.addItem(self.ctx.t(f"pending.all_{name}"), "")
        box.activated.connect(self._fill)
        return box

    def _show(self, found: tuple[Desk, dict[str, str]]) -> None:
        self._desk, self._places = found
        ctx, items = self.ctx, self._desk.items
        kinds = {one.conflict.kind for one in items}
        forms = {one.conflict.form for one in items if one.conflict.form in ctx.catalogue}
        refill(self.kinds, [(kind, ctx.t(f"pending.kind_{kind}")) for kind in KINDS if kind in kinds])
        places = {one.community for one in items if one.community}
        refill(self.communities, sorted(((own, self._places.get(own, EMPTY)) for own in places), key=lambda p: p[1]))
        refill(self.forms, [(form, ctx.label(ctx.catalogue.form(form).label)) for form in sorted(forms)])
        self._fill()

    def _fill(self) -> None:
        if self._desk is None:
            return
        away = {one.conflict.id for one in self._desk.items if self._put_off(one)}
        for place, n in enumerate((len(self._desk.items) - len(away), len(away))):
            name = ("open", "put_off")[place]
            self.tabs.setTabText(place, self.ctx.t(f"pending.tab_{name}", n=f"{n:,}"))
        shown = [one for one in newest_first(self._desk.items) if self._fits(one, one.conflict.id in away)]
        self.table.show_lines([self._line(one) for one in shown])
        if shown:
            self._turn_to(self._wanted)
        self._choose()

    def _turn_to(self, wanted: str) -> None:
        """Choose the question asked for, or the one that stands where the last one stood."""
        lines = self.table.model.lines
        own = next((number for number, line in enumerate(lines) if line.key == wanted), None)
        if own is None and not wanted:
            own = min(self._place, len(lines) - 1)
        self._wanted = ""
        if own is not None:
            self.table.turn_to(own)

    def _line(self, item: Pending) -> Line:
        ctx, asked = self.ctx, item.conflict
        what = subject(ctx, item)
        if asked.kind in ONE_FIELD:
            what = f"{field_words(ctx, form_of(ctx, asked.form), asked.field)} · {item.title or what}"
        cells = (what, ctx.t(f"pending.kind_{asked.kind}"), self._places.get(item.community, EMPTY))
        return Line(asked.id, cells, (what, KINDS.index(asked.kind), cells[2]), ("", "warn", ""))

    def _fits(self, item: Pending, away: bool) -> bool:
        asked = item.conflict
        pairs = ((self.kinds, asked.kind), (self.communities, item.community), (self.forms, asked.form))
        text = f"{subject(self.ctx, item)} {self._places.get(item.community, '')}"
        return (
            away == bool(self.tabs.currentIndex())
            and all(box.currentData() in ("", own) for box, own in pairs)
            and fits(self.search.text(), text, keys(text) if self.search.text() else ())
        )

    def _put_off(self, item: Pending) -> str:
        return self._later.until(item.conflict, self.ctx.today)

    def choose_all(self) -> None:
        """Choose every question that is listed."""
        self.table.view.selectAll()
        self.table.view.setFocus()

    # The detail

    def _choose(self) -> None:
        chosen = self.chosen
        if len(chosen) == 1:
            self._place = self.table.view.currentIndex().row()
            self._read(chosen[0])
            return
        clear(self._detail)
        self.card = None
        if chosen and self._desk is not None:
            away = bool(self.tabs.currentIndex())
            self.card = Bulk(self.ctx, chosen, self._desk.authors, self.decide, self.later, away)
            self._detail.addWidget(self.card)
            self._detail.addStretch(1)

    def _read(self, item: Pending) -> None:
        ctx, desk = self.ctx, self._desk
        if desk is None:
            return

        def show(found: tuple[Detail, Any]) -> None:
            if self.chosen == [item]:
                self._show_detail(*found)

        ctx.tasks.run(self, lambda backend: read_detail(backend, ctx.catalogue, item, desk, ctx), show, self.trouble)

    def _show_detail(self, detail: Detail, told: Any) -> None:
        ctx, item = self.ctx, detail.item
        clear(self._detail)
        away, form = self._put_off(item), form_of(ctx, item.conflict.form)
        acts = self._acts(item)
        if item.conflict.kind == DUPLICATE and form is not None:
            self.card = Doubles(ctx, form, detail, acts, away)
        else:
            self.card = Sides(ctx, detail, acts, away)
        self._detail.addWidget(self.card)
        if told is not None:
            story = StoryTable(ctx, short=True)
            story.show_story(told)
            story.setMinimumHeight(ctx.px(_STORY_HEIGHT))
            self._detail.addWidget(words(ctx.t("story.below"), "heading"))
            self._detail.addWidget(story, 1)
        else:
            self._detail.addStretch(1)

    def _acts(self, item: Pending) -> Acts:
        from zjdesk.ops.changes import DeleteRecord, RestoreRecord

        own = item.conflict.id
        undoable = item.conflict.kind != "decision"
        return Acts(
            take=lambda entry: self._write(lambda backend: backend.take(own, entry), undo=undoable),
            set_value=lambda value: self._write(lambda backend: backend.set_value(own, value)),
            keep=lambda: self.decide(KEEP),
            later=self.later,
            restore=lambda record: self._write(lambda backend: backend.save([RestoreRecord(record)])),
            remove=lambda record: self._write(lambda backend: backend.save([DeleteRecord(record)])),
            join=lambda keep, others, fields: self._write(lambda backend: backend.join(keep, others, fields), "joined"),
        )

    def decide(self, rule: str) -> None:
        """Decide all that is chosen by one rule."""
        ids = [one.conflict.id for one in self.chosen]

        def work(backend: Backend) -> Settled:
            return backend.keep_many(ids) if rule == KEEP else backend.take_many(ids, rule)

        self.ctx.tasks.run(self, work, self._decided, self.trouble)

    def _decided(self, made: Settled) -> None:
        t = self.ctx.t
        self.ctx.wrote(made.changes)
        if made.done:
            self.ctx.say(t("pending.decided_many", n=made.done), undo=True)
        if made.left:
            self.notice("warn", t("pending.left", n=len(made.left)), t("pending.left_next"))
        else:
            self.notices.clear()

    def _write(self, work: Callable[[Backend], Changes], said: str = "decided", undo: bool = True) -> None:
        self.ctx.tasks.run(self, work, partial(self._written, said, undo), self.trouble)

    def _written(self, said: str, undo: bool, changes: Changes) -> None:
        self.notices.clear()
        self.ctx.wrote(changes)
        self.ctx.say(self.ctx.t(f"pending.{said}"), undo=undo)

    # Later

    def later(self) -> None:
        """Put off what is chosen until a day, or bring it back."""
        asked = [one.conflict for one in self.chosen]
        if self.tabs.currentIndex():
            self._later.bring_back(asked)
            self._fill()
        else:
            put_off_sheet(self.ctx, self.window(), len(asked), partial(self.put_off, asked)).open()

    def put_off(self, asked: Sequence[Conflict], until: date) -> None:
        """Hide questions until a day; they are still counted."""
        self._later.put_off(list(asked), until)
        self._fill()
        self.ctx.say(self.ctx.t("pending.put_off_done", n=len(asked), day=until.isoformat()))

    # Keys

    def _enter(self) -> None:
        if self.card is not None and self.card.first is not None:
            self.card.first.setFocus(Qt.FocusReason.TabFocusReason)

    def _save(self) -> None:
        if isinstance(self.card, Sides):
            self.card.save()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _clear_or_back(self) -> None:
        if self.search.text():
            self.search.clear()
        elif len(self.chosen) > 1:
            self.table.turn_to(self.table.view.currentIndex().row())
        else:
            self.ctx.wire.back.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put the detail under the list where there is no room beside it."""
        super().resizeEvent(event)
        narrow = self.width() < self.ctx.px(_NARROW)
        self.split.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        whole = self.split.height() if narrow else self.split.width()
        part = _ABOVE if narrow else _BESIDE
        self.split.setSizes([whole * part // 100, whole * (100 - part) // 100])


def read_detail(backend: Backend, catalogue: Catalogue, item: Pending, desk: Desk, ctx: Context) -> tuple[Detail, Any]:
    """Read one question with its records, and the story of its record."""
    from zjdesk.errors import InputError

    asked = item.conflict
    ids = {str(one["record"]) for one in asked.candidates if one.get("record")} | ({asked.record} - {None})
    records = []
    for own in sorted(filter(None, ids)):
        try:
            records.append(backend.get(own))
        except InputError:
            continue
    forms = {asked.form, *(record.form for record in records)}
    differing = backend.differing([record.id for record in records]) if asked.kind == DUPLICATE else frozenset()
    names = names_of(backend, catalogue, forms)
    detail = Detail(item, desk.authors, desk.titles, names, tuple(records), differing)
    if asked.record is None or asked.form not in catalogue or asked.kind == DUPLICATE:
        return detail, None
    field = asked.field if asked.kind == "value" else None
    return detail, read_story(backend, catalogue, asked.record, asked.form, field, ctx)


def refill(box: QComboBox, items: Sequence[tuple[str, str]]) -> None:
    """Offer other choices after the first, the chosen one still chosen if it is among them."""
    chosen = box.currentData()
    while box.count() > 1:
        box.removeItem(box.count() - 1)
    for own, said in items:
        box.addItem(said, own)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.setVisible(box.count() > 2)
