"""Writes bundles: members are made in the store first, then volumes of them go to the stick."""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from zjdesk.errors import DeviceError
from zjdesk.store import age, keys
from zjdesk.store.ids import random_id
from zjdesk.store.store import Store
from zjdesk.store.street import key_id
from zjdesk.sync import seal, stick
from zjdesk.sync.format import (
    AGE,
    INDEX,
    MANIFEST,
    MAX_MEMBERS,
    MAX_VOLUME,
    SIGNATURE,
    SUFFIX,
    FeedRange,
    FileNote,
    Index,
    Manifest,
    Member,
)
from zjdesk.sync.meter import Cancel, Meter, Progress
from zjdesk.sync.select import Piece, entries_of, files_of, pieces
from zjdesk.sync.vector import acknowledged, vector

SPARE = 1_000_000  # bytes of room beyond what is written: manifests, indexes, folders
PER_MEMBER = 1024  # what a member costs in the tar besides its bytes
MOST_IN_VOLUME = MAX_MEMBERS // 2


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
    with _at_home(), store.transaction():
        seal.seal_own(store)
        store.count_acknowledgement()
    chosen = pieces(store, said)
    load = _Load(chosen, files_of(store, chosen, said), store)
    load.ask_room(folder)
    meter = Meter(3 * load.size, progress, cancel)
    with (
        _at_home(),
        tempfile.TemporaryDirectory(prefix="outgoing-", dir=store.path) as place,
        stick.all_or_none() as files,
    ):
        staging = _Staging(Path(place), tuple(recipients))
        sources = [*_piece_members(store, chosen, staging, meter), *_file_members(store, load.files, staging, meter)]
        size = sum(item.member.size + PER_MEMBER for item in sources) + SPARE
        stick.ask_room(folder, size)
        meter.expect(2 * size)
        volumes = _volumes(sources, min(volume_size, MAX_VOLUME))
        head, targets = _named(store, folder, receiver, len(volumes), staging.recipients)
        with stick.unfinished(store, folder, targets):
            for number, (target, volume) in enumerate(zip(targets, volumes, strict=True), 1):
                files.append(_write_volume(target, head, number, volume, meter))
        meter.end("sync.checking")
    entries = sum(piece.last - piece.first + 1 for piece in chosen)
    attached = sum(1 for item in sources if item.file)
    return _noted(store, Exported(tuple(files), head.bundle, receiver, entries, attached, tuple(staging.damaged)))


class _Load:
    """What is to be sent, measured before anything is written."""

    def __init__(self, chosen: Sequence[Piece], files: Sequence[str], store: Store) -> None:
        self.files = files
        self._home = store.path
        self._attached = sum(store.files.size(sha256) for sha256 in files)
        self._entries = sum(_length(store, piece) for piece in chosen)

    @property
    def size(self) -> int:
        """Return the bytes to be packed."""
        return self._entries + self._attached

    def ask_room(self, folder: Path) -> None:
        """Refuse at once what cannot fit: files hardly shrink, entries shrink to a part that is not known yet."""
        stick.ask_room(folder, self._attached + SPARE)
        stick.ask_room_at_home(self._home, self.size + SPARE)


def _length(store: Store, piece: Piece) -> int:
    sql = "SELECT sum(length(header) + ifnull(length(body), 0)) FROM log_entry WHERE feed = ? AND seq BETWEEN ? AND ?"
    return int(store.conn.execute(sql, (piece.feed, piece.first, piece.last)).fetchone()[0] or 0)


def _head(store: Store, bundle: str, volumes: int, receiver: str, recipients: Sequence[str]) -> _Head:
    own = store.installation
    return _Head(bundle, volumes, receiver, store.env.now(), vector(store), _sender(store), recipients, own.private)


def _noted(store: Store, sent: Exported) -> Exported:
    row = (sent.bundle, sent.receiver, store.env.now(), sent.entries, sent.attachments)
    with store.transaction():
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


def _sender(store: Store) -> dict[str, Any]:
    own = store.installation
    return {"id": own.id, "name": own.name, "kind": own.kind, "communities": list(own.communities), "key": own.public}


def _piece_members(store: Store, chosen: Sequence[Piece], staging: _Staging, meter: Meter) -> Iterator[_Source]:
    for number, piece in enumerate(chosen, 1):
        signature = seal.held(store.conn, piece.feed, bytes.fromhex(piece.tip))
        mark = seal.Seal(
            piece.id, piece.key, piece.incarnation, piece.scope, piece.last, piece.tip, (signature or b"").hex()
        )
        lines = [part for header, body in entries_of(store.conn, piece) for part in (header, body or b"")]
        content = gzip.compress(b"\n".join([*lines, mark.written(), b""]), 6, mtime=0)
        meter.add(sum(map(len, lines)), "sync.packing")
        name = f"feeds/{number}.jsonl.gz.age"
        member, path = staging.keep(name, content)
        held = FeedRange(name, piece.id, piece.key, piece.incarnation, piece.scope, piece.first, piece.last, piece.tip)
        yield _Source(member, path, feed=held)


def _file_members(store: Store, hashes: Sequence[str], staging: _Staging, meter: Meter) -> Iterator[_Source]:
    for number, sha256 in enumerate(hashes, 1):
        try:
            content = store.files.read(sha256)
        except DeviceError:
            staging.damaged.append(sha256)  # one spoilt photo must not keep a laptop's work from being handed in
            continue
        if content is not None:
            meter.add(len(content), "sync.packing")
            member, path = staging.keep(f"files/{number}.age", content)
            yield _Source(member, path, file=FileNote(sha256, len(content), member.name))


def _volumes(sources: Sequence[_Source], limit: int) -> list[list[_Source]]:
    volumes: list[list[_Source]] = [[]]
    size = 0
    for item in sources:
        need = item.member.size + PER_MEMBER
        if volumes[-1] and (size + need > limit or len(volumes[-1]) >= MOST_IN_VOLUME):
            volumes.append([])
            size = 0
        volumes[-1].append(item)
        size += need
    return volumes


def _named(
    store: Store, folder: Path, receiver: str, volumes: int, recipients: Sequence[str]
) -> tuple[_Head, list[Path]]:
    """Return a new bundle's head and its volumes' names, which nothing in the folder bears yet."""
    while True:
        head = _head(store, random_id(), volumes, receiver, recipients)
        targets = _targets(folder, head)
        if not any(map(os.path.lexists, targets)):
            return head, targets


def _targets(folder: Path, head: _Head) -> list[Path]:
    """Return the names of the volumes, which tell a finder no more than the manifest does."""
    parts = ["zjdesk", key_id(head.recipients[0])[:6], head.bundle[:8]]
    if head.volumes == 1:
        return [folder / f"{'-'.join(parts)}{SUFFIX}"]
    return [folder / f"{'-'.join(parts)}-{n}of{head.volumes}{SUFFIX}" for n in range(1, head.volumes + 1)]


def _write_volume(target: Path, head: _Head, number: int, sources: Sequence[_Source], meter: Meter) -> Path:
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

    def __init__(self, source: IO[bytes], meter: Meter) -> None:
        self._source, self._meter = source, meter

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        block = self._source.read(size)
        self._meter.add(len(block), "sync.writing")
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
