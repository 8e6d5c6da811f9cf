"""The common part of pages with a head and a grid: the sign-in sheet, the subsidy receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from zjdesk.forms.check import calculated, check
from zjdesk.forms.model import Form
from zjdesk.gui.backend import Backend, Candidate
from zjdesk.gui.context import Context
from zjdesk.gui.forms.children import child_forms
from zjdesk.gui.forms.compact import CompactSheet
from zjdesk.gui.forms.reason import ask_to_reveal
from zjdesk.gui.forms.sheet import FormSheet
from zjdesk.gui.page import scrolled
from zjdesk.gui.screens.entry import EntryPage, Subject
from zjdesk.gui.screens.signing import Signing
from zjdesk.gui.screens.take_over import TakeOver
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.grid import Grid
from zjdesk.gui.widgets.grid_model import GridLook, GridModel, Remark, names_people
from zjdesk.gui.widgets.plain import button, column, icon_button, words
from zjdesk.i18n import text

if TYPE_CHECKING:
    from zjdesk.ops.changes import Change
    from zjdesk.store.read import Record

ROWS = "_rows"
OWN = "_id"


class RowsPage(EntryPage):
    """A sheet whose rows are records of their own, all saved as one action."""

    has_side = False
    row_form = ""
    head_fields: tuple[str, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()
    follows: tuple[str, ...] = ()
    bare_when: tuple[str, ...] = ()
    takes_over = ""

    def __init__(self, ctx: Context, name: str) -> None:
        super().__init__(ctx, name)
        self._rows_form: Form = ctx.catalogue.form(self.row_form)
        self._before: dict[str, Record] = {}
        self._new_id = ""
        self.told = words("", "heading")
        self.said = words("", wrap=True)
        self._eye: QWidget | None = None
        self._touched = False
        self._editable = True
        self.also: Any = None
        self._ways: tuple[QWidget, ...] = ()
        self._frame: QWidget | None = None
        self._bare: QWidget | None = None
        fields = [self._rows_form.field(column) for column, _ in self.columns]
        look = GridLook(
            ctx.lang, ctx.theme["danger_surface"], ctx.theme["muted"], ctx.theme["warn_surface"], ctx.t("grids.by_hand")
        )
        self.model = GridModel(fields, look, fresh=self.fresh(), derive=self.derive)
        self.grid = Grid(ctx, self.model, ctx.label(self._rows_form.label), [width for _, width in self.columns])
        self.taking = TakeOver(ctx, self, self.model, self.columns[1][0], self.into)
        self.signing = Signing(ctx, self, self.model, self.columns[1][0], lambda: self.grid.currentIndex().row())
        self.model.edited.connect(self._row_edited)
        self.model.rowsRemoved.connect(self._row_edited)

    def fresh(self) -> dict[str, Any]:
        """Return what a new row holds already."""
        return {field.name: field.default for field in self._rows_form.fields if field.default is not None}

    def derive(self, values: dict[str, Any]) -> dict[str, Any]:
        """Fill in what follows from a row."""
        for field in self._rows_form.fields:
            if field.calculation is not None and field.stored:
                values[field.name] = calculated(field, values, self.ctx.today)
        return values

    def summed(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Return the values of the head that follow from the rows."""
        return {}

    def summed_bare(self) -> dict[str, Any]:
        """Return the values of the head that follow where there are no names."""
        return {}

    def doubts(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[Remark]:
        """Yield what is to be said about cells as one types; of rows, those in which nothing was typed are empty."""
        return iter(())

    def twice(self, rows: Sequence[Mapping[str, Any]], field: str, rule: str, *beside: str) -> Iterator[Remark]:
        """Yield a remark for everybody who stands on the sheet more than once (BR-22, BR-25)."""
        told = self.model.names.get(self._rows_form.field(field).to or "", {})
        keys = [tuple(values.get(name) for name in (field, *beside)) for values in rows]
        times = Counter(key for key in keys if key[0])
        for number, key in enumerate(keys):
            if times[key] > 1:
                name = told.get(str(key[0]), key[0])
                sentence = text(self.ctx.lang, f"forms.rule_{rule}", name=name, times=times[key])
                yield Remark(number, field, "W", sentence)

    def into(self, signer: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Return the row of a signer whose name is taken over; None for one who does not belong on this sheet."""
        return {name: value for name, value in signer.items() if name in {field.name for field in self.model.fields}}

    def take_over(self) -> None:
        """Take the names of a sign-in list over: that of the activity named in the head, or the last one's."""
        chosen = self.sheet.rows["activity"].value if self.sheet and "activity" in self.sheet.rows else None
        self.taking.ask(chosen or (self._subject.parent if self._subject else None), itself=True)

    @property
    def bare(self) -> bool:
        """Tell whether the sheet has numbers alone: its names stand on paper, or nowhere (BR-12)."""
        rows = self.sheet.rows if self.sheet else {}
        return any(rows[name].value is True for name in self.bare_when if name in rows) and not self.model.filled

    def tell(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Return what is said above the grid."""
        return ""

    def build(self, subject: Subject) -> FormSheet:
        """Return the head."""
        head = CompactSheet(self.ctx, subject.form, self.head_fields, near=subject.parent)
        for name in self.follows:
            head.rows[name].editor.setEnabled(False)
        return head

    def place(self, layout: QVBoxLayout, holder: QWidget, _subject: Subject) -> None:
        """Put the head above the grid."""
        whole = column(holder, spacing=self.ctx.px(10))
        remove = button(self.ctx.t("grids.remove_row"), lambda: self.model.remove(self.grid.currentIndex().row()))
        take = button(self.ctx.t(f"grids.{self.takes_over}"), self.take_over)
        sign = button(self.ctx.t("grids.sign"), self.signing.ask)
        self._ways = (take, sign, remove, words(self.ctx.t("grids.hint"), "muted"))
        line = QWidget()
        self._eye = icon_button(self.ctx, "eye", self.ctx.t("records.reveal"), self._ask_rows, "quiet")
        more = (
            button(self.ctx.t("grids.more"), self._open_row) if child_forms(self.ctx.catalogue, self.row_form) else None
        )
        flow = FlowLayout(line, gap=self.ctx.px(8))
        for item in (self.told, self._ways[0], *([more] if more else []), self._eye, *self._ways[1:]):
            item.setMinimumHeight(self.ctx.px(34))
            flow.addWidget(item)
        whole.addWidget(line)
        self.said.hide()
        whole.addWidget(self.said)
        frame = QFrame()
        frame.setObjectName("framed")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.grid)
        frame.setMinimumHeight(self.ctx.px(220))
        whole.addWidget(frame, 1)
        self._frame, self._bare = frame, words(self.ctx.t("grids.bare"), "muted", wrap=True)
        self._bare.hide()
        whole.addWidget(self._bare)
        whole.addStretch(0)
        layout.addWidget(scrolled(whole))

    def read_more(self, backend: Backend, record: str | None, parent: str | None) -> Any:
        """Read the rows and what their references may point to."""
        listed = backend.list_records(self.row_form, parent=record) if record else []
        rows = [backend.get(one.id) for one in listed]
        offered: dict[str, list[Candidate]] = {}
        for field in self.model.fields:
            if field.type == "ref" and field.to:
                offered[field.name] = backend.candidates(field.to, parent)
            elif names_people(field):
                offered[field.name] = backend.known_people(record or parent)
        return (
            sorted(rows, key=lambda one: int(one.values.get("no", 0))),
            offered,
            backend.new_id(),
            self.read_also(backend, parent),
        )

    def read_also(self, _backend: Backend, _parent: str | None) -> Any:
        """Read what one kind of sheet needs besides; called on the worker thread."""
        return None

    def shown(self, subject: Subject) -> None:
        """Show the rows."""
        rows, offered, self._new_id, self.also = subject.more
        self._before = {record.id: record for record in rows}
        self.grid.candidates = dict(offered)
        for field in self.model.fields:
            if field.type == "ref" and field.to:
                self.model.names[field.to] = {one.id: one.title for one in offered.get(field.name, ())}
        self.model.show_rows([{**record.values, OWN: record.id} for record in rows])
        if self._eye is not None:
            self._eye.setVisible(any(self._masked(record) for record in rows))
        self._touched = False
        if self.sheet is not None:
            self.sheet.changed.connect(self.follow)
        self.follow()

    def _masked(self, record: Record) -> set[str]:
        """Return the cells of a row that show a mask which this person may have lifted."""
        known = {field.name for field in self.model.fields} & set(getattr(record, "masked", ()))
        return {name for name in known if self.ctx.may_reveal(self.row_form, name)}

    def _open_row(self) -> None:
        """Show the row in hand on a page of its own, with what belongs to it; one that is not saved has none."""
        number = self.grid.currentIndex().row()
        own = self.model.rows[number].get(OWN) if 0 <= number < len(self.model.rows) else None
        if own is None:
            self.notice("ok", self.ctx.t("grids.save_row_first"))
        else:
            self.ctx.go("entry", form=self.row_form, record=str(own))

    def _ask_rows(self) -> None:
        ask_to_reveal(self.ctx, self.window(), self.ctx.label(self._rows_form.label), self._reveal_rows)

    def _reveal_rows(self, why: str) -> None:
        own = list(self._before)
        self.ctx.tasks.run(self, lambda backend: backend.unmask(own, why), self._unveil_rows, self.trouble)

    def _unveil_rows(self, records: Sequence[Record]) -> None:
        """Put true values where a mask still stands; what was typed meanwhile stays."""
        true = {record.id: record for record in records}
        for values in self.model.rows:
            record = true.get(str(values.get(OWN)))
            before = self._before.get(str(values.get(OWN)))
            if record is not None and before is not None:
                shown = [name for name in self._masked(before) if values.get(name) == before.values.get(name)]
                values.update({name: record.values[name] for name in shown})
        self._before |= true
        self.model.complain({})
        if self._eye is not None:
            self._eye.hide()

    def allow(self, editable: bool) -> None:
        """Let head and rows be edited, or only read."""
        super().allow(editable)
        self._editable = editable
        self.grid.setEnabled(editable)
        self.model.grows = editable

    def typed(self) -> Mapping[str, Any]:
        """Return what was typed, rows included."""
        typed = dict(super().typed())
        if self._touched:
            typed[ROWS] = self.model.filled
        return typed

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show what was typed before a crash."""
        super().restore({name: value for name, value in content.items() if name != ROWS})
        if ROWS in content:
            self.model.show_rows(content[ROWS])
            self._touched = True
            self.follow()

    def examine(self, context: Mapping[str, Any]) -> int:
        """Check the head and every row."""
        wrong: dict[tuple[int, str], str] = {}
        for number, values in enumerate(self.model.rows):
            if values in self.model.filled:
                still = self._still_masked(values)
                for finding in check(self._rows_form, _plain(values), today=self.ctx.today):
                    if finding.level == "E" and finding.field not in still:
                        wrong[number, finding.field] = finding.text(self.ctx.lang)
        self.model.complain(wrong)
        wrong |= {(one.row, one.field): one.sentence for one in self._doubts() if one.level == "E"}
        if wrong:
            number, name = min(wrong)
            columns = [field.name for field in self.model.fields]
            self.grid.setCurrentIndex(self.model.index(number, columns.index(name) if name in columns else 0))
        return super().examine(context) + len(wrong)

    def _still_masked(self, values: Mapping[str, Any]) -> set[str]:
        """Return the cells of a row in which the mask of a stored value still stands."""
        before = self._before.get(str(values.get(OWN)))
        masked = getattr(before, "masked", ())
        return {name for name in masked if before is not None and values.get(name) == before.values.get(name)}

    def changes(self, subject: Subject, sheet: FormSheet) -> list[Change]:
        """Return the head and its rows as one action."""
        from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord

        head = super().changes(subject, sheet)
        own = subject.record.id if subject.record else self._new_id
        if subject.record is None:
            head = [
                NewRecord(subject.form.name, change.values, own) for change in head if isinstance(change, NewRecord)
            ]
        kept = {str(values[OWN]) for values in self.model.filled if OWN in values}
        rows: list[Change] = [DeleteRecord(one) for one in self._before if one not in kept]
        name = self._rows_form.parent_field(subject.form.name)
        for values in self.model.filled:
            before = self._before.get(str(values.get(OWN)))
            now = _plain(values)
            if before is None:
                rows.append(NewRecord(self.row_form, {**now, name: own}))
            elif edits := _edits(values, before):
                rows.append(EditRecord(before.id, edits, before))
        return [*head, *rows]

    def _row_edited(self, *_place: object) -> None:
        self._touched = True
        self.follow()
        self._autosave.touched()

    def follow(self) -> None:
        """Let what follows from the rows follow."""
        rows = self.model.filled
        bare = self.bare
        if isinstance(self.sheet, CompactSheet):
            self.sheet.set_values(self.summed_bare() if bare else self.summed(rows))
            for name in self.follows:
                self.sheet.rows[name].editor.setEnabled(bare and self._editable)
        for widget in (self._frame, self.told, *self._ways):
            if widget is not None:
                widget.setVisible(not bare and (self._editable or widget not in self._ways))
        if self._bare is not None:
            self._bare.setVisible(bare)
        self.told.setText(self.tell(rows))
        self._say(self._doubts())

    def _doubts(self) -> list[Remark]:
        return list(self.doubts(self.model.lines))

    def _say(self, remarks: Sequence[Remark]) -> None:
        """Mark the cells, and say the gravest in words."""
        self.model.remark(remarks)
        first = min(remarks, key=lambda one: (one.level != "E", one.row), default=None)
        if first is not None:
            self.said.setText(self.ctx.t("grids.in_line", n=first.row + 1, sentence=first.sentence))
            self.said.setProperty("tone", "danger" if first.level == "E" else "warn")
            self.said.style().polish(self.said)
        self.said.setVisible(first is not None)

    def _focus(self) -> None:
        self.grid.begin() if self._subject and self._subject.record is None else self.grid.setFocus()
        QTimer.singleShot(0, self.grid, self._bring_up)

    def _bring_up(self) -> None:
        """Let the grid be seen where the keyboard is, in a low window too."""
        above = self.grid.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if above is not None and self._frame is not None and self._frame.isVisible():
            above.ensureWidgetVisible(self._frame)


def _edits(values: Mapping[str, Any], before: Record) -> dict[str, Any]:
    """Return what differs from the stored row; None clears a cell that was emptied."""
    return {name: now for name, now in values.items() if name != OWN and now != before.values.get(name)}


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != OWN and value is not None}
