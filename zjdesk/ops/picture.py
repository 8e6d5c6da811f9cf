"""What a picture tells of itself before it is kept: when it was taken, how large it is, and how it looks.

Two pictures are compared by a difference hash of 64 bits. Measured on photos of 12 megapixels: up to 6 bits apart they
are nearly the same, up to 10 perhaps; different photos lie 13 apart or more. A mirrored or strongly cropped copy
escapes. It is meant for photos, never for forms or receipts, which all look alike.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from io import BytesIO
from pathlib import Path
from struct import error
from typing import TYPE_CHECKING
from warnings import catch_warnings

from zjdesk.errors import InputError
from zjdesk.ops.photos import MOST_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL import Image

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".heif"})
LARGEST = 100 * 1024 * 1024
NEAR, PERHAPS = 6, 10
SHORT_SIDE = 1200  # a longest side below this is too coarse to print (R21)
_KINDS = ("JPEG", "PNG", "TIFF", "WEBP")
_SMALL = (320, 240)
_ACROSS, _DOWN = 9, 8
_EXIF_IFD, _ORIGINAL, _CHANGED = 0x8769, 0x9003, 0x0132
_BEIJING = timezone(timedelta(hours=8))
_STAMPED = re.compile(r"(?<!\d)(20\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?:[-_ ]?([0-2]\d)[-_.:]?([0-5]\d))?")
_EXPORTED = re.compile(r"mmexport(\d{13})")
_UNREADABLE = (OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, AttributeError, error)


@dataclass(frozen=True)
class Picture:
    """One picture that was read: ``look`` is its difference hash, ``small`` a JPEG of at most 320 × 240 pixels.

    ``day`` and ``at`` are None where nothing tells them; ``from_name`` says that only the file's name did.
    """

    name: str
    sha256: str
    day: date | None
    at: time | None
    from_name: bool
    longest: int
    look: int
    small: bytes


def pictures_in(paths: Iterable[Path]) -> list[Path]:
    """Return the pictures among files and, however deep, in folders; by their names, each once."""
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found |= {one: None for one in inside if one.suffix.lower() in SUFFIXES and one.is_file()}
    return list(found)


def read_picture(name: str, data: bytes) -> Picture:
    """Read what a picture tells; raises InputError where it is none, is broken, too large or of an unusual kind."""
    from PIL import Image, UnidentifiedImageError

    if len(data) > LARGEST:
        raise InputError("ops.photo_too_large", name=name, megabytes=LARGEST // 1024 // 1024)
    if data[4:8] == b"ftyp":
        raise InputError("ops.photo_heic")
    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=_KINDS) as opened:
            return _read(name, data, opened)
    except UnidentifiedImageError:
        raise InputError("ops.photo_none", name=name) from None
    except (*_UNREADABLE, MemoryError, Image.DecompressionBombError):
        raise InputError("ops.photo_unread", name=name) from None


def look_of(data: bytes) -> int | None:
    """Return the difference hash of a kept picture; None where it cannot be read."""
    try:
        return read_picture("", data).look
    except InputError:
        return None


def likeness(one: int, other: int) -> str | None:
    """Return ``near`` or ``perhaps`` for two looks that may be one picture, None for two pictures."""
    apart = (one ^ other).bit_count()
    return "near" if apart <= NEAR else "perhaps" if apart <= PERHAPS else None


def _read(name: str, data: bytes, opened: Image.Image) -> Picture:
    from PIL import ImageOps

    if opened.width * opened.height > MOST_PIXELS:
        raise InputError("ops.photo_unread", name=name)
    longest = max(opened.size)
    moment = _moment(opened)
    told = moment or _named(name)
    opened.draft("RGB", _SMALL)
    small = ImageOps.exif_transpose(opened).convert("RGB")
    small.thumbnail(_SMALL)
    written = BytesIO()
    small.save(written, "JPEG", quality=80)
    return Picture(
        name,
        hashlib.sha256(data).hexdigest(),
        told[0] if told else None,
        told[1] if told else None,
        moment is None and told is not None,
        longest,
        _look(small),
        written.getvalue(),
    )


def _look(small: Image.Image) -> int:
    from PIL import Image

    grey = small.convert("L").resize((_ACROSS, _DOWN), Image.Resampling.BOX).tobytes()
    bits = 0
    for row in range(_DOWN):
        line = grey[row * _ACROSS : (row + 1) * _ACROSS]
        for left, right in itertools.pairwise(line):
            bits = bits << 1 | (left > right)
    return bits


def _moment(opened: Image.Image) -> tuple[date, time | None] | None:
    """Return when a camera says that it took the picture."""
    try:
        exif = opened.getexif()
        told = exif.get_ifd(_EXIF_IFD).get(_ORIGINAL) or exif.get(_CHANGED)
        moment = datetime.strptime(str(told).strip("\x00 "), "%Y:%m:%d %H:%M:%S")
    except _UNREADABLE:
        return None
    return (moment.date(), moment.time())


def _named(name: str) -> tuple[date, time | None] | None:
    """Return the day that a telephone or WeChat wrote into the file's name."""
    if exported := _EXPORTED.search(name):
        moment = datetime.fromtimestamp(int(exported[1]) / 1000, UTC).astimezone(_BEIJING)
        return moment.date(), None  # when it was saved, not when it was taken
    if stamped := _STAMPED.search(name):
        year, month, day, hour, minute = stamped.groups()
        try:
            return date(int(year), int(month), int(day)), time(int(hour), int(minute)) if hour else None
        except ValueError:
            return None
    return None
