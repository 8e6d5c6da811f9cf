"""The age format (age-encryption.org/v1) to X25519 keys: what leaves the database leaves it in this."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Protocol


class Reader(Protocol):
    """Gives bytes until there are none."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most ``size`` bytes, none at the end."""
        ...


class Writer(Protocol):
    """Takes bytes."""

    def write(self, data: bytes, /) -> int:
        """Take bytes and return how many."""
        ...

    def flush(self) -> None:
        """Pass on what was taken."""
        ...


def _library() -> Any:
    return import_module("pyrage")


def new_identity() -> tuple[str, str]:
    """Return a new private key (``AGE-SECRET-KEY-1…``) and its public key (``age1…``)."""
    identity = _library().x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def public_of(identity: str) -> str:
    """Return the public key of a private one."""
    return str(_library().x25519.Identity.from_str(identity).to_public())


def is_recipient(text: str) -> bool:
    """Tell whether a text is a public key."""
    try:
        _library().x25519.Recipient.from_str(text)
    except _library().RecipientError:
        return False
    return True


def encrypt(data: bytes, recipients: Sequence[str]) -> bytes:
    """Return an age file that each of the recipients can open."""
    pyrage = _library()
    return bytes(pyrage.encrypt(data, [pyrage.x25519.Recipient.from_str(one) for one in recipients]))


def decrypt(data: bytes, identities: Sequence[str]) -> bytes | None:
    """Return what an age file holds, or None when it is for others, cut off or changed."""
    pyrage = _library()
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(one) for one in identities]))
    except pyrage.DecryptError:
        return None


def encrypt_stream(source: Reader, target: Writer, recipients: Sequence[str]) -> None:
    """Write an age file of all that ``source`` gives; errors of source and target come out as they were."""
    pyrage = _library()
    ends = _Ends(source, target)
    try:
        pyrage.encrypt_io(ends, ends, [pyrage.x25519.Recipient.from_str(one) for one in recipients])
    except (pyrage.EncryptError, OSError) as error:
        raise ends.error or error from None


def decrypt_stream(source: Reader, target: Writer, identities: Sequence[str]) -> bool:
    """Write what an age file holds; False when it is for others, cut off or changed (what was written is void)."""
    pyrage = _library()
    ends = _Ends(source, target)
    try:
        pyrage.decrypt_io(ends, ends, [pyrage.x25519.Identity.from_str(one) for one in identities])
    except (pyrage.DecryptError, OSError):
        if ends.error is not None:
            raise ends.error from None
        return False
    return True


class _Ends:
    """Both ends of a stream; remembers what went wrong there, which the library only tells in words."""

    def __init__(self, source: Reader, target: Writer) -> None:
        self._source, self._target = source, target
        self.error: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Read from the source."""
        try:
            return self._source.read(size)
        except BaseException as error:
            self.error = error
            raise

    def write(self, data: bytes, /) -> int:
        """Write to the target."""
        try:
            return self._target.write(data)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Pass on what was written."""
        self._target.flush()
