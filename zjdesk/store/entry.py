"""An entry: one save of one record, as a header and a body."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from zjdesk.errors import InputError
from zjdesk.store.ids import are_ids, is_id
from zjdesk.store.lines import decode, decode_unchecked, encode, encode_checked

Names = Mapping[str, list[str]]

PARENT = "_parent"
DELETED = "_deleted"
JOINED = "_joined"
STATE = "state"
SETTLED = "_settled"
DECISION = "_decision"
INSTALLATION = "_installation"
CERTIFICATE = "_certificate"
REVOCATION = "_revocation"
ERASURE = "_erasure"
ROTATION = "_rotation"
FORM = "_form"
BUILT_IN = frozenset((SETTLED, DECISION, INSTALLATION, CERTIFICATE, REVOCATION, ERASURE, ROTATION, FORM))
OFFICE_SAYS = (DECISION, INSTALLATION, CERTIFICATE, REVOCATION, ERASURE, ROTATION, FORM)  # no decision names these
LATEST = 253_370_764_800_000  # milliseconds: the year 9999, beyond which no calendar of ours goes


class Header(NamedTuple):
    """The part of an entry that is chained and kept for ever (architecture §2).

    ``time`` is in milliseconds; ``group`` is (id, place from 1, size); ``over`` and ``seen`` map a field to the
    ids of the entries that were replaced or only shown; ``body`` is the body's SHA-256 in hexadecimal.
    """

    author: str
    body: str
    feed: str
    form: str
    form_version: int
    group: tuple[str, int, int]
    over: Names
    prev: str | None
    record: str
    seen: Names
    seq: int
    time: int
    v: int


_LATER = (str, str, str, str, int, list, dict, str, str, dict, int, int, int)
_FIRST = (*_LATER[:7], type(None), *_LATER[8:])  # the first entry of a feed has no previous one


def write_header(header: Header) -> bytes:
    """Return the canonical line of a header."""
    return encode_checked(header._asdict())


def read_header(line: bytes) -> Header:
    """Read and check a header line; raises InputError when anything in it is not as declared."""
    raw = decode_unchecked(line)
    if type(raw) is not dict or tuple(raw) != Header._fields:  # a canonical line has its keys in this order
        raise InputError("store.bad_header", part="*")
    kinds = tuple(map(type, raw.values()))
    if kinds not in (_LATER, _FIRST):
        wrong = next(name for name, kind, good in zip(raw, kinds, _LATER, strict=True) if kind is not good)
        raise InputError("store.bad_header", part=wrong)
    header = Header._make(raw.values())
    _check_ids(header)
    return header


def _check_ids(header: Header) -> None:
    group = header.group
    if header.v != 1:
        raise InputError("store.newer_entry", version=header.v)
    if [*map(type, group)] != [str, int, int]:
        raise InputError("store.bad_header", part="group")
    before = header.feed if header.prev is None else header.prev
    if not are_ids((header.feed, header.record, group[0], before)) or len(header.body) != 64:
        raise InputError("store.bad_header", part="record")
    if (header.prev is None) != (header.seq == 1):
        raise InputError("store.bad_header", part="prev")
    if not 0 <= header.time <= LATEST:
        raise InputError("store.bad_header", part="time")
    if not 1 <= group[1] <= group[2] or header.seq < group[1]:
        raise InputError("store.bad_header", part="group")
    for part, names in (("over", header.over), ("seen", header.seen)):
        if names and not all(type(ids) is list and all(is_id(item) for item in ids) for ids in names.values()):
            raise InputError("store.bad_header", part=part)


def write_body(salt: str, values: Mapping[str, Any], why: str) -> bytes:
    """Return the canonical line of a body."""
    return encode({"salt": salt, "set": dict(values), "why": why})


def read_body(line: bytes, header: Header) -> dict[str, Any]:
    """Check a body line against its header and return what it sets."""
    if hashlib.sha256(line).hexdigest() != header.body:
        raise InputError("store.body_hash")
    raw = decode(line)
    if type(raw) is not dict or tuple(raw) != ("salt", "set", "why") or type(raw["set"]) is not dict:
        raise InputError("store.bad_body")
    values: dict[str, Any] = raw["set"]
    if PARENT in values and not (values[PARENT] is None or is_id(values[PARENT])):
        raise InputError("store.bad_body")
    return values


def body_hash(line: bytes) -> str:
    """Return the SHA-256 of a body line in hexadecimal."""
    return hashlib.sha256(line).hexdigest()
