"""Numbers of copies that a machine can read, and where on such a copy each box stands, kept when it is printed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.errors import BugError, InputError
from zjdesk.ops.session import Session
from zjdesk.report.sheets.content import Serial
from zjdesk.report.sheets.frame import SCHEMA
from zjdesk.report.sheets.marks import Leaf

_RUNS, _LAYOUT, _NEXT = "paper_runs", "paper_layout", "paper_next"
_LANES, _LANE = 100_000, 10_000  # nine digits: five for the laptop, four that count
_PLACES = 2
MOST_COPIES = 2000


@dataclass(frozen=True)
class Run:
    """One printing of numbered copies: which form, the first serial, how many, and the layout's name."""

    form: str
    version: int
    first: int
    copies: int
    layout: str
    record: str
    rows: tuple[str, ...]


def serials(session: Session, copies: int) -> list[Serial]:
    """Return the next numbers for copies; they are taken only by :func:`keep_run`."""
    if not 1 <= copies <= MOST_COPIES:
        raise InputError("ops.paper_copies", copies=copies, most=MOST_COPIES)
    first = upcoming(session)
    return [Serial(digits(session.store.installation.id, first + place)) for place in range(copies)]


def digits(installation: str, count: int) -> str:
    """Return the nine digits of a laptop's ``count``-th copy: other laptops' numbers begin with other digits."""
    turn, place = divmod(count, _LANE)
    lane = int.from_bytes(hashlib.sha256(f"{installation}/{turn}".encode()).digest()[:8]) % _LANES
    return f"{lane:05d}{place:04d}"


def layout(number: str, version: int, lang: str, leaves: Sequence[Leaf]) -> dict[str, Any]:
    """Return where on each page codes and boxes stand, in millimetres from the upper left corner."""
    return {"schema": SCHEMA, "form": number, "version": version, "lang": lang, "pages": [_page(one) for one in leaves]}


def _page(leaf: Leaf) -> dict[str, Any]:
    codes = [
        {"corner": code.corner, "x": _round(code.x), "y": _round(code.y), "side": code.side}
        for code in leaf.codes()
        if code.corner is not None
    ]
    boxes = [{"key": one.key, "x": _round(one.x), "y": _round(one.y), "side": one.side} for one in leaf.squares()]
    return {"width": leaf.width, "height": leaf.height, "codes": codes, "boxes": boxes}


def _round(millimetres: float) -> str:
    return f"{millimetres:.{_PLACES}f}"


def keep_run(
    session: Session, found: Mapping[str, Any], copies: int, *, record: str = "", rows: Sequence[str] = ()
) -> Run:
    """Keep a layout and take numbers for copies printed in it; ``rows`` are the records whose names stand in it."""
    raw = orjson.dumps(found, option=orjson.OPT_SORT_KEYS)
    name = hashlib.sha256(raw).hexdigest()[:16]
    store = session.store
    kept = store.get(f"{_LAYOUT}/{name}")
    if kept and kept != raw.decode():
        raise BugError("two layouts of one name")
    first = upcoming(session)
    run = Run(str(found["form"]), int(found["version"]), first, copies, name, record, tuple(rows))
    with store.transaction():
        store.set(f"{_LAYOUT}/{name}", raw.decode())
        store.set(_NEXT, str(first + copies))
        store.set(f"{_RUNS}/{first:09d}", orjson.dumps(vars(run)).decode())
    return run


def upcoming(session: Session) -> int:
    """Return the count of the next copy."""
    return int(session.store.get(_NEXT, "1"))


def run_of(session: Session, serial: str) -> tuple[Run, dict[str, Any]] | None:
    """Return the printing that a copy's number belongs to, with its layout; None for a number not given out here."""
    conn = session.store.conn
    rows = conn.execute("SELECT value FROM local_setting WHERE name GLOB ? ORDER BY name", (f"{_RUNS}/*",))
    for (value,) in rows.fetchall():
        said: dict[str, Any] = orjson.loads(value)
        run = Run(**{**said, "rows": tuple(said["rows"])})
        if any(digits(session.store.installation.id, run.first + place) == serial for place in range(run.copies)):
            return run, orjson.loads(session.store.get(f"{_LAYOUT}/{run.layout}"))
    return None
