"""Writes bundles: members are made in the store first, then volumes go to the stick, are read back, and renamed."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Protocol

from zjdesk.errors import Cancelled, DeviceError
from zjdesk.store import age, keys
from zjdesk.store.ids import random_id
from zjdesk.store.store import Store
from zjdesk.store.street import key_id
from zjdesk.sync import seal, stick
from zjdesk.sync.format import (
    AGE,
    INDEX,
    MANIFEST,
    MAX_VOLUME,
    SIGNATURE,
    SUFFIX,
    FeedRange,
    FileNote,
    Index,
    Manifest,
    Member,
)
from zjdesk.sync.select import Piece, entries_of, files_of, pieces
from zjdesk.sync.vector import acknowledged, vector

Progress = Callable[[int, int, str], None]


class Cancel(Protocol):
    """Tells long work that a person wants it stopped."""

    def is_set(self) -> bool:
        """Return whether to stop."""
        ...


@dataclass(frozen=True)
class Exported:
    """What was written: the files, the bundle's id, how many entries and files it holds, and which are damaged here."""

    files: tuple[Path, ...]
    bundle: str
    receiver: str
    entries: int
    attachments: int
    damaged: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Source:
    """A member before it is written: where its bytes lie now."""

    member: Member
    path: Path
    feed: FeedRange | None = None
    file: FileNote | None = None


def export(
    store: Store,
    folder: Path,
    *,
    receiver: str,
    recipients: Sequence[str],
    everything: bool = False,
    scopes: Sequence[str] = (),
    volume_size: int = MAX_VOLUME,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Exported:
    """Write for one receiver all that it takes and has not acknowledged; the previous bundle stays.

    ``recipients`` are the age keys that can open it: nobody else can. ``scopes`` are those the writer lets the
    receiver have (none: all), whatever the receiver says it takes.
    """
    said = None if everything else acknowledged(store, receiver)
    said = {**(said or {}), "scopes": list(scopes)}
    seal.seal_own(store)
    chosen = pieces(store, said)
    bundle = random_id()
    store.count_acknowledgement()
    with (
        _at_home(),
        tempfile.TemporaryDirectory(prefix="outgoing-", dir=store.path) as place,
        stick.all_or_none() as files,
    ):
        staging = _Staging(Path(place), tuple(recipients))
        sources = [
            *_piece_members(store, chosen, staging),
            *_file_members(store, files_of(store, chosen, said), staging, cancel),
        ]
        volumes = _volumes(sources, volume_size)
        _check_space(folder, sources)
        head = _head(store, bundle, len(volumes), receiver, staging.recipients)
        total = 2 * sum(item.member.size for item in sources)  # written, then read back
        meter = _Meter(total, progress, cancel)
        names = [_name(bundle, recipients, number, len(volumes)) for number in range(1, len(volumes) + 1)]
        stick.tidy(store, folder)
        stick.note_unfinished(store, [folder / name for name in names])
        for number, (name, volume) in enumerate(zip(names, volumes, strict=True), 1):
            files.append(_write_volume(folder / name, head, number, volume, meter))
        stick.finished(store)
    entries = sum(piece.last - piece.first + 1 for piece in chosen)
    attached = sum(1 for item in sources if item.file)
    return _noted(store, Exported(tuple(files), bundle, receiver, entries, attached, tuple(staging.damaged)))


def _head(store: Store, bundle: str, volumes: int, receiver: str, recipients: Sequence[str]) -> _Head:
    own = store.installation
    return _Head(bundle, volumes, receiver, store.env.now(), vector(store), _sender(store), recipients, own.private)


def _noted(store: Store, sent: Exported) -> Exported:
    row = (sent.bundle, sent.receiver, store.env.now(), sent.entries, sent.attachments)
    store.conn.execute("INSERT INTO local_export VALUES (?, ?, ?, ?, ?)", row)
    return sent


@dataclass(frozen=True)
class _Head:
    bundle: str
    volumes: int
    receiver: str
    written: int
    vector: Mapping[str, Any]
    sender: Mapping[str, Any]
    recipients: Sequence[str]
    signing: str


@dataclass(frozen=True)
class _Staging:
    """Where members are kept, encrypted, until they go to the stick."""

    place: Path
    recipients: tuple[str, ...]
    damaged: list[str] = field(default_factory=list)

    def keep(self, name: str, content: bytes) -> tuple[Member, Path]:
        """Encrypt a member's content; returns what the manifest says of it and where it lies."""
        path = self.place / name.replace("/", "-")
        sealed = age.encrypt(content, self.recipients)
        path.write_bytes(sealed)
        return Member(name, len(sealed), hashlib.sha256(sealed).hexdigest()), path


class _Meter:
    """Counts bytes for the progress line and stops when asked to."""

    def __init__(self, total: int, progress: Progress | None, cancel: Cancel | None) -> None:
        self._total, self._progress, self._cancel = total, progress, cancel
        self._done = 0

    def add(self, size: int, key: str = "sync.writing") -> None:
        """Note that ``size`` more bytes are written, or read back."""
        self._done += size
        if self._cancel is not None and self._cancel.is_set():
            raise Cancelled("sync.cancelled")
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, key)


