"""Reads bundles: checks every byte against the manifest and stages whole members into files of our own."""

from __future__ import annotations

import gzip
import hashlib
import tarfile
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import IO

from zjdesk.errors import Cancelled, DeviceError, InputError
from zjdesk.store import age, keys
from zjdesk.store.counting import Incoming
from zjdesk.store.entry import read_body, read_header
from zjdesk.store.ids import entry_id
from zjdesk.store.lines import MAX_LINE
from zjdesk.sync.format import (
    INDEX,
    MANIFEST,
    MAX_ATTACHMENT,
    MAX_INDEX,
    MAX_LINES,
    MAX_MANIFEST,
    MAX_PIECE,
    SIGNATURE,
    FeedRange,
    Index,
    Manifest,
    Member,
    read_index,
    read_manifest,
)
from zjdesk.sync.meter import Cancel, Progress
from zjdesk.sync.seal import Seal, read_seal
from zjdesk.sync.stick import BLOCK, ask_room_at_home

SLACK = 4096  # what the age format adds: a header, and 16 bytes for every 64 KiB
SIGNATURE_BYTES = 64


@dataclass(frozen=True)
class Staged:
    """A bundle's whole members as files of our own, encrypted as they came; ``cut`` names those that were not whole.

    ``index`` is None when it was cut off, or (``foreign``) when the bundle is for somebody else.
    """

    source: Path
    manifest: Manifest
    index: Index | None
    members: dict[str, Path]
    cut: tuple[str, ...]
    sha256: str
    identities: tuple[str, ...] = field(repr=False, default=())
    foreign: bool = False

    def content(self, member: str, limit: int) -> bytes:
        """Return what a member holds, with this store's keys; InputError when it cannot be opened."""
        data = self.members[member].read_bytes()
        plain = age.decrypt(data, self.identities) if len(data) <= limit + SLACK + limit // 1000 else None
        if plain is None:
            raise InputError("sync.not_opened", file=self.source.name, member=member)
        return plain


@dataclass
class _Reading:
    members: dict[str, Path] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)


@contextmanager
def staged(
    source: Path,
    place: Path,
    identities: Sequence[str] = (),
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
) -> Iterator[Staged]:
    """Copy a bundle's whole members to ``place``, checked; raises InputError for what is no bundle of ours.

    ``identities`` are the age keys that may open it.
    """
    try:
        size = source.stat().st_size
        ask_room_at_home(place, size + 1_000_000)
        with tempfile.TemporaryDirectory(prefix="incoming-", dir=place) as folder, source.open("rb") as file:
            meter = _meter(size, file, progress, cancel)
            yield _read(source, file, Path(folder), meter, tuple(identities))
    except OSError as error:
        raise DeviceError("sync.not_read", file=source.name, detail=error.strerror or str(error)) from error


def _meter(size: int, file: IO[bytes], progress: Progress | None, cancel: Cancel | None) -> Callable[[], None]:
    def tick() -> None:
        if cancel is not None and cancel.is_set():
            raise Cancelled("sync.cancelled")
        if progress is not None:
            progress(min(file.tell(), size), size, "sync.reading")

    return tick


def _read(source: Path, file: IO[bytes], folder: Path, tick: Callable[[], None], identities: tuple[str, ...]) -> Staged:
    tar, raw = opened(file, source.name)
    manifest = read_manifest(raw, source.name)
    signature = _signature(tar, source.name)
    reading = _Reading()
    for number, member in enumerate(manifest.members):
        path = folder / str(number)
        if not reading.cut and _member(tar, member, path, source.name, tick):
            reading.members[member.name] = path
        else:
            reading.cut.append(member.name)
    if not reading.cut and _next(tar) is not None:
        raise InputError("sync.extra_member", file=source.name)
    found = Staged(
        source, manifest, None, reading.members, tuple(reading.cut), hashlib.sha256(raw).hexdigest(), identities
    )
    if INDEX not in reading.members:
        return found
    try:
        index = read_index(found.content(INDEX, MAX_INDEX), source.name)
    except InputError as error:
        if error.key != "sync.not_opened":
            raise
        return replace(found, foreign=True)
    if not keys.verify(str(index.sender.get("key", "")), signature, raw):
        raise InputError("sync.bad_signature", file=source.name)
    return replace(found, index=index)


