"""Business rules on subsidies: who may be paid, how a receipt adds up, and what must not be asked of a payee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from zjdesk.forms.check import Finding, Level, Values
from zjdesk.forms.checkdigits import luhn
from zjdesk.forms.facts import STAFF, Facts, finding, person_name, same_person, total, yuan
from zjdesk.forms.functions import amount_in_words
from zjdesk.forms.model import STATE
from zjdesk.forms.types import blank

# A single payment for work is free of tax withheld up to 800 yuan (rules of the IIT law, to be confirmed).
UNTAXED_FEN = 80_000
_PAID = ("paid", "locked", "archived")
_MONEY = ("payee", "times", "rate_fen", "amount_fen")


def payee_is_no_staff(facts: Facts) -> Iterator[Finding]:
    """BR-03: staff of the committee take no subsidy, under their own row or another of the same name and number."""
    yield from _staff_paid(facts, facts.values, "payee")


def receipt_pays_no_staff(facts: Facts) -> Iterator[Finding]:
    """BR-03: nor does a receipt pass with staff on it, unless street finance says why."""
    for entry in facts.of("subsidy_entry"):
        yield from _staff_paid(facts, entry, "")


def _staff_paid(facts: Facts, entry: Values, field: str) -> Iterator[Finding]:
    payee = facts.named(entry, "payee")
    if payee is None:
        return
    same = [row for row in facts.look("person", "name", payee.get("name")) if same_person(row, payee)]
    if any(row.get("kind") in STAFF for row in [payee, *same]):
        level: Level = "W" if facts.role == "SF" else "E"
        yield finding("BR-03", field, level, name=payee.get("name"))


def staff_among(people: Mapping[str, Values]) -> frozenset[str]:
    """Return the ids of those who are staff, under their own row or another of the same name and number (BR-03)."""
    staff: dict[object, list[Values]] = {}
    for row in people.values():
        if row.get("kind") in STAFF:
            staff.setdefault(row.get("name"), []).append(row)
    return frozenset(
        own
        for own, row in people.items()
        if row.get("kind") in STAFF or any(same_person(one, row) for one in staff.get(row.get("name"), ()))
    )


def receipt_adds_up(facts: Facts) -> Iterator[Finding]:
    """BR-21: the total is that of the entries, in figures and in words."""
    own, words = facts.values.get("total_fen"), facts.values.get("total_words")
    entries = total(facts.of("subsidy_entry"), "amount_fen")
    if own != entries:
        shown = yuan(own) if isinstance(own, int) else ""
        yield finding("BR-21", "total_fen", "E", total=shown, entries=yuan(entries))
    if isinstance(own, int) and not blank(words) and words != amount_in_words(own):
        yield finding("BR-21", "total_words", "E", "words", words=words, wanted=amount_in_words(own))


def receipt_is_signed(facts: Facts) -> Iterator[Finding]:
    """BR-21: three different people answer for a receipt and every payee signs it."""
    people = [facts.values.get(name) for name in ("prepared_by", "handled_by", "approved_by")]
    named = [person for person in people if not blank(person)]
    if len(set(map(str, named))) < len(named):
        yield finding("BR-21", "approved_by", "E", "people")
    for entry in facts.of("subsidy_entry"):
        if entry.get("signed") is not True:
            yield finding("BR-21", "", "E", "signed", no=entry.get("no"))


def receipt_is_not_overwritten(facts: Facts) -> Iterator[Finding]:
    """BR-21: a wrong amount takes a new sheet; what was paid is not overwritten."""
    before = facts.before
    if before is None or facts.parent.get(STATE) not in _PAID:
        return
    changed = next((name for name in _MONEY if before.get(name) != facts.values.get(name)), None)
    if changed is not None:
        yield finding("BR-21", changed, "E", "paid")


def payee_stands_once(facts: Facts) -> Iterator[Finding]:
    """BR-22: nobody is paid twice on one receipt, or on two for the same activity."""
    payees = [str(row.get("payee")) for row in facts.of("subsidy_entry")]
    for payee, times in Counter(payees).items():
        if times > 1:
            yield finding("BR-22", "", "W", name=person_name(facts, payee), times=times)
    for payee in dict.fromkeys(payees):
        if payee in _paid_elsewhere(facts):
            yield finding("BR-22", "activity", "W", "again", name=person_name(facts, payee))


def _paid_elsewhere(facts: Facts) -> set[str]:
    return {str(entry.get("payee")) for entry in _elsewhere(facts, "activity")}


def _elsewhere(facts: Facts, field: str) -> list[Values]:
    """Return the entries of the project's other receipts for the same activity, or for the same period."""
    own = facts.values.get(field)
    if blank(own):
        return []
    known = facts.look("subsidy_receipt", "project", facts.parent.get("id"))
    others = [row for row in known if row.get(field) == own and row.get("id") != facts.id]
    return [entry for row in others for entry in facts.look("subsidy_entry", "subsidy_receipt", row.get("id"))]


