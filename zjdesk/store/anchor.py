"""The anchor outside the store: tells a store that was restored, copied or moved from one that just went on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import orjson


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
        raw = orjson.loads(path.read_bytes())
        tips = {feed: (int(seq), str(own)) for feed, (seq, own) in raw["tips"].items()}
        return Anchor(raw["installation"], raw["incarnation"], raw["machine"], int(raw["counter"]), tips)
    except (OSError, ValueError, KeyError, TypeError):
        return None


class AnchorFile:
    """Writes the anchor in place after every commit; a torn one reads as none, which is safe."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: IO[bytes] = path.open("r+b" if path.exists() else "w+b", buffering=0)

    def write(self, anchor: Anchor) -> None:
        """Replace what the anchor says."""
        line = orjson.dumps({**vars(anchor), "tips": dict(anchor.tips)})
        self._file.seek(0)
        self._file.write(line)
        self._file.truncate(len(line))

    def close(self) -> None:
        """Let the file go."""
        self._file.close()
