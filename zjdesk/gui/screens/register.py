"""合并记录: the merges so far, each with its slip, to be taken back after a look at that, and brought back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton, QWidget

from zjdesk.gui.backend import Backend, Brought, Parcel
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.page import Page
from zjdesk.gui.screens.merge_lists import Seen, changes, form_counts, read_seen, undo_lists
from zjdesk.gui.screens.parcels import ParcelTable
from zjdesk.gui.screens.pending_words import field_words, form_of, names_of, record_words
from zjdesk.gui.screens.slip import Slip
from zjdesk.gui.values import day
from zjdesk.gui.widgets.plain import Card, button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line

if TYPE_CHECKING:
    from zjdesk.forms.model import Catalogue
    from zjdesk.ops.merges import Undoing

_ROWS = 7


@dataclass(frozen=True)
class Foreseen:
    """What taking a merge back would do, with the words for it."""

    parcel: Parcel
    undoing: Undoing
    seen: Seen


def read_undo(backend: Backend, catalogue: Catalogue, parcel: Parcel) -> Foreseen:
    """Read what taking a merge back would do."""
    undoing = backend.preview_undo(parcel.bundle)
    items: list[Mapping[str, Any]] = [*undoing.rests, *undoing.awaited, *undoing.conflicts]
    fields = [vars(one) for one in undoing.differences.fields]
    records = {str(item["record"]) for item in (*items, *fields) if item.get("record")}
    forms = {str(item.get("form")) for item in fields}
    seen = read_seen(backend, catalogue, Brought(()))
    titles = dict(backend.titles(sorted(records)))
    names = names_of(backend, catalogue, forms)
    return Foreseen(parcel, undoing, Seen(seen.brought, names, titles, seen.communities, seen.authors))


class UndoCard(Card):
    """What taking a merge back would do; nothing has been done yet."""

    def __init__(self, ctx: Context, found: Foreseen, undo: Callable[[], None], leave: Callable[[], None]) -> None:
        super().__init__(ctx)
        t, self.found = ctx.t, found
        self.undo = button(t("merge.undo"), undo, "danger")
        head = words(
            t("merge.undo_of", sender=found.parcel.sender, when=day(found.parcel.merged)), "heading", wrap=True
        )
        line = row(head, button(t("merge.leave"), leave), self.undo)
        line.setStretch(0, 1)
        self.add(line, words(t("merge.undo_about"), tone="muted", wrap=True))
        sums = undo_lists(found.undoing)
        for name, n in sums.items():
            if n:
                kinds = form_counts(ctx, found.undoing.differences.gone) if name == "gone" else ""
                self.add(words("• " + t(f"merge.undo_{name}", n=f"{n:,}", kinds=kinds), wrap=True))
        if not any(sums.values()):
            self.add(words(t("merge.undo_nothing"), wrap=True))
        columns, lines = changes(ctx, found.seen, [vars(one) for one in found.undoing.differences.fields])
        if lines:
            self._table("revised", columns, lines, ctx)
        self._open(ctx)

    def _open(self, ctx: Context) -> None:
        """List what comes to stand open: built upon what goes, waiting for it, or in question again."""
        undoing, t = self.found.undoing, ctx.t
        kinds = (("rests", undoing.rests), ("awaited", undoing.awaited), ("conflicts", undoing.conflicts))
        lines = [
            Line((name, number), (t(f"merge.opens_{name}"), *self._record(ctx, item)))
            for name, items in kinds
            for number, item in enumerate(items)
        ]
        if lines:
            found = (
                Head(t("story.status"), width=10),
                Head(t("merge.record"), width=0),
                Head(t("story.field"), width=10),
            )
            self._table("opens", found, lines, ctx)

    def _record(self, ctx: Context, item: Mapping[str, Any]) -> tuple[str, str]:
        form = str(item.get("form") or "")
        title = self.found.seen.titles.get(str(item.get("record")), "")
        return record_words(ctx, form, title), field_words(ctx, form_of(ctx, form), str(item.get("field") or ""))

    def _table(self, name: str, columns: Sequence[Head], lines: Sequence[Line], ctx: Context) -> None:
        table = Table(ctx, f"merge_{name}", columns)
        table.show_lines(lines)
        table.setFixedHeight(ctx.px(36 * (min(len(lines), _ROWS) + 2)))
        self.add(table)


class Register(ParcelTable):
    """The merges so far on the exchange page; ``ways`` are what can be done about the chosen one."""

    def __init__(self, page: Page, show: Callable[[QWidget], None], close: Callable[[], None]) -> None:
        super().__init__(page.ctx, "merges", merged=True)
        self._page, self._show, self._close = page, show, close
        t = page.ctx.t
        self._parcels: Sequence[Parcel] = ()
        self.slip = button(t("merge.slip"), self.show_slip)
        self.undo = button(t("merge.undo"), self.ask_undo)
        self.redo = button(t("merge.redo"), self.ask_redo)
        self.ways = QWidget()
        self.ways.setLayout(row(self.slip, self.undo, self.redo))
        self.chosen.connect(lambda _key: self._choose())
        self.opened.connect(lambda _key: self.show_slip())

    def show_parcels(self, parcels: Sequence[Parcel]) -> None:
        """Show other merges."""
        self._parcels = parcels
        super().show_parcels(parcels)
        self._choose()

    @property
    def parcel(self) -> Parcel | None:
        """Return the merge that is chosen."""
        return self._parcels[self.key] if self.key is not None and self.key < len(self._parcels) else None

    def show_slip(self) -> None:
        """Show the slip of the chosen merge."""
        if self.parcel is not None:
            when = datetime.fromtimestamp((self.parcel.merged or 0) / 1000)
            self._show(Slip(self._page.ctx, Brought((self.parcel,)), self._close, when=when))

    def ask_undo(self) -> None:
        """Look what taking the chosen merge back would do."""
        parcel, ctx = self.parcel, self._page.ctx
        if parcel is None:
            return
        catalogue = ctx.catalogue
        ctx.tasks.run_long(
            self._page,
            ctx.t("merge.looking"),
            lambda backend, _watch: read_undo(backend, catalogue, parcel),
            self._foreseen,
            self._page.trouble,
        )

    def ask_redo(self) -> None:
        """Ask why the chosen merge is to count again."""
        self._ask("redo", lambda backend, bundle, why: backend.redo_merge(bundle, why))

    def _foreseen(self, found: Foreseen) -> None:
        card = UndoCard(self._page.ctx, found, self._ask_why, self._close)
        self._show(card)
        card.undo.setFocus()

    def _ask_why(self) -> None:
        self._ask("undo", lambda backend, bundle, why: backend.undo_merge(bundle, why))

    def _ask(self, name: str, work: Callable[[Backend, str, str], None]) -> None:
        parcel, ctx = self.parcel, self._page.ctx
        if parcel is None:
            return
        bundle, t = parcel.bundle, ctx.t

        def act(why: str) -> None:
            ctx.tasks.run_long(
                self._page,
                t(f"merge.{name}_runs"),
                lambda backend, _watch: work(backend, bundle, why),
                lambda _none: self._done(name),
                self._page.trouble,
            )

        title = t(f"merge.{name}_title", sender=parcel.sender, when=day(parcel.merged))
        remark = t(f"merge.{name}_remark")
        reason_sheet(ctx, self.window(), title, act, action=t(f"merge.{name}"), remark=remark).open()

    def _done(self, name: str) -> None:
        from zjdesk.gui.screens.exchange import everything

        ctx, t = self._page.ctx, self._page.ctx.t
        self._close()
        ctx.wrote(everything(ctx))
        again: QPushButton = button(t("merge.redo" if name == "undo" else "merge.undo"), self._other(name))
        self._page.notice("ok", t(f"merge.{name}_done"), t(f"merge.{name}_next"), (again,))
        self._page.arrive()

    def _other(self, name: str) -> Callable[[], None]:
        return self.ask_redo if name == "undo" else self.ask_undo

    def _choose(self) -> None:
        parcel = self.parcel
        office = self._page.ctx.about.kind == "office"
        self.slip.setEnabled(parcel is not None)
        self.undo.setVisible(office and (parcel is None or not parcel.undone))
        self.undo.setEnabled(parcel is not None)
        self.redo.setVisible(office and parcel is not None and bool(parcel.undone))
