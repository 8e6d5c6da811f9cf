"""The anchor outside the store: tells a store that was restored, copied or moved from one that just went on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True)
class Anchor:
    """What the anchor says: incarnation, machine, and per own feed its last number and id."""

    installation: str
    incarnation: str
    machine: str
    counter: int
    tips: Mapping[str, tuple[int, str]]


def anchor_path(folder: Path, installation: str, store: Path) -> Path:
    """Return where the anchor of this installation at this place lies."""
    key = hashlib.sha256(f"{installation} {store.resolve()}".encode()).hexdigest()[:32]
    return folder / f"{key}.json"


def read(path: Path) -> Anchor | None:
    """Return the anchor, or None when there is none that can be read."""
    try:
        raw = json.loads(path.read_text("utf-8"))
        tips = {feed: (int(seq), str(own)) for feed, (seq, own) in raw["tips"].items()}
        return Anchor(raw["installation"], raw["incarnation"], raw["machine"], int(raw["counter"]), tips)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(path: Path, anchor: Anchor) -> None:
    """Write the anchor in one step; a torn one is never seen."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(json.dumps(asdict(anchor)), "utf-8")
    temporary.replace(path)
