"""Sentences from templates: every number in them comes from a figure and is traced back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from zjdesk.errors import BugError
from zjdesk.i18n import Lang
from zjdesk.report.blocks import Sentence, Span
from zjdesk.report.printed import Count, Words
from zjdesk.report.traces import Trace

if TYPE_CHECKING:
    from jinja2 import Environment

# Control characters that no record's text holds fence each traced number while a template is rendered.
_FENCED = re.compile("\x02(\\d+)\x03([^\x04]*)\x04")
_SPACES = re.compile(" {2,}")
_CONTROL = re.compile("[\x02-\x04]")


class Writer:
    """Renders templates and keeps the sources of what they print."""

    def __init__(self, lang: Lang, filters: Mapping[str, Callable[..., object]]) -> None:
        self._gap = "" if lang == "zh" else " "
        self._sources: list[tuple[Trace, ...]] = []
        self._environment = _environment(self._fence, filters)

    def sentence(self, template: str, context: Mapping[str, object], indicators: Iterable[str]) -> Sentence:
        """Render one template; its line breaks are for the file's reader: spaces in English, nothing in Chinese."""
        from jinja2 import TemplateError

        self._sources.clear()
        source = self._gap.join(line.strip() for line in template.strip().splitlines())
        try:
            text = self._environment.from_string(source).render(context)
        except TemplateError as error:
            raise BugError(f"template {template[:60]!r}: {error}") from error
        return Sentence(tuple(self._spans(_SPACES.sub(" ", text).strip())), tuple(indicators))

    def _fence(self, value: object) -> object:
        if isinstance(value, Count | Words):
            self._sources.append(value.traces)
            return f"\x02{len(self._sources) - 1}\x03{_plain(str(value))}\x04"
        if isinstance(value, int | float | Decimal):
            raise BugError(f"a template prints {value!r}, which no figure gave")
        return _plain(str(value))

    def _spans(self, text: str) -> Iterable[Span]:
        end = 0
        for found in _FENCED.finditer(text):
            if found.start() > end:
                yield Span(text[end : found.start()])
            yield Span(found[2], self._sources[int(found[1])])
            end = found.end()
        if end < len(text):
            yield Span(text[end:])


def _plain(text: str) -> str:
    return _CONTROL.sub("", text)


def _environment(fence: Callable[[object], object], filters: Mapping[str, Callable[..., object]]) -> Environment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False, finalize=fence)
    environment.filters.update(filters)
    return environment