def opened(file: IO[bytes], name: str) -> tuple[tarfile.TarFile, bytes]:
    """Return a bundle with its manifest as it lies there; InputError for what is none. The caller closes the file."""
    try:
        tar = tarfile.open(fileobj=file, mode="r:")  # noqa: SIM115 - the caller closes the file under it
        first = tar.next()
        head = tar.extractfile(first) if first is not None else None
    except (tarfile.TarError, EOFError):
        raise InputError("sync.not_a_bundle", file=name) from None
    if first is None or head is None or first.name != MANIFEST or first.size > MAX_MANIFEST:
        raise InputError("sync.not_a_bundle", file=name)
    try:
        raw = head.read(MAX_MANIFEST)
    except tarfile.ReadError:
        raw = b""
    if len(raw) < first.size:
        raise InputError("sync.cut_early", file=name)
    return tar, raw


def _signature(tar: tarfile.TarFile, file: str) -> bytes:
    info = _next(tar)
    source = tar.extractfile(info) if info is not None and info.isreg() else None
    if info is None or source is None or info.name != SIGNATURE or info.size != SIGNATURE_BYTES:
        raise InputError("sync.no_signature", file=file)
    try:
        return source.read(SIGNATURE_BYTES)
    except tarfile.ReadError:
        raise InputError("sync.cut_early", file=file) from None


def _next(tar: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return tar.next()
    except tarfile.TarError:
        return None


def _member(tar: tarfile.TarFile, member: Member, path: Path, file: str, tick: Callable[[], None]) -> bool:
    """Copy one member; False when the file ends before it does, InputError when it is not what was announced."""
    info = _next(tar)
    if info is None:
        return False
    if info.name != member.name or info.size != member.size or not info.isreg():
        raise InputError("sync.wrong_member", file=file, member=member.name)
    source = tar.extractfile(info)
    digest = hashlib.sha256()
    left = member.size
    with path.open("wb") as target:
        while left and source is not None:
            try:
                block = source.read(min(BLOCK, left))
            except tarfile.ReadError:
                block = b""
            if not block:
                return False
            digest.update(block)
            target.write(block)
            left -= len(block)
            tick()
    if digest.hexdigest() != member.sha256:
        raise InputError("sync.member_hash", file=file, member=member.name)
    return True


def entries(staged_bundle: Staged, part: FeedRange) -> tuple[Iterator[Incoming], Seal]:
    """Return a piece's entries, read as they are asked for, and the seal that covers them all.

    Anything that does not fit is refused, at the latest when the last entry has been given.
    """
    lines = _lines(staged_bundle.content(part.member, MAX_PIECE), staged_bundle.source.name, part.member)
    seal = read_seal(lines.pop())
    if len(lines) % 2 or (seal.feed, seal.id, seal.scope) != (part.feed, part.tip, part.scope):
        raise _broken(staged_bundle, part)
    return _sealed(staged_bundle, part, seal, lines), seal


def _sealed(staged_bundle: Staged, part: FeedRange, seal: Seal, lines: list[bytes]) -> Iterator[Incoming]:
    prev, seq = None, 0
    for header_line, body_line in zip(lines[::2], lines[1::2], strict=True):
        header = read_header(header_line)
        values = read_body(body_line, header) if body_line else None
        follows = prev is None or (header.prev == prev and header.seq == seq + 1)
        if header.feed != seal.feed or not follows:
            raise _broken(staged_bundle, part)
        own = entry_id(header_line)
        prev, seq = own.hex(), header.seq
        yield Incoming(own, header, header_line, body_line or None, values)
    if (seal.id, seal.seq) != (prev, seq):
        raise InputError("sync.bad_seal")


def _broken(staged_bundle: Staged, part: FeedRange) -> InputError:
    return InputError("sync.broken_piece", file=staged_bundle.source.name, member=part.member)


def _lines(content: bytes, file: str, member: str) -> list[bytes]:
    lines: list[bytes] = []
    size, rest = 0, b""
    try:
        with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
            while block := packed.read(BLOCK):
                size += len(block)
                *whole, rest = (rest + block).split(b"\n")
                lines += whole
                if size > MAX_PIECE or len(lines) > MAX_LINES or len(rest) > MAX_LINE:
                    raise InputError("sync.piece_too_large", file=file, member=member)
    except (OSError, EOFError, zlib.error):
        raise InputError("sync.member_hash", file=file, member=member) from None
    if rest:
        raise InputError("sync.piece_too_large", file=file, member=member)
    if len(lines) < 3:
        raise InputError("sync.broken_piece", file=file, member=member)
    return lines


def attachment(staged_bundle: Staged, member: str) -> bytes:
    """Return the bytes of a file that came with the bundle."""
    return staged_bundle.content(member, MAX_ATTACHMENT)
