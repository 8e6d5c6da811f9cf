"""Words a user sees, in Chinese and English, read from ``resources/translations``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from zjdesk.errors import BugError, UserError
from zjdesk.paths import resources_dir

Lang = Literal["zh", "en"]
LANGUAGES: tuple[Lang, ...] = ("zh", "en")


@dataclass(frozen=True)
class Label:
    """One phrase in both languages."""

    zh: str
    en: str

    def text(self, lang: Lang) -> str:
        """Return the phrase in ``lang``."""
        return self.zh if lang == "zh" else self.en


def day_label(iso: str) -> Label:
    """Return an ISO date as it stands in text."""
    when = date.fromisoformat(iso)
    return Label(f"{when.year}年{when.month}月{when.day}日", f"{when.day} {when:%B %Y}")


@cache
def area(name: str) -> dict[str, dict[str, str]]:
    """Return every phrase of one area (``resources/translations/<name>.json``), by key."""
    path = resources_dir() / "translations" / f"{name}.json"
    if not path.is_file():
        raise BugError(f"no translations for the area {name!r}")
    return cast("dict[str, dict[str, str]]", json.loads(path.read_text("utf-8")))


def text(lang: Lang, key: str, /, **params: object) -> str:
    """Return the phrase ``area.name`` in ``lang`` with its parameters filled in."""
    place, _, name = key.partition(".")
    phrase = area(place).get(name)
    if phrase is None:
        raise BugError(f"no translation for {key!r}")
    if not params:
        return phrase[lang].replace("{{", "{").replace("}}", "}")
    spoken = {name: value.text(lang) if isinstance(value, Label) else value for name, value in params.items()}
    return phrase[lang].format(**spoken)


def has(key: str) -> bool:
    """Tell whether a phrase exists; remedies are optional."""
    place, _, name = key.partition(".")
    return name in area(place)


def explain(lang: Lang, error: UserError) -> str:
    """Return what happened and what to do next, as one line."""
    sentence = text(lang, error.key, **error.params)
    remedy = f"{error.key}_remedy"
    return sentence + text(lang, remedy, **error.params) if has(remedy) else sentence
