"""Business rules on money that is spent: vouchers and adjustments of the budget."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from zjdesk.forms.check import Finding, Level, Values
from zjdesk.forms.facts import STAFF, Facts, done, finding, total, yuan
from zjdesk.forms.model import STATE
from zjdesk.forms.rules_project import STAFF_COST
from zjdesk.forms.types import blank

SUBSIDY = "volunteer_subsidy"
OWN_MONEY = ("fund", "self_raised")
_ASKED = ("submitted", "approved", "archived")
_GIVEN = ("approved", "archived")


def subsidy_hangs_on_receipt(facts: Facts) -> Iterator[Finding]:
    """BR-04: a subsidy is paid against a receipt with its payees' names."""
    if facts.values.get("category") != SUBSIDY:
        return
    receipts = facts.look("subsidy_receipt", "project", facts.parent.get("id"))
    mine = [row for row in receipts if row.get("voucher") == facts.id]
    if not any(facts.look("subsidy_entry", "subsidy_receipt", row.get("id")) for row in mine):
        yield finding("BR-04", "category", "W")


def payee_is_not_staff(facts: Facts) -> Iterator[Finding]:
    """BR-04: the fund pays no staff of the committee."""
    payee = facts.values.get("payee")
    if not blank(payee) and any(row.get("kind") in STAFF for row in facts.look("person", "name", payee)):
        yield finding("BR-04", "payee", "W", "staff", name=payee)


def line_within_budget(facts: Facts) -> Iterator[Finding]:
    """BR-29: no voucher takes a line over what is planned for it, adjustments asked for included."""
    own = facts.values.get("budget_line")
    for line in facts.look("budget_line", "id", own) if not blank(own) else ():
        planned = total([line], "amount") + _moved(_agreed(facts, _ASKED), str(own))
        spent = total([row for row in _standing(facts) if row.get("budget_line") == own], "amount_fen")
        if spent > planned:
            yield finding("BR-29", "amount_fen", "W", "line", item=line.get("item"), over=yuan(spent - planned))


def project_within_budget(facts: Facts) -> Iterator[Finding]:
    """BR-29: no voucher takes a project over its budget, unless more money was asked for; the street may, with why."""
    project = facts.parent.get("id")
    sources = [row for row in facts.look("funding_source", "project", project) if row.get("kind") in OWN_MONEY]
    own = [row.get("id") for row in sources]
    if facts.values.get("source") not in own:
        return
    spent = total([row for row in _standing(facts) if row.get("source") in own], "amount_fen")
    given = total(sources, "approved_fen")
    if spent > given and not _more_is_asked(facts, project):
        level: Level = "E" if facts.role in ("LI", "PL", "CM") else "W"
        yield finding("BR-29", "amount_fen", level, over=yuan(spent - given), given=yuan(given))


def _standing(facts: Facts) -> list[Values]:
    """Return this voucher and the others of its project that are no drafts and were not refused."""
    others = [row for row in facts.look("expenditure", "project", facts.parent.get("id")) if row.get("id") != facts.id]
    return [facts.values, *(row for row in done(others) if row.get(STATE) != "rejected")]


def _agreed(facts: Facts, states: Sequence[str]) -> list[Values]:
    """Return the lines of the project's adjustments in these states."""
    known = facts.look("budget_adjustment", "project", facts.parent.get("id"))
    agreed = [row.get("id") for row in known if row.get(STATE) in states]
    return [line for own in agreed for line in facts.look("budget_adjustment_line", "budget_adjustment", own)]


def _moved(lines: Sequence[Values], line: str) -> int:
    into = [row for row in lines if row.get("to_line") == line]
    out = [row for row in lines if row.get("from_line") == line]
    return total(into, "amount_fen") - total(out, "amount_fen")


def _more_is_asked(facts: Facts, project: object) -> bool:
    waiting = [row for row in facts.look("budget_adjustment", "project", project) if row.get(STATE) == "submitted"]
    lines = [line for row in waiting for line in facts.look("budget_adjustment_line", "budget_adjustment", row["id"])]
    return any(not blank(line.get("extra_source")) for line in lines)


def adjustment_keeps_the_source(facts: Facts) -> Iterator[Finding]:
    """BR-30: money moves between lines of one source, unless an extra source pays."""
    for line in facts.of("budget_adjustment_line"):
        taken, given = facts.named(line, "from_line"), facts.named(line, "to_line")
        if blank(line.get("extra_source")) and taken and given and taken.get("source") != given.get("source"):
            yield finding("BR-30", "", "E", taken=taken.get("item"), given=given.get("item"))


def adjustment_pays_no_staff(facts: Facts) -> Iterator[Finding]:
    """BR-30: the fund's money moves into no cost of staff."""
    for line in facts.of("budget_adjustment_line"):
        given = facts.named(line, "to_line") or {}
        if any(word in str(given.get("item") or "") for word in STAFF_COST):
            yield finding("BR-30", "", "E", "staff", item=given.get("item"))


def adjusted_before_spending(facts: Facts) -> Iterator[Finding]:
    """BR-30: money is spent after the adjustment was approved, not before."""
    approved = facts.values.get("approved_on")
    if not isinstance(approved, str):
        return
    vouchers = done(facts.look("expenditure", "project", facts.parent.get("id")))
    early = [row for row in vouchers if row.get(STATE) != "rejected" and str(row.get("date") or "9") < approved]
    others = [row for row in _agreed(facts, _GIVEN) if row.get("parent") != facts.id]
    for line in facts.of("budget_adjustment_line"):
        target, known = str(line.get("to_line")), facts.named(line, "to_line")
        planned = total([known or {}], "amount") + _moved(others, target)
        spent = total([row for row in early if row.get("budget_line") == target], "amount_fen")
        if known and spent > planned:
            yield finding("BR-30", "approved_on", "E", "late", item=known.get("item"), over=yuan(spent - planned))
