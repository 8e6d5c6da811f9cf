"""To the stick and from the stick: what is exported, what a merge would do, and merging."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from zjdesk.errors import InputError
from zjdesk.i18n import Lang
from zjdesk.ops import audit
from zjdesk.ops.audit import Verb
from zjdesk.ops.certify import certify_due, learn_own_place
from zjdesk.ops.differences import Differences, differences
from zjdesk.ops.merges import NOTHING, Choice, leave_out
from zjdesk.ops.restated import clear_restated
from zjdesk.ops.rotate import entrust_recovery, follow
from zjdesk.ops.session import Session
from zjdesk.ops.setup import installations
from zjdesk.store import feeds
from zjdesk.store.digest import digest as store_digest
from zjdesk.sync.format import MAX_VOLUME, SUFFIX, shown_name

if TYPE_CHECKING:
    from zjdesk.sync.merge import Outcome
    from zjdesk.sync.meter import Cancel, Progress
    from zjdesk.sync.write import Exported

_CARRIED = "carried"
_PARTS = 1000
__all__ = ["MAX_VOLUME", "Cancel", "Exported", "Outcome", "Progress", "shown_name"]


@dataclass(frozen=True)
class Receiver:
    """Whom a bundle is for: the installation, what to call it, the scopes it takes (none: all), and its keys."""

    id: str
    label: str
    scopes: tuple[str, ...]
    keys: tuple[str, ...]


def receivers(session: Session) -> list[Receiver]:
    """Return whom this installation writes bundles for: a laptop for its office, an office for every laptop."""
    store = session.store
    own = store.installation
    if own.kind != "office":
        return [Receiver(store.get("office"), store.get("office_name"), (), (store.street.recipient,))]
    known = [item for item in installations(session) if item["id"] != own.id and not item["revoked"]]
    return [Receiver(item["id"], item["name"], scopes_of(item), tuple(item["recipients"])) for item in known]


def takes(item: Mapping[str, Any], scope: str) -> bool:
    """Tell whether an installation (as ``installations`` gives it) is sent what lies in a scope."""
    scopes = scopes_of(item)
    return scope in scopes if scopes else scope != "office" or item["kind"] == "office"


def scopes_of(item: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the scopes that an installation (as ``installations`` gives it) is sent; none means all."""
    if item["kind"] in ("office", "lead"):
        return ()
    taken = ["street"]
    for community in item["communities"]:
        taken.append(f"community:{community}")
        if item["kind"] == "liaison":
            taken.append(f"private:{community}")
    return tuple(taken)


