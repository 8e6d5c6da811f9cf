"""Where the programme is built, and what one installation does there: act, send, take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from zjdesk.demo import days
from zjdesk.demo.plan import OFFICE, actions
from zjdesk.ops import edit, exchange, files
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment

# When each round's stick is written (milliseconds); rounds 1 and 3 are the laptops', 0, 2 and 4 the office's.
WRITTEN = (
    days.moment(days.FOUNDED, 16),
    days.moment(days.PROPOSED, 17),
    days.moment(days.DECIDED, 17),
    days.moment(days.COLLECTED, 9),
    days.moment(days.BOOKED, 17),
)


@dataclass(frozen=True)
class Site:
    """``office``, ``devices/*`` and the stick under one folder, and the surroundings they are made in."""

    folder: Path
    env: Environment

    def store(self, key: str) -> Path:
        """Return the folder of the store of the office or of a laptop."""
        return self.folder / OFFICE if key == OFFICE else self.folder / "devices" / key

    def stick(self, stage: int, key: str = "") -> Path:
        """Return the folder on the stick for the bundles of a round, the office's apart for each laptop."""
        folder = self.folder / "usb" / f"round-{stage}" / key
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def open(self, key: str, now: int) -> Session:
        """Open a store with the clock standing at ``now`` (milliseconds)."""
        return open_session(self.store(key), env=self.env.at(now))


def set_clock(session: Session, now: int) -> None:
    """Set the clock of a session's store (milliseconds)."""
    session.store.env = session.store.env.at(now)


def act(session: Session, key: str, stage: int) -> None:
    """Carry out what the plan says for one installation and round."""
    for action in actions(key, stage):
        set_clock(session, action.at)
        files.add_many(session, action.files)
        edit.save(session, action.changes, why=action.why)


def send(site: Site, session: Session, stage: int) -> list[Path]:
    """Write a laptop's bundle for the office; returns its files."""
    set_clock(session, WRITTEN[stage])
    return [path for made in exchange.export(session, site.stick(stage)) for path in made.files]


def take(session: Session, bundles: Sequence[Path]) -> None:
    """Merge bundles from the stick."""
    for path in sorted(bundles):
        exchange.merge(session, path)
