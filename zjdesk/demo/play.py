"""Plays the plan on 38 separate stores: real saves, real bundles on a stick, real merges."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from zjdesk.demo.plan import OFFICE
from zjdesk.demo.site import WRITTEN, Site, act, send, set_clock, take
from zjdesk.demo.street import OFFICE_ACCOUNT, laptop, laptops
from zjdesk.errors import InputError
from zjdesk.ops import exchange, reporting, setup
from zjdesk.ops.session import Session
from zjdesk.ops.setup import Invited
from zjdesk.settings import Environment

WORKERS = 2
Progress = Callable[[int, int, str], None]
Turn = Callable[[Site, str], list[Path]]


def play(folder: Path, *, env: Environment, progress: Progress | None = None, workers: int = WORKERS) -> None:
    """Build the whole programme under ``folder``; raises InputError when something lies there already."""
    if folder.exists() and any(folder.iterdir()):
        raise InputError("demo.not_empty", path=str(folder))
    site = Site(folder, env)
    with crew(workers) as pool, found(site) as office:
        invitations = invite(site, office)
        gather(office, hand_out(site, office, 0, pool, partial(join, invitations)), 1, progress)
        act(office, OFFICE, 2)
        gather(office, hand_out(site, office, 2, pool, work), 3, progress)
        act(office, OFFICE, 4)
        turns = hand_out(site, office, 4, pool, finish)
        reporting.write_report(office, folder / "report.pdf", lang="zh")
        gather(office, turns, 4, progress)


@contextmanager
def crew(workers: int = WORKERS) -> Iterator[Executor]:
    """Give the processes that the laptops run in."""
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"))
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def found(site: Site) -> Session:
    """Round 0 at the office: make its store and enter street, cycle, communities and people."""
    site.folder.mkdir(parents=True, exist_ok=True)
    office = setup.create_office(site.store(OFFICE), OFFICE_ACCOUNT, env=site.env.at(WRITTEN[0]))
    act(office, OFFICE, 0)
    return office


def invite(site: Site, office: Session) -> dict[str, Invited]:
    """Make the invitations of all laptops, by key."""
    rows = [{"label": one.label, "kind": one.kind, "communities": " ".join(one.communities)} for one in laptops()]
    made = setup.invite(office, rows, site.stick(0, "invitations"))
    return {one.key: invited for one, invited in zip(laptops(), made, strict=True)}


def hand_out(site: Site, office: Session, stage: int, pool: Executor, turn: Turn) -> list[Future[list[Path]]]:
    """Write the office's bundle for every laptop, and let each take its turn as soon as it has one."""
    set_clock(office, WRITTEN[stage])
    turns = []
    for one in sorted(laptops(), key=lambda one: -len(one.communities)):
        exchange.export(office, site.stick(stage, one.key), to=one.label)
        turns.append(pool.submit(turn, site, one.key))
    return turns


def gather(office: Session, turns: list[Future[list[Path]]], stage: int, progress: Progress | None = None) -> None:
    """Merge what the laptops bring, in the order in which they come."""
    set_clock(office, WRITTEN[stage])
    for done, turn in enumerate(as_completed(turns), 1):
        take(office, turn.result())
        if progress is not None:
            progress(done, len(turns), f"demo.round_{stage}")


def join(invitations: Mapping[str, Invited], site: Site, key: str) -> list[Path]:
    """Round 1 on a laptop: join, take what the office gave, draw up projects, and send them."""
    own, invited = laptop(key), invitations[key]
    env = site.env.at(WRITTEN[0])
    with setup.join(site.store(key), invited.file, invited.code, own.person, env=env) as session:
        return _turn(site, session, key, 1)


def work(site: Site, key: str) -> list[Path]:
    """Round 3 on a laptop: take the approvals, work for a year, and send everything."""
    with site.open(key, WRITTEN[2]) as session:
        return _turn(site, session, key, 3)


def finish(site: Site, key: str) -> list[Path]:
    """The end on a laptop: take the office's decisions; there is nothing to send."""
    with site.open(key, WRITTEN[4]) as session:
        take(session, list(site.stick(4, key).glob("*.zjb")))
    return []


def _turn(site: Site, session: Session, key: str, stage: int) -> list[Path]:
    take(session, list(site.stick(stage - 1, key).glob("*.zjb")))
    act(session, key, stage)
    return send(site, session, stage)
