"""Which characters a font can draw, read from its character map alone, so that a report can say what it lacks."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zjdesk.errors import BugError

# Platform and encoding of the Unicode maps, the fullest first.
UNICODE_MAPS = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3))
LINE_ENDS = "\n\r\t"


@dataclass(frozen=True)
class Coverage:
    """The characters of one font as ranges of code points."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        place = bisect_right(self.starts, code) - 1
        return place >= 0 and code <= self.ends[place]


def font_files(folder: Path) -> tuple[Path, ...]:
    """Return the fonts in a folder, by name."""
    return tuple(sorted(folder.glob("*.ttf")))


def missing(texts: Iterable[str], fonts: Sequence[Coverage]) -> tuple[str, ...]:
    """Return the characters of ``texts`` that no font holds, in code point order."""
    characters = set().union(*map(set, texts)) - set(LINE_ENDS)
    return tuple(sorted(each for each in characters if not any(each in font for font in fonts)))


@lru_cache(maxsize=16)
def coverage(path: Path) -> Coverage:
    """Read the Unicode character map of a TrueType font."""
    with path.open("rb") as file:
        (count,) = struct.unpack(">4xH6x", file.read(12))
        directory = file.read(16 * count)
        places = {tag: (offset, size) for tag, _, offset, size in struct.iter_unpack(">4sIII", directory)}
        offset, size = places[b"cmap"]
        file.seek(offset)
        ranges = sorted(_ranges(file.read(size), path))
    return Coverage(tuple(start for start, _ in ranges), tuple(end for _, end in ranges))


def _ranges(cmap: bytes, path: Path) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">2xH", cmap)
    maps = {(platform, code): offset for platform, code, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count])}
    for wanted in UNICODE_MAPS:
        if wanted in maps:
            return _read(cmap[maps[wanted] :], path)
    raise BugError(f"no Unicode map in {path.name}")


def _read(table: bytes, path: Path) -> Iterator[tuple[int, int]]:
    (layout,) = struct.unpack_from(">H", table)
    if layout == 12:
        (count,) = struct.unpack_from(">12xI", table)
        groups = struct.iter_unpack(">III", table[16 : 16 + 12 * count])
        return ((start, end) for start, end, _ in groups)
    if layout == 4:
        (double,) = struct.unpack_from(">6xH", table)
        ends = struct.unpack_from(f">{double // 2}H", table, 14)
        starts = struct.unpack_from(f">{double // 2}H", table, 16 + double)
        return ((start, end) for start, end in zip(starts, ends, strict=True) if start != 0xFFFF)
    raise BugError(f"character map of format {layout} in {path.name}")
