"""What there is to do for whoever is signed in: what the rules find due, late or missing, and money without a voucher.

The office oversees: it is told what asks anybody.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from zjdesk.forms.check import Finding
from zjdesk.forms.facts import RUNNING
from zjdesk.forms.model import STATE
from zjdesk.forms.rulebook import load_rules
from zjdesk.i18n import Lang
from zjdesk.ops.checking import Checked, watch
from zjdesk.ops.queries import list_records
from zjdesk.ops.readers import readable
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.store.schema import quoted

LATE, SOON, HINT = "late", "soon", "hint"
# The most urgent first.
URGENCIES = (LATE, SOON, HINT)
VOUCHER = "voucher"
_MONEY = ("LI", "CM", "SF")


@dataclass(frozen=True)
class Due:
    """One thing to do: ``rule`` (or VOUCHER), how urgent it is, the record it is about, with its number and name."""

    rule: str
    urgency: str
    form: str
    record: str
    no: str
    name: str
    finding: Finding

    def message(self, lang: Lang) -> str:
        """Return what is due, late or missing."""
        return self.finding.text(lang)


def due(session: Session) -> list[Due]:
    """Return what there is to do, the most urgent first, then by the project's number.

    A project asks for something from its approval to its end.
    """
    roles = _roles(session)
    named = {
        one.id: (str(one.values.get("no") or one.values.get("code") or ""), str(one.values.get("name") or ""))
        for form in ("project", "community", "cycle")
        for one in list_records(session, form)
    }
    idle = {one.id for one in list_records(session, "project") if one.values.get(STATE) not in RUNNING}
    found = [_due(one, *named.get(one.record, ("", ""))) for one in watch(session, roles)]
    found += [] if roles.isdisjoint(_MONEY) else _without_voucher(session, named)
    standing = [one for one in found if one.record not in idle]
    return sorted(standing, key=lambda one: (URGENCIES.index(one.urgency), one.no, one.rule, one.message("zh")))


def _roles(session: Session) -> set[str]:
    if session.store.installation.kind != "office":
        return {session.account.role}
    return {role for one in load_rules(forms_dir()).values() for role in one.asks}


def _due(one: Checked, no: str, name: str) -> Due:
    soon = one.finding.key.endswith("_soon")
    urgency = SOON if soon else HINT if one.level == "I" else LATE
    return Due(one.rule, urgency, one.form, one.record, no, name, one.finding)


def _without_voucher(session: Session, named: dict[str, tuple[str, str]]) -> Iterator[Due]:
    """Yield the projects with spending of which neither a scan nor the place of the paper is known."""
    form = session.store.catalogue.form("expenditure")
    rows = session.store.conn.execute(
        f"SELECT lower(hex(_parent)) FROM {quoted(form.name)} WHERE _deleted = 0 AND coalesce(paper_only, 0) = 0"
        f" AND coalesce(files, '[]') IN ('', '[]') AND {readable(session, form)}"
    )
    for project, count in Counter(row[0] for row in rows).items():
        finding = Finding("", "W", "ops.due_voucher", {"count": count})
        yield Due(VOUCHER, LATE, "project", project, *named.get(project, ("", "")), finding)
