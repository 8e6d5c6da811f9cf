"""Names and a picture that are planted in stores, and the search for them in every raw byte of a folder."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

NAMES = {
    "account": "示例韦应物",
    "resident": "示例晏几道",
    "renamed": "示例贺知章",
    "draft": "示例岑嘉州",
    "why": "示例温庭筠",
    "erased": "示例骆宾王",
    "later": "示例皇甫冉",
    "photographer": "示例司空图",
}
ENCODINGS = ("utf-8", "utf-16-le", "gb18030", "unicode_escape")


def picture() -> bytes:
    """Return a photo of some 100 kB, whose EXIF data names the photographer."""
    from PIL import Image

    image = Image.frombytes("RGB", (200, 200), os.urandom(120_000))
    exif = Image.Exif()
    exif[0x010E] = NAMES["photographer"].encode("utf-8").decode("latin-1")
    whole = BytesIO()
    image.save(whole, "JPEG", quality=95, exif=exif, comment=NAMES["photographer"].encode())
    return whole.getvalue()


def marks(photo: bytes) -> dict[str, bytes]:
    """Return what must stand nowhere: each name in each encoding, and pieces of the photo."""
    found = {f"{name} {encoding}": name.encode(encoding) for name in NAMES.values() for encoding in ENCODINGS}
    return found | {f"photo at {place}": photo[place : place + 24] for place in range(0, len(photo) - 24, 9_973)}


def traces(folder: Path, photo: bytes) -> list[str]:
    """Search names and contents of all files under a folder; returns what stands where."""
    found = []
    for path in sorted(folder.rglob("*")):
        content = os.fsencode(path.name) + b"\n" + (path.read_bytes() if path.is_file() else b"")
        found += [f"{what} in {path.relative_to(folder)}" for what, mark in marks(photo).items() if mark in content]
    return found
