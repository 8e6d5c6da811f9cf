"""Balances count the fund's and self-raised money up to the accounts date (BR-28, BR-31)."""

from __future__ import annotations

import pytest

from tests.stats.programme import Programme, voucher
from zjdesk.stats.figures import Figure, show
from zjdesk.stats.records import records


class Account:
    """One project with 10,000 yuan of the fund, 500 self-raised and 3,000 matched."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.project = programme.project(programme.community("C01"), programme.cycle(), start="2015-08-01")
        kinds = {"fund": 1_000_000, "self_raised": 50_000, "hsbc": 300_000}
        self.sources = {
            kind: programme.add("funding_source", self.project, kind=kind, approved_fen=fen)
            for kind, fen in kinds.items()
        }

    def spend(self, fen: int, kind: str = "fund", day: str = "2016-05-20", state: str = "booked") -> bytes:
        """Write a voucher."""
        return voucher(self.programme, self.project, self.sources[kind], fen, day, state)

    def figure(self, name: str, key: str, as_of: str | None = None) -> Figure:
        """Return one figure."""
        return next(each for each in show(self.programme.conn, name, as_of=as_of) if each.key == key)

    def balance(self, as_of: str | None = None) -> int:
        """Return the balance in fen."""
        return self.figure("accounts", "balance", as_of).n

    def band(self) -> list[str]:
        """Return the bands that the balance lies in."""
        return [each.key for each in show(self.programme.conn, "balance") if each.n]


@pytest.fixture
def account(empty: Programme) -> Account:
    """Give the project's account."""
    return Account(empty)


def test_matched_money_stays_out(account: Account) -> None:
    account.spend(1_000_000)
    account.spend(50_000, "self_raised")
    account.spend(290_000, "hsbc")
    assert account.balance() == 0
    assert account.band() == ["zero"]
    assert account.figure("fund_total", "matched").n == 300_000


@pytest.mark.parametrize(
    ("spent", "bands"),
    [
        (1_050_000, ["zero"]),
        (1_049_999, ["small"]),
        (1_030_001, ["small"]),
        (1_030_000, ["ge200"]),
        (950_001, ["ge200"]),
        (950_000, ["ge200", "ge1000"]),
        (1_050_001, ["over"]),
    ],
)
def test_every_balance_lies_in_its_band(account: Account, spent: int, bands: list[str]) -> None:
    account.spend(spent)
    assert account.band() == bands


def test_only_booked_vouchers_count_and_red_ones_give_back(account: Account) -> None:
    account.spend(100_000)
    account.spend(-30_000)
    account.spend(500_000, state="approved")
    account.spend(500_000, state="rejected")
    account.programme.delete("expenditure", account.spend(700_000))
    assert account.balance() == 1_050_000 - 70_000


def test_late_vouchers_are_listed_and_not_counted(account: Account) -> None:
    account.spend(100_000, day="2016-07-31")
    late = account.spend(200_000, day="2016-08-01")
    assert account.balance() == 950_000
    assert account.figure("late_vouchers", "vouchers").n == 1
    assert account.figure("late_vouchers", "amount").n == 200_000
    assert records(account.programme.conn, "late_vouchers", "vouchers") == [late.hex()]


def test_an_earlier_day_leaves_later_vouchers_out(account: Account) -> None:
    account.spend(100_000, day="2016-03-31")
    account.spend(200_000, day="2016-05-01")
    assert account.balance("2016-03-31") == 950_000
    assert account.balance("2016-05-01") == 750_000
    assert account.balance() == 750_000
    assert account.balance("2016-03-30") == 1_050_000


def test_the_share_of_money_spent_is_exact(account: Account) -> None:
    account.spend(350_000)
    spent = account.figure("exec_rate", "spent")
    assert (spent.n, spent.base, spent.shown) == (350_000, 1_050_000, "33.33%")


def test_the_accounts_of_each_project_add_up_to_the_street(reference_once: Programme) -> None:
    street = {figure.key: figure.n for figure in show(reference_once.conn, "accounts")}
    projects = show(reference_once.conn, "accounts", by="project")
    assert len(projects) == 119 * len(street)
    for key, n in street.items():
        assert sum(figure.n for figure in projects if figure.key == key) == n
    assert street["budget"] - street["spent"] == street["balance"]
    assert street["fund"] + street["self_raised"] == street["budget"] == 182_889_400
