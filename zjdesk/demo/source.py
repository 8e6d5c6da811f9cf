"""Reads the programme's own data: projects, questionnaires and the words that texts are made of."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from zjdesk.demo.model import Answer, Project
from zjdesk.paths import resources_dir

_FLAGS = ("adjusted", "budget_adj", "valid")
_NUMBERS = ("hsbc_fen", "self_fen", "fund_fen", "balance_fen", "budget_fen", "spent_fen", "visits")


@cache
def projects() -> tuple[Project, ...]:
    """Return the 119 projects in their order."""
    return tuple(Project(*row) for row in _rows("projects.csv"))


@cache
def answers() -> tuple[Answer, ...]:
    """Return the questionnaires of both waves in their order."""
    return tuple(Answer(*row) for row in _rows("responses.csv"))


@cache
def words() -> Mapping[str, Any]:
    """Return the word lists."""
    return tomllib.loads((resources_dir() / "demo" / "words.toml").read_text("utf-8"))


def sentence(name: str) -> str:
    """Return one of the fixed sentences."""
    return str(words()["text"][name])


def _rows(name: str) -> Iterator[list[Any]]:
    with (resources_dir() / "demo" / name).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            yield [_cell(column, cell) for column, cell in row.items()]


def _cell(column: str, cell: str) -> str | int | bool:
    if column in _FLAGS:
        return cell == "1"
    return int(cell) if column in _NUMBERS else cell
