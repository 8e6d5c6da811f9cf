"""What the window asks so that nothing is entered twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from zjdesk.gui.photographs import Photographs

if TYPE_CHECKING:
    from zjdesk.gui.backend import Candidate


class Filling(Photographs, Protocol):
    """Earlier values, and photos with what they tell of themselves."""

    def earlier_values(self, form: str, near: str | None = None) -> Mapping[str, list[Candidate]]:
        """Return what was typed before into the lines of a form, by field, the latest first."""
        ...
