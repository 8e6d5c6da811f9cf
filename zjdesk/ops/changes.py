"""What a person asks to be changed, and what a verb says it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zjdesk.forms.check import Finding
from zjdesk.store.read import Record


@dataclass(frozen=True)
class NewRecord:
    """Make a record; the parent stands in ``values`` under the declared parent field."""

    form: str
    values: Mapping[str, Any]
    id: str | None = None


@dataclass(frozen=True)
class EditRecord:
    """Set fields of a record; ``base`` is the record as the writer was shown it, None for as it stands now."""

    id: str
    values: Mapping[str, Any]
    base: Record | None = None


@dataclass(frozen=True)
class DeleteRecord:
    """Hide a record and every child of it that is shown."""

    id: str


@dataclass(frozen=True)
class RestoreRecord:
    """Bring back a deleted record and what was deleted in the same action."""

    id: str


@dataclass(frozen=True)
class JoinRecord:
    """Let another record of the same form and community stand for this one; its history stays its own."""

    id: str
    into: str


Change = NewRecord | EditRecord | DeleteRecord | RestoreRecord | JoinRecord


@dataclass(frozen=True)
class Changes:
    """What a verb changed: records, their forms, the groups written, and warnings that did not stop it."""

    ids: tuple[str, ...]
    forms: frozenset[str]
    groups: tuple[str, ...]
    warnings: tuple[Finding, ...] = ()
