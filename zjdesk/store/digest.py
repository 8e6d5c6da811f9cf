"""One line that is equal wherever the same entries are held and come to the same state."""

from __future__ import annotations

import hashlib

from zjdesk.forms.model import Catalogue
from zjdesk.store.database import Connection
from zjdesk.store.lines import encode
from zjdesk.store.schema import quoted
from zjdesk.store.state import restore


def digest(conn: Connection, catalogue: Catalogue, scope: str | None = None) -> str:
    """Return the SHA-256 over entry ids with their status, state rows and open questions (all, or of one scope)."""
    total = hashlib.sha256()
    where, args = ("", ()) if scope is None else (" WHERE f.scope = ?", (scope,))
    rows = conn.execute(
        "SELECT e.id, e.status, e.body IS NULL FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        + where
        + " ORDER BY e.id",
        args,
    )
    for own, status, bare in rows:
        total.update(own + bytes((status, bare)))
    _state(total, conn, catalogue, scope)
    where, args = ("", ()) if scope is None else (" WHERE scope = ?", (scope,))
    for row in conn.execute(f"SELECT hex(id), kind, field, candidates FROM state_conflict{where} ORDER BY id", args):
        total.update(encode(list(row)))
    return total.hexdigest()


def _state(total: hashlib._Hash, conn: Connection, catalogue: Catalogue, scope: str | None) -> None:
    where, args = ("", ()) if scope is None else (" WHERE _scope = ?", (scope,))
    for name in sorted(catalogue.names()):
        form = catalogue.form(name)
        columns = "".join(f", {quoted(field.name)}" for field in form.fields)
        rows = conn.execute(
            "SELECT hex(_id), hex(_parent), _scope, _deleted, _conflict, _time, _author, _created, _creator"
            f"{columns} FROM {quoted(name)}{where} ORDER BY _id",
            args,
        )
        for row in rows:
            values = [restore(field, cell) for field, cell in zip(form.fields, row[9:], strict=True)]
            total.update(encode([name, *row[:9], *values]))
