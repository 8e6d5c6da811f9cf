"""A person at a terminal: runs commands in this process and keeps what they print."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from zjdesk.cli.main import run

STREET = {
    "code": "310115005",
    "name": "示例街道",
    "ordinance_title": "自治金实施办法",
    "ordinance_version": "2.0",
    "office": "自治办",
}
CYCLE = {
    "name": "2015年度",
    "start": "2015-08-01",
    "end": "2016-07-31",
    "cap_fen": 2_000_000,
    "visit_window_months": 2,
    "accounts_as_of": "2016-07-31",
}
COMMUNITY = {"code": "C01", "name": "福沈", "committee_name": "福沈居委会"}
PROJECT = {
    "no": "ZJ2015-C01-01",
    "name": "示例合唱队",
    "theme": "learning",
    "start": "2015-08-01",
    "end": "2016-07-31",
    "target_group": "本居民区居民",
}
NOW = "2016-07-31T12:00:00"


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


@dataclass(frozen=True)
class Terminal:
    """Runs zjdesk commands on one store; ``surroundings`` are set in the environment meanwhile."""

    store: Path
    surroundings: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: object, given: str | bytes = "", lang: str = "zh") -> Said:
        """Run a command; ``given`` is its standard input."""
        out, err = stream(), stream()
        typed = stream(given if isinstance(given, bytes) else given.encode())
        here = patch.dict(os.environ, self.surroundings)
        with here, patch.object(sys, "stdin", typed), redirect_stdout(out), redirect_stderr(err):
            code = run(["--store", str(self.store), "--lang", lang, *map(str, arguments)])
        return Said(code, printed(out), printed(err))

    def add(self, form: str, *rows: dict[str, Any]) -> list[str]:
        """Add records that must be right; returns their ids."""
        said = self("record", "add", form, given="\n".join(json.dumps(row) for row in rows))
        assert said.code == 0, said.err
        return said.lines

    def list(self, form: str, *options: str) -> list[dict[str, Any]]:
        """Return the records of a form as they are listed."""
        rows: list[dict[str, Any]] = self("record", "list", form, "--json", *options).json
        return rows

    def digest(self) -> str:
        """Return the store's one line."""
        said = self("digest")
        assert said.code == 0, said.err
        return said.out

    def at(self, store: Path, **surroundings: str) -> Terminal:
        """Return the same person at another laptop, or in other surroundings."""
        return Terminal(store, {**self.surroundings, **surroundings})


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

    def export(self) -> str:
        """Return the name of the bundle that the liaison writes."""
        (file,) = self.liaison("bundle", "export", self.stick).lines
        return file

    def handed_in(self) -> Path:
        """Return a bundle on the stick that the liaison wrote."""
        files = sorted(self.stick.glob("*.zjb"))
        return next(one for one in files if self.office("bundle", "inspect", one, "--json").json["readable"])

    def person(self, name: str = "示例王一", **values: Any) -> str:
        """Enter a resident at the liaison's laptop."""
        (own,) = self.liaison.add("person", {"name": name, "kind": "resident", "community": self.community, **values})
        return own


def stream(content: bytes = b"") -> io.TextIOWrapper:
    """Return a text stream over bytes in memory, as a program's own streams are."""
    return io.TextIOWrapper(io.BytesIO(content), "utf-8")


def printed(kept: io.TextIOWrapper) -> str:
    """Return what was printed to a stream."""
    kept.seek(0)
    return kept.read()


def make_office(terminal: Terminal) -> Terminal:
    """Make the office's store with street, cycle and the community C01 福沈."""
    made = terminal("init", "--office", "--name", "示例管理员")
    assert (made.code, made.out) == (0, ""), made.err
    for form, values in (("street", STREET), ("cycle", CYCLE), ("community", COMMUNITY)):
        terminal.add(form, values)
    return terminal


def make_pair(office: Terminal, folder: Path) -> Pair:
    """Let a liaison of C01 join by invitation and by the office's first bundle."""
    stick = folder / "stick"
    stick.mkdir()
    rows = folder / "laptops.csv"
    rows.write_text("label,kind,communities\n福沈居委会,liaison,C01\n", "utf-8-sig")
    (invited,) = office("device", "invite", rows, "-o", stick, "--json").json
    liaison = office.at(folder / "liaison")
    joined = liaison("init", "--invite", invited["file"], "--code", invited["code"], "--name", "示例联络员")
    assert joined.code == 0, joined.err
    pair = Pair(office, liaison, office.list("community")[0]["id"], stick)
    assert pair.carry(office, liaison).code == 0
    return pair
