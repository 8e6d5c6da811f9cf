"""Photographs made small enough for paper, without what they tell besides the picture."""

from __future__ import annotations

from io import BytesIO

_LONGEST = 1400  # pixels: 300 a inch on half a page
_QUALITY = 82


def printable(data: bytes | None) -> bytes:
    """Return a picture as a small JPEG; nothing for a file that is not here or is no picture."""
    if not data:
        return b""
    from PIL import Image, ImageOps

    from zjdesk.ops.photos import MOST_PIXELS

    try:
        with Image.open(BytesIO(data)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return b""
            opened.draft("RGB", (_LONGEST, _LONGEST))
            picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    picture.thumbnail((_LONGEST, _LONGEST))
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY)
    return buffer.getvalue()
