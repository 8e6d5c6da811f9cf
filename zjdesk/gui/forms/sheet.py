"""A form on the screen: folding sections of fields, relevance as one types, findings beside the fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from zjdesk.forms.check import Finding, calculated, check, relevance
from zjdesk.forms.model import STATE, Field, Form
from zjdesk.gui.backend import Candidate
from zjdesk.gui.context import Context
from zjdesk.gui.forms.fields import FieldRow, make_editor
from zjdesk.gui.forms.offering import Offering
from zjdesk.gui.forms.section import Section
from zjdesk.gui.widgets.editors import TextEditor

_WAIT_MS = 120


class FormSheet(QWidget):
    """The fields of one record; knows nothing of saving."""

    changed = Signal()
    asked = Signal(str)

    def __init__(
        self,
        ctx: Context,
        form: Form,
        *,
        near: str | None = None,
        leave_out: Sequence[str] = (),
        above: bool = False,
    ) -> None:
        super().__init__()
        self._ctx = ctx
        self.form = form
        self._base: dict[str, Any] = {}
        self._touched: set[str] = set()
        self._sections: list[Section] = []
        fields = [field for field in form.fields if field.name != STATE and field.name not in leave_out]
        self.rows = {field.name: FieldRow(ctx, field, make_editor(ctx, field, near), above=above) for field in fields}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ctx.px(12))
        self.arrange(layout, list(self.rows.values()))
        self._wait = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._wait.timeout.connect(self._react)
        for row in self.rows.values():
            row.changed.connect(self._edited)
            row.asked.connect(self.asked)
        ctx.tasks.run(self, lambda backend: backend.earlier_values(form.name, near), self._offer_earlier)

    def arrange(self, layout: QVBoxLayout, rows: Sequence[FieldRow]) -> None:
        """Put the fields into two folding sections: what must be filled in, and what may be."""
        must = [row for row in rows if row.field.required]
        may = [row for row in rows if not row.field.required]
        for heading, some in (("required", must), ("optional", may)):
            if some:
                self._sections.append(Section(self._ctx, self._ctx.t(f"forms.{heading}"), some))
                layout.addWidget(self._sections[-1])
        layout.addStretch(1)

    def show_values(self, values: Mapping[str, Any], hidden: Collection[str] = ()) -> None:
        """Show a record, with the ``hidden`` fields veiled; nothing counts as typed."""
        self._base = dict(values)
        self._touched.clear()
        for name, row in self.rows.items():
            row.unveil(None if name in hidden else values.get(name))
            if name in hidden:
                row.veil(values.get(name))
            row.complain((), stops=False)
        self._react()

    def lock(self) -> None:
        """Let the fields be read only; what is hidden may still be asked for."""
        for row in self.rows.values():
            row.editor.setEnabled(False)

    def offer(self, names: Collection[str]) -> None:
        """Offer the eye on these fields, and on no others."""
        for name, row in self.rows.items():
            row.offer(name in names)

    def unveil(self, name: str, value: Any) -> None:
        """Show the true value of a hidden field; it does not count as typed."""
        self._base[name] = value
        self.rows[name].unveil(value)
        self._react()
        self.rows[name].focus()

    def put(self, values: Mapping[str, Any]) -> None:
        """Put values in as if they had been typed."""
        for name, value in values.items():
            if name in self.rows:
                self.rows[name].unveil(value)
                self._touched.add(name)
        self._react()

    @property
    def values(self) -> dict[str, Any]:
        """Return all values as entered; what is not asked for is left out."""
        entered = {name: row.value for name, row in self.rows.items() if not row.isHidden()}
        kept = {name: value for name, value in self._base.items() if name not in self.rows}
        return {**kept, **{name: value for name, value in entered.items() if value is not None}}

    @property
    def typed(self) -> dict[str, Any]:
        """Return what was changed by hand, for the draft."""
        return {name: self.rows[name].value for name in sorted(self._touched)}

    @property
    def edits(self) -> dict[str, Any]:
        """Return the fields whose value differs from what was shown at first; None clears one."""
        values = self.values
        return {name: values.get(name) for name in self.rows if values.get(name) != self._base.get(name)}

    def examine(self, *, context: Mapping[str, Any] | None = None) -> list[Finding]:
        """Check everything and show each finding beside its field; returns those that stop."""
        findings = self._open(check(self.form, {**(context or {}), **self.values}, today=self._ctx.today))
        self._show(findings, self.rows)
        return [finding for finding in findings if finding.level == "E"]

    def focus_first(self) -> None:
        """Put the keyboard on the first error, or on the first field."""
        in_order = [row for section in self._sections for row in section.rows] or list(self.rows.values())
        shown = [row for row in in_order if not row.isHidden()]
        wrong = [row for row in shown if row.wrong]
        for row in (wrong or shown)[:1]:
            for section in self._sections:
                if row in section.rows:
                    section.fold(False)
            row.focus()

    def _offer_earlier(self, known: Mapping[str, Sequence[Candidate]]) -> None:
        for name, candidates in known.items():
            editor = self.rows[name].editor if name in self.rows else None
            if isinstance(editor, TextEditor):
                Offering(editor, candidates)

    def _edited(self, name: str) -> None:
        self._touched.add(name)
        self._wait.start()

    def _react(self) -> None:
        """Follow what was typed: questions that come and go, sums, errors that were mended."""
        today = self._ctx.today
        values = {**self._base, **{name: row.value for name, row in self.rows.items()}}
        sound = {name: value for name, value in values.items() if value is not None}
        wanted = relevance(self.form, sound, today=today)
        for name, row in self.rows.items():
            row.setVisible(wanted[name])
        for field in _calculations(self.form):
            if field.name in self.rows:
                self.rows[field.name].editor.value = calculated(field, sound, today)
        for section in self._sections:
            section.recount()
        findings = self._open(check(self.form, self.values, today=today))
        judged = {name for name in self._touched if name in self.rows and self.rows[name].editor.settled}
        self._show([one for one in findings if one.key != "forms.required"], judged)
        self.changed.emit()

    def _open(self, findings: Sequence[Finding]) -> list[Finding]:
        """Leave out what is found about hidden values: their true ones were checked when they were saved."""
        return [one for one in findings if one.field not in self.rows or not self.rows[one.field].veiled]

    def _show(self, findings: Sequence[Finding], names: Iterable[str]) -> None:
        wanted = set(names)
        for name, row in self.rows.items():
            mine = [finding for finding in findings if finding.field == name and name in wanted]
            stops = any(finding.level == "E" for finding in mine)
            row.complain([finding.text(self._ctx.lang) for finding in mine], stops=stops)


def _calculations(form: Form) -> list[Field]:
    return [field for field in form.fields if field.calculation is not None and field.stored]
