"""The reference programme, built once for all tests that look at it (about three minutes)."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.passphrase import PASSPHRASE
from zjdesk.demo.play import play
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment

PATIENCE = 900


@pytest.fixture(scope="session")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the reference programme; workers of one run share it and must not change it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "popen" in base.name else base
    folder, done = shared / "programme", shared / "programme-is-built"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + PATIENCE
        while not done.exists():
            assert time.monotonic() < deadline, "the programme was not built by the other worker"
            time.sleep(1)
        return folder
    play(folder, env=surroundings(folder.parent))
    done.touch()
    return folder


def surroundings(folder: Path) -> Environment:
    """The laptop that the programme is built on."""
    return Environment(None, "the programme's machine", folder / "programme-anchors", passphrase=PASSPHRASE)


@pytest.fixture(scope="module")
def office(programme: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The office's store as it was built, opened on a copy of its own."""
    with copied(programme, tmp_path_factory.mktemp("office")) as session:
        yield session


def copied(programme: Path, folder: Path) -> Session:
    """Open a copy of the office's store (its photos stay where they are, linked)."""
    target = folder / "office"
    target.mkdir()
    for name in ("zjdesk.db", "keys.json"):
        shutil.copyfile(programme / "office" / name, target / name)
    (target / "files").symlink_to(programme / "office" / "files")
    return open_session(target, env=surroundings(folder))
