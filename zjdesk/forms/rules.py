"""Business rules that one record decides with its parent, its children and the records it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as declared
from datetime import date

from zjdesk.forms.check import Finding, Level, Values
from zjdesk.forms.checkdigits import luhn
from zjdesk.forms.functions import amount_in_words
from zjdesk.forms.types import blank

STAFF = ("social_worker", "secretary", "director")
SHORTEST_PROCESS = 50
HEADCOUNT_TOLERANCE = 10


@dataclass(frozen=True)
class Facts:
    """A record's values, its parent's, its children's (with their ``id``) by form, and by id what these name."""

    values: Values
    parent: Values = declared(default_factory=dict)
    children: Mapping[str, Sequence[Values]] = declared(default_factory=dict)
    records: Mapping[str, Values] = declared(default_factory=dict)

    def of(self, form: str) -> Sequence[Values]:
        """Return the children of one form."""
        return self.children.get(form, ())

    def named(self, values: Values, field: str) -> Values | None:
        """Return the record that a field names, if it is here."""
        return self.records.get(str(values.get(field)))


Rule = Callable[[Facts], Iterator[Finding]]


@dataclass(frozen=True)
class Ruled:
    """The rules of a form, and the child forms whose records they look at."""

    rules: tuple[Rule, ...]
    children: tuple[str, ...] = ()


def breaches(form: str, facts: Facts) -> list[Finding]:
    """Return what a record breaks of the rules of its form; E stands against submitting, not against a draft."""
    ruled = RULES.get(form)
    return [finding for rule in ruled.rules for finding in rule(facts)] if ruled else []


def _finding(rule: str, field: str, level: Level, **params: object) -> Finding:
    return Finding(field, level, f"forms.rule_{rule.lower().replace('-', '_')}", params, rule)


def _sum(rows: Sequence[Values], field: str) -> int:
    return sum(value for row in rows if isinstance(value := row.get(field), int))


def yuan(fen: int) -> str:
    """Return an amount of fen as yuan with two decimals."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100}.{abs(fen) % 100:02}"


def fund_within_cap(facts: Facts) -> Iterator[Finding]:
    """BR-01: the fund's share of a project stays within the cap of the cycle."""
    cycle = facts.named(facts.values, "cycle") or {}
    cap = cycle.get("cap_fen")
    share = _sum([row for row in facts.of("funding_source") if row.get("kind") == "fund"], "approved_fen")
    if isinstance(cap, int) and share > cap:
        yield _finding("BR-01", "", "E", share=yuan(share), cap=yuan(cap))


def budget_equals_sources(facts: Facts) -> Iterator[Finding]:
    """BR-02: the budget lines of a project come to what its sources give, source by source."""
    lines = facts.of("budget_line")
    for source in facts.of("funding_source"):
        planned = _sum([line for line in lines if line.get("source") == source.get("id")], "amount")
        given = _sum([source], "approved_fen")
        if planned != given:
            yield _finding("BR-02", "", "E", planned=yuan(planned), given=yuan(given))


def leader_is_resident(facts: Facts) -> Iterator[Finding]:
    """BR-20: residents lead projects."""
    leader = facts.named(facts.values, "leader")
    if leader is not None and leader.get("kind") != "resident":
        yield _finding("BR-20", "leader", "E", name=leader.get("name"))


def liaison_is_social_worker(facts: Facts) -> Iterator[Finding]:
    """BR-20: a liaison is a social worker of the committee."""
    person = facts.named(facts.values, "person")
    if person is not None and person.get("kind") != "social_worker":
        yield Finding("person", "E", "forms.rule_br_20_liaison", {"name": person.get("name")}, "BR-20")


def leader_hands_over(facts: Facts) -> Iterator[Finding]:
    """BR-17: a change of the leader needs a hand-over."""
    if facts.values.get("kind") == "leader" and facts.values.get("handover_done") is not True:
        yield _finding("BR-17", "handover_done", "E")


def process_is_told(facts: Facts) -> Iterator[Finding]:
    """R18: an activity record tells what happened in fifty characters or more."""
    process = str(facts.values.get("process") or "")
    if process and len(process) < SHORTEST_PROCESS:
        params = {"length": len(process), "least": SHORTEST_PROCESS}
        yield Finding("process", "W", "forms.rule_process_short", params)


