"""Files at rest: whatever is changed, moved, dropped or cut off is seen."""

from __future__ import annotations

from io import BytesIO

import pytest

from zjdesk.store.cipher import PLAIN, SALT, TAG, decrypt_stream, encrypt_stream

KEY = bytes(range(32))
WHOLE = PLAIN + TAG


def encrypted(data: bytes) -> bytes:
    target = BytesIO()
    encrypt_stream(BytesIO(data), target, KEY)
    return target.getvalue()


def opened(data: bytes, key: bytes = KEY) -> bytes | None:
    target = BytesIO()
    return target.getvalue() if decrypt_stream(BytesIO(data), target, key) else None


class Dripping(BytesIO):
    """A stream that gives less than it is asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size, 1000) if size and size > 0 else 1000)


@pytest.mark.parametrize("size", [0, 1, PLAIN - 1, PLAIN, PLAIN + 1, 3 * PLAIN, 3 * PLAIN + 7])
def test_what_was_encrypted_is_opened(size: int) -> None:
    data = bytes(i % 251 for i in range(size))
    assert opened(encrypted(data)) == data
    target = BytesIO()
    encrypt_stream(Dripping(data), target, KEY)
    assert opened(target.getvalue()) == data


def test_another_key_opens_nothing() -> None:
    assert opened(encrypted(b"a picture"), bytes(32)) is None


def test_two_of_the_same_look_different() -> None:
    assert encrypted(b"a picture")[SALT:] != encrypted(b"a picture")[SALT:]


def test_every_byte_counts() -> None:
    whole = encrypted(b"a picture")
    for place in range(len(whole)):
        assert opened(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]) is None


def test_no_block_can_be_cut_off_dropped_or_moved() -> None:
    whole = encrypted(bytes(3 * PLAIN))
    salt, first, second, third, last = (
        whole[:SALT],
        *(whole[SALT + n * WHOLE : SALT + (n + 1) * WHOLE] for n in range(4)),
    )
    assert opened(salt + first + second + third + last) == bytes(3 * PLAIN)
    for wrong in (
        salt,
        salt + first,
        salt + first + second + third,
        salt + first + second + last,
        salt + second + first + third + last,
        salt + first + second + third + last + last,
        first + second + third + last,
        b"",
    ):
        assert opened(wrong) is None
