"""A forgotten passphrase: the laptop asks, the office answers with its recovery key, the laptop opens again."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from zjdesk.errors import DeviceError, InputError, NotAllowed
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.session import Session
from zjdesk.store import vault
from zjdesk.store.street import secrets_of
from zjdesk.sync.invite import new_code, plain_code

REQUEST = "zjdesk-request.zjq"
ANSWER = "zjdesk-answer.zja"
_BY_CODE = "code"


@dataclass(frozen=True)
class Answer:
    """The office's answer: the file, and the code that opens it, which travels on paper."""

    file: Path
    code: str = field(repr=False)


def request_recovery(store: Path, folder: Path) -> Path:
    """Write on a laptop that nobody can open what the office needs: the key as entrusted to the street."""
    held = vault.read(store)
    return _written(folder / REQUEST, vault.KeyFile((), held.recovery).written())


def answer_recovery(session: Session, request: Path, folder: Path) -> Answer:
    """Open a request with the street's recovery key and write the answer, closed with a new code (office only)."""
    if not secrets_of(session.store) or session.account.role != "SA":
        raise NotAllowed("ops.office_only")
    asked = vault.parse(_read(request), request.name)
    code = new_code()
    slot = vault.wrap(_BY_CODE, _opened(session, asked), plain_code(code))
    with session.store.transaction():
        file = _written(folder / ANSWER, vault.KeyFile((slot,)).written())
        note(session, Verb.PASSPHRASE_CHANGED, {"recipients": [one.recipient for one in asked.recovery]})
    return Answer(file, code)


def recover(store: Path, answer: Path, code: str, passphrase: str) -> None:
    """Give every account of a laptop a new passphrase with the office's answer; each can change it afterwards."""
    given = vault.parse(_read(answer), answer.name)
    key, _ = _unlocked(given, plain_code(code), answer.name)
    held = vault.read(store)
    if not held.slots:
        raise InputError("store.bad_keys", path=str(store / vault.FILE))
    slots = tuple(vault.wrap(slot.account, key, passphrase) for slot in held.slots)
    vault.write(store, vault.KeyFile(slots, held.recovery))


def _unlocked(given: vault.KeyFile, code: str, name: str) -> tuple[bytes, tuple[str, ...]]:
    try:
        return vault.unlock(given, code)
    except NotAllowed:
        raise InputError("sync.wrong_code", file=name) from None


def _opened(session: Session, asked: vault.KeyFile) -> bytes:
    for held in secrets_of(session.store):
        try:
            return vault.recover(asked, held.recovery)
        except NotAllowed:
            continue
    raise NotAllowed("store.not_recoverable")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(vault.MAX_FILE + 1)
    except OSError as error:
        raise InputError("ops.not_read", path=str(path), detail=error.strerror) from error


def _written(path: Path, content: bytes) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
    return path
