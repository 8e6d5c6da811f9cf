"""What one writer of the log remembers between transactions."""

from __future__ import annotations

from dataclasses import dataclass, field

from zjdesk.store.counting import RecordInfo
from zjdesk.store.joins import Joins
from zjdesk.store.trust import Trust


@dataclass
class Known:
    """What one writer remembers from one taking in to the next, as long as nobody else changed the database.

    ``changes`` is the connection's count of changes when this was true.
    """

    infos: dict[str, RecordInfo] = field(default_factory=dict)
    changes: int = -1
    next: int = 0
    waiting: bool = False
    decided: bool = False
    trust: Trust | None = None
    erasing: bool | None = None
    joins: Joins | None = None
