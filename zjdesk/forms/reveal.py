"""Which roles may have hidden values shown, as ``forms/privacy/reveal.toml`` declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zjdesk.forms.masking import is_hidden
from zjdesk.forms.model import ROLES, Field
from zjdesk.forms.source import Table, open_source, refuse

LEVELS = ("P2", "P3")


@dataclass(frozen=True)
class Reveal:
    """Roles by sensitivity, for all forms and for those that say otherwise."""

    roles: Mapping[str, tuple[str, ...]]
    forms: Mapping[str, Mapping[str, tuple[str, ...]]]

    def allows(self, role: str, form: str, field: Field) -> bool:
        """Tell whether a person of that role may see what the field of a form holds."""
        if not is_hidden(field):
            return True
        own = self.forms.get(form, {})
        return role in own.get(field.sensitivity, self.roles[field.sensitivity])


@lru_cache(maxsize=4)
def load_reveal(forms: Path) -> Reveal:
    """Read the declaration under the folder ``forms``; all that is wrong with it is told at once."""
    source = open_source(forms / "privacy" / "reveal.toml", [])
    root = source.root()
    root.known((*LEVELS, "form"))
    tables = root.tables("form")
    for table in tables:
        table.known(("name", *LEVELS))
    own = {table.text("name", required=True) or "": _levels(table) for table in tables}
    reveal = Reveal({level: root.texts(level, ROLES) for level in LEVELS}, own)
    refuse("reveal", source.problems)
    return reveal


def _levels(table: Table) -> dict[str, tuple[str, ...]]:
    return {level: table.texts(level, ROLES) for level in LEVELS if level in table.values}
