"""The money of a project: budget lines, what an adjustment moves, and vouchers that sum to the amounts spent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Project
from zjdesk.demo.source import sentence, words
from zjdesk.demo.street import team_size

SOURCES = {"fund": "陆家嘴街道办事处", "self_raised": "居民自筹", "hsbc": "汇丰社区伙伴建设计划"}
SUBSIDY = "volunteer_subsidy"
_FIRST, _LAST = date(2015, 8, 17), date(2016, 7, 15)
_PERIODS: Mapping[int, tuple[tuple[str, date], ...]] = {
    1: (("2015年8月至2016年6月", date(2016, 6, 30)),),
    2: (("2015年8月至2016年1月", date(2016, 1, 29)), ("2016年2月至2016年6月", date(2016, 6, 30))),
    3: (
        ("2015年8月至2015年11月", date(2015, 11, 30)),
        ("2015年12月至2016年3月", date(2016, 3, 31)),
        ("2016年4月至2016年6月", date(2016, 6, 30)),
    ),
}


@dataclass(frozen=True)
class Line:
    """One line of a budget; ``source`` is the kind of the source that pays it, amounts in fen."""

    id: str
    category: str
    item: str
    price: int
    qty: int
    source: str

    @property
    def amount(self) -> int:
        """Price times quantity."""
        return self.price * self.qty


@dataclass(frozen=True)
class Receipt:
    """One subsidy receipt: its period, the day of payment, the rate, and per payee's place how many times."""

    number: int
    period: str
    day: date
    rate: int
    times: tuple[tuple[int, int], ...]

    @property
    def total(self) -> int:
        """What all payees get (fen)."""
        return self.rate * sum(times for _, times in self.times)


@dataclass(frozen=True)
class Voucher:
    """One expenditure; ``receipt`` is the subsidy receipt it pays, if it pays one."""

    id: str
    number: int
    day: date
    line: Line
    amount: int
    payee: str
    receipt: Receipt | None = None


def sums(project: Project) -> dict[str, int]:
    """Return the approved amount of each source (fen)."""
    known = {"fund": project.fund_fen, "self_raised": project.self_fen, "hsbc": project.hsbc_fen}
    return {kind: amount for kind, amount in known.items() if amount}


@cache
def receipts(project: Project) -> tuple[Receipt, ...]:
    """Return the one to three receipts of a project; only residents of the team are paid (BR-03)."""
    chance = stream("receipts", project.no)
    rate = chance.choice((3000, 4000, 5000))
    found = []
    for number, (period, day) in enumerate(_PERIODS[chance.randint(1, 3)], 1):
        places = sorted(chance.sample(range(2, team_size(project)), chance.randint(2, team_size(project) - 2)))
        times = tuple((place, chance.randint(2, 6)) for place in places)
        found.append(Receipt(number, period, day, rate, times))
    return tuple(found)


@cache
def lines(project: Project) -> tuple[Line, ...]:
    """Return the budget lines; those of each source sum exactly to it (BR-02)."""
    chance = stream("lines", project.no)
    found = [_subsidy_line(project)]
    for kind, total in sums(project).items():
        rest = total - (found[0].amount if kind == "fund" else 0)
        found += _divided(chance, project, kind, rest, 5 if kind == "fund" else 3)
    return tuple(found)


def _subsidy_line(project: Project) -> Line:
    paid = receipts(project)
    times = sum(number for receipt in paid for _, number in receipt.times)
    return Line(_line_id(project, "fund", SUBSIDY), SUBSIDY, sentence("subsidy"), paid[0].rate, times, "fund")


