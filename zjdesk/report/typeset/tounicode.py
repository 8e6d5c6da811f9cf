"""Fonts whose text can be searched and copied: code points above U+FFFF are written as UTF-16 pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

BLOCK = 100  # the PDF standard allows no more pairs in one bfchar block

HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def
/CMapName /{name} def
/CMapType 2 def
1 begincodespacerange
<00> <{last:02X}>
endcodespacerange"""
TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


class SearchableFont(TTFont):
    """A TrueType font that writes its map back to Unicode rightly for every character."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the name is reportlab's
        """Add the font's subsets to the document, each with its own map."""
        subsets = [tuple(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            doc.idToObject["toUnicodeCMap:" + name].content = unicode_map(name, subset)


def unicode_map(name: str, subset: Sequence[int]) -> str:
    """Return the ToUnicode map of a subset: code in the font to UTF-16BE."""
    lines = [HEAD.format(name=name, last=len(subset) - 1), *_pairs(subset), TAIL]
    return "\n".join(lines)


def _pairs(subset: Sequence[int]) -> Iterator[str]:
    pairs = [f"<{code:02X}> <{chr(point).encode('utf-16-be').hex().upper()}>" for code, point in enumerate(subset)]
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + BLOCK]
        yield f"{len(block)} beginbfchar"
        yield from block
        yield "endbfchar"
