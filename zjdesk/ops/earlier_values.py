"""What was typed before into the lines of a form, so that nobody types a place or a supplier twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zjdesk.forms.masking import is_hidden
from zjdesk.forms.model import Field, Form
from zjdesk.ops import queries
from zjdesk.ops.privacy import may_reveal
from zjdesk.ops.readers import readable
from zjdesk.store.schema import quoted

if TYPE_CHECKING:
    from zjdesk.ops.session import Session

MOST = 200


def offers_earlier(form: Form, field: Field) -> bool:
    """Tell whether earlier values of a field are worth offering: of lines of text that are no number of one thing.

    Nothing hidden (P2, P3) is offered, and nothing that tells one record from another.
    """
    telling = {names[-1] for names in form.unique}  # a title of its day, a number of its payee
    return field.type == "text" and not is_hidden(field) and field.name not in telling and not field.calculation


def earlier_values(session: Session, name: str, near: str | None = None) -> dict[str, list[str]]:
    """Return, for each such field of a form, what it held before: the latest first, then the most frequent.

    Only records that this person reads are asked, and where a record ``near`` is named only those of its scope: a
    community is not offered what another one pays for.
    """
    form = session.store.catalogue.form(name)
    scope = queries.get(session, near).scope if near else None
    fields = [one for one in form.fields if offers_earlier(form, one) and may_reveal(session, name, one)]
    found = {field.name: _of(session, form, field.name, scope) for field in fields}
    return {field: values for field, values in found.items() if values}


def _of(session: Session, form: Form, field: str, scope: str | None) -> list[str]:
    column = quoted(field)
    sql = f"SELECT {column} FROM {quoted(form.name)} WHERE _deleted = 0 AND {column} <> ''"
    sql += f" AND {readable(session, form)} AND (?1 IS NULL OR _scope = ?1)"
    sql += f" GROUP BY {column} ORDER BY max(_created) DESC, count(*) DESC, {column} LIMIT {MOST}"
    return [str(value) for (value,) in session.store.conn.execute(sql, (scope,))]
