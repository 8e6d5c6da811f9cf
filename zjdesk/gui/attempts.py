"""Slows down those who guess a passphrase: 1, 2, 4 … up to 60 seconds, over restarts of the window too."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable
from pathlib import Path

from zjdesk.gui.preferences import Preferences

LONGEST = 60


class Attempts:
    """Counts wrong passphrases for one store; ``clock`` gives seconds since 1970."""

    def __init__(self, preferences: Preferences, store: Path, clock: Callable[[], float] = time.time) -> None:
        self._preferences = preferences
        self._name = f"attempts/{hashlib.sha256(str(store.resolve()).encode()).hexdigest()[:16]}"
        self._clock = clock

    @property
    def wait(self) -> int:
        """Return how many seconds are left before the next attempt."""
        failures, last = self._kept()
        if not failures:
            return 0
        pause = min(LONGEST, 1 << min(failures - 1, 10))
        passed = self._clock() - last
        return pause if passed < 0 else max(0, math.ceil(pause - passed))

    def failed(self) -> None:
        """Note a wrong passphrase."""
        failures, _ = self._kept()
        self._preferences.keep_now(self._name, f"{failures + 1} {self._clock()}")

    def passed(self) -> None:
        """Forget the wrong ones: the right one was given."""
        if self._kept()[0]:
            self._preferences.keep_now(self._name, "")

    def _kept(self) -> tuple[int, float]:
        count, _, last = self._preferences.text(self._name).partition(" ")
        try:
            return int(count), float(last)
        except ValueError:
            return 0, 0.0
