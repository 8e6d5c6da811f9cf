"""Numbers and names as a sentence prints them: each remembers the figures that it comes from."""

from __future__ import annotations

from typing import Self

from zjdesk.report.traces import Trace


class Count(int):
    """A whole number out of a figure; templates may compare it, and printing it keeps its source."""

    traces: tuple[Trace, ...] = ()

    @classmethod
    def of(cls, value: int, *traces: Trace) -> Self:
        """Return a number with its source."""
        count = cls(value)
        count.traces = traces
        return count

    def worded(self, one: str, many: str) -> Words:
        """Return the number with its noun, in the singular for 1: ``1 project``, ``0 projects``."""
        return Words.of(f"{int(self)} {one if self == 1 else many}", *self.traces)


class Words(str):
    """A printed text out of a figure, such as a share or the name of a community."""

    __slots__ = ("traces",)
    traces: tuple[Trace, ...]

    @classmethod
    def of(cls, value: str, *traces: Trace) -> Self:
        """Return a text with its source."""
        words = cls(value)
        words.traces = traces
        return words
