"""The audit in words, and as a table for those who check it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from zjdesk.errors import DeviceError
from zjdesk.forms.model import Catalogue, Form
from zjdesk.i18n import Lang, has
from zjdesk.i18n import text as words
from zjdesk.ops import audit
from zjdesk.ops.audit import Line, Verb, Wanted
from zjdesk.ops.cells import plain_cell
from zjdesk.ops.session import Session
from zjdesk.store.database import atomic
from zjdesk.sync.format import shown_name

COLUMNS = (
    *("n", "time", "milliseconds", "account", "name", "role", "verb", "action"),
    *("what", "details", "why", "prev", "hash"),
)
_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")
_BETWEEN: Mapping[Lang, tuple[str, str, str]] = {"zh": ("；", "：", "、"), "en": ("; ", ": ", ", ")}
# What is told first; the rest follows, and whether anything was masked comes last.
_FIRST = (
    *("what", "kind", "form", "field", "fields", "record", "records", "name", "role", "label", "recipient", "sender"),
    *("action", "take", "file", "files", "folder", "lines", "entries", "attachments", "new", "revised", "already"),
)
_MOMENTS = ("first", "last")
# Told in another way, or by the number of what is named.
_UNTOLD = ("from", "to", "count")


@dataclass(frozen=True)
class Told:
    """A line with its action and what it tells, in the reader's words."""

    line: Line
    action: str
    details: str

    @property
    def records(self) -> tuple[str, ...]:
        """The records it names by their ids."""
        named = self.line.what.get("records", self.line.what.get("record"))
        listed = named if isinstance(named, list) else [named]
        return tuple(one for one in listed if isinstance(one, str) and _ID.fullmatch(one))

    def holds(self, text: str) -> bool:
        """Tell whether any word of it holds a text, in whatever case."""
        line = self.line
        parts = (self.action, self.details, line.said, line.name, line.why)
        return text.strip().casefold() in "\n".join(parts).casefold()


def chosen(session: Session, wanted: Wanted | None = None, text: str = "", *, lang: Lang) -> list[Told]:
    """Return the lines wanted that hold a text, in words, newest first."""
    known = session.store.catalogue
    found = (Told(line, action(line.verb, lang), told(line, known, lang)) for line in audit.lines(session, wanted))
    return [one for one in found if one.holds(text)]


def action(verb: str, lang: Lang) -> str:
    """Return a verb in the reader's words."""
    key = f"audit.verb_{verb}"
    return words(lang, key) if has(key) else verb


def told(line: Line, catalogue: Catalogue, lang: Lang) -> str:
    """Return what a line tells, in the reader's words: names and numbers, no ids."""
    what = line.what
    name = str(what.get("form", ""))
    form = catalogue.form(name) if name in catalogue else None
    between, colon, _ = _BETWEEN[lang]
    parts = [f"{name}{colon}{value}" for name, value in _parts(what, form, catalogue, lang)]
    return between.join(parts)


def _parts(what: Mapping[str, Any], form: Form | None, catalogue: Catalogue, lang: Lang) -> Iterator[tuple[str, str]]:
    for name, value in sorted(what.items(), key=_place):
        if name in _UNTOLD:
            continue
        said = _shown(name, value, form, catalogue, lang)
        if said:
            yield _name(name, lang), said
    if "to" in what:
        steps = [_state(form, str(state), lang) for state in (what.get("from"), what["to"]) if state]
        yield _name("to", lang), " → ".join(steps)


def _place(item: tuple[str, Any]) -> int:
    name = item[0]
    return _FIRST.index(name) if name in _FIRST else len(_FIRST) + (name == "masked")


def _name(name: str, lang: Lang) -> str:
    key = f"audit.key_{name}"
    return words(lang, key) if has(key) else name


def _shown(name: str, value: Any, form: Form | None, catalogue: Catalogue, lang: Lang) -> str:
    """Return one value in words; empty for what says nothing to a reader."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, list):
        return _list(name, value, form, catalogue, lang)
    if isinstance(value, bool):
        return words(lang, "audit.yes" if value else "audit.no")
    if isinstance(value, int):
        return moment(value) if name in _MOMENTS else f"{value:,}"
    return _word(name, str(value), form, catalogue, lang)


def _list(name: str, values: Sequence[Any], form: Form | None, catalogue: Catalogue, lang: Lang) -> str:
    if all(_ID.fullmatch(str(value)) for value in values) or name == "recipients":
        return f"{len(values):,}"
    return _BETWEEN[lang][2].join(_word(name, str(value), form, catalogue, lang) for value in values)


def _word(name: str, value: str, form: Form | None, catalogue: Catalogue, lang: Lang) -> str:
    if _ID.fullmatch(value):
        return "1" if name == "record" else ""
    if name == "form" and form is not None:
        return form.label.text(lang)
    if name in ("field", "fields") and form is not None and value in form.by_name:
        return form.field(value).label.text(lang)
    if name == "role":
        return role(value, catalogue, lang)
    keys = (f"audit.value_{name}_{value}", f"audit.value_{value}")
    return next((words(lang, key) for key in keys if has(key)), value)


def role(code: str, catalogue: Catalogue, lang: Lang) -> str:
    """Return a role's name."""
    choice = catalogue.form("account").field("role").choice(code)
    return choice.label.text(lang) if choice is not None else code


def _state(form: Form | None, code: str, lang: Lang) -> str:
    states = form.life_cycle.states if form is not None and form.life_cycle is not None else ()
    return next((state.label.text(lang) for state in states if state.code == code), code)


def moment(milliseconds: int) -> str:
    """Return a time as it stands in tables, at this laptop's clock."""
    try:
        return datetime.fromtimestamp(milliseconds / 1000).isoformat(" ", "seconds")
    except (ValueError, OverflowError, OSError):
        return str(milliseconds)


def export(session: Session, path: Path, wanted: Wanted | None = None, text: str = "", *, lang: Lang) -> int:
    """Write the chosen lines as CSV, oldest first, whole or not at all; notes that and returns how many.

    The columns ``n`` to ``hash`` hold what is hashed (:func:`zjdesk.store.audit.chained`), so that anybody can check
    the chain; ``action`` and ``details`` say the same in words. A byte-order mark lets WPS and Excel read it.
    """
    import csv
    from io import StringIO

    found = chosen(session, wanted, text, lang=lang)[::-1]
    sheet = StringIO(newline="")
    rows = csv.writer(sheet)
    rows.writerow([words(lang, f"audit.column_{name}") for name in COLUMNS])
    for one in found:
        rows.writerow([plain_cell(cell) for cell in _cells(one)])
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(sheet.getvalue().encode("utf-8-sig"))
        with atomic(session.store.conn):
            audit.note(session, Verb.EXPORTED, {"kind": "audit", "file": shown_name(path), "lines": len(found)})
            temporary.replace(path)
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
    finally:
        temporary.unlink(missing_ok=True)
    return len(found)


def _cells(one: Told) -> tuple[object, ...]:
    line = one.line
    return (
        *(line.n, moment(line.time), line.time, line.account, line.name, line.role, line.verb),
        *(one.action, line.said, one.details, line.why, line.prev.hex(), line.hash.hex()),
    )