def _divided(chance: Random, project: Project, source: str, total: int, count: int) -> Iterator[Line]:
    """Divide an amount into lines of whole numbers of things; one line for the rest."""
    for left, cost in zip(range(count, 0, -1), chance.sample(words()["cost"], count), strict=True):
        first, last = cost["prices"]
        price = chance.randint(first, last) * 100
        qty = max(1, total * chance.randint(75, 100) // (100 * left * price))
        line = _line(project, source, cost, chance, price, qty)
        total -= line.amount
        yield line
    yield Line(_line_id(project, source, "rest"), "other", sentence("rest"), total, 1, source)


def _line(project: Project, source: str, cost: Mapping[str, Any], chance: Random, price: int, qty: int) -> Line:
    category = cost["category"]
    return Line(_line_id(project, source, category), category, chance.choice(cost["items"]), price, qty, source)


def _line_id(project: Project, source: str, what: str) -> str:
    return record_id(days.moment(days.PROPOSED), project.no, "line", source, what)


def transfer(project: Project) -> tuple[Line, Line, int] | None:
    """Return from which line to which one an approved adjustment moves how much; None where there is none."""
    if not project.budget_adjusted:
        return None
    known = [line for line in lines(project) if line.source == "fund" and line.category != SUBSIDY]
    source = max(known, key=lambda line: line.amount)
    others = [line for line in known if line is not source]
    return source, stream("transfer", project.no).choice(others), source.amount // 5_000 * 1_000


def spent(project: Project) -> dict[Line, int]:
    """Return what vouchers take from each line; a balance is left in the largest lines, none is overspent."""
    amounts = {line: line.amount for line in lines(project)}
    moved = transfer(project)
    if moved:
        amounts[moved[0]] -= moved[2]
        amounts[moved[1]] += moved[2]
    left = max(project.balance_fen, 0)
    own = [line for line in amounts if line.source == "fund" and line.category != SUBSIDY]
    for line in sorted(own, key=lambda line: -amounts[line]):
        part = min(left, amounts[line] * 8 // 10)
        amounts[line] -= part
        left -= part
    return amounts


@cache
def vouchers(project: Project) -> tuple[Voucher, ...]:
    """Return the vouchers that a liaison enters, by date; with :func:`overspent` they make the amount spent."""
    chance = stream("vouchers", project.no)
    drawn: list[tuple[date, Line, int, Receipt | None]] = []
    for line, pieces in _pieces(chance, spent(project)).items():
        drawn += [(chance.choice(days.working_days(_FIRST, _LAST)), line, amount, None) for amount in pieces]
    drawn += [(receipt.day, _subsidy_line(project), receipt.total, receipt) for receipt in receipts(project)]
    drawn.sort(key=lambda item: (item[0], item[1].id, item[2]))
    return tuple(_voucher(project, number, *item) for number, item in enumerate(drawn, 1))


def overspent(project: Project) -> Voucher | None:
    """Return the voucher that takes a project over its budget; the office books it with a reason."""
    if project.balance_fen >= 0:
        return None
    line = max((line for line in lines(project) if line.source == "fund"), key=lambda line: line.amount)
    return _voucher(project, len(vouchers(project)) + 1, _LAST, line, -project.balance_fen, None)


def _voucher(project: Project, number: int, day: date, line: Line, amount: int, receipt: Receipt | None) -> Voucher:
    known = _payees(line)
    payee = known[(number + int(project.no[-2:])) % len(known)]
    return Voucher(
        record_id(days.moment(day), project.no, "voucher", number), number, day, line, amount, payee, receipt
    )


def _payees(line: Line) -> list[str]:
    fixed = {SUBSIDY: "subsidy_payee", "other": "rest_payee"}.get(line.category)
    if fixed:
        return [sentence(fixed)]
    return next(list(cost["payees"]) for cost in words()["cost"] if cost["category"] == line.category)


def _pieces(chance: Random, amounts: Mapping[Line, int]) -> dict[Line, list[int]]:
    """Cut what each line pays into vouchers, more of them for larger amounts."""
    known = [line for line, amount in amounts.items() if amount and line.category != SUBSIDY]
    counts = dict.fromkeys(known, 1)
    for _ in range(chance.randint(12, 17) - len(known)):
        largest = max(known, key=lambda line: (amounts[line] // counts[line], line.id))
        counts[largest] += 1
    return {line: _cut(chance, amounts[line], counts[line]) for line in known}


def _cut(chance: Random, amount: int, count: int) -> list[int]:
    """Cut an amount into ``count`` positive parts, all but the last in whole jiao."""
    parts = []
    for left in range(count, 1, -1):
        part = max(10, amount * chance.randint(70, 110) // (100 * left) // 10 * 10)
        parts.append(part)
        amount -= part
    return [*parts, amount]
