"""Every business rule is declared, decided where it says, and tried by a test that names it."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

from tests.source import ROOT
from zjdesk.forms.facts import Rule
from zjdesk.forms.gates import GATES
from zjdesk.forms.model import Catalogue
from zjdesk.forms.rulebook import load_rules
from zjdesk.forms.rules import RULES
from zjdesk.forms.standing import WATCHES
from zjdesk.paths import forms_dir

IDS = [f"BR-{number:02}" for number in range(1, 51)]
RULEBOOK = load_rules(forms_dir())
# Registered functions by where they are decided; the others are called from there.
REGISTERED: dict[str, set[Rule]] = {
    "save": {rule for ruled in RULES.values() for rule in ruled.rules},
    "step": set(GATES.values()),
    "watch": {rule for rules in WATCHES.values() for rule in rules},
}


@cache
def _tests() -> dict[Path, str]:
    own = Path(__file__).resolve()
    return {path: path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py")) if path != own}


def _decides(rule: str, by: str, catalogue: Catalogue) -> bool:
    """Tell whether what a rule names is there and says that it decides the rule."""
    if by.startswith("indicator:"):
        text = (forms_dir() / "indicators" / f"{by.partition(':')[2]}.toml").read_text("utf-8")
        return rule in text
    if ":" in by:
        module, _, name = by.partition(":")
        return rule in (getattr(import_module(module), name).__doc__ or "")
    form, _, name = by.partition(".")
    return catalogue.form(form).field(name).rule == rule


def test_there_are_fifty_rules_and_no_other() -> None:
    assert list(RULEBOOK) == IDS


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_is_decided_where_it_says(catalogue: Catalogue, rule: str) -> None:
    declared = RULEBOOK[rule]
    assert declared.version >= 1 and declared.levels and declared.homes and declared.by
    assert declared.label.zh and declared.label.en
    lost = [by for by in declared.by if not _decides(rule, by, catalogue)]
    assert not lost


@pytest.mark.parametrize("home", REGISTERED)
def test_a_rule_stands_where_it_is_decided(home: str) -> None:
    for function in REGISTERED[home]:
        said = re.findall(r"BR-\d\d", (function.__doc__ or "").partition(":")[0])
        for rule in said:
            assert home in RULEBOOK[rule].homes, function
            assert f"{function.__module__}:{function.__name__}" in RULEBOOK[rule].by


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_is_tried_by_a_test_that_names_it(rule: str) -> None:
    named = re.compile(rf"def test_{rule.lower().replace('-', '_')}\w*\(|\"{rule}\"|{rule}[ ,:)]")
    assert [path for path, text in _tests().items() if named.search(text)]


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_that_is_a_problem_names_its_kind(catalogue: Catalogue, rule: str) -> None:
    issue = RULEBOOK[rule].issue
    assert issue is None or catalogue.form("issue").field("code").choice(issue)


def test_no_field_names_a_rule_that_is_none(catalogue: Catalogue) -> None:
    fields = [field for name in catalogue.names() for field in catalogue.form(name).fields if field.rule]
    assert {field.rule for field in fields if str(field.rule).startswith("BR-")} <= set(IDS)
