"""Before a merge: every count opens its list, and parts of it can be left out; nothing has been written yet."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.screens.findings import contents, show_findings
from zjdesk.gui.screens.merge_lists import KINDS, Seen, counts, heads, lines
from zjdesk.gui.screens.parcels import ParcelTable, shown_totals
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, clear, column, row, words
from zjdesk.gui.widgets.table import Table

if TYPE_CHECKING:
    from zjdesk.ops.merges import Choice

_FILES_SHOWN = 4
_ROWS, _SPARE = 9, 16
_WARN = ("conflicts", "duplicates", "rests", "withheld", "incomplete", "awaited")
Leave = Callable[["Choice"], None]


class PreviewCard(Card):
    """What merging would do; ``look_again`` is called with what is to be left out (None: nothing may be)."""

    def __init__(
        self,
        ctx: Context,
        seen: Seen,
        merge: Callable[[], None],
        leave: Callable[[], None],
        look_again: Leave | None,
        without: Choice | None = None,
    ) -> None:
        super().__init__(ctx)
        self._ctx, self._seen = ctx, seen
        brought = seen.brought
        parcels = brought.parcels
        heading = words(ctx.t("exchange.preview", n=len(parcels)), "heading")
        self.merge = button(ctx.t("exchange.merge", n=len(parcels)), merge, "primary")
        self.merge.setVisible(bool(parcels))
        self.add(row(heading, None, button(ctx.t("exchange.leave"), leave), self.merge))
        self.leaving: LeaveOut | None = None
        self.chips: dict[str, QPushButton] = {}
        self.list: Table | None = None
        self._place = QVBoxLayout()
        if parcels:
            self.add(words(ctx.t("exchange.preview_told", **shown_totals(parcels)), wrap=True))
            kinds = contents(ctx, parcels)
            if kinds:
                self.add(words(ctx.t("exchange.contents", kinds=kinds), tone="muted", wrap=True))
            self.table = self._files()
            self.add(self._chips(), self._place)
            if look_again is not None:
                self.leaving = LeaveOut(ctx, seen, look_again, without)
                self.add(self.leaving)
        show_findings(ctx, self, brought)

    def open(self, kind: str) -> None:
        """Show the list behind a count, or close it when it is open."""
        was = self.chips[kind].isChecked()
        for name, chip in self.chips.items():
            chip.setChecked(was and name == kind)
        clear(self._place)
        self.list = None
        if not was:
            return
        ctx = self._ctx
        found = lines(ctx, kind, self._seen)
        self.list = Table(ctx, f"merge_{kind}", heads(ctx, kind), empty=EmptyState(ctx, "ok", ctx.t("merge.nothing")))
        self.list.show_lines(found)
        self.list.setFixedHeight(ctx.px(36 * (max(5, min(len(found), _ROWS)) + 2)))
        self._place.addWidget(self.list)

    def _files(self) -> ParcelTable:
        """Show the files one by one where there are several."""
        ctx, parcels = self._ctx, self._seen.brought.parcels
        table = ParcelTable(ctx, "preview", merged=False)
        table.show_parcels(parcels)
        shown = min(len(parcels), _FILES_SHOWN) + (2 if len(parcels) > 1 else 1)
        table.setFixedHeight(ctx.px(36 * shown + _SPARE))
        self.add(table)
        return table

    def _chips(self) -> QWidget:
        ctx, found = self._ctx, counts(self._seen.brought)
        holder = QWidget()
        flow = FlowLayout(holder, gap=ctx.px(8))
        missing = sum(parcel.files_missing for parcel in self._seen.brought.parcels)
        for kind in KINDS:
            n = found[kind]
            if not n and kind not in ("new", "revised"):
                continue
            said = ctx.t(f"merge.count_{kind}", n=f"{n:,}", missing=f"{missing:,}")
            chip = button(said, partial(self.open, kind))
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setEnabled(bool(n))
            chip.setToolTip(ctx.t(f"merge.tip_{kind}"))
            if kind in _WARN or (kind == "files" and missing):
                chip.setProperty("tone", "warn")
            self.chips[kind] = chip
            flow.addWidget(chip)
        return holder


class LeaveOut(QWidget):
    """Communities and record types with a box each: ticked means it comes in (the office's)."""

    def __init__(self, ctx: Context, seen: Seen, look_again: Leave, without: Choice | None) -> None:
        super().__init__()
        self._ctx, self._look_again = ctx, look_again
        self.fold = button(ctx.t("merge.leave_out"), self._turn)
        self.fold.setCheckable(True)
        self.communities: dict[str, QCheckBox] = {}
        self.forms: dict[str, QCheckBox] = {}
        self._inner = QWidget()
        self.again = button(ctx.t("merge.look_again"), self.look_again)
        remark = words(ctx.t("merge.leave_out_about"), tone="muted", wrap=True)
        places, types = self._sums(seen)
        out = (without.communities, without.forms) if without else (frozenset[str](), frozenset[str]())
        first = self._boxes(self.communities, places, out[0])
        second = self._boxes(self.forms, types, out[1])
        self._inner.setLayout(
            column(
                remark,
                words(ctx.t("pending.community"), "muted"),
                first,
                words(ctx.t("merge.type"), "muted"),
                second,
                row(self.again, None),
            )
        )
        dragged = sum(len(look.outcome.dragged) for look in seen.brought.looks)
        self.told: QLabel = words(ctx.t("merge.dragged", n=f"{dragged:,}"), tone="warn", wrap=True)
        self.told.setVisible(bool(dragged))
        self.setLayout(column(row(self.fold, None), self.told, self._inner))
        self._inner.setVisible(any(out))
        self.fold.setChecked(any(out))

    @property
    def choice(self) -> Choice:
        """Return what is left out: all that is not ticked."""
        from zjdesk.ops.merges import Choice

        out = [
            frozenset(name for name, box in boxes.items() if not box.isChecked())
            for boxes in (self.communities, self.forms)
        ]
        return Choice(*out)

    def look_again(self) -> None:
        """Preview again, without what is not ticked."""
        self._look_again(self.choice)

    def _turn(self) -> None:
        self._inner.setVisible(self.fold.isChecked())

    def _sums(self, seen: Seen) -> tuple[dict[str, tuple[str, int]], dict[str, tuple[str, int]]]:
        """Return name and number of entries of each community and each record type that comes."""
        places: dict[str, tuple[str, int]] = {}
        types: dict[str, tuple[str, int]] = {}
        for look in seen.brought.looks:
            for own, n in look.communities.items():
                places[own] = (seen.communities.get(own, own[:8]), places.get(own, ("", 0))[1] + n)
            for name, n in look.forms.items():
                label = self._ctx.label(self._ctx.catalogue.form(name).label) if name in self._ctx.catalogue else name
                types[name] = (label, types.get(name, ("", 0))[1] + n)
        return places, types

    def _boxes(self, kept: dict[str, QCheckBox], items: dict[str, tuple[str, int]], out: frozenset[str]) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, gap=self._ctx.px(16))
        for own, (name, n) in sorted(items.items(), key=lambda item: -item[1][1]):
            box = QCheckBox(self._ctx.t("merge.box", name=name, n=f"{n:,}"))
            box.setChecked(own not in out)
            kept[own] = box
            flow.addWidget(box)
        return holder
