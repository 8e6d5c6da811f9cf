"""The street's own keys: their copy on two sticks or split on two sheets of paper, and the way back."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from pathlib import Path

import orjson

from zjdesk.errors import DeviceError, InputError, NotAllowed
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.session import Session
from zjdesk.store import vault
from zjdesk.store.store import Store
from zjdesk.store.street import StreetSecrets, keep_secrets, secrets_of
from zjdesk.sync.invite import ALPHABET, check_letter, new_code, plain_code

FILE = "zjdesk-street.zjk"
_PLACE = "street"
_GROUP = 5
_LINE = 8
_CHECK_BYTES = 5


def copy_to_sticks(session: Session, folders: Sequence[Path]) -> str:
    """Write the street's keys, closed with a new code, into every folder; returns the code, to be kept apart."""
    store = _office(session)
    code = new_code()
    key = vault.new_key()
    slot = vault.wrap(_PLACE, key, plain_code(code))
    sealed = _sealed(key, _plain(store))
    content = orjson.dumps({"keys": vault.KeyFile((slot,)).written().decode(), "sealed": sealed.hex()})
    for folder in folders:
        try:
            (folder / FILE).write_bytes(content)
        except OSError as error:
            raise DeviceError("ops.not_written", path=str(folder), detail=error.strerror) from error
    note(session, Verb.BACKED_UP, {"street_key": len(folders)})
    return code


def split_on_paper(session: Session) -> tuple[str, str]:
    """Return the street's keys as two texts for two sheets; each alone says nothing at all (a one-time pad)."""
    plain = _plain(_office(session))
    pad = secrets.token_bytes(len(plain))
    note(session, Verb.BACKED_UP, {"street_key": "paper"})
    return _written(1, pad), _written(2, bytes(a ^ b for a, b in zip(plain, pad, strict=True)))


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
    parts = dict(_read(sheet) for sheet in sheets)
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
        note(session, Verb.RESTORED, {"street_key": 1})


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


def _written(number: int, data: bytes) -> str:
    """Return bytes as numbered lines of groups, each line with its own check character."""
    whole = bytes([number]) + hashlib.sha256(bytes([number]) + data).digest()[:_CHECK_BYTES] + data
    bits = int.from_bytes(whole, "big")
    count = -(-len(whole) * 8 // 5)
    letters = "".join(ALPHABET[(bits >> (5 * place)) & 31] for place in range(count - 1, -1, -1))
    groups = [letters[start : start + _GROUP] for start in range(0, count, _GROUP)]
    lines = [groups[start : start + _LINE] for start in range(0, len(groups), _LINE)]
    return "\n".join(
        f"{place:02d}  {' '.join(line)}  {check_letter(''.join(line))}" for place, line in enumerate(lines, 1)
    )


def _read(sheet: str) -> tuple[int, bytes]:
    letters = ""
    for place, line in enumerate((line for line in sheet.upper().splitlines() if line.strip()), 1):
        _, *groups, check = line.replace("O", "0").replace("I", "1").replace("L", "1").split()
        if not set("".join(groups)) <= set(ALPHABET) or check_letter("".join(groups)) != check:
            raise InputError("ops.sheet_line", line=place)
        letters += "".join(groups)
    size = len(letters) * 5 // 8
    bits = 0
    for letter in letters:
        bits = bits << 5 | ALPHABET.index(letter)
    if not 8 < size < 4096:
        raise InputError("ops.both_sheets")
    whole = bits.to_bytes(-(-len(letters) * 5 // 8), "big")[-size:]
    number, mark, data = whole[0], whole[1 : 1 + _CHECK_BYTES], whole[1 + _CHECK_BYTES :]
    if hashlib.sha256(bytes([number]) + data).digest()[:_CHECK_BYTES] != mark:
        raise InputError("ops.both_sheets")
    return number, data


def _office(session: Session) -> Store:
    if not secrets_of(session.store) or session.account.role != "SA":
        raise NotAllowed("ops.office_only")
    return session.store
