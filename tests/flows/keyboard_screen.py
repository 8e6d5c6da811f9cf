"""A screen without a person: Xvfb with a keyboard that has Chinese keys, and real key events by xdotool."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.source import ROOT

PATIENCE = 60.0
_QUIET = 0.4  # longer than the pauses after which the window reacts to typing
_LOOK_EVERY = 0.02
_FIRST_FREE, _LAST_FREE = 148, 255  # keys of music players and the like, which nobody presses here
_MODIFIERS = range(203, 208)
_UNICODE = 0x0100_0000


def missing() -> str:
    """Return what this machine lacks for a test with real keys, empty when nothing."""
    if not sys.platform.startswith("linux"):
        return "real key events are sent by xdotool, which is for X11"
    lacking = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    return f"not installed: {', '.join(lacking)} (Debian: xvfb, xdotool)" if lacking else ""


class Screen:
    """An X server in memory, the program on it, and a count of the keys: commands and characters of text."""

    def __init__(self) -> None:
        self.commands = 0
        self.characters = 0
        self._program: subprocess.Popen[bytes] | None = None
        self._window = ""
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-noreset"]
        self._server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, "the screen does not start"
        self.display = f":{number}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for process in (self._program, self._server):
            if process is not None:
                process.terminate()
                process.wait(PATIENCE)

    def start(self, command: list[str], environ: Mapping[str, str], title: str) -> None:
        """Start the program and wait until its window stands and has this in its title."""
        surroundings = {**environ, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "QT_IM_MODULE": "compose"}
        self._program = subprocess.Popen(command, env=surroundings, cwd=ROOT)
        self.window_changes()
        self.until(lambda: title in self._xdotool("getwindowname", self._window), f"no {title} in the title")
        self.settle()

    def window_changes(self) -> None:
        """Wait for a window to come or go, and give the keyboard to the one on top, as a window manager does."""
        self.until(lambda: self._top() not in ("", self._window), "no window came or went")
        self._window = self._top()
        self._xdotool("windowfocus", "--sync", self._window)
        self.settle()

    def press(self, *keys: str, times: int = 1) -> None:
        """Press keys one after the other (``ctrl+s`` is one)."""
        self._send(keys * times)
        self.commands += len(keys) * times

    def type(self, text: str) -> None:
        """Type text, Chinese too: each character is a key of this keyboard."""
        # "xdotool type" would put each Chinese character on one key in turn, faster than the program may read it
        self._send([f"U{ord(one):04X}" for one in text])
        self.characters += len(text)

    def settle(self) -> None:
        """Wait until neither the program nor the screen has anything to do."""
        assert self._program is not None
        processes = (self._program.pid, self._server.pid)
        quiet_since, before = time.monotonic(), _work(processes)
        deadline = quiet_since + PATIENCE
        while time.monotonic() - quiet_since < _QUIET:
            assert self._program.poll() is None, "the program ended"
            assert time.monotonic() < deadline, "the program does not come to rest"
            time.sleep(_LOOK_EVERY)
            now = _work(processes)
            if now != before:
                quiet_since, before = time.monotonic(), now

    def until(self, reached: Callable[[], bool], complaint: str) -> None:
        """Wait for something to be so."""
        deadline = time.monotonic() + PATIENCE
        while not reached():
            assert self._program is None or self._program.poll() is None, "the program ended"
            assert time.monotonic() < deadline, complaint
            time.sleep(_LOOK_EVERY)

    def _send(self, keys: Sequence[str]) -> None:
        self._xdotool("key", "--delay", "20", *keys)

    def _top(self) -> str:
        assert self._program is not None
        found = self._xdotool("search", "--onlyvisible", "--pid", str(self._program.pid), may_fail=True).split()
        return found[-1] if found else ""

    def _xdotool(self, *words: str, may_fail: bool = False) -> str:
        environ = {**os.environ, "DISPLAY": self.display, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            ["xdotool", *words], env=environ, check=not may_fail, capture_output=True, encoding="utf-8"
        )
        return done.stdout


def _work(processes: tuple[int, ...]) -> object:
    """Return what changes while processes work: how often each thread was awake; a new object while one wants more."""
    awake = []
    for process in processes:
        for thread in Path(f"/proc/{process}/task").iterdir():
            try:
                lines = (thread / "status").read_text().splitlines()
            except (FileNotFoundError, ProcessLookupError):  # the thread has just ended
                return object()
            told = dict(line.split(":", 1) for line in lines)
            if told["State"].split()[0] != "S":
                return object()
            awake.append((thread.name, told["voluntary_ctxt_switches"], told["nonvoluntary_ctxt_switches"]))
    return sorted(awake)


@contextmanager
def screen(characters: str) -> Iterator[Screen]:
    """Yield a screen whose keyboard also has a key for each of these characters."""
    with Screen() as made:
        add_keys(made.display, characters)
        yield made


def add_keys(display: str, characters: str) -> None:
    """Put characters on the free keys, two on each (plain and with Shift), as a national keyboard has them."""
    wanted = sorted({one for one in characters if not one.isascii()})
    places = [code for code in range(_FIRST_FREE, _LAST_FREE + 1) if code not in _MODIFIERS]
    assert len(wanted) <= 2 * len(places), "more characters than keys"
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    opened = ctypes.c_void_p(x11.XOpenDisplay(display.encode()))
    assert opened.value is not None, "the screen does not answer"
    for place, code in enumerate(places):
        signs = [ord(one) + _UNICODE for one in wanted[2 * place : 2 * place + 2]] + [0, 0]
        x11.XChangeKeyboardMapping(opened, code, 2, (ctypes.c_ulong * 2)(*signs[:2]), 1)
    x11.XSync(opened, 0)
    x11.XCloseDisplay(opened)
