"""The business rules BR-01 to BR-50 as declared in ``forms/rules.toml``: what each says, and where it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from zjdesk.forms.choices import NAME
from zjdesk.forms.source import open_source, refuse
from zjdesk.i18n import Label

LEVELS = ("E", "W", "I")
# Where a rule is decided: by a field's declaration, by a function at each save, at a step of a life cycle, by what is
# looked through day by day, while figures are counted, before a report is frozen, when a bundle comes, or by design.
HOMES = ("field", "save", "step", "watch", "figure", "report", "merge", "design")
_NOTHING = Label("", "")


@dataclass(frozen=True)
class BusinessRule:
    """One rule: ``by`` names what decides it, as ``module:function`` or ``form.field``; ``line`` is the seed's.

    ``asks`` are the roles that are to act on what is due, late or missing; nobody where it is empty. ``issue`` is
    the kind of problem (R35) that a breach of it is.
    """

    id: str
    version: int
    levels: tuple[str, ...]
    homes: tuple[str, ...]
    asks: tuple[str, ...]
    label: Label
    line: str
    by: tuple[str, ...]
    issue: str | None


@lru_cache(maxsize=4)
def load_rules(forms: Path) -> Mapping[str, BusinessRule]:
    """Return the rules by id; all that is wrong with the declaration is told at once."""
    source = open_source(forms / "rules.toml", [])
    root = source.root()
    root.known(("rule",))
    found: dict[str, BusinessRule] = {}
    for table in root.tables("rule"):
        table.known(("id", "version", "levels", "homes", "asks", "label", "line", "by", "issue"))
        rule = BusinessRule(
            id=table.text("id", required=True) or "",
            version=table.whole("version", required=True) or 0,
            levels=table.texts("levels", LEVELS),
            homes=table.texts("homes", HOMES),
            asks=table.texts("asks"),
            label=table.label("label", required=True) or _NOTHING,
            line=table.text("line", required=True) or "",
            by=table.texts("by"),
            issue=table.text("issue"),
        )
        if rule.id in found:
            table.problem("id", "twice", name=rule.id)
        if rule.issue is not None and not NAME.fullmatch(rule.issue):
            table.problem("issue", "bad_name", name=rule.issue)
        found[rule.id] = rule
    refuse("rules", source.problems)
    return found
