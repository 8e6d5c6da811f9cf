"""Bundles that are dragged over the window and dropped there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

_SUFFIX = ".zjb"


def bundles_of(data: QMimeData) -> list[Path]:
    """Return the bundles among what is dragged."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() == _SUFFIX]
