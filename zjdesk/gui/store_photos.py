"""The photos of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from zjdesk.gui.photographs import Source, Surroundings

if TYPE_CHECKING:
    from zjdesk.ops.session import Session


class PhotoVerbs:
    """The verbs of :class:`zjdesk.gui.photographs.Photographs` on a session; looks are kept while the program runs."""

    _session: Session
    _looked: dict[str, int | None]

    def surroundings(self, project: str | None) -> Surroundings:
        """Return the activities of a project, or all, and the photos of its community that are here."""
        from zjdesk.ops import photo_matching

        occasions = photo_matching.occasions(self._session, project)
        return Surroundings(tuple(occasions), tuple(photo_matching.earlier_photos(self._session, project)))

    def photo_looks(self, hashes: Iterable[str]) -> dict[str, int]:
        """Return how kept photos look; those known from before cost nothing."""
        from zjdesk.ops import photo_matching

        wanted = list(hashes)
        fresh = [sha for sha in wanted if sha not in self._looked]
        found = photo_matching.looks(self._session, fresh)
        self._looked |= {sha: found.get(sha) for sha in fresh}
        return {sha: look for sha in wanted if (look := self._looked[sha]) is not None}

    def keep_pictures(self, sources: Sequence[Source]) -> list[str]:
        """Keep some pictures durably; return their hashes."""
        from zjdesk.ops import files

        return files.add_many(self._session, (source.read() for source in sources))
