"""The bundle file (.zjb): member names, limits, manifest and index (architecture §5)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from zjdesk.errors import InputError

FORMAT = 1
AGE = "age"
FEATURES = frozenset({AGE})
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
INDEX = "index.age"
SUFFIX = ".zjb"
MAX_VOLUME = 2_000_000_000
MAX_MEMBERS = 100_000
MAX_MANIFEST = 32 * 1024 * 1024
MAX_INDEX = 64 * 1024 * 1024
MAX_PIECE = 256 * 1024 * 1024
MAX_LINES = 2_000_000
MAX_ATTACHMENT = 100 * 1024 * 1024
PIECE_ENTRIES = 20_000

_MEMBER = re.compile(r"index\.age|feeds/[1-9][0-9]{0,6}\.jsonl\.gz\.age|files/[1-9][0-9]{0,6}\.age")


def shown_name(path: Path) -> str:
    """Return a file's name as text that can be kept and printed, also when a stick gives bytes that are no text."""
    return path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@dataclass(frozen=True)
class Member:
    """One member as the manifest announces it: name, and bytes and SHA-256 of what lies there encrypted."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """The plain first member: what is needed to read the rest, and nothing else."""

    bundle: str
    volume: int
    volumes: int
    features: tuple[str, ...]
    keys: tuple[str, ...]
    members: tuple[Member, ...]

    def written(self) -> bytes:
        """Return the manifest as it stands in the file."""
        members = [{"name": item.name, "size": item.size, "sha256": item.sha256} for item in self.members]
        content = {
            "format": FORMAT,
            "features": list(self.features),
            "bundle": self.bundle,
            "volume": self.volume,
            "volumes": self.volumes,
            "keys": list(self.keys),
            "members": members,
        }
        return orjson.dumps(content, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2)


def read_manifest(raw: bytes, file: str) -> Manifest:
    """Read a manifest; a format or feature that this program lacks is named."""
    content = _object(raw, file)
    if content.get("format") != FORMAT:
        raise InputError("sync.newer_format", file=file, needs=str(content.get("format")))
    try:
        members = tuple(Member(str(m["name"]), int(m["size"]), str(m["sha256"])) for m in content["members"])
        manifest = Manifest(
            str(content["bundle"]),
            int(content["volume"]),
            int(content["volumes"]),
            tuple(map(str, content["features"])),
            tuple(map(str, content["keys"])),
            members,
        )
    except (KeyError, TypeError, ValueError):
        raise InputError("sync.bad_manifest", file=file) from None
    lacking = set(manifest.features) - FEATURES
    if lacking:
        raise InputError("sync.newer_feature", file=file, features=", ".join(sorted(lacking)))
    names = [member.name for member in members]
    if len(names) > MAX_MEMBERS or len(set(names)) < len(names) or not all(map(_MEMBER.fullmatch, names)):
        raise InputError("sync.bad_manifest", file=file)
    return manifest


@dataclass(frozen=True)
class FeedRange:
    """What a member holds of one feed: from and to are numbers, ``tip`` the id of the last entry."""

    member: str
    feed: str
    key: str
    incarnation: str
    scope: str
    first: int
    last: int
    tip: str


@dataclass(frozen=True)
class FileNote:
    """A file that the entries name: its hash, bytes and member; no member where it travels elsewhere."""

    sha256: str
    size: int
    member: str


@dataclass(frozen=True)
class Index:
    """What a volume holds, who wrote it for whom, and what the writer holds itself (its vector)."""

    sender: Mapping[str, Any]
    receiver: str
    written: int
    vector: Mapping[str, Any]
    feeds: tuple[FeedRange, ...]
    files: tuple[FileNote, ...]

    def content(self) -> bytes:
        """Return the index as it stands in the file."""
        return orjson.dumps(
            {
                "sender": dict(self.sender),
                "receiver": self.receiver,
                "written": self.written,
                "vector": dict(self.vector),
                "feeds": [vars(item) for item in self.feeds],
                "files": [vars(item) for item in self.files],
            },
            option=orjson.OPT_SORT_KEYS,
        )


def read_index(raw: bytes, file: str) -> Index:
    """Read an index."""
    content = _object(raw, file)
    if not fits(content, INDEX_SHAPE):
        raise InputError("sync.bad_index", file=file)
    return Index(
        content["sender"],
        content["receiver"],
        content["written"],
        content["vector"],
        tuple(FeedRange(**item) for item in content["feeds"]),
        tuple(FileNote(**item) for item in content["files"]),
    )


_RANGE = dict.fromkeys(("member", "feed", "key", "incarnation", "scope", "tip"), str) | {"first": int, "last": int}
# What an index is made of: a list's one shape is that of all its items, "" stands for every other key.
INDEX_SHAPE: Mapping[str, Any] = {
    "sender": {**dict.fromkeys(("id", "name", "kind", "key"), str), "communities": [str]},
    "receiver": str,
    "written": int,
    "vector": {
        **dict.fromkeys(("installation", "incarnation"), str),
        **{name: [str] for name in ("past", "bodies", "files", "scopes")},
        "counter": int,
        "tips": {"": [(int, str)]},
    },
    "feeds": [_RANGE],
    "files": [{"sha256": str, "size": int, "member": str}],
}


def fits(value: object, shape: Any) -> bool:
    """Tell whether a plain object is made as ``shape`` says: types, lists of one shape, tuples, objects by key."""
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(item, shape[0]) for item in value)
    if isinstance(shape, tuple):
        whole = isinstance(value, list) and len(value) == len(shape)
        return whole and all(map(fits, list(value), shape))  # type: ignore[call-overload]
    if isinstance(shape, dict):
        return isinstance(value, dict) and _fits_by_key(value, shape)
    return type(value) is shape


def _fits_by_key(value: Mapping[str, Any], shape: Mapping[str, Any]) -> bool:
    if "" in shape:
        return all(fits(item, shape[""]) for item in value.values())
    return value.keys() == shape.keys() and all(fits(value[key], part) for key, part in shape.items())


def _object(raw: bytes, file: str) -> dict[str, Any]:
    try:
        content = orjson.loads(raw)
    except orjson.JSONDecodeError:
        content = None
    if not isinstance(content, dict):
        raise InputError("sync.not_a_bundle", file=file)
    return content


def members_in_order(members: Sequence[Member]) -> list[Member]:
    """Return members as they must lie in the file: the index, then entries, then files."""
    rank = {INDEX: 0, "feeds": 1, "files": 2}
    return sorted(members, key=lambda item: (rank[item.name.partition("/")[0]], len(item.name), item.name))
