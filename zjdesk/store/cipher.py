"""Files at rest: AES-256-GCM in blocks, so that none can be changed, moved, dropped or cut off unseen.

Written with the processor's own AES this costs a tenth of what age (ChaCha20) costs; age stays for what travels.
A file is 32 random bytes, the salt, and then its blocks of 64 KiB, the last one shorter and perhaps empty. The key is
HKDF-SHA-256 of the store's key for files with this salt; the nonce of a block is its number from 0 (11 bytes,
big-endian) and one byte, 1 for the last block and else 0 (the STREAM construction, as in age).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from zjdesk.store.age import Reader, Writer

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SALT = 32
PLAIN = 64 * 1024
TAG = 16
_INFO = b"zjdesk file"


def encrypt_stream(source: Reader, target: Writer, key: bytes) -> None:
    """Write encrypted what ``source`` gives; errors of source and target come out as they were."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt)
    target.write(salt)
    number, block = 0, _whole(source, PLAIN)
    while len(block) == PLAIN:
        target.write(cipher.encrypt(_nonce(number, last=False), block, None))
        number, block = number + 1, _whole(source, PLAIN)
    target.write(cipher.encrypt(_nonce(number, last=True), block, None))


def decrypt_stream(source: Reader, target: Writer, key: bytes) -> bool:
    """Write what an encrypted file holds; False when it was cut off or changed (what was written is void)."""
    from cryptography.exceptions import InvalidTag

    salt = _whole(source, SALT)
    cipher = _cipher(key, salt)
    number, block = 0, _whole(source, PLAIN + TAG)
    try:
        while len(block) == PLAIN + TAG:
            target.write(cipher.decrypt(_nonce(number, last=False), block, None))
            number, block = number + 1, _whole(source, PLAIN + TAG)
        target.write(cipher.decrypt(_nonce(number, last=True), block, None))
    except InvalidTag:
        return False
    return True


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return AESGCM(HKDF(SHA256(), 32, salt, _INFO).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _whole(source: Reader, size: int) -> bytes:
    """Return so many bytes, or what is left of them."""
    block = source.read(size)
    while len(block) < size and (more := source.read(size - len(block))):
        block += more
    return block
