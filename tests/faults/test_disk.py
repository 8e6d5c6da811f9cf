"""A stick that is full, read-only, or gone at any moment of an export; a disk that is full at home."""

from __future__ import annotations

import errno
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.ops.world import Street, make_street, project
from zjdesk.errors import DeviceError
from zjdesk.i18n import explain
from zjdesk.ops.exchange import bundles_in, digest, export, inspect, merge
from zjdesk.ops.queries import get
from zjdesk.settings import Environment
from zjdesk.sync import stick as on_stick


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has handed in once."""
    made = make_street(tmp_path, env)
    project(made)
    made.carry(made.liaison, made.office)
    yield made
    made.office.close()
    made.liaison.close()


class Pulled:
    """A stick on which the so-manieth act fails, and every one after it."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path, at: int, number: int) -> None:
        self.folder, self.at, self.number, self.count = folder, at, number, 0
        for name in ("fsync", "open"):
            patch.setattr(os, name, self._act(getattr(os, name)))
        for name in ("open", "replace", "unlink"):
            patch.setattr(Path, name, self._act(getattr(Path, name)))

    def _act(self, true: Any) -> Any:
        def act(*args: Any, **more: Any) -> Any:
            path = args[0] if isinstance(args[0], str | Path) else None
            if path is not None and Path(path).is_relative_to(self.folder):
                self.count += 1
                if 0 < self.at <= self.count:
                    raise OSError(self.number, os.strerror(self.number))
            return true(*args, **more)

        return act


def _acts(street: Street) -> int:
    with pytest.MonkeyPatch.context() as patch:
        counting = Pulled(patch, street.stick, 0, errno.EIO)
        export(street.liaison, street.stick, everything=True)
    return counting.count


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EIO, errno.ENODEV])
def test_a_stick_pulled_at_any_moment_keeps_the_old_bundle_and_no_half_one(street: Street, number: int) -> None:
    for old in bundles_in(street.stick):
        old.unlink()
    (sent,) = export(street.liaison, street.stick, everything=True)
    before = {path.name: path.read_bytes() for path in bundles_in(street.stick)}
    assert set(before) == {sent.files[0].name}
    acts = _acts(street)
    for path in bundles_in(street.stick):
        if path.name not in before:
            path.unlink()
    assert acts > 4
    for at in range(1, acts + 1):
        with pytest.MonkeyPatch.context() as patch:
            Pulled(patch, street.stick, at, number)
            with pytest.raises(DeviceError) as told:
                export(street.liaison, street.stick, everything=True)
        assert explain("zh", told.value)
        for path in bundles_in(street.stick):
            if path.name not in before:
                assert inspect(street.office, path)["cut"] == []
                path.unlink()
        assert {path.name: path.read_bytes() for path in bundles_in(street.stick)} == before
    assert export(street.liaison, street.stick, everything=True)
    assert {path.suffix for path in street.stick.iterdir()} == {".zjb"}


def test_what_a_stick_gives_back_otherwise_is_noticed(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worn stick takes what is written and gives back something else."""
    true = on_stick.write_whole

    def worn(target: Path, write: Any, check: Any) -> None:
        def spoilt(file: Any) -> None:
            write(file)
            file.flush()
            with tarfile.open(on_stick.temporary(target)) as tar:
                place = tar.getmembers()[-1].offset_data
            file.seek(place)
            file.write(b"\x00" * 100)

        true(target, spoilt, check)

    own = project(street, "ZJ2015-C01-02")
    before = sorted(path.name for path in street.stick.iterdir())
    monkeypatch.setattr("zjdesk.sync.write.stick.write_whole", worn)
    with pytest.raises(DeviceError) as told:
        export(street.liaison, street.stick)
    assert told.value.key == "sync.read_back"
    assert sorted(path.name for path in street.stick.iterdir()) == before
    monkeypatch.undo()
    street.carry(street.liaison, street.office)
    assert get(street.office, own).values["no"] == "ZJ2015-C01-02"


def test_too_little_room_is_told_before_anything_is_written(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    true = shutil.disk_usage
    full = type(true(street.stick))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: full(1 << 20, 1 << 20, 4096))
    before = sorted(path.name for path in street.stick.iterdir())
    with pytest.raises(DeviceError) as told:
        export(street.liaison, street.stick, everything=True)
    assert told.value.key in ("sync.no_space", "sync.no_room_at_home")
    assert sorted(path.name for path in street.stick.iterdir()) == before


def test_a_home_disk_that_is_full_takes_nothing_of_a_bundle(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    project(street, "ZJ2015-C01-02")
    (sent,) = export(street.liaison, street.stick)
    before, true = digest(street.office), Path.open

    def full(path: Path, mode: str = "r", *args: Any, **more: Any) -> Any:
        if "w" in mode and "incoming-" in str(path):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return true(path, mode, *args, **more)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DeviceError) as told:
        merge(street.office, sent.files[0])
    assert explain("zh", told.value)
    monkeypatch.undo()
    assert digest(street.office) == before
    assert merge(street.office, sent.files[0]).new >= 1
