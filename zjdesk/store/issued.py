"""Forms that the office issued: entries of the street that stand in the place of older declarations."""

from __future__ import annotations

import orjson

from zjdesk.store.database import Connection
from zjdesk.store.entry import FORM


def issued(conn: Connection) -> dict[str, str]:
    """Return by name the text of the newest declaration issued; of two with one version the later in the alphabet."""
    newest: dict[str, tuple[int, str]] = {}
    for (content,) in conn.execute("SELECT content FROM state_built_in WHERE form = ?", (FORM,)):
        said = orjson.loads(content)
        name, version, text = said.get("name"), said.get("version"), said.get("text")
        if type(name) is str and type(version) is int and type(text) is str:
            newest[name] = max(newest.get(name, (0, "")), (version, text))
    return {name: text for name, (_, text) in newest.items()}
