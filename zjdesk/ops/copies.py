"""Where copies of what lies in a scope may be besides this store: laptops, and bundles written for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.ops.exchange import takes
from zjdesk.ops.session import Session
from zjdesk.ops.setup import installations


@dataclass(frozen=True)
class Copies:
    """Names of the laptops that take a scope and of those that did and were revoked; bundles written for either."""

    laptops: tuple[str, ...]
    revoked: tuple[str, ...]
    bundles: int
    last_bundle: int | None


def copies(session: Session, scope: str) -> Copies:
    """Return where copies of a scope's records may be."""
    store = session.store
    others = [item for item in installations(session) if item["id"] != store.installation.id and takes(item, scope)]
    count, last = store.conn.execute(
        "SELECT count(*), max(written) FROM local_export WHERE receiver IN (SELECT value FROM json_each(?))",
        (orjson.dumps([item["id"] for item in others]).decode(),),
    ).fetchone()
    return Copies(_names(others, revoked=False), _names(others, revoked=True), count, last)


def _names(found: list[dict[str, Any]], *, revoked: bool) -> tuple[str, ...]:
    return tuple(sorted(str(item["name"]) for item in found if _gone(item) == revoked))


def _gone(item: Mapping[str, Any]) -> bool:
    return bool(item["revoked"])
