"""A declaration file as TOML tables whose every wrong or unknown key becomes a problem with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from zjdesk.errors import InputError, Problem
from zjdesk.i18n import Label

MOST_PROBLEMS = 200
_KINDS = {str: "text", bool: "flag", int: "whole", list: "list", dict: "table"}
_HEADER = re.compile(r"^\s*\[\[?\s*([^\]]+?)\s*\]\]?")


@dataclass(frozen=True)
class Source:
    """One file: its name as a person knows it, its text, and the problems found so far."""

    file: str
    text: str
    problems: list[Problem] = field(default_factory=list)

    def root(self) -> Table:
        """Parse the file; a file that is no TOML is one problem and an empty table."""
        try:
            return Table(self, "", 0, tomllib.loads(self.text))
        except RecursionError:
            self.problems.append(Problem(self.file, "1", "forms.not_toml", {"detail": "[[["}))
            return Table(self, "", 0, {})
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            place = found.group(1) if found else str(self.text.count("\n") + 1)
            self.problems.append(Problem(self.file, place, "forms.not_toml", {"detail": str(error)}))
            return Table(self, "", 0, {})

    def line(self, header: str, number: int, key: str) -> int:
        """Return the line of a key in the ``number``-th table of that header; 0 where it cannot be told."""
        here, seen = header == "", 0
        start = 0
        for count, line in enumerate(self.text.splitlines(), 1):
            if found := _HEADER.match(line):
                name = found.group(1)
                seen += name == header
                here = name == header and seen == number
                start = count if here else start
            elif here and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return count
        return start


@dataclass(frozen=True)
class Table:
    """One table of a file; reading a key checks its type and notes what is wrong with it."""

    source: Source
    header: str
    number: int
    values: Mapping[str, Any]
    inside: str = ""
    path: tuple[str, ...] = ()

    def problem(self, key: str, problem: str, /, **params: object) -> None:
        """Note a problem at a key of this table; of very many, the first are enough."""
        if len(self.source.problems) >= MOST_PROBLEMS:
            return
        line = self.source.line(self.header, self.number, self.inside or key)
        place = ".".join((*self.own_path(), key))
        where = f"{line} {place}" if line else place
        self.source.problems.append(Problem(self.source.file, where, f"forms.{problem}", params))

    def own_path(self) -> tuple[str, ...]:
        """Return the tables and names that lead to this table."""
        name = self.values.get("name") or self.values.get("code")
        return tuple(part for part in (*self.path, self.inside or self.header, str(name or "")) if part)

    def known(self, keys: Iterable[str]) -> None:
        """Refuse every key that is not among these, with the nearest one as a remedy."""
        allowed = sorted(keys)
        for key in self.values:
            if key not in allowed:
                near = get_close_matches(key, allowed, 1)
                self.problem(key, "unknown_key", unknown=key, known=near[0] if near else "、".join(allowed))

    def get(self, key: str, kind: type, required: bool = False) -> Any:
        """Return the value of a key if it has that type, otherwise None with a problem."""
        value = self.values.get(key)
        if value is None:
            if required:
                self.problem(key, "lacks_key", missing=key)
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self.problem(key, f"wanted_{_KINDS[kind]}", key=key, value=value)
            return None
        return value

    def text(self, key: str, required: bool = False) -> str | None:
        """Return a text that is not empty."""
        value = self.get(key, str, required)
        if value == "":
            self.problem(key, "lacks_key", missing=key)
            return None
        return str(value) if value is not None else None

    def one_of(self, key: str, allowed: Iterable[str], required: bool = False) -> str | None:
        """Return a text that is one of the allowed ones."""
        value = self.text(key, required)
        if value is not None and value not in tuple(allowed):
            self.problem(key, "not_among", value=value, known="、".join(allowed))
            return None
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where it does not stand."""
        return bool(self.get(key, bool))

    def whole(self, key: str, required: bool = False) -> int | None:
        """Return a whole number."""
        value = self.get(key, int, required)
        return int(value) if value is not None else None

    def texts(self, key: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """Return a list of texts, each among the allowed ones where those are given."""
        found = []
        for value in self.get(key, list) or ():
            if not isinstance(value, str):
                self.problem(key, "wanted_text", key=key, value=value)
            elif allowed is not None and value not in allowed:
                self.problem(key, "not_among", value=value, known="、".join(allowed))
            else:
                found.append(value)
        return tuple(found)

    def label(self, key: str, required: bool = False) -> Label | None:
        """Return a phrase that stands in both languages."""
        value = self.get(key, dict, required)
        if value is None:
            return None
        inner = Table(self.source, self.header, self.number, value, key, self.own_path())
        inner.known(("zh", "en"))
        zh, en = inner.text("zh", required=True), inner.text("en", required=True)
        return Label(zh, en) if zh is not None and en is not None else None

    def mapping(self, key: str) -> dict[str, str]:
        """Return a table of texts."""
        value = self.get(key, dict) or {}
        wrong = [name for name, text in value.items() if not isinstance(text, str)]
        for name in wrong:
            self.problem(key, "wanted_text", key=f"{key}.{name}", value=value[name])
        return {name: text for name, text in value.items() if name not in wrong}

    def tables(self, key: str) -> list[Table]:
        """Return the tables of a list: ``[[key]]`` blocks of a file, inline ones inside a table."""
        found = []
        for number, value in enumerate(self.get(key, list) or (), 1):
            if not isinstance(value, dict):
                self.problem(key, "wanted_table", key=key, value=value)
            elif self.header:
                found.append(Table(self.source, self.header, self.number, value, key, self.own_path()))
            else:
                found.append(Table(self.source, key, number, value))
        return found

    def inner(self, key: str) -> Table:
        """Return the table ``[key]`` at the top of a file, empty where it does not stand."""
        return Table(self.source, key, 1, self.get(key, dict) or {})


def open_source(path: Path, problems: list[Problem]) -> Source:
    """Read a declaration file; one that cannot be read as text is a problem and an empty source."""
    name = f"{path.parent.name}/{path.name}"
    try:
        return Source(name, path.read_text("utf-8"), problems)
    except (OSError, UnicodeDecodeError) as error:
        problems.append(Problem(name, "1", "forms.not_readable", {"detail": str(error)}))
        return Source(name, "", problems)


def refuse(name: str, problems: list[Problem]) -> None:
    """Raise all problems at once, if there are any."""
    if problems:
        raise InputError("forms.bad_declaration", tuple(problems), name=name, count=len(problems))
