"""How long each form's records are kept and why, as ``forms/privacy/retention.toml`` declares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zjdesk.forms.source import Table, open_source, refuse
from zjdesk.i18n import Label

_NOTHING = Label("", "")


@dataclass(frozen=True)
class Keeping:
    """A group of forms kept for the same purpose and time; ``legal`` periods forbid erasing before their end."""

    name: str
    label: Label
    purpose: Label
    basis: Label
    years: int
    legal: bool
    forms: tuple[str, ...]


@lru_cache(maxsize=4)
def load_retention(forms: Path) -> dict[str, Keeping]:
    """Return, by form, how long it is kept; all that is wrong with the declaration is told at once."""
    source = open_source(forms / "privacy" / "retention.toml", [])
    root = source.root()
    root.known(("group",))
    known = tuple(path.stem for path in (forms / "records").glob("*.toml") if not path.stem.startswith("_"))
    groups = [_group(table, known) for table in root.tables("group")]
    refuse("retention", source.problems)
    return {form: group for group in groups for form in group.forms}


def _group(table: Table, known: tuple[str, ...]) -> Keeping:
    table.known(("name", "label", "purpose", "basis", "years", "legal", "forms"))
    return Keeping(
        name=table.text("name", required=True) or "",
        label=table.label("label", required=True) or _NOTHING,
        purpose=table.label("purpose", required=True) or _NOTHING,
        basis=table.label("basis", required=True) or _NOTHING,
        years=table.whole("years", required=True) or 0,
        legal=table.flag("legal"),
        forms=table.texts("forms", known),
    )
