"""Export, preview and merge of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from zjdesk.errors import Cancelled, InputError, UserError
from zjdesk.gui.backend import Brought, Parcel, Refused, Sent, Shared, Watch
from zjdesk.ops.session import Session

if TYPE_CHECKING:
    from zjdesk.ops.exchange import Outcome
    from zjdesk.ops.look import Look
    from zjdesk.ops.merges import Choice, Undoing
    from zjdesk.ops.shared import SharedFolder

_ID = 32


class ExchangeVerbs:
    """The verbs of :class:`zjdesk.gui.backend.Exchange` on a session."""

    _session: Session
    _names: dict[str, dict[str, str]]
    _shared: SharedFolder | None = None

    def export(self, folder: Path, watch: Watch) -> Sent:
        """Write what the others do not have yet into a folder of the stick."""
        from zjdesk.ops import exchange

        made = exchange.export(self._session, folder, progress=watch, cancel=watch)
        names = {one.id: one.label for one in exchange.receivers(self._session)}
        files = [file for one in made for file in one.files]
        return Sent(
            tuple((file.name, names[one.receiver]) for one in made for file in one.files),
            sum(one.entries for one in made),
            sum(one.attachments for one in made),
            sum(file.stat().st_size for file in files),
        )

    def bundles(self, folder: Path) -> list[Path]:
        """Return the bundles that lie in a folder, newest first."""
        from zjdesk.ops import exchange

        return exchange.bundles_in(folder)

    def look_shared(self, folder: Path) -> Shared:
        """Take part in a shared folder and tell what came and what is due there."""
        from zjdesk.ops import shared

        if self._shared is None or self._shared.folder != folder:
            self._shared = shared.SharedFolder(folder)
        shared.take_part(self._session, folder)
        seen = self._shared.look(self._session)
        return Shared(seen.came, len(seen.coming), len(seen.due))

    def drop(self, folder: Path, watch: Watch) -> int:
        """Write what is due into a shared folder; returns how many files that made."""
        from zjdesk.ops import shared

        return len(shared.drop(self._session, folder, shared.due(self._session, folder), progress=watch, cancel=watch))

    def leave_shared(self, folder: Path) -> None:
        """Take part in a shared folder no more."""
        from zjdesk.ops import shared

        self._shared = None
        shared.part(self._session, folder)

    def _set_aside(self, path: Path) -> None:
        if self._shared is not None and path.parent == self._shared.folder:
            self._shared.refuse(path)

    def preview(self, paths: Sequence[Path], watch: Watch, *, without: Choice | None = None) -> Brought:
        """Tell what merging would do; nothing is written. Files that cannot be read do not stop the others."""
        from zjdesk.ops.look import look
        from zjdesk.ops.merges import NOTHING

        looks: list[Look] = []

        def one(path: Path) -> Outcome:
            looks.append(look(self._session, path, without=without or NOTHING, progress=watch, cancel=watch))
            return looks[-1].outcome

        brought = _each(paths, one, self._set_aside)
        if brought.left:
            raise Cancelled("sync.cancelled")
        return replace(brought, looks=tuple(looks))

    def merge(self, paths: Sequence[Path], watch: Watch, *, without: Choice | None = None) -> Brought:
        """Merge bundles, each in one transaction; what was merged before a stop or a fault stays and is told."""
        from zjdesk.ops import exchange
        from zjdesk.ops.merges import NOTHING

        take = partial(exchange.merge, self._session, without=without or NOTHING, progress=watch, cancel=watch)
        brought = _each(paths, take, self._set_aside)
        self._names.clear()
        return brought

    def preview_undo(self, bundle: str) -> Undoing:
        """Tell what taking a merge back would do; nothing is written."""
        from zjdesk.ops import merges

        return merges.preview_undo(self._session, bundle)

    def undo_merge(self, bundle: str, why: str) -> None:
        """Take a merge back."""
        from zjdesk.ops import merges

        self._names.clear()
        merges.undo(self._session, bundle, why=why)

    def redo_merge(self, bundle: str, why: str) -> None:
        """Let a merge that was taken back count again."""
        from zjdesk.ops import merges

        self._names.clear()
        merges.redo(self._session, bundle, why=why)

    def merges(self) -> list[Parcel]:
        """Return the register of merges, newest first."""
        from zjdesk.ops import exchange

        found = [
            replace(
                parcel(line["slip"], merged=line["merged"]),
                undone=orjson.loads(line["undone"])["at"] if line["undone"] else None,
            )
            for line in exchange.merges(self._session)
        ]
        return _together(found[::-1])[::-1]


def _each(paths: Sequence[Path], verb: Callable[[Path], Any], aside: Callable[[Path], None]) -> Brought:
    """Do something with each file; the first fault or stop is raised as it is when nothing was done before it.

    ``aside`` is told of each file that is no good.
    """
    from zjdesk.ops import exchange

    done: list[Parcel] = []
    refused: list[Refused] = []
    for number, path in enumerate(paths):
        try:
            done.append(parcel(exchange.slip(verb(path))))
        except InputError as error:
            aside(path)
            refused.append(Refused(path.name, error))
        except Cancelled:
            if not done:
                raise
            return Brought(tuple(_together(done)), tuple(refused), tuple(left.name for left in paths[number:]))
        except UserError as error:
            if not done:
                raise
            refused.append(Refused(path.name, error))
            return Brought(tuple(_together(done)), tuple(refused), tuple(left.name for left in paths[number + 1 :]))
    if refused and not done and len(refused) == 1:
        raise refused[0].error
    return Brought(tuple(_together(done)), tuple(refused))


def _together(parcels: Sequence[Parcel]) -> list[Parcel]:
    """Say of a bundle in several files only once what is lacking, and nothing that came beside it."""
    held: dict[str, set[int]] = {}
    for parcel in parcels:
        held.setdefault(parcel.bundle, set()).add(parcel.volume)
    said = {parcel.bundle: number for number, parcel in enumerate(parcels)}
    return [
        replace(parcel, lacking=tuple(n for n in parcel.lacking if n not in held[parcel.bundle]))
        if said[parcel.bundle] == number
        else replace(parcel, lacking=())
        for number, parcel in enumerate(parcels)
    ]


def parcel(slip: Mapping[str, Any], merged: int | None = None) -> Parcel:
    """Return a merge slip as the screens show it."""
    from zjdesk.ops import exchange

    sender = slip.get("sender") or {}
    return Parcel(
        file=str(slip["file"]),
        sender=str(sender.get("name") or sender.get("label") or "—"),
        **exchange.counted_by_people(slip),
        already=int(slip["already"]),
        conflicts=len(slip["conflicts"]),
        duplicates=len(slip["duplicates"]),
        withheld=len(slip["withheld"]),
        incomplete=len(slip["incomplete"]),
        awaited=len(slip["awaited"]),
        rests=len(slip.get("rests", ())),
        cut=len(slip.get("cut", ())),
        members=int(slip.get("members", 0)),
        volume=int(slip.get("volume", 1)),
        lacking=tuple(slip.get("lacking", ())),
        files_missing=len(slip["files_missing"]),
        by_form=dict(slip.get("by_form") or {}),
        merged=merged,
        bundle=str(slip["bundle"]),
        doubtful=tuple(dict.fromkeys(_doubtful(slip))),
    )


def _doubtful(slip: Mapping[str, Any]) -> list[str]:
    """Return the records that somebody should look at: those in question, and each of a pair of possible duplicates."""
    asked = [*slip["conflicts"], *slip["duplicates"], *slip.get("rests", ())]
    found = [str(item["record"]) for item in asked if item.get("record")]
    return found + [one for item in slip["duplicates"] for one in item.get("candidates", ()) if len(one) == _ID]
