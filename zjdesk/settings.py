"""What the program takes from its surroundings: clock, machine and anchor place, replaceable for tests."""

from __future__ import annotations

import os
import platform
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from zjdesk.errors import UsageError
from zjdesk.paths import default_anchor_dir


@dataclass(frozen=True)
class Environment:
    """Clock, machine fingerprint, anchor folder and the passphrase that opens stores.

    ``replaced`` names those of the first three that were set from outside.
    """

    fixed_now: int | None = None
    machine: str = ""
    anchors: Path = field(default_factory=default_anchor_dir)
    replaced: tuple[str, ...] = ()
    passphrase: str | None = field(default=None, repr=False)

    def now(self) -> int:
        """Return the time in milliseconds since 1970 (UTC)."""
        return self.fixed_now if self.fixed_now is not None else time.time_ns() // 1_000_000

    def today(self) -> date:
        """Return the calendar day at this laptop."""
        return datetime.fromtimestamp(self.now() / 1000).date()

    def at(self, now: int) -> Environment:
        """Return the same surroundings with the clock standing at ``now`` (milliseconds)."""
        return replace(self, fixed_now=now)


def fingerprint() -> str:
    """Return what tells this machine from another: its name, processor and first network card."""
    return f"{platform.node()}/{platform.machine()}/{uuid.getnode():012x}"


def milliseconds(iso: str) -> int:
    """Read an ISO date or time; one without a zone is local time."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        raise UsageError("errors.bad_now", value=iso) from None
    return int(moment.timestamp() * 1000)


def iso(moment: int) -> str:
    """Write milliseconds since 1970 as an ISO time in UTC."""
    return datetime.fromtimestamp(moment / 1000, UTC).isoformat(timespec="milliseconds")


def from_environ(environ: Mapping[str, str] | None = None) -> Environment:
    """Read ``ZJDESK_NOW``, ``ZJDESK_MACHINE``, ``ZJDESK_ANCHORS`` and ``ZJDESK_PASSPHRASE``."""
    env = os.environ if environ is None else environ
    names = ("ZJDESK_NOW", "ZJDESK_MACHINE", "ZJDESK_ANCHORS")
    now = env.get("ZJDESK_NOW")
    anchors = env.get("ZJDESK_ANCHORS")
    return Environment(
        fixed_now=milliseconds(now) if now else None,
        machine=env.get("ZJDESK_MACHINE") or fingerprint(),
        anchors=Path(anchors) if anchors else default_anchor_dir(),
        replaced=tuple(name for name in names if env.get(name)),
        passphrase=env.get("ZJDESK_PASSPHRASE") or None,
    )