def label_is_shown(facts: Facts) -> Iterator[Finding]:
    """BR-11: an activity shows the words 自治金项目 on the spot, on a photo or in its text."""
    told = any("自治金项目" in str(facts.values.get(name) or "") for name in ("title", "process", "result"))
    seen = any(photo.get("shows_label") is True for photo in facts.of("photo"))
    if facts.values.get("label_shown") is not True and not told and not seen:
        yield _finding("BR-11", "label_shown", "W")


def headcount_fits_sheets(facts: Facts) -> Iterator[Finding]:
    """BR-25: the headcount of an activity is that of its sign-in sheets, give or take a tenth."""
    sheets, headcount = facts.of("sign_in_sheet"), facts.values.get("headcount")
    signed = _sum(sheets, "count")
    if not sheets or not isinstance(headcount, int):
        return
    if abs(headcount - signed) * 100 > signed * HEADCOUNT_TOLERANCE:
        yield Finding(
            "headcount", "W", "forms.rule_br_25_headcount", {"headcount": headcount, "signed": signed}, "BR-25"
        )


def sheet_counts_entries(facts: Facts) -> Iterator[Finding]:
    """BR-25: a sheet entered name by name has as many entries as signers, and nobody twice."""
    entries = facts.of("sign_in_entry")
    if facts.values.get("count_only") is not True and facts.values.get("count") != len(entries):
        yield _finding("BR-25", "count", "W", count=facts.values.get("count"), entries=len(entries))
    signers = Counter((row.get("name"), row.get("phone_tail")) for row in entries if not blank(row.get("name")))
    for (name, _), times in signers.items():
        if times > 1:
            yield Finding("count", "W", "forms.rule_br_25_twice", {"name": name, "times": times}, "BR-25")


def photo_is_of_the_day(facts: Facts) -> Iterator[Finding]:
    """R21: a photo was taken within a day of its activity."""
    taken, held = str(facts.values.get("taken_on") or ""), str(facts.parent.get("date") or "")
    if taken and held and abs((date.fromisoformat(taken) - date.fromisoformat(held)).days) > 1:
        yield Finding("taken_on", "W", "forms.rule_photo_day", {"taken": taken, "held": held})


def hand_outs_add_up(facts: Facts) -> Iterator[Finding]:
    """BR-24: what was handed out and what is left are all there was."""
    entries = facts.of("handout_entry")
    handed = _sum(entries, "qty") + _sum([facts.values], "left_qty")
    if entries and handed != facts.values.get("total_qty"):
        yield _finding("BR-24", "total_qty", "E", handed=handed, total=facts.values.get("total_qty"))


def payee_is_no_staff(facts: Facts) -> Iterator[Finding]:
    """BR-03: staff of the committee take no subsidy, under their own row or another of the same name and number."""
    payee = facts.named(facts.values, "payee")
    if payee is None:
        return
    same = [row for row in facts.records.values() if _same_person(row, payee)]
    if any(row.get("kind") in STAFF for row in [payee, *same]):
        yield _finding("BR-03", "payee", "E", name=payee.get("name"))


def _same_person(row: Values, other: Values) -> bool:
    tail, other_tail = str(row.get("phone") or "")[-4:], str(other.get("phone") or "")[-4:]
    return row.get("name") == other.get("name") and tail == other_tail != ""


def receipt_adds_up(facts: Facts) -> Iterator[Finding]:
    """BR-21: the total is that of the entries, in figures and in words."""
    total, words = facts.values.get("total_fen"), facts.values.get("total_words")
    entries = _sum(facts.of("subsidy_entry"), "amount_fen")
    if total != entries:
        shown = yuan(total) if isinstance(total, int) else ""
        yield _finding("BR-21", "total_fen", "E", total=shown, entries=yuan(entries))
    if isinstance(total, int) and not blank(words) and words != amount_in_words(total):
        params = {"words": words, "wanted": amount_in_words(total)}
        yield Finding("total_words", "E", "forms.rule_br_21_words", params, "BR-21")


def receipt_is_signed(facts: Facts) -> Iterator[Finding]:
    """BR-21: three different people answer for a receipt and every payee signs it."""
    people = [facts.values.get(name) for name in ("prepared_by", "handled_by", "approved_by")]
    named = [person for person in people if not blank(person)]
    if len(set(map(str, named))) < len(named):
        yield Finding("approved_by", "E", "forms.rule_br_21_people", {}, "BR-21")
    for entry in facts.of("subsidy_entry"):
        if entry.get("signed") is not True:
            yield Finding("", "E", "forms.rule_br_21_signed", {"no": entry.get("no")}, "BR-21")


