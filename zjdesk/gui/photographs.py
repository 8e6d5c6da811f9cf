"""What the window asks about photos that are taken in many at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage

from zjdesk.errors import InputError

if TYPE_CHECKING:
    from zjdesk.ops.photo_matching import Earlier, Occasion


@dataclass(frozen=True)
class Source:
    """Where a picture comes from: a file, or the clipboard; it is read when it is needed, and not held."""

    name: str
    path: Path | None = None
    image: QImage | None = None

    def read(self) -> bytes:
        """Return the picture's bytes; raises InputError where the file is gone or cannot be read."""
        if self.path is not None:
            try:
                return self.path.read_bytes()
            except OSError:
                raise InputError("ops.photo_unread", name=self.name) from None
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if self.image is not None:
            self.image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(buffer.data().data())


@dataclass(frozen=True)
class Surroundings:
    """The activities that photos may belong to, and the photos that are here already."""

    occasions: tuple[Occasion, ...]
    earlier: tuple[Earlier, ...]


class Photographs(Protocol):
    """Taking in many photos."""

    def surroundings(self, project: str | None) -> Surroundings:
        """Return the activities of a project, or all, and the photos of its community that are here."""
        ...

    def photo_looks(self, hashes: Iterable[str]) -> dict[str, int]:
        """Return how kept photos look; those known from before cost nothing."""
        ...

    def keep_pictures(self, sources: Sequence[Source]) -> list[str]:
        """Keep some pictures durably; return their hashes."""
        ...
