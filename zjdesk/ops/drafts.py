"""Drafts: half-filled pages that survive a crash; they are this laptop's own and never sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from zjdesk.ops.session import Session


def keep(session: Session, key: str, form: str, content: Mapping[str, Any]) -> None:
    """Keep a draft under its key (page and record), in place of the one before."""
    session.store.conn.execute(
        "INSERT OR REPLACE INTO local_draft VALUES (?, ?, ?, ?)",
        (key, form, session.store.env.now(), orjson.dumps(dict(content)).decode()),
    )


def load(session: Session, key: str) -> dict[str, Any] | None:
    """Return a kept draft, or None."""
    row = session.store.conn.execute("SELECT content FROM local_draft WHERE key = ?", (key,)).fetchone()
    return orjson.loads(row[0]) if row else None


def discard(session: Session, key: str) -> None:
    """Forget a draft; it was saved or thrown away."""
    session.store.conn.execute("DELETE FROM local_draft WHERE key = ?", (key,))


def list_drafts(session: Session) -> list[tuple[str, str, int]]:
    """Return (key, form, time in milliseconds) of every kept draft, newest first."""
    rows = session.store.conn.execute("SELECT key, form, saved FROM local_draft ORDER BY saved DESC")
    return [tuple(row) for row in rows]
