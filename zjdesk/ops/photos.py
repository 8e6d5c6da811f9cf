"""Takes out of a photo where it was taken, and leaves the picture as it is (domain.md §8, R21)."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from struct import error
from warnings import catch_warnings

from zjdesk.errors import InputError

_GPS, _MAKER_NOTE, _EXIF_IFD = 0x8825, 0x927C, 0x8769
_EXIF = b"Exif\x00\x00"
# Segments that may tell a place in another way: XMP, IPTC, and pictures appended to the picture.
_TELLING = (b"http://ns.adobe.com/", b"Photoshop 3.0", b"MPF\x00")
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_ALONE = (0x01, *range(0xD0, 0xD8))
_UNREADABLE = (OSError, ValueError, SyntaxError, LookupError, TypeError, ArithmeticError, AttributeError, Warning)
MOST_PIXELS = 100_000_000  # a picture that claims more is not opened
# Kinds that are saved again, by their first bytes: what a program fails to read another may read with its place.
_PICTURES = (("PNG", b"\x89PNG"), ("TIFF", b"II*\x00"), ("TIFF", b"MM\x00*"), ("WEBP", b"RIFF"))


def without_place(data: bytes) -> bytes:
    """Return a picture without its place; what is no picture comes back as it is.

    A JPEG keeps its compressed picture byte for byte. Raises InputError for a picture of a kind that cannot be cleaned,
    and for one that is broken or claims more than :data:`MOST_PIXELS`.
    """
    if data[:2] == b"\xff\xd8":
        return b"".join(_jpeg(data))
    for kind, start in _PICTURES:
        if data.startswith(start):
            return _cleaned(data, kind)
    kind = _kind(data)
    if kind or data[4:8] == b"ftyp":
        raise InputError("ops.photo_kind", kind=kind or "HEIC")
    return data


def _kind(data: bytes) -> str:
    from PIL import Image, UnidentifiedImageError

    try:
        with catch_warnings(action="ignore"), Image.open(BytesIO(data)) as picture:
            return str(picture.format or "")
    except (UnidentifiedImageError, *_UNREADABLE, error):
        return ""
    except Image.DecompressionBombError:
        raise InputError("ops.photo_broken") from None


def _cleaned(data: bytes, kind: str) -> bytes:
    from PIL import Image

    try:
        with catch_warnings(action="ignore"):
            return _saved_again(data, kind)
    except (*_UNREADABLE, error, MemoryError, Image.DecompressionBombError):
        raise InputError("ops.photo_broken") from None


def _saved_again(data: bytes, kind: str) -> bytes:
    """Return a picture of a lossless kind with nothing but its pixels, its way up and its colours."""
    from PIL import Image, ImageOps

    cleaned = BytesIO()
    with Image.open(BytesIO(data), formats=[kind]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise InputError("ops.photo_broken")
        profile = picture.info.get("icc_profile")
        upright = ImageOps.exif_transpose(picture)
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    if upright.mode == "P" and (palette := upright.getpalette()) is not None:
        plain.putpalette(palette)
    plain.save(cleaned, kind, icc_profile=profile, **({"lossless": True} if kind == "WEBP" else {}))
    return cleaned.getvalue()


def _jpeg(data: bytes) -> Iterator[bytes]:
    """Yield a JPEG's segments, EXIF without place and without what may tell it; nothing after its end."""
    yield data[:2]
    place = 2
    while place + 4 <= len(data):
        if data[place] != 0xFF:
            raise InputError("ops.photo_broken")
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if marker == _END:
            break
        if marker in _ALONE:
            yield data[place : place + 2]
            place += 2
            continue
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        yield _segment(data[place:end], marker)
        place = end
        if marker == _SCAN:
            place = _after_scan(data, end)
            yield data[end:place]
    yield b"\xff\xd9"


def _segment(segment: bytes, marker: int) -> bytes:
    content = segment[4:]
    if not 0xE0 <= marker <= 0xEF and marker != 0xFE:
        return segment
    if content.startswith(_EXIF):
        exif = _exif(content)
        return segment[:2] + (len(exif) + 2).to_bytes(2, "big") + exif if exif else b""
    return b"" if content.startswith(_TELLING) or marker == 0xFE else segment


def _exif(content: bytes) -> bytes:
    """Return EXIF without its place and the maker's own notes; none of it where it cannot be read."""
    from PIL import Image

    exif = Image.Exif()
    try:
        with catch_warnings(action="error"):
            exif.load(content)
            inner = exif.get_ifd(_EXIF_IFD)
            exif.pop(_GPS, None)
            inner.pop(_MAKER_NOTE, None)
            cleaned = exif.tobytes()
    except (*_UNREADABLE, error):
        return b""
    return cleaned if cleaned.startswith(_EXIF) else _EXIF + cleaned


def _after_scan(data: bytes, start: int) -> int:
    """Return where a scan's compressed data end: at the next marker that is none of its own."""
    place = data.find(b"\xff", start)
    while 0 <= place < len(data) - 1 and (data[place + 1] == 0 or data[place + 1] in _ALONE):
        place = data.find(b"\xff", place + 2)
    return len(data) if place < 0 else place
