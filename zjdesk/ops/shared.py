"""A folder that several computers share: what came for this one, and what is due to the others.

A NAS or a synchronised folder is watched by looking at it now and then, for neither tells reliably of changes. Whoever
takes part leaves a small file that says so; bundles are dropped for those alone.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from zjdesk.errors import DeviceError, InputError
from zjdesk.ops.exchange import Receiver, export, receivers
from zjdesk.ops.session import Session
from zjdesk.sync import seal
from zjdesk.sync.format import SUFFIX
from zjdesk.sync.select import files_of, pieces
from zjdesk.sync.vector import acknowledged

if TYPE_CHECKING:
    from zjdesk.sync.meter import Cancel, Progress

SETTLED = 2.0  # seconds that a file must not have changed before it is read
HERE = ".here"
_KEPT = 2  # bundles of ours for one receiver that stay in the folder


@dataclass(frozen=True)
class Looked:
    """What lies in the folder for us: bundles to merge, files still on their way, and who is to be written to."""

    came: tuple[Path, ...]
    coming: tuple[str, ...]
    due: tuple[Receiver, ...]


@dataclass(frozen=True)
class _State:
    """How a file looked, and when it was first seen so."""

    size: int
    changed: int
    since: float


class SharedFolder:
    """Looks at one folder again and again; remembers between two looks how files looked."""

    def __init__(self, folder: Path, *, steady: Callable[[], float] = time.monotonic) -> None:
        self.folder = folder
        self._steady = steady
        self._seen: dict[str, _State] = {}
        self._refused: dict[str, _State] = {}

    def look(self, session: Session) -> Looked:
        """Return what came and what is due; DeviceError when the folder is not there."""
        came, coming = [], []
        from zjdesk.sync.peek import own_keys

        keys = own_keys(session.store)
        self._follow()
        for name in sorted(self._seen):
            path = self.folder / name
            if self._refused.get(name) == self._seen[name]:
                continue
            wanted = self._wanted(session, path, keys)
            if wanted is None:
                coming.append(name)
            elif wanted:
                came.append(path)
        return Looked(tuple(_once(came)), tuple(coming), tuple(due(session, self.folder)))

    def refuse(self, path: Path) -> None:
        """Offer a file no more until it changes: it could not be merged."""
        if path.name in self._seen:
            self._refused[path.name] = self._seen[path.name]

    def _follow(self) -> None:
        """Note how the files look now."""
        now, found = self._steady(), {}
        try:
            paths = [path for path in self.folder.iterdir() if _is_bundle(path)]
        except OSError as error:
            raise DeviceError("sync.no_folder", path=str(self.folder), detail=error.strerror) from error
        for path in paths:
            try:
                state = path.stat()
            except OSError:
                continue  # gone meanwhile
            before = self._seen.get(path.name)
            same = before is not None and (before.size, before.changed) == (state.st_size, state.st_mtime_ns)
            found[path.name] = before if same and before else _State(state.st_size, state.st_mtime_ns, now)
        self._seen = found

    def _wanted(self, session: Session, path: Path, keys: frozenset[str]) -> bool | None:
        """Tell whether a file is for us and not merged yet; None while it is still on its way."""
        from zjdesk.sync.peek import peek

        if self._steady() - self._seen[path.name].since < SETTLED:
            return None
        try:
            found = peek(path)
        except (InputError, OSError):
            return None
        own = found.manifest
        if not keys & set(own.keys) or _known(session, own.bundle, own.volume, found.sha256):
            return False
        return True if found.whole else None


def _is_bundle(path: Path) -> bool:
    """Tell a bundle from what synchronising programs put beside it while they copy."""
    return path.suffix.lower() == SUFFIX and not path.name.startswith((".", "~"))


def _once(paths: Sequence[Path]) -> list[Path]:
    """Return one path for each bundle and volume: a synchronising program may have made a copy in a conflict."""
    from zjdesk.sync.peek import peek

    found: dict[str, Path] = {}
    for path in paths:
        found.setdefault(peek(path).sha256, path)
    return list(found.values())


def _known(session: Session, bundle: str, volume: int, sha256: str) -> bool:
    """Tell whether a volume is of our own making or was merged whole."""
    conn = session.store.conn
    if conn.execute("SELECT 1 FROM local_export WHERE bundle = ?", (bundle,)).fetchone():
        return True
    rows = conn.execute(
        "SELECT slip FROM local_merge WHERE bundle = ? AND volume = ? AND sha256 = ?", (bundle, volume, sha256)
    )
    return any(not orjson.loads(slip).get("cut") for (slip,) in rows)


def take_part(session: Session, folder: Path) -> None:
    """Say in the folder that this computer takes part; DeviceError when it cannot be written."""
    place = _here(folder, session.store.installation.id)
    try:
        if not place.exists():
            place.write_bytes(b"")
    except OSError as error:
        raise DeviceError("sync.not_written", path=str(place), detail=error.strerror or "") from error


def part(session: Session, folder: Path) -> None:
    """Say no more that this computer takes part."""
    try:
        _here(folder, session.store.installation.id).unlink(missing_ok=True)
    except OSError as error:
        raise DeviceError("sync.not_written", path=str(folder), detail=error.strerror or "") from error


def _here(folder: Path, installation: str) -> Path:
    """Return the file that says that an installation takes part; its name tells strangers nothing."""
    return folder / f"zjdesk-{hashlib.sha256(f'zjdesk here {installation}'.encode()).hexdigest()[:16]}{HERE}"


def due(session: Session, folder: Path) -> list[Receiver]:
    """Return who takes part in the folder and lacks something that was not dropped there yet."""
    there = [one for one in receivers(session) if _here(folder, one.id).exists()]
    if not there:
        return []
    with session.store.transaction():
        seal.seal_own(session.store)
    dropped = _dropped(session, folder)
    return [one for one in there if _owed(session, one) not in (None, dropped.get(one.id, {}).get("owed"))]


def drop(
    session: Session,
    folder: Path,
    to: Sequence[Receiver],
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> list[Path]:
    """Write a bundle for each of these receivers; what an older one of ours said is in the new one, so it goes."""
    written: list[Path] = []
    for one in to:
        owed = _owed(session, one)
        sent = export(session, folder, to=one.id, progress=progress, cancel=cancel)
        names = [path.name for each in sent for path in each.files]
        written += [folder / name for name in names]
        dropped = _dropped(session, folder)
        batches = [*dropped.get(one.id, {}).get("files", []), names]
        for old in batches[:-_KEPT]:
            _remove(folder, old)
        dropped[one.id] = {"owed": owed, "files": batches[-_KEPT:]}
        with session.store.transaction():
            session.store.set(_setting(folder), orjson.dumps(dropped).decode())
    return written


def _remove(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        try:
            (folder / name).unlink(missing_ok=True)
        except OSError:
            continue  # somebody reads it just now; an old bundle too many does no harm


def _setting(folder: Path) -> str:
    return f"shared_{hashlib.sha256(str(folder.absolute()).encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"


def _dropped(session: Session, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = orjson.loads(session.store.get(_setting(folder), "{}"))
    return found


def _owed(session: Session, receiver: Receiver) -> str | None:
    """Return a mark of what a receiver lacks, or of what it sent and is to hear about; None when there is nothing."""
    store = session.store
    said = {**(acknowledged(store, receiver.id) or {}), "scopes": list(receiver.scopes)}
    chosen = pieces(store, said)
    attached = [sha256 for sha256 in files_of(store, chosen, said) if store.files.has(sha256)]
    heard = store.conn.execute(
        "SELECT max(n) FROM local_merge WHERE first <= last AND json_extract(sender, '$.id') = ?", (receiver.id,)
    ).fetchone()[0]
    if not chosen and not attached and heard is None:
        return None
    told = [[piece.id, piece.first, piece.last, piece.tip] for piece in chosen]
    return hashlib.sha256(orjson.dumps([told, sorted(attached), heard])).hexdigest()
