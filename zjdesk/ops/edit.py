"""The one verb that writes records: one user action, checked, in one transaction, all or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from zjdesk.errors import InputError, NotAllowed, Problem
from zjdesk.forms.check import Finding, check
from zjdesk.forms.complete import complete
from zjdesk.forms.consent import needs_consent
from zjdesk.forms.masking import looks_masked
from zjdesk.forms.model import Form
from zjdesk.ops import audit
from zjdesk.ops.changes import Change, Changes, DeleteRecord, EditRecord, JoinRecord, NewRecord
from zjdesk.ops.consents import private_findings
from zjdesk.ops.overrides import Warned, answered
from zjdesk.ops.privacy import as_written
from zjdesk.ops.ruling import Ruling, stands
from zjdesk.ops.saves import SaveMaker, need, parent_of
from zjdesk.ops.session import Session
from zjdesk.store.entry import JOINED, STATE
from zjdesk.store.ids import blob, uuid7
from zjdesk.store.read import Record
from zjdesk.store.store import Written
from zjdesk.store.trust import may_write


def new_id(session: Session) -> str:
    """Return the id for a record that is to be made, so that others of the same action can name it."""
    return uuid7(session.store.env.now())


def save(session: Session, changes: Sequence[Change], *, why: str = "") -> Changes:
    """Write what was asked for as one undoable action; raises InputError with every problem and writes nothing."""
    with session.store.transaction():
        return _save(session, changes, why)


def _save(session: Session, changes: Sequence[Change], why: str) -> Changes:
    work = _Work(session)
    for place, change in enumerate(changes, 1):
        work.take(place, change)
    warned = work.rule()
    if work.problems:
        raise InputError("ops.not_saved", problems=tuple(work.problems), count=len(work.problems))
    work.answer(warned, why)
    store = session.store
    actions = list(work.maker.actions.items())
    groups = store.append(session.account.id, actions, why, remember(session)) if actions else []
    audit.note_steps(session, work.steps, why)
    return Changes(tuple(work.ids), frozenset(work.forms), tuple(item.group for item in groups), tuple(work.warnings))


def remember(session: Session, kind: str = "edit") -> Callable[[list[Written]], None]:
    """Return what notes an action so that it can be undone; what had been undone can no longer be redone.

    Its ``kind`` is ``edit``, or ``settle`` for what settles open questions.
    """
    return lambda groups: _note_action(session, groups, kind)


def _note_action(session: Session, groups: list[Written], kind: str) -> None:
    session.store.conn.execute(
        "INSERT INTO local_action (groups, state, kind) VALUES (?, 'done', ?)",
        (orjson.dumps([list(item) for item in groups]).decode(), kind),
    )


class _Work:
    """Checks changes one by one and gathers their entries."""

    def __init__(self, session: Session) -> None:
        store = session.store
        self._session = session
        self._store = store
        self._catalogue = store.catalogue
        self._today = store.env.today()
        self.maker = SaveMaker(store)
        self._pending: dict[str, tuple[str, str | None, Mapping[str, Any]]] = {}
        self._bound: list[tuple[int, str, Mapping[str, Any] | None]] = []
        self.ids: list[str] = []
        self.forms: set[str] = set()
        self.steps: dict[audit.Step, list[str]] = {}
        self.problems: list[Problem] = []
        self.warnings: list[Finding] = []

    def take(self, place: int, change: Change) -> None:
        """Check one change and gather what it writes."""
        if isinstance(change, NewRecord):
            self._new(place, change)
        elif isinstance(change, EditRecord):
            self._edit(place, change)
        elif isinstance(change, JoinRecord):
            self._join(change)
        else:
            base = need(self._store.conn, self._catalogue, change.id)
            if isinstance(change, DeleteRecord) == base.deleted:
                key = "ops.already_deleted" if base.deleted else "ops.not_deleted"
                raise NotAllowed(key, id=change.id)
            self._may(self._catalogue.form(base.form))
            turn = self.maker.delete if isinstance(change, DeleteRecord) else self.maker.restore
            for item in turn(base):
                self._note(item.id, item.form)

    def _join(self, change: JoinRecord) -> None:
        base, into = (need(self._store.conn, self._catalogue, own) for own in (change.id, change.into))
        if base.id == into.id or base.form != into.form or base.scope != into.scope:
            raise NotAllowed("ops.cannot_join")
        for one in (base, into):
            if one.deleted:
                raise NotAllowed("ops.already_deleted", id=one.id)
        self._may(self._catalogue.form(base.form))
        self.maker.resolve(base, JOINED, into.id)
        self._note(base.id, base.form)

    def _may(self, form: Form, step: str = "") -> None:
        """Refuse what this person's role does not write (domain.md §3)."""
        if self._session.account.role not in may_write(form, step):
            raise NotAllowed("ops.not_your_role", form=form.label, name=self._session.account.name)

    def rule(self) -> list[Warned]:
        """Hold what is submitted against the business rules, with everything of this action in view."""
        ruling = Ruling(self._session, self._pending)
        warned: list[Warned] = []
        for place, own, before in self._bound:
            name, parent, values = self._pending[own]
            form = self._catalogue.form(name)
            found = ruling.findings(form, own, parent, values, before)
            if needs_consent(form):
                found += private_findings(self._session, form, parent, values, self._pending)
            self._report(place, form, found)
            warned += [Warned(place, name, own, one) for one in found if one.level == "W"]
        return warned

    def answer(self, warned: Sequence[Warned], why: str) -> None:
        """Keep the reason with each warning that this action goes past; without one it is refused."""
        for kept in answered(self._session, warned, why, self._pending):
            own = uuid7(self._store.env.now())
            self.maker.new(kept, own, complete(self._catalogue.form(kept.form), kept.values, today=self._today))
            self.forms.add(kept.form)

    def _new(self, place: int, change: NewRecord) -> None:
        form = self._catalogue.form(change.form)
        self._may(form, str(change.values.get(STATE) or ""))
        try:
            self._make(place, form, change)
        except InputError as error:
            self.problems.append(Problem(form.name, str(place), error.key, error.params))

    def _make(self, place: int, form: Form, change: NewRecord) -> None:
        own = blob(change.id).hex() if change.id else uuid7(self._store.env.now())
        given = dict(change.values)
        if form.life_cycle is not None:
            given.setdefault(STATE, form.life_cycle.initial)
        parent = self._parent_values(form, given)
        sound = self._checked(place, form, given, given, parent)
        values = complete(form, given, parent=parent, today=self._today)
        above = parent_of(form, given)
        self._pending[own] = (form.name, above, values)
        if stands(form, values):
            self._bound.append((place, own, None))
        if sound:
            self.maker.new(change, own, values)
            self._note(own, form.name)
            if form.life_cycle is not None and values.get(STATE) != form.life_cycle.initial:
                self._step(form, own, None, values.get(STATE))

    def _parent_values(self, form: Form, values: Mapping[str, Any]) -> Mapping[str, Any] | None:
        parent = parent_of(form, values) if form.waves else None
        if parent is None:
            return None
        if parent in self._pending:
            return self._pending[parent][2]
        return need(self._store.conn, self._catalogue, parent).values

    def _edit(self, place: int, change: EditRecord) -> None:
        base = self._base(change)
        form = self._catalogue.form(base.form)
        moved = [name for name in change.values if name in form.parent]
        if moved:
            raise NotAllowed("ops.parent_fixed", id=base.id)
        merged = {**base.values, **change.values}
        turning = form.life_cycle is not None and merged.get(STATE) != base.values.get(STATE)
        self._may(form, str(merged.get(STATE) or "") if turning else "")
        if not self._checked(place, form, merged, change.values, None) or not self._may_turn(form, base, merged):
            return
        after = complete(form, merged, new=False, today=self._today)
        changed = _changed(form, base, after)
        self._pending[base.id] = (form.name, base.parent, after)
        if changed and stands(form, after):
            self._bound.append((place, base.id, base.values))
        if changed:
            self.maker.edit(change, base, changed)
            self._note(base.id, base.form)
            if STATE in changed:
                self._step(form, base.id, base.values.get(STATE), changed[STATE])

    def _base(self, change: EditRecord) -> Record:
        if change.base is not None:
            return as_written(self._session, change.base)
        return need(self._store.conn, self._catalogue, change.id)

    def _may_turn(self, form: Form, base: Record, after: Mapping[str, Any]) -> bool:
        old, new = base.values.get(STATE), after.get(STATE)
        if form.life_cycle is None or old == new or old is None:
            return True
        if form.life_cycle.transition(str(old), str(new)) is None:
            raise NotAllowed("ops.no_such_step", source=str(old), target=str(new))
        return True

    def _checked(
        self,
        place: int,
        form: Form,
        values: Mapping[str, Any],
        given: Mapping[str, Any],
        parent: Mapping[str, Any] | None,
    ) -> bool:
        found = check(form, values, today=self._today, given=given, new=given is values, parent=parent)
        return self._report(place, form, [*found, *_only_masked(form, given)])

    def _report(self, place: int, form: Form, found: Sequence[Finding]) -> bool:
        self.warnings += [item for item in found if item.level != "E"]
        wrong = [item for item in found if item.level == "E"]
        self.problems += [
            Problem(form.name, f"{place}/{item.field}" if item.field else str(place), item.key, item.params)
            for item in wrong
        ]
        return not wrong

    def _step(self, form: Form, own: str, before: Any, after: Any) -> None:
        self.steps.setdefault((form.name, str(before or ""), str(after or "")), []).append(own)

    def _note(self, own: str, form: str) -> None:
        self.ids.append(own)
        self.forms.add(form)


def _only_masked(form: Form, given: Mapping[str, Any]) -> list[Finding]:
    """Return a finding for each value that is what a mask shows: it must not replace the true one."""
    fields = [form.by_name[name] for name, value in given.items() if name in form.by_name]
    wrong = [field for field in fields if looks_masked(field, given[field.name])]
    return [Finding(field.name, "E", "ops.only_masked", {"label": field.label}) for field in wrong]


def _changed(form: Form, base: Record, after: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that differ; fields declared one unit go together."""
    names = {name for name in {*after, *base.values} if after.get(name) != base.values.get(name)}
    units = {form.field(name).unit for name in names if name in form.by_name} - {None}
    names |= {field.name for field in form.fields if field.unit in units}
    return {name: after.get(name) for name in sorted(names) if name in form.by_name}
