"""What a search line looks for in a list: words at once, pinyin as soon as the worker has spelt them out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from PySide6.QtCore import QObject

from zjdesk.gui.context import Context
from zjdesk.gui.pinyin import fits, keys


class Words:
    """The words of each line of a list with their pinyin, which takes too long to spell while somebody types."""

    def __init__(self, ctx: Context, owner: QObject, learnt: Callable[[], object]) -> None:
        self._ctx = ctx
        self._owner = owner
        self._learnt = learnt
        self._texts: dict[Hashable, str] = {}
        self._keys: dict[str, tuple[str, ...]] = {}

    def take(self, texts: Mapping[Hashable, str]) -> None:
        """Take other lines; ``learnt`` is called once their pinyin is there."""
        self._texts = dict(texts)
        new = [text for text in self._texts.values() if text not in self._keys]
        if new:
            self._ctx.tasks.run(self._owner, lambda _backend: {text: keys(text) for text in new}, self._take_keys)

    def fit(self, line: Hashable, wanted: str) -> bool:
        """Tell whether a line holds what is looked for."""
        text = self._texts.get(line, "")
        return not wanted or fits(wanted, text, self._keys.get(text, ()))

    def _take_keys(self, found: Mapping[str, tuple[str, ...]]) -> None:
        self._keys.update(found)
        self._learnt()
