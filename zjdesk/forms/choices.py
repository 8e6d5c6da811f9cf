"""Choice lists of declarations, inline or shared."""

from __future__ import annotations

import re

from zjdesk.forms.model import Choice
from zjdesk.forms.source import Table
from zjdesk.i18n import Label

NAME = re.compile(r"[a-z][a-z0-9_]*")
_NO_LABEL = Label("", "")


def read_choices(table: Table, key: str) -> tuple[Choice, ...]:
    """Read a list of choices; a code stands once."""
    found: dict[str, Choice] = {}
    for inner in table.tables(key):
        inner.known(("code", "label"))
        code, label = inner.text("code", required=True), inner.label("label", required=True)
        if code is None:
            continue
        if code in found:
            inner.problem("code", "twice", name=code)
        found[code] = Choice(code, label or _NO_LABEL)
    return tuple(found.values())


def read_choice_lists(root: Table) -> dict[str, tuple[Choice, ...]]:
    """Read every ``[[list]]`` of a file."""
    root.known(("list",))
    return choice_lists(root)


def choice_lists(root: Table) -> dict[str, tuple[Choice, ...]]:
    """Read the ``[[list]]`` tables of a file: a name and its choices."""
    found: dict[str, tuple[Choice, ...]] = {}
    for table in root.tables("list"):
        table.known(("name", "choices"))
        name = table.text("name", required=True)
        if name in found:
            table.problem("name", "twice", name=name)
        if name is not None:
            found[name] = read_choices(table, "choices")
    return found