def export(
    session: Session,
    folder: Path,
    *,
    to: str | None = None,
    everything: bool = False,
    volume_size: int | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> list[Exported]:
    """Write one bundle for each receiver (or the one named by id or label) into ``folder``, all or none."""
    from zjdesk.sync.stick import all_or_none
    from zjdesk.sync.write import export as write_bundle

    chosen = [item for item in receivers(session) if to is None or to in (item.id, item.label)]
    if not chosen:
        raise InputError("ops.no_such_receiver" if to else "ops.nobody_to_send_to", name=to or "")
    sent = []
    own = _own_tips(session)
    with all_or_none() as files:
        for number, item in enumerate(chosen):
            one = write_bundle(
                session.store,
                folder,
                receiver=item.id,
                recipients=item.keys,
                everything=everything,
                scopes=item.scopes,
                volume_size=volume_size or MAX_VOLUME,
                progress=_share(progress, number, len(chosen)),
                cancel=cancel,
            )
            files.extend(one.files)
            sent.append(one)
        with session.store.transaction():
            session.store.set("last_export", str(session.store.env.now()))
            session.store.set(_CARRIED, orjson.dumps(own).decode())
            for item, one in zip(chosen, sent, strict=True):
                audit.note(session, Verb.EXPORTED, _carried(item, one))
    return sent


def _share(progress: Progress | None, number: int, of: int) -> Progress | None:
    """Return a progress for one of several bundles, as a share of them all."""
    if progress is None or of == 1:
        return progress

    def tell(done: int, total: int, key: str) -> None:
        progress(number * _PARTS + (_PARTS * done // total if total else _PARTS), of * _PARTS, f"{key}_several")

    return tell


def _own_tips(session: Session) -> dict[str, int]:
    """Return the last number of each feed that this installation's key writes."""
    conn = session.store.conn
    return {
        feed.id: max((seq for seq, _ in feeds.tips(conn, feed.n)), default=0) for feed in session.store.keyed_feeds()
    }


def _carried(receiver: Receiver, sent: Exported) -> dict[str, Any]:
    """Return what the audit says of a bundle; bundles hold everything as it was entered."""
    return {
        "kind": "bundle",
        "bundle": sent.bundle,
        "recipient": receiver.label,
        "installation": receiver.id,
        "entries": sent.entries,
        "attachments": sent.attachments,
        "files": [shown_name(path) for path in sent.files],
        "masked": False,
    }


def inspect(session: Session, path: Path) -> dict[str, Any]:
    """Return what a bundle says of itself, with every member checked; nothing is taken."""
    from zjdesk.sync.merge import identities
    from zjdesk.sync.read import staged

    with staged(path, session.store.path, identities(session.store)) as bundle:
        manifest, index = bundle.manifest, bundle.index
        return {
            "file": shown_name(path),
            "bundle": manifest.bundle,
            "volume": manifest.volume,
            "volumes": manifest.volumes,
            "features": list(manifest.features),
            "keys": list(manifest.keys),
            "readable": index is not None,
            "members": len(manifest.members),
            "cut": list(bundle.cut),
            "sender": dict(index.sender) if index else None,
            "receiver": index.receiver if index else None,
            "written": index.written if index else None,
            "feeds": [vars(item) for item in index.feeds] if index else [],
            "files": len(index.files) if index else 0,
        }


def preview(
    session: Session,
    path: Path,
    *,
    without: Choice = NOTHING,
    lang: Lang = "zh",
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Outcome:
    """Return what merging a bundle would do, with the fields of held records that change; nothing is changed.

    ``without`` says what would be left out (office only).
    """
    from zjdesk.sync import merge as merging

    after = Rehearsed(session, without, lang)
    outcome = merging.preview(session.store, path, progress=progress, cancel=cancel, also=after.look)
    return after.told(outcome)


def merge(
    session: Session,
    path: Path,
    *,
    without: Choice = NOTHING,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Outcome:
    """Merge one bundle in one transaction and note it in the register.

    What is left out is taken in and withdrawn at once (office only). A laptop then forgets the communities that were
    handed over, as far as the office has everything of them.
    """
    from zjdesk.ops.forget import forget_handed_over
    from zjdesk.sync import merge as merging

    after = Rehearsed(session, without)
    outcome = merging.merge(session.store, path, progress=progress, cancel=cancel, also=after, noted=_noted(session))
    entrust_recovery(session.store)
    forget_handed_over(session)
    return after.told(outcome)


class Rehearsed:
    """What follows a merge in its transaction: the street's new keys, who is what, and what is left out."""

    def __init__(self, session: Session, without: Choice, lang: Lang = "zh") -> None:
        self._session = session
        self._without = without
        self._lang = lang
        self._seen = Differences((), 0, {})
        self._dragged: list[str] = []

    def __call__(self, span: tuple[int, int]) -> None:
        """Bring certificates up to date, and leave out what was chosen."""
        session, store = self._session, self._session.store
        follow(session)
        store.take_issued()
        if store.installation.kind == "office":
            certify_due(store, session.account.id)
            clear_restated(session)
        else:
            learn_own_place(store)
        if self._without != NOTHING:
            self._dragged = leave_out(session, span, self._without)

    def look(self, span: tuple[int, int]) -> None:
        """The same, and see what has changed."""
        self(span)
        sql = "SELECT DISTINCT record FROM log_entry WHERE n BETWEEN ? AND ?"
        records = [row[0] for row in self._session.store.conn.execute(sql, span)]
        self._seen = differences(self._session, records, self._lang)

    def told(self, outcome: Outcome) -> Outcome:
        """Return the outcome with what was seen."""
        changes = tuple(vars(one) for one in self._seen.fields)
        return replace(outcome, changes=changes, changed=self._seen.total, dragged=tuple(self._dragged))


def _noted(session: Session) -> Callable[[Outcome], None]:
    """Return what writes a merge into the audit, in its transaction."""
    return lambda outcome: audit.note(session, Verb.MERGED, _taken(outcome))


def _taken(outcome: Outcome) -> dict[str, Any]:
    return {
        "bundle": outcome.bundle,
        "file": outcome.file,
        "sender": outcome.sender.get("name", ""),
        "new": outcome.new,
        "revised": outcome.revised,
        "already": outcome.already,
    }


def merges(session: Session) -> Sequence[Mapping[str, Any]]:
    """Return the register of merges, newest first."""
    from zjdesk.sync import merge as merging

    return merging.merges(session.store)


def slip(outcome: Outcome) -> dict[str, Any]:
    """Return an outcome as the plain object that preview and merge print."""
    from zjdesk.sync import merge as merging

    return merging.slip(outcome)


def counted_by_people(slip: Mapping[str, Any]) -> dict[str, int]:
    """Return how many records of a slip are new and revised, without the program's own."""
    from zjdesk.sync import merge as merging

    return merging.counted_by_people(slip)


def bundles_in(folder: Path) -> list[Path]:
    """Return the bundles that lie in a folder (a stick, say), newest first."""
    found = [path for path in folder.glob(f"*{SUFFIX}") if path.is_file() and not path.name.startswith(".")]
    return sorted(found, key=lambda path: path.stat().st_mtime, reverse=True)


def unsent(session: Session) -> int:
    """Return how many own entries no export has carried yet; one that failed has carried nothing."""
    carried = orjson.loads(session.store.get(_CARRIED, "{}"))
    return sum(max(0, last - int(carried.get(feed, 0))) for feed, last in _own_tips(session).items())


def board(session: Session) -> list[dict[str, Any]]:
    """Return the completeness board: per feed its community, installation, last number, gaps, last time and files.

    The last time is in milliseconds; files count those that the feed's entries name and those that are here.
    Two laptops may bear one name, so ``installation_id`` tells whose the feed is.
    """
    from zjdesk.sync.vector import announced_files

    store = session.store
    authors = {entry["id"]: item for item in installations(session) for entry in item.get("accounts", ())}
    announced = announced_files(store)
    found = []
    for n, own, scope in store.conn.execute("SELECT n, id, scope FROM log_feed ORDER BY n").fetchall():
        last, held, chained = store.conn.execute(
            "SELECT max(seq), count(DISTINCT seq), max(CASE chained WHEN 1 THEN seq END) FROM log_entry WHERE feed = ?",
            (n,),
        ).fetchone()
        if last is None:
            continue
        newest = store.conn.execute(
            "SELECT json_extract(CAST(header AS TEXT), '$.time'), json_extract(CAST(header AS TEXT), '$.author')"
            " FROM log_entry WHERE feed = ? AND seq = ?",
            (n, last),
        ).fetchone()
        writer = authors.get(newest[1], {})
        found.append(
            {
                "feed": own.hex(),
                "scope": scope,
                "community": _community(session, scope),
                "installation": writer.get("name", ""),
                "installation_id": writer.get("id"),
                "last": last,
                "counted_to": chained or 0,
                "gaps": _gaps(session, n) if held < last else [],
                "missing": last - held,
                "last_seen": newest[0],
                "files_announced": len(announced.get(n, ())),
                "files_present": sum(store.files.has(item) for item in announced.get(n, ())),
            }
        )
    return found


def _gaps(session: Session, feed: int) -> list[list[int]]:
    """Return the numbers that a feed lacks, as first and last of each run."""
    rows = session.store.conn.execute(
        "SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) FROM (SELECT DISTINCT seq FROM log_entry WHERE feed = ?)",
        (feed,),
    )
    return [[before + 1, seq - 1] for seq, before in rows if seq - before > 1]


def _community(session: Session, scope: str) -> str | None:
    kind, _, record = scope.partition(":")
    if kind not in ("community", "private"):
        return None
    row = session.store.conn.execute("SELECT code FROM community WHERE _id = ?", (bytes.fromhex(record),)).fetchone()
    return row[0] if row else record


def digest(session: Session, scope: str | None = None) -> str:
    """Return one line that is equal for equal entries and state; a community may be named by its code."""
    return store_digest(session.store.conn, session.store.catalogue, scope_id(session, scope) if scope else None)


def scope_id(session: Session, scope: str) -> str:
    """Return a scope as the log names it: ``street``, ``office``, or a community's by code or id."""
    if scope in ("street", "office"):
        return scope
    kind, _, code = scope.rpartition(":")
    row = session.store.conn.execute(
        "SELECT _id FROM community WHERE code = ? OR lower(hex(_id)) = ?", (code, code)
    ).fetchone()
    if row is None:
        raise InputError("ops.no_such_scope", scope=scope)
    return f"{kind or 'community'}:{row[0].hex()}"


def acknowledgements(session: Session) -> list[dict[str, Any]]:
    """Return what others said they hold: installation, counter and when it was received."""
    rows = session.store.conn.execute(
        "SELECT installation, counter, received, vector FROM local_acknowledgement WHERE vector <> ''"
        " ORDER BY received DESC"
    )
    return [
        {"installation": one, "counter": counter, "received": received, "feeds": len(orjson.loads(said)["tips"])}
        for one, counter, received, said in rows
    ]
