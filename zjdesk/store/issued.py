"""Forms that the office issued: entries of the street that stand in the place of older declarations."""

from __future__ import annotations

import orjson

from zjdesk.forms.model import Catalogue
from zjdesk.store.database import Connection
from zjdesk.store.entry import FORM


def current(conn: Connection, declared: Catalogue) -> Catalogue:
    """Return the declarations with the newest of each form that the office issued in the place of older ones.

    The others are kept beside them: who may write an entry is said by the version that it names. Of two with one
    version the later in the alphabet stands.
    """
    found: dict[str, list[tuple[int, str]]] = {}
    for (content,) in conn.execute("SELECT content FROM state_built_in WHERE form = ?", (FORM,)):
        said = orjson.loads(content)
        name, version, text = said.get("name"), said.get("version"), said.get("text")
        if type(name) is str and type(version) is int and type(text) is str:
            found.setdefault(name, []).append((version, text))
    texts = {name: [text for _, text in sorted(those)] for name, those in found.items()}
    return declared.issued({name: those[-1] for name, those in texts.items()}, texts)
