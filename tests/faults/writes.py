"""A merge in which one write fails: what is said, and that the store stays as it was or is merged whole."""

from __future__ import annotations

from tests.faults.site import KILLED, Site, in_child
from tests.faults.vfs import Fault, Mode, faulty
from zjdesk.errors import UserError
from zjdesk.ops.exchange import digest, merge


def count(site: Site) -> int:
    """Return how many writes a merge makes, from opening to closing the store."""
    site.put_back()
    with faulty(Fault()) as fault:
        _merge(site)
    return fault.count


def _merge(site: Site) -> None:
    with site.open() as office:
        merge(office, site.bundle)


def once(site: Site, at: int, mode: Mode) -> str:
    """Let one write of a merge fail; returns what came of it: whole, kept or killed."""
    site.put_back()
    if mode in ("torn", "kill"):
        ended = in_child(lambda: _under(site, Fault(at, mode)))
        assert ended in (0, KILLED), f"write {at} {mode}: ended with {ended}"
        came = "killed" if ended == KILLED else "whole"
    else:
        came = _told(site, Fault(at, mode))
    with site.open() as office:
        site.sound(office)
        found = digest(office)
        assert found in (site.before, site.after), f"write {at} {mode}: half a merge"
        assert came != "whole" or found == site.after, f"write {at} {mode}: said to be merged, and is not"
        merge(office, site.bundle)
        assert digest(office) == site.after, f"write {at} {mode}: merging again differs"
    return came


def _under(site: Site, fault: Fault) -> None:
    with faulty(fault):
        _merge(site)


def _told(site: Site, fault: Fault) -> str:
    try:
        _under(site, fault)
    except UserError:
        return "kept"
    return "whole"
