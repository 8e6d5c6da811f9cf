"""What the reference programme is made of: laptops, and per laptop and round what its person does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from zjdesk.ops.changes import Change


@dataclass(frozen=True)
class Action:
    """One thing a person does at a moment (milliseconds): the changes, the files they name, and why."""

    at: int
    changes: tuple[Change, ...]
    files: tuple[bytes, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Laptop:
    """One installation: its folder's name, its kind and label, who works there, and its communities' codes."""

    key: str
    kind: str
    label: str
    person: str
    communities: tuple[str, ...]


class Project(NamedTuple):
    """One row of projects.csv; amounts in fen."""

    no: str
    community: str
    archive: str
    completion: str
    adjusted: bool
    team: str
    backbone: str
    backbone_mid: str
    liaison: str
    hsbc_fen: int
    self_fen: int
    budget_adjusted: bool
    fund_fen: int
    balance_fen: int
    budget_fen: int
    spent_fen: int
    visits: int


class Answer(NamedTuple):
    """One row of responses.csv, as it stands there."""

    wave: str
    community: str
    paper_no: str
    valid: bool
    invalid_reason: str
    q1: str
    q2: str
    q3: str
    q4: str
    q5: str
    q6: str
    q7: str
