"""Every word a person sees stands in Chinese and in English, and every key that code names exists."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from string import Formatter

import pytest

from tests.source import ROOT, Source, sources
from zjdesk.i18n import LANGUAGES

FOLDER = ROOT / "resources" / "translations"
AREAS = sorted(path.stem for path in FOLDER.glob("*.json"))
KEY = re.compile(r"([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)")
FILE_ENDINGS = (".csv", ".db", ".json", ".lock", ".pdf", ".toml", ".xlsx")
# Calls whose texts of the form area.key are keys, even of an area that has no file.
SPEAKERS = {
    "t",
    "text",
    "has",
    "UserError",
    "UsageError",
    "InputError",
    "NotAllowed",
    "DeviceError",
    "Cancelled",
    "Problem",
}


@cache
def phrases(area: str) -> dict[str, dict[str, str]]:
    """Return the phrases of one area."""
    return dict(json.loads((FOLDER / f"{area}.json").read_text("utf-8")))


def placeholders(phrase: str) -> set[str]:
    """Return the names of what is filled into a phrase."""
    return {name for _before, name, _spec, _conversion in Formatter().parse(phrase) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_every_phrase_is_complete_in_both_languages(area: str) -> None:
    lacking = [
        key
        for key, phrase in phrases(area).items()
        if set(phrase) != set(LANGUAGES) or not all(words.strip() for words in phrase.values())
    ]
    assert not lacking


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_fill_in_the_same(area: str) -> None:
    unlike = [key for key, phrase in phrases(area).items() if placeholders(phrase["zh"]) != placeholders(phrase["en"])]
    assert not unlike


@pytest.mark.parametrize("area", AREAS)
def test_a_key_is_written_once(area: str) -> None:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [name for name, _value in pairs]
        assert len(names) == len(set(names)), [name for name in names if names.count(name) > 1]
        return dict(pairs)

    json.loads((FOLDER / f"{area}.json").read_text("utf-8"), object_pairs_hook=once)


def named_keys(source: Source) -> set[str]:
    """Return the keys that a file names: any text area.key of a known area, and what speakers are given."""
    texts = [node.value for node in ast.walk(source.tree) if isinstance(node, ast.Constant)]
    found = {text for text in texts if isinstance(text, str) and text.partition(".")[0] in AREAS}
    for name, call in source.calls():
        if name in SPEAKERS:
            constants = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            found |= {text for text in constants if isinstance(text, str)}
    return {text for text in found if KEY.fullmatch(text)}


def exists(key: str) -> bool:
    """Tell whether a key exists; one that ends in an underscore is the head of several."""
    area, _, name = key.partition(".")
    known = phrases(area) if area in AREAS else {}
    return any(other.startswith(name) for other in known) if name.endswith("_") else name in known


def is_spoken(file: str, key: str) -> bool:
    """Tell whether a file may name a key; the window's files leave out the area's ``gui_``."""
    return exists(key) or (file.startswith("zjdesk/gui/") and exists(f"gui_{key}"))


def test_every_key_named_in_code_exists() -> None:
    named = {(source.name, key) for source in sources("zjdesk") for key in named_keys(source)}
    assert not sorted(pair for pair in named if not pair[1].endswith(FILE_ENDINGS) and not is_spoken(*pair))