def payee_signed_in(facts: Facts) -> Iterator[Finding]:
    """BR-22: who is paid for an activity stands on its sign-in sheet, where that is kept name by name."""
    activity = facts.values.get("activity")
    sheets = [] if blank(activity) else facts.look("sign_in_sheet", "activity", activity)
    signers = {row.get("name") for sheet in sheets for row in facts.look("sign_in_entry", "sheet", sheet.get("id"))}
    if not signers or any(sheet.get("count_only") is True for sheet in sheets):
        return
    for entry in facts.of("subsidy_entry"):
        name = person_name(facts, entry.get("payee"))
        if name not in signers:
            yield finding("BR-22", "activity", "W", "absent", name=name)


def payment_within_ceiling(facts: Facts) -> Iterator[Finding]:
    """BR-23: nobody is paid more for an activity, or for a month, than the cycle allows, on all receipts together."""
    cycles = facts.look("cycle", "id", facts.parent.get("cycle"))
    ceiling = (cycles[0] if cycles else {}).get("subsidy_ceiling_fen")
    if not isinstance(ceiling, int):
        return
    entries = facts.of("subsidy_entry")
    everything = [*entries, *_elsewhere(facts, "activity"), *_elsewhere(facts, "period")]
    for payee in dict.fromkeys(str(entry.get("payee")) for entry in entries):
        amount = total([row for row in everything if str(row.get("payee")) == payee], "amount_fen")
        if amount > ceiling:
            params = {"name": person_name(facts, payee), "amount": yuan(amount), "ceiling": yuan(ceiling)}
            yield finding("BR-23", "", "W", **params)


def tax_is_thought_of(facts: Facts) -> Iterator[Finding]:
    """BR-23: of a payment above what is free of tax, tax may have to be withheld (IIT law 6, 9)."""
    for entry in facts.of("subsidy_entry"):
        amount = total([entry], "amount_fen")
        if amount > UNTAXED_FEN and blank(entry.get("tax_fen")):
            params = {"name": person_name(facts, entry.get("payee")), "amount": yuan(amount), "free": yuan(UNTAXED_FEN)}
            yield finding("BR-23", "", "W", "tax", **params)


def account_passes_luhn(facts: Facts) -> Iterator[Finding]:
    """R04: a card's last digit agrees with the others; an account that is no card may differ."""
    for name in ("bank_account", "account"):
        number = facts.values.get(name)
        if isinstance(number, str) and number and not luhn(number):
            yield Finding(name, "W", "forms.rule_account_luhn", {}, "R04")


def id_number_is_needed(facts: Facts) -> Iterator[Finding]:
    """R26: a payee's identity number is asked for only where tax is withheld or street finance wants it (PIPL 6)."""
    withheld = facts.parent.get("tax_fen")
    if facts.values.get("id_no") and not withheld and facts.values.get("demanded") is not True:
        yield Finding("id_no", "E", "forms.rule_id_needless", {}, "R26")
