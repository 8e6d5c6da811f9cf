"""All that the business rules find in a store: broken, due, late or missing, and what a report disagrees in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from zjdesk.forms.check import Finding, Level
from zjdesk.forms.facts import Rule
from zjdesk.forms.model import STATE, Form
from zjdesk.forms.rulebook import load_rules
from zjdesk.forms.rules import RULES, breaches
from zjdesk.forms.standing import WATCHES
from zjdesk.i18n import Lang
from zjdesk.ops.queries import get
from zjdesk.ops.readers import readable
from zjdesk.ops.reporting import remarks
from zjdesk.ops.ruling import Ruling, stands
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.store.read import Record, columns, from_row
from zjdesk.store.schema import quoted

PROJECT, REPORT = "project", "report"
# Where nothing is due any more.
_OVER = ("closed", "archived", "rejected", "terminated")


@dataclass(frozen=True)
class Checked:
    """One thing found: the rule, how grave it is, the record that it is about (none for the report), and what it says.

    ``issue`` is the kind of problem (R35) that it is, if it is one.
    """

    rule: str
    level: Level
    form: str
    record: str
    finding: Finding

    @property
    def issue(self) -> str | None:
        """Return the kind of problem that a breach of the rule is."""
        rule = load_rules(forms_dir()).get(self.rule)
        return rule.issue if rule is not None else None

    def message(self, lang: Lang) -> str:
        """Return what is wrong and what to do."""
        return self.finding.text(lang)


def check_store(session: Session, *, saved: bool = True) -> list[Checked]:
    """Return all that is found, record by record; ``saved`` includes the rules that bind at each save."""
    ruling = Ruling(session, {})
    found = [one for form in WATCHES for one in _watched(session, ruling, form, WATCHES[form])]
    if saved:
        found += [one for form in RULES for one in _broken(session, ruling, form)]
    return [*found, *_disagreeing(session)]


def of_project(session: Session, project: str) -> list[Checked]:
    """Return what is found in one project: what it breaks itself, and what is due, late or missing in it."""
    ruling, form = Ruling(session, {}), session.store.catalogue.form(PROJECT)
    record = get(session, project, masked=False)
    facts = ruling.facts(form, record.id, record.parent, record.values, record.values)
    due = () if record.values.get(STATE) in _OVER else WATCHES[PROJECT]
    found = [finding for rule in due for finding in rule(facts)]
    if stands(form, record.values):
        found += breaches(PROJECT, facts)
    return [_checked(PROJECT, project, one) for one in found]


def watch(session: Session, roles: Set[str]) -> list[Checked]:
    """Return what is due, late or missing and asks one of some roles to act."""
    ruling = Ruling(session, {})
    asked = {name: tuple(one for one in rules if not roles.isdisjoint(_asks(one))) for name, rules in WATCHES.items()}
    return [one for form, rules in asked.items() if rules for one in _watched(session, ruling, form, rules)]


def _asks(rule: Rule) -> tuple[str, ...]:
    own = f"{rule.__module__}:{rule.__name__}"
    return tuple(role for one in load_rules(forms_dir()).values() if own in one.by for role in one.asks)


def _rows(session: Session, form: Form) -> Iterator[Record]:
    sql = f"SELECT {columns(form)} FROM {quoted(form.name)} WHERE _deleted = 0 AND {readable(session, form)}"
    rows = session.store.conn.execute(f"{sql} ORDER BY _created, _id").fetchall()
    yield from (from_row(form, row) for row in rows)


def _watched(session: Session, ruling: Ruling, name: str, rules: Sequence[Rule]) -> Iterator[Checked]:
    form = session.store.catalogue.form(name)
    for record in _rows(session, form):
        if record.values.get(STATE) in _OVER:
            continue
        facts = ruling.facts(form, record.id, record.parent, record.values, record.values)
        for rule in rules:
            yield from (_checked(name, record.id, one) for one in rule(facts))


def _broken(session: Session, ruling: Ruling, name: str) -> Iterator[Checked]:
    form = session.store.catalogue.form(name)
    for record in _rows(session, form):
        if stands(form, record.values):
            facts = ruling.facts(form, record.id, record.parent, record.values, record.values)
            yield from (_checked(name, record.id, one) for one in breaches(name, facts))


def _checked(form: str, record: str, finding: Finding) -> Checked:
    return Checked(finding.rule or "", finding.level, form, record, finding)


def _disagreeing(session: Session) -> Iterator[Checked]:
    for one in remarks(session, lang="zh"):
        finding = Finding("", one.level, one.key, dict(one.params), "BR-50")
        yield Checked("BR-50", one.level, REPORT, "", finding)


def as_issue(checked: Checked, lang: Lang) -> dict[str, object]:
    """Return what is known of the problem (R35) that a breach is; who answers for it by when is for a person to say."""
    return {
        "code": checked.issue,
        "severity": "serious" if checked.level == "E" else "ordinary",
        "description": checked.message(lang),
        "found_by_rule": checked.rule,
    }


def as_object(checked: Checked, lang: Lang) -> dict[str, object]:
    """Return what is found as the command line prints it."""
    told = {"rule": checked.rule, "level": checked.level, "form": checked.form, "record": checked.record}
    return {**told, "message": checked.message(lang)}