def _sender(store: Store) -> dict[str, Any]:
    own = store.installation
    return {"id": own.id, "name": own.name, "kind": own.kind, "communities": list(own.communities), "key": own.public}


def _piece_members(store: Store, chosen: Sequence[Piece], staging: _Staging) -> Iterator[_Source]:
    for number, piece in enumerate(chosen, 1):
        signature = seal.held(store.conn, piece.feed, bytes.fromhex(piece.tip))
        mark = seal.Seal(
            piece.id, piece.key, piece.incarnation, piece.scope, piece.last, piece.tip, (signature or b"").hex()
        )
        lines = [part for header, body in entries_of(store.conn, piece) for part in (header, body or b"")]
        content = gzip.compress(b"\n".join([*lines, mark.written(), b""]), 6, mtime=0)
        name = f"feeds/{number}.jsonl.gz.age"
        member, path = staging.keep(name, content)
        held = FeedRange(name, piece.id, piece.key, piece.incarnation, piece.scope, piece.first, piece.last, piece.tip)
        yield _Source(member, path, feed=held)


def _file_members(store: Store, hashes: Sequence[str], staging: _Staging, cancel: Cancel | None) -> Iterator[_Source]:
    for number, sha256 in enumerate(hashes, 1):
        if cancel is not None and cancel.is_set():
            raise Cancelled("sync.cancelled")
        try:
            content = store.files.read(sha256)
        except DeviceError:
            staging.damaged.append(sha256)  # one spoilt photo must not keep a laptop's work from being handed in
            continue
        if content is not None:
            member, path = staging.keep(f"files/{number}.age", content)
            yield _Source(member, path, file=FileNote(sha256, len(content), member.name))


def _volumes(sources: Sequence[_Source], limit: int) -> list[list[_Source]]:
    volumes: list[list[_Source]] = [[]]
    size = 0
    for item in sources:
        need = item.member.size + 1024
        if volumes[-1] and size + need > limit:
            volumes.append([])
            size = 0
        volumes[-1].append(item)
        size += need
    return volumes


def _check_space(folder: Path, sources: Sequence[_Source]) -> None:
    need = sum(item.member.size + 1024 for item in sources) + 1_000_000
    try:
        free = shutil.disk_usage(folder).free
    except OSError as error:
        raise DeviceError("sync.no_folder", path=str(folder), detail=error.strerror) from error
    if free < need:
        raise DeviceError("sync.no_space", path=str(folder), need=need // 1_000_000 + 1, free=free // 1_000_000)


def _name(bundle: str, recipients: Sequence[str], number: int, volumes: int) -> str:
    """Return a file name that tells a finder no more than the manifest does."""
    parts = ["zjdesk", key_id(recipients[0])[:6], bundle[:8]]
    if volumes > 1:
        parts.append(f"{number}of{volumes}")
    return "-".join(parts) + SUFFIX


def _write_volume(target: Path, head: _Head, number: int, sources: Sequence[_Source], meter: _Meter) -> Path:
    index = Index(
        head.sender,
        head.receiver,
        head.written,
        head.vector,
        tuple(item.feed for item in sources if item.feed),
        tuple(item.file for item in sources if item.file),
    ).content()
    index = age.encrypt(index, head.recipients)
    first = Member(INDEX, len(index), hashlib.sha256(index).hexdigest())
    members = (first, *(item.member for item in sources))
    manifest = Manifest(
        head.bundle, number, head.volumes, (AGE,), tuple(map(key_id, head.recipients)), members
    ).written()
    signature = keys.sign(head.signing, manifest)

    def write(file: IO[bytes]) -> None:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            _add(tar, MANIFEST, manifest)
            _add(tar, SIGNATURE, signature)
            _add(tar, INDEX, index)
            for item in sources:
                info = tarfile.TarInfo(item.member.name)
                info.size = item.member.size
                with item.path.open("rb") as source:
                    tar.addfile(info, _Counted(source, meter))

    expected = {item.name: item.sha256 for item in members}

    def check(file: IO[bytes]) -> None:
        if not stick.same_members(file, expected, lambda size: meter.add(size, "sync.checking")):
            raise DeviceError("sync.read_back", path=str(target))

    stick.write_whole(target, write, check)
    return target


class _Counted:
    """A file whose bytes are counted while they are read."""

    def __init__(self, source: IO[bytes], meter: _Meter) -> None:
        self._source, self._meter = source, meter

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        block = self._source.read(size)
        self._meter.add(len(block))
        return block


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    tar.addfile(info, BytesIO(content))


@contextmanager
def _at_home() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DeviceError("store.not_written", detail=error.strerror or str(error)) from error
