"""A program killed at any moment while it saves, hands in or merges: what it had acknowledged is there afterwards."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections.abc import Callable

from tests.faults.site import Site
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.exchange import bundles_in, digest, export, inspect, merge
from zjdesk.ops.queries import get
from zjdesk.ops.session import Session

LONGEST = 0.6  # seconds until the program is killed at the latest
Worksite = Site
Say = Callable[[str], None]


def saving(site: Site, say: Say) -> None:
    """Save one person after the other; tell each one's id once it is saved."""
    with site.open("liaison") as session:
        for number in range(10_000):
            own = new_id(session)
            values = {"community": site.community, "kind": "resident", "name": f"示例{number}"}
            save(session, [NewRecord("person", values, own)])
            say(own)


def exporting(site: Site, say: Say) -> None:
    """Hand everything in, again and again; tell each file once it is written."""
    with site.open("liaison") as session:
        for _ in range(10_000):
            for sent in export(session, site.folder / "stick", everything=True):
                say(str(sent.files[0].name))


def merging(site: Site, say: Say) -> None:
    """Merge the bundle; tell when it is merged, and go on with the second time."""
    with site.open() as session:
        while True:
            merge(session, site.bundle)
            say("merged")


WORK: tuple[Callable[[Site, Say], None], ...] = (saving, exporting, merging)


def once(site: Site, seed: int, number: int) -> str:
    """Kill one piece of work at a random moment and look at what is left; returns what was done and how far."""
    chance = random.Random(f"{seed}/{number}")
    work = WORK[number % len(WORK)]
    site.put_back()
    said = _killed(lambda say: work(site, say), chance.uniform(0.02, LONGEST))
    with site.open("office" if work is merging else "liaison") as session:
        site.sound(session)
        _LOOK[work](site, session, said)
    return f"{work.__name__} {'some' if said else 'nothing'} acknowledged"


def _look_at_saves(_site: Site, session: Session, said: list[str]) -> None:
    for own in said:
        assert str(get(session, own).values["name"]).startswith("示例")


def _look_at_bundles(site: Site, session: Session, said: list[str]) -> None:
    held = {path.name: path for path in bundles_in(site.folder / "stick")}
    assert set(said) <= set(held)
    assert site.bundle.name in held, "the bundle of before is gone"
    with site.open() as office:
        for path in held.values():
            assert inspect(office, path)["cut"] == []
    assert export(session, site.folder / "stick", everything=True)
    assert not [one.name for one in (site.folder / "stick").iterdir() if one.suffix != ".zjb"]


def _look_at_the_merge(site: Site, session: Session, said: list[str]) -> None:
    assert digest(session) in ((site.after,) if said else (site.before, site.after))
    merge(session, site.bundle)
    assert digest(session) == site.after


_LOOK: dict[Callable[[Site, Say], None], Callable[[Site, Session, list[str]], None]] = {
    saving: _look_at_saves,
    exporting: _look_at_bundles,
    merging: _look_at_the_merge,
}


def _killed(work: Callable[[Say], None], after: float) -> list[str]:
    """Let a copy of this process work, kill it after so many seconds; returns what it had said by then."""
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(out)
        try:
            work(lambda word: _tell(into, word))
        finally:
            os._exit(1)
    os.close(into)
    killer = threading.Thread(target=_kill, args=(child, after))
    killer.start()
    with os.fdopen(out, "rb") as heard:
        said = heard.read().decode().split("\n")[:-1]
    killer.join()
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert ended == -signal.SIGKILL, f"it ended by itself with {ended}"
    return said


def _tell(into: int, word: str) -> None:
    os.write(into, f"{word}\n".encode())


def _kill(child: int, after: float) -> None:
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
