"""How fast long work goes and how long it will still take, from what was done so far."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """``done`` of ``total`` pieces after ``seconds``."""

    done: int
    total: int
    seconds: float

    @property
    def percent(self) -> int | None:
        """Return the share done in whole per cent, None while the total is unknown."""
        return min(100, self.done * 100 // self.total) if self.total > 0 else None

    @property
    def rate(self) -> int | None:
        """Return pieces a second, None before there is anything to say."""
        return round(self.done / self.seconds) if self.seconds >= 1 and self.done else None

    @property
    def remaining(self) -> int | None:
        """Return the seconds that are left, None before there is anything to say."""
        if self.seconds < 1 or not self.done or self.total <= 0:
            return None
        return max(0, round(self.seconds * (self.total - self.done) / self.done))
