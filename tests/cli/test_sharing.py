"""A shared folder watched from the command line."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path

import pytest

from tests.cli.terminal import Pair, Terminal
from tests.source import ROOT
from zjdesk.ops import shared


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files settle at once."""
    monkeypatch.setattr(shared, "SETTLED", 0.0)


def _watch(terminal: Terminal, folder: Path, *options: str) -> list[list[str]]:
    return [line.split("\t") for line in terminal("bundle", "watch", folder, "--once", *options).lines]


def test_office_and_laptop_exchange_by_a_shared_folder(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "nas"
    folder.mkdir()
    assert _watch(pair.office, folder) == []  # nobody else is there yet
    (own,) = pair.liaison.add("person", {"name": "示例王一", "kind": "resident", "community": pair.community})
    ((did, name),) = _watch(pair.liaison, folder)
    assert did == "written"
    first, second = _watch(pair.office, folder)
    assert first == ["came", name]
    assert second[0] == "written"
    merged = _watch(pair.office, folder, "--merge")
    assert merged[0] == ["merged", name]
    assert pair.office("record", "show", own, "--json").json["name"] == "示例王一"
    assert ["merged", merged[1][1]] in _watch(pair.liaison, folder, "--merge")


def test_a_broken_file_is_refused_with_a_sentence_and_does_not_stop_the_rest(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "nas"
    folder.mkdir()
    _watch(pair.office, folder)
    pair.liaison.add("person", {"name": "示例王一", "kind": "resident", "community": pair.community})
    ((_, name),) = _watch(pair.liaison, folder)
    broken = folder / f"a-{name}"
    data = bytearray((folder / name).read_bytes())
    with tarfile.open(folder / name) as tar:
        data[tar.getmembers()[-1].offset_data + 60] ^= 1
    broken.write_bytes(data)
    (folder / name).rename(folder / "b.zjb")  # a copy of the same bundle, but whole
    said = pair.office("bundle", "watch", folder, "--once", "--merge")
    assert [line.split("\t") for line in said.lines][:2] == [["refused", broken.name], ["merged", "b.zjb"]]
    assert said.code == 3
    assert "数据没有改动" in said.err


def test_a_folder_that_is_not_there_is_told(pair: Pair, tmp_path: Path) -> None:
    said = pair.office("bundle", "watch", tmp_path / "gone", "--once")
    assert said.code == 5
    assert "gone" in said.err


# What a shell started in the background ignores Ctrl-C, and so does all that it starts.
HEEDING = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
    " runpy.run_module('zjdesk', run_name='__main__')"
)


@pytest.mark.skipif("sys.platform == 'win32'", reason="Ctrl-C is sent as a signal")
def test_ctrl_c_ends_the_watch_well(pair: Pair, tmp_path: Path) -> None:
    folder = tmp_path / "nas"
    folder.mkdir()
    arguments = ("--store", str(pair.office.store), "bundle", "watch", str(folder), "--every", "1")
    surroundings = {**os.environ, **pair.office.surroundings}
    with subprocess.Popen(
        [sys.executable, "-c", HEEDING, *arguments], cwd=ROOT, env=surroundings, stderr=subprocess.DEVNULL
    ) as running:
        end = time.monotonic() + 30
        while not list(folder.iterdir()) and time.monotonic() < end:
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        try:
            assert running.wait(60) == 0
        finally:
            running.kill()
