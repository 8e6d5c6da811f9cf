"""The program without encryption, for comparison only: the same database without a key, and age that passes on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from sqlcipher3 import dbapi2

from zjdesk.store import age, cipher
from zjdesk.store.age import Reader, Writer
from zjdesk.store.backup import DATABASE
from zjdesk.store.database import Connection
from zjdesk.store.database import connect as connect_with_key
from zjdesk.store.files import BLOCK
from zjdesk.store.vault import derived

_driver = cast("Any", dbapi2)
OPENERS = ("zjdesk.store.store.connect", "zjdesk.store.backup.connect", "tests.benchmarks.world.connect")
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON")
MEMORY = ("temp_store = MEMORY", "cache_size = -65536")


@contextmanager
def without_encryption() -> Iterator[None]:
    """Let the program write and read everything in clear."""
    with ExitStack() as stack:
        for opener in OPENERS:
            stack.enter_context(patch(opener, _connect))
        for name in ("encrypt", "decrypt"):
            stack.enter_context(patch.object(age, name, _same))
        for name in ("encrypt_stream", "decrypt_stream"):
            for module in (age, cipher):
                stack.enter_context(patch.object(module, name, _pass_on))
        yield


def clear_copy(store: Path, key: bytes, target: Path) -> None:
    """Copy a store into a new folder in clear."""
    shutil.copytree(store, target, ignore=shutil.ignore_patterns(f"{DATABASE}*", "backups"))
    conn = connect_with_key(store / DATABASE, key)
    conn.execute("ATTACH ? AS clear KEY ''", (str(target / DATABASE),))
    conn.execute("SELECT sqlcipher_export('clear')")
    conn.execute(f"PRAGMA clear.user_version = {conn.execute('PRAGMA user_version').fetchone()[0]}")
    conn.close()
    for path in (target / "files").glob("*/*.aes"):
        clear = BytesIO()
        assert cipher.decrypt_stream(BytesIO(path.read_bytes()), clear, derived(key, "file contents"))
        path.write_bytes(clear.getvalue())


def _connect(path: Path, _key: bytes, *, read_only: bool = False) -> Connection:
    mode = "ro" if read_only else "rwc"
    address = f"{path.absolute().as_uri()}?mode={mode}"
    conn = cast("Connection", _driver.connect(address, uri=True, isolation_level=None, check_same_thread=False))
    for pragma in (*PRAGMAS, *MEMORY):
        conn.execute(f"PRAGMA {pragma}")
    return conn


def _same(data: bytes, _keys: Sequence[str]) -> bytes:
    return data


def _pass_on(source: Reader, target: Writer, _keys: Sequence[str]) -> bool:
    while block := source.read(BLOCK):
        target.write(block)
    return True
