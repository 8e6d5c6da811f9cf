"""Business rules on activities: records, sign-in sheets, photos, things handed out, plans that change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from zjdesk.forms.check import Finding
from zjdesk.forms.facts import UNDONE, Facts, day, done, finding, ids, total
from zjdesk.forms.model import STATE
from zjdesk.forms.types import blank

SHORTEST_PROCESS = 50
HEADCOUNT_TOLERANCE = 10
RECORD_DAYS = 15
LABEL = "自治金项目"


def process_is_told(facts: Facts) -> Iterator[Finding]:
    """R18: an activity record tells what happened in fifty characters or more."""
    process = str(facts.values.get("process") or "")
    if process and len(process) < SHORTEST_PROCESS:
        params = {"length": len(process), "least": SHORTEST_PROCESS}
        yield Finding("process", "W", "forms.rule_process_short", params, "R18")


def handed_in_in_time(facts: Facts) -> Iterator[Finding]:
    """BR-09: an activity's record is handed in within fifteen days, or as many as the cycle says."""
    before = facts.before.get(STATE) if facts.before else "draft"
    if before not in UNDONE or facts.values.get(STATE) in UNDONE:
        return
    cycles = facts.look("cycle", "id", facts.parent.get("cycle"))
    most = facts.number(cycles[0] if cycles else {}, "record_days", RECORD_DAYS)
    held = day(facts.values.get("date"))
    if held is not None and facts.today > held + timedelta(days=most):
        yield finding("BR-09", "date", "W", days=(facts.today - held).days, most=most)


def label_is_shown(facts: Facts) -> Iterator[Finding]:
    """BR-11: an activity shows the words 自治金项目 on the spot, on a photo or in its text."""
    told = any(LABEL in str(facts.values.get(name) or "") for name in ("title", "process", "result"))
    seen = any(photo.get("shows_label") is True for photo in facts.of("photo"))
    if facts.values.get("label_shown") is not True and not told and not seen:
        yield finding("BR-11", "label_shown", "W")


def headcount_fits_sheets(facts: Facts) -> Iterator[Finding]:
    """BR-25: the headcount of an activity is that of its sign-in sheets, give or take a tenth."""
    sheets, headcount = facts.of("sign_in_sheet"), facts.values.get("headcount")
    signed = total(sheets, "count")
    if not sheets or not isinstance(headcount, int):
        return
    if abs(headcount - signed) * 100 > signed * HEADCOUNT_TOLERANCE:
        yield finding("BR-25", "headcount", "W", "headcount", headcount=headcount, signed=signed)


def sheet_counts_entries(facts: Facts) -> Iterator[Finding]:
    """BR-25: a sheet entered name by name has as many entries as signers, and nobody twice."""
    entries = facts.of("sign_in_entry")
    if facts.values.get("count_only") is not True and facts.values.get("count") != len(entries):
        yield finding("BR-25", "count", "W", count=facts.values.get("count"), entries=len(entries))
    signers = Counter((row.get("name"), row.get("phone_tail")) for row in entries if not blank(row.get("name")))
    for (name, _), times in signers.items():
        if times > 1:
            yield finding("BR-25", "count", "W", "twice", name=name, times=times)


def photo_is_of_the_day(facts: Facts) -> Iterator[Finding]:
    """R21: a photo was taken within a day of its activity."""
    taken, held = day(facts.values.get("taken_on")), day(facts.parent.get("date"))
    if taken and held and abs((taken - held).days) > 1:
        params = {"taken": taken.isoformat(), "held": held.isoformat()}
        yield Finding("taken_on", "W", "forms.rule_photo_day", params, "R21")


def hand_outs_add_up(facts: Facts) -> Iterator[Finding]:
    """BR-24: what was handed out and what is left are all there was."""
    entries = facts.of("handout_entry")
    handed = total(entries, "qty") + total([facts.values], "left_qty")
    if entries and handed != facts.values.get("total_qty"):
        yield finding("BR-24", "total_qty", "E", handed=handed, total=facts.values.get("total_qty"))


def no_more_than_bought(facts: Facts) -> Iterator[Finding]:
    """BR-24: no more is handed out than was bought."""
    own = facts.values.get("expenditure")
    bought = (facts.named(facts.values, "expenditure") or {}).get("purchased_qty")
    if blank(own) or not isinstance(bought, int):
        return
    lists = facts.look("handout_list", "project", facts.parent.get("id"))
    others = [row for row in lists if row.get("expenditure") == own and row.get("id") != facts.id]
    listed = total([facts.values, *done(others)], "total_qty")
    if listed > bought:
        yield finding("BR-24", "total_qty", "E", "bought", listed=listed, bought=bought)


def adjusted_before_the_day(facts: Facts) -> Iterator[Finding]:
    """BR-16: a changed activity waits for the street's approval; one given afterwards is pointed out."""
    approved = facts.values.get("approved_on")
    for item in ids(facts.values.get("plan_items")):
        plan = facts.records.get(item, {})
        planned = plan.get("planned_from")
        if isinstance(approved, str) and isinstance(planned, str) and approved >= planned:
            yield finding("BR-16", "approved_on", "W", title=plan.get("title"), planned=planned, approved=approved)


def change_is_approved(facts: Facts) -> Iterator[Finding]:
    """BR-16: an activity is moved or called off after the street approved an adjustment that names it."""
    if not facts.turned("moved", "cancelled"):
        return
    asked = facts.look("project_adjustment", "project", facts.parent.get("id"))
    agreed = [row for row in asked if row.get(STATE) in ("approved", "archived")]
    if not any(facts.id in ids(row.get("plan_items")) for row in agreed):
        yield finding("BR-16", "state", "W", "plan", title=facts.values.get("title"))
