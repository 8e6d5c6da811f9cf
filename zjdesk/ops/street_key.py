"""The street's own keys: their copy on two sticks or split on two sheets of paper, and the way back."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import orjson

from zjdesk.errors import DeviceError, InputError, NotAllowed
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.key_sheets import read, written
from zjdesk.ops.session import Session
from zjdesk.store import audit, vault
from zjdesk.store.database import Connection
from zjdesk.store.store import Store
from zjdesk.store.street import StreetSecrets, keep_secrets, key_id, secrets_of
from zjdesk.sync.invite import new_code, plain_code

FILE = "zjdesk-street.zjk"
_PLACE = "street"
_PAPER = "paper"
_SUBJECT = "street_key"


@dataclass(frozen=True)
class KeyStanding:
    """How the street's keys stand at this computer; times in milliseconds, None for never.

    ``key`` is the id of the key bundles are closed to, ``held`` tells whether the private halves are here, ``changed``
    when the keys were last changed; ``copied`` and ``split`` are the last backups of the present keys made here.
    """

    key: str
    held: bool
    changed: int | None
    copied: int | None
    split: int | None

    @property
    def due(self) -> bool:
        """Tell whether the present keys were not backed up here yet."""
        return self.held and self.copied is None and self.split is None


def standing(session: Session) -> KeyStanding:
    """Tell how the street's keys stand, by what was noted of them."""
    conn = session.store.conn
    changed = next((line for line in _noted(conn, Verb.KEYS_CHANGED)), None)
    since = changed.n if changed else 0
    made = [line for line in _noted(conn, Verb.BACKED_UP) if line.n > since]
    return KeyStanding(
        key_id(session.store.street.recipient),
        bool(secrets_of(session.store)),
        changed.time if changed else None,
        next((line.time for line in made if line.what[_SUBJECT] != _PAPER), None),
        next((line.time for line in made if line.what[_SUBJECT] == _PAPER), None),
    )


def copy_to_sticks(session: Session, folders: Sequence[Path]) -> str:
    """Write the street's keys, closed with a new code, into every folder; returns the code, to be kept apart."""
    store = _office(session)
    if len({folder.resolve() for folder in folders}) < len(folders):
        raise InputError("ops.same_place")
    code = new_code()
    key = vault.new_key()
    slot = vault.wrap(_PLACE, key, plain_code(code))
    sealed = _sealed(key, _plain(store))
    _write(folders, orjson.dumps({"keys": vault.KeyFile((slot,)).written().decode(), "sealed": sealed.hex()}))
    note(session, Verb.BACKED_UP, {_SUBJECT: len(folders)})
    return code


def split_on_paper(session: Session, keep: Callable[[int, str], object]) -> None:
    """Split the street's keys on two sheets; each alone says nothing at all (a one-time pad).

    ``keep`` is called with the number and the text of each sheet; the backup is noted once both are kept.
    """
    plain = _plain(_office(session))
    pad = secrets.token_bytes(len(plain))
    keep(1, written(1, pad))
    keep(2, written(2, bytes(a ^ b for a, b in zip(plain, pad, strict=True))))
    note(session, Verb.BACKED_UP, {_SUBJECT: _PAPER})


def from_stick(session: Session, file: Path, code: str) -> None:
    """Take the street's keys back from a stick's copy."""
    try:
        content = orjson.loads(file.read_bytes())
        held = vault.parse(str(content["keys"]).encode(), file.name)
        sealed = bytes.fromhex(content["sealed"])
    except OSError as error:
        raise InputError("ops.not_read", path=str(file), detail=error.strerror) from error
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
        raise InputError("ops.no_street_key", file=file.name) from None
    try:
        key, _ = vault.unlock(held, plain_code(code))
    except NotAllowed:
        raise InputError("sync.wrong_code", file=file.name) from None
    _take(session, _unsealed(key, sealed, file.name))


def from_paper(session: Session, sheets: Sequence[str]) -> None:
    """Take the street's keys back from both sheets, in either order."""
    parts = dict(read(sheet, page) for page, sheet in enumerate(sheets, 1))
    if set(parts) != {1, 2} or len(parts[1]) != len(parts[2]):
        raise InputError("ops.both_sheets")
    _take(session, bytes(a ^ b for a, b in zip(parts[1], parts[2], strict=True)))


def _plain(store: Store) -> bytes:
    newest = secrets_of(store)[0]
    return orjson.dumps(vars(newest), option=orjson.OPT_SORT_KEYS)


def _take(session: Session, plain: bytes) -> None:
    store = session.store
    if store.installation.kind != "office":
        raise NotAllowed("ops.office_only")
    try:
        found = StreetSecrets(**orjson.loads(plain))
        public = found.public()
    except (TypeError, ValueError):
        raise InputError("ops.no_street_key", file="") from None
    past = orjson.loads(store.get("past_streets", "[]"))
    if store.get("street") and public != store.street and public.verifying not in past:
        raise NotAllowed("ops.another_street")
    others = [item for item in secrets_of(store) if item != found]
    with store.transaction():
        keep_secrets(store, [found, *others] if public == store.street else [*others, found])
        note(session, Verb.RESTORED, {_SUBJECT: 1})


def _write(folders: Sequence[Path], content: bytes) -> None:
    """Write the copy into every folder; each is whole on its stick before any takes the place of an earlier one."""
    parts = [folder / f".{FILE}.part" for folder in folders]
    at = ""
    try:
        for part in parts:
            at = str(part.parent)
            _write_through(part, content)
        for part in parts:
            at = str(part.parent)
            part.replace(part.with_name(FILE))
    except OSError as error:
        raise DeviceError("ops.not_written", path=at, detail=error.strerror) from error
    finally:
        for part in parts:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _write_through(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _noted(conn: Connection, verb: Verb) -> list[audit.Line]:
    """Return the lines about the street's keys with that verb, newest first."""
    return [line for line in audit.read(conn, audit.Wanted(str(verb))) if _SUBJECT in line.what]


def _sealed(key: bytes, plain: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(key).encrypt(bytes(12), plain, b"zjdesk street key 1")


def _unsealed(key: bytes, sealed: bytes, file: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(key).decrypt(bytes(12), sealed, b"zjdesk street key 1")
    except InvalidTag:
        raise InputError("ops.no_street_key", file=file) from None


def _office(session: Session) -> Store:
    if not secrets_of(session.store) or session.account.role != "SA":
        raise NotAllowed("ops.office_only")
    return session.store
