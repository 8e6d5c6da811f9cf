"""A person at the command line: runs commands in this process and keeps what they print."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from zjdesk.cli.main import run


@dataclass(frozen=True)
class Said:
    """What a command left behind: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        """The lines on standard output."""
        return self.out.splitlines()


class Terminal:
    """Runs zjdesk commands on one store."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.store = store
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *arguments: object, given: str = "", lang: str = "zh") -> Said:
        """Run a command; ``given`` is its standard input."""
        self._patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), "utf-8"))
        self._capsys.readouterr()
        code = run(["--store", str(self.store), "--lang", lang, *map(str, arguments)])
        printed = self._capsys.readouterr()
        return Said(code, printed.out, printed.err)

    def add(self, form: str, *rows: dict[str, Any]) -> list[str]:
        """Add records that must be right; returns their ids."""
        said = self("record", "add", form, given="\n".join(json.dumps(row) for row in rows))
        assert said.code == 0, said.err
        return said.lines

    def at(self, store: Path) -> Terminal:
        """Return the same person at another laptop."""
        return Terminal(store, self._capsys, self._patch)


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep the interpreter's hook and the diary's folder of this test apart."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A terminal on a store that is not there yet."""
    return Terminal(tmp_path / "office", capsys, monkeypatch)


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """The office's store with the community C01 福沈."""
    assert terminal("init", "--office", "--name", "示例管理员").code == 0
    terminal.add("community", {"code": "C01", "name": "福沈", "committee_name": "福沈居委会"})
    return terminal


@dataclass(frozen=True)
class Pair:
    """An office and a liaison's laptop that has the office's first bundle; a stick between them."""

    office: Terminal
    liaison: Terminal
    community: str
    stick: Path

    def carry(self, sender: Terminal, receiver: Terminal) -> Said:
        """Export from one, merge at the other; returns what the merge printed."""
        sent = sender("bundle", "export", self.stick)
        assert sent.code == 0, sent.err
        return receiver("bundle", "merge", "--json", *sent.lines)


@pytest.fixture
def pair(office: Terminal, tmp_path: Path) -> Pair:
    """The office and the liaison of C01."""
    stick = tmp_path / "stick"
    stick.mkdir()
    rows = tmp_path / "laptops.csv"
    rows.write_text("label,kind,communities\n福沈居委会,liaison,C01\n", "utf-8-sig")
    (invited,) = office("device", "invite", rows, "-o", stick, "--json").json
    liaison = office.at(tmp_path / "liaison")
    joined = liaison("init", "--invite", invited["file"], "--code", invited["code"], "--name", "示例联络员")
    assert joined.code == 0, joined.err
    made = Pair(office, liaison, office("record", "list", "community", "--json").json[0]["id"], stick)
    assert made.carry(office, liaison).code == 0
    return made
