"""Plays the plan on 38 separate stores: real saves, real bundles on a stick, real merges."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zjdesk.demo import days
from zjdesk.demo.model import Laptop
from zjdesk.demo.plan import OFFICE, actions
from zjdesk.demo.street import OFFICE_ACCOUNT, laptop, laptops
from zjdesk.errors import InputError
from zjdesk.ops import edit, exchange, files, setup
from zjdesk.ops.session import Session, open_session
from zjdesk.ops.setup import Invited
from zjdesk.settings import Environment

WORKERS = 2
Progress = Callable[[int, int, str], None]
# When each stage's stick is written (milliseconds); 1 and 3 are the laptops', the others the office's.
_WRITTEN = {
    0: days.moment(days.FOUNDED, 16),
    1: days.moment(days.PROPOSED, 17),
    2: days.moment(days.DECIDED, 17),
    3: days.moment(days.COLLECTED, 9),
    4: days.moment(days.BOOKED, 17),
    5: days.moment(days.BOOKED, 18),
}
_KEYS = {
    0: "demo.founding",
    1: "demo.proposing",
    2: "demo.approving",
    3: "demo.working",
    4: "demo.booking",
    5: "demo.returning",
}


@dataclass(frozen=True)
class Site:
    """Where the programme is built: ``office``, ``devices/*`` and the stick, and the surroundings it is built in."""

    folder: Path
    env: Environment

    def store(self, key: str) -> Path:
        """Return the folder of the store of the office or of a laptop."""
        return self.folder / OFFICE if key == OFFICE else self.folder / "devices" / key

    def stick(self, stage: int, key: str = "") -> Path:
        """Return the folder on the stick for the bundles of a stage, the office's apart for each laptop."""
        return self.folder / "usb" / f"round-{stage}" / key

    def open(self, key: str, now: int) -> Session:
        """Open a store with the clock standing at ``now`` (milliseconds)."""
        return open_session(self.store(key), env=self.env.at(now))


def play(
    folder: Path, *, env: Environment, progress: Progress | None = None, workers: int = WORKERS
) -> None:
    """Build the whole programme under ``folder``; raises InputError when something lies there already."""
    if folder.exists() and any(folder.iterdir()):
        raise InputError("demo.not_empty", path=str(folder))
    site = Site(folder, env)
    with crew(workers) as pool:
        invitations = found(site, progress)
        propose(site, invitations, pool, progress)
        approve(site, progress)
        work(site, pool, progress)
        book(site, progress)
        bring_back(site, pool, progress)


@contextmanager
def crew(workers: int = WORKERS) -> Iterator[Executor]:
    """Give the processes that the laptops run in."""
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield pool


def found(site: Site, progress: Progress | None = None) -> dict[str, Invited]:
    """Round 0 at the office: make its store, invite every laptop and write what each begins with."""
    site.folder.mkdir(parents=True, exist_ok=True)
    with setup.create_office(site.store(OFFICE), OFFICE_ACCOUNT, env=site.env.at(_WRITTEN[0])) as session:
        _do(session, OFFICE, 0)
        at(session, _WRITTEN[0])
        rows = [
            {"label": one.label, "kind": one.kind, "communities": " ".join(one.communities)} for one in laptops()
        ]
        made = setup.invite(session, rows, site.stick(0, "invitations"))
        _hand_out(site, session, 0, progress)
    return {one.key: invited for one, invited in zip(laptops(), made, strict=True)}


def propose(
    site: Site, invitations: dict[str, Invited], pool: Executor, progress: Progress | None = None
) -> None:
    """Round 1 on the laptops: join, take what the office gave, draw up the projects, and send them."""
    site.stick(1).mkdir(parents=True, exist_ok=True)
    _each(pool, [partial(_joined, site, one.key, invitations[one.key]) for one in laptops()], 1, progress)


def approve(site: Site, progress: Progress | None = None) -> None:
    """Round 2 at the office: merge the proposals, approve them, assign supervisors, and send it to all."""
    _at_office(site, 2, progress)


def work(site: Site, pool: Executor, progress: Progress | None = None) -> None:
    """Round 3 on the laptops: take the approvals, work for a year, and send everything."""
    site.stick(3).mkdir(parents=True, exist_ok=True)
    _each(pool, [partial(_worked, site, one.key) for one in _by_load()], 3, progress)


def book(site: Site, progress: Progress | None = None) -> None:
    """Round 4 at the office: merge the year, approve, book the vouchers, and send it to all."""
    _at_office(site, 4, progress)


def bring_back(site: Site, pool: Executor, progress: Progress | None = None) -> None:
    """The laptops take the office's last bundles."""
    _each(pool, [partial(_taken, site, one.key) for one in _by_load()], 5, progress)


def at(session: Session, now: int) -> None:
    """Set the clock of a session's store."""
    session.store.env = session.store.env.at(now)


def _by_load() -> list[Laptop]:
    """Return the laptops, those with most to do first, so that no process waits for another at the end."""
    return sorted(laptops(), key=lambda one: -len(one.communities))


def _each(pool: Executor, tasks: list[Callable[[], None]], stage: int, progress: Progress | None) -> None:
    waiting: list[Future[None]] = [pool.submit(task) for task in tasks]
    for done, future in enumerate(as_completed(waiting), 1):
        future.result()
        if progress is not None:
            progress(done, len(tasks), _KEYS[stage])


def _joined(site: Site, key: str, invited: Invited) -> None:
    own = laptop(key)
    env = site.env.at(_WRITTEN[0])
    with setup.join(site.store(key), invited.file, invited.code, own.person, env=env) as session:
        _take(site, session, key, 0)
        _do(session, key, 1)
        _send(site, session, 1)


def _worked(site: Site, key: str) -> None:
    with site.open(key, _WRITTEN[2]) as session:
        _take(site, session, key, 2)
        _do(session, key, 3)
        _send(site, session, 3)


def _taken(site: Site, key: str) -> None:
    with site.open(key, _WRITTEN[5]) as session:
        _take(site, session, key, 4)


def _at_office(site: Site, stage: int, progress: Progress | None) -> None:
    with site.open(OFFICE, _WRITTEN[stage - 1]) as session:
        bundles = sorted(site.stick(stage - 1).glob("*.zjb"))
        for done, path in enumerate(bundles, 1):
            exchange.merge(session, path)
            if progress is not None:
                progress(done, len(bundles), "demo.merging")
        _do(session, OFFICE, stage)
        _hand_out(site, session, stage, progress)


def _do(session: Session, key: str, stage: int) -> None:
    """Carry out what the plan says for one installation and round."""
    for action in actions(key, stage):
        at(session, action.at)
        for content in action.files:
            files.add_bytes(session, content)
        edit.save(session, action.changes, why=action.why)


def _send(site: Site, session: Session, stage: int) -> None:
    at(session, _WRITTEN[stage])
    exchange.export(session, site.stick(stage))


def _take(site: Site, session: Session, key: str, stage: int) -> None:
    for path in sorted(site.stick(stage, key).glob("*.zjb")):
        exchange.merge(session, path)


def _hand_out(site: Site, session: Session, stage: int, progress: Progress | None) -> None:
    at(session, _WRITTEN[stage])
    for done, one in enumerate(laptops(), 1):
        folder = site.stick(stage, one.key)
        folder.mkdir(parents=True, exist_ok=True)
        exchange.export(session, folder, to=one.label)
        if progress is not None:
            progress(done, len(laptops()), _KEYS[stage])
