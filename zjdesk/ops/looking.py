"""What the business rules see of a store: the records that are there, as the action at hand leaves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from zjdesk.forms.model import Form
from zjdesk.forms.types import LISTS
from zjdesk.ops.session import Session
from zjdesk.store.read import Record, columns, from_row
from zjdesk.store.schema import quoted

# By record id: the form, parent and values of what the action is about to write.
Pending = Mapping[str, tuple[str, str | None, Mapping[str, Any]]]


class Looking:
    """Finds records by a field or their parent; what was found is kept until the action is over."""

    def __init__(self, session: Session, pending: Pending) -> None:
        self._session = session
        self._by_form: dict[str, list[dict[str, Any]]] = {}
        for own, (name, parent, values) in pending.items():
            self._by_form.setdefault(name, []).append({**values, "id": own, "parent": parent})
        self._found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}

    def __call__(self, name: str, field: str, value: object) -> Sequence[Mapping[str, Any]]:
        """Return the records of a form whose field or parent is a value; ``id`` names the record itself."""
        if value is None or name not in self._session.store.catalogue:
            return ()
        key = (name, field, str(value))
        if key not in self._found:
            form = self._session.store.catalogue.form(name)
            self._found[key] = self._with_pending(form, field, value, self._stored(form, field, value))
        return self._found[key]

    def _stored(self, form: Form, field: str, value: object) -> dict[str, dict[str, Any]]:
        test, arg = _test(form, field, value)
        sql = f"SELECT {columns(form)} FROM {quoted(form.name)} WHERE {test} AND _deleted = 0 ORDER BY _created, _id"
        rows = (from_row(form, row) for row in self._session.store.conn.execute(sql, (arg,)))
        return {row.id: as_values(row) for row in rows}

    def _with_pending(
        self, form: Form, field: str, value: object, found: dict[str, dict[str, Any]]
    ) -> list[dict[str, Any]]:
        for row in self._by_form.get(form.name, ()):
            if _holds(form, row, field, value):
                found[row["id"]] = row
            else:
                found.pop(row["id"], None)
        return list(found.values())


def as_values(record: Record) -> dict[str, Any]:
    """Return a record's values with its ``id`` and ``parent``."""
    return {**record.values, "id": record.id, "parent": record.parent}


def _test(form: Form, field: str, value: object) -> tuple[str, object]:
    if field == "id":
        return "_id = ?", bytes.fromhex(str(value))
    if field in form.parent:
        return "_parent = ?", bytes.fromhex(str(value))
    declared = form.field(field)
    if declared.type in LISTS:
        return f"EXISTS (SELECT 1 FROM json_each({quoted(field)}) WHERE value = ?)", value
    return f"{quoted(field)} = ?", bytes.fromhex(str(value)) if declared.type == "ref" else value


def _holds(form: Form, row: Mapping[str, Any], field: str, value: object) -> bool:
    held = row.get("parent") if field in form.parent else row.get(field)
    return value in held if isinstance(held, list) else held == value
