"""Pictures of nobody: tiny striped images, each with bytes of its own, made without any library."""

from __future__ import annotations

import struct
import zlib

from zjdesk.demo.chance import stream

WIDTH, HEIGHT = 64, 48
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def picture(*purpose: object) -> bytes:
    """Return a PNG of 64 × 48 pixels; equal purposes give equal bytes."""
    chance = stream("picture", *purpose)
    palette = bytes(chance.randrange(256) for _ in range(3 * 16))
    rows = bytearray()
    for _ in range(0, HEIGHT, 4):
        stripes = bytes(chance.randrange(16) for _ in range(WIDTH // 8))
        row = b"\x00" + bytes(colour for colour in stripes for _ in range(8))
        rows += row * 4
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