def payee_stands_once(facts: Facts) -> Iterator[Finding]:
    """BR-22: nobody is paid twice on one receipt."""
    for payee, times in Counter(str(row.get("payee")) for row in facts.of("subsidy_entry")).items():
        if times > 1:
            name = facts.records.get(payee, {}).get("name", payee)
            yield _finding("BR-22", "", "W", name=name, times=times)


def account_passes_luhn(facts: Facts) -> Iterator[Finding]:
    """R04: a card's last digit agrees with the others; an account that is no card may differ."""
    for name in ("bank_account", "account"):
        number = facts.values.get(name)
        if isinstance(number, str) and number and not luhn(number):
            yield Finding(name, "W", "forms.rule_account_luhn", {})


def id_number_is_needed(facts: Facts) -> Iterator[Finding]:
    """R26: a payee's identity number is asked for only where tax is withheld or street finance wants it (PIPL 6)."""
    withheld = facts.parent.get("tax_fen")
    if facts.values.get("id_no") and not withheld and facts.values.get("demanded") is not True:
        yield Finding("id_no", "E", "forms.rule_id_needless", {}, "R26")


def adjustment_keeps_the_source(facts: Facts) -> Iterator[Finding]:
    """BR-30: money moves between lines of one source, unless an extra source pays."""
    for line in facts.of("budget_adjustment_line"):
        taken, given = facts.named(line, "from_line"), facts.named(line, "to_line")
        if blank(line.get("extra_source")) and taken and given and taken.get("source") != given.get("source"):
            yield _finding("BR-30", "", "E", taken=taken.get("item"), given=given.get("item"))


def adjusted_before_the_day(facts: Facts) -> Iterator[Finding]:
    """BR-16: a changed activity waits for the street's approval; one given afterwards is pointed out."""
    approved = facts.values.get("approved_on")
    items = facts.values.get("plan_items")
    for item in items if isinstance(items, list) else ():
        plan = facts.records.get(str(item), {})
        planned = plan.get("planned_from")
        if isinstance(approved, str) and isinstance(planned, str) and approved >= planned:
            yield _finding("BR-16", "approved_on", "W", title=plan.get("title"), planned=planned, approved=approved)


def papers_are_all_entered(facts: Facts) -> Iterator[Finding]:
    """BR-39: as many papers are entered as were recovered."""
    entered, recovered = len(facts.of("response")), facts.values.get("recovered")
    if isinstance(recovered, int) and entered != recovered:
        yield _finding("BR-39", "recovered", "W", entered=entered, recovered=recovered)


def paper_looks_invalid(facts: Facts) -> Iterator[Finding]:
    """BR-40: a paper with more than half its questions unanswered may be invalid; a person decides."""
    asked = [value for name, value in facts.values.items() if name.startswith("q") and not name.endswith("_other")]
    asked = [value for value in asked if value not in ("-8", ["-8"])]
    left = sum(blank(value) or value in ("-9", ["-9"]) for value in asked)
    if left * 2 > len(asked) and facts.values.get("is_invalid") != "yes":
        yield _finding("BR-40", "is_invalid", "I", left=left, asked=len(asked))


RULES: dict[str, Ruled] = {
    "project": Ruled((fund_within_cap, budget_equals_sources, leader_is_resident), ("funding_source", "budget_line")),
    "liaison_assignment": Ruled((liaison_is_social_worker,)),
    "team_change": Ruled((leader_hands_over,)),
    "activity_record": Ruled((process_is_told, label_is_shown, headcount_fits_sheets), ("photo", "sign_in_sheet")),
    "sign_in_sheet": Ruled((sheet_counts_entries,), ("sign_in_entry",)),
    "photo": Ruled((photo_is_of_the_day,)),
    "handout_list": Ruled((hand_outs_add_up,), ("handout_entry",)),
    "subsidy_receipt": Ruled((receipt_adds_up, receipt_is_signed, payee_stands_once), ("subsidy_entry",)),
    "subsidy_entry": Ruled((payee_is_no_staff,)),
    "person_private": Ruled((account_passes_luhn,)),
    "subsidy_entry_private": Ruled((account_passes_luhn, id_number_is_needed)),
    "budget_adjustment": Ruled((adjustment_keeps_the_source,), ("budget_adjustment_line",)),
    "project_adjustment": Ruled((adjusted_before_the_day,)),
    "batch": Ruled((papers_are_all_entered,), ("response",)),
    "response": Ruled((paper_looks_invalid,)),
}
