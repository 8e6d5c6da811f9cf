"""Round 3 on a liaison's laptop: adjustments asked for, vouchers, subsidy receipts and things handed out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from zjdesk.demo import days
from zjdesk.demo.chance import record_id, stream
from zjdesk.demo.model import Action, Project
from zjdesk.demo.money import SUBSIDY, Receipt, Voucher, transfer, vouchers
from zjdesk.demo.plan_activities import residents
from zjdesk.demo.source import sentence, words
from zjdesk.demo.street import leader_place, member_id, member_name, of_community, project_id, source_id, staff_name
from zjdesk.demo.year import held
from zjdesk.ops.changes import Change, NewRecord

_APPLIED = date(2015, 8, 10)
_REASONS = ("cross_year", "unreasonable_budget", "unreasonable_budget", "price_change")
_ENTRY_AFTER = 2


def actions(code: str) -> Iterator[Action]:
    """Yield what a liaison enters about the money of a community's projects."""
    for number, project in enumerate(of_community(code)):
        if project.budget_adjusted:
            yield Action(days.moment(_APPLIED, 10, number), tuple(_adjustment(project)))
        for window, (_, last) in enumerate(days.WINDOWS, 1):
            entered = [change for voucher in _due(project, window) for change in _entered(project, voucher)]
            if entered:
                at = days.moment(days.later(last, _ENTRY_AFTER), 10, 5 * number)
                yield Action(at, tuple(entered))
        yield _handed_out(project, number)


def adjustment_id(project: Project) -> str:
    """Return the id of the budget adjustment of a project."""
    return record_id(days.moment(_APPLIED), project.no, "budget_adjustment")


def receipt_id(project: Project, receipt: Receipt) -> str:
    """Return the id of a subsidy receipt."""
    return record_id(days.moment(receipt.day), project.no, "receipt", receipt.number)


def _adjustment(project: Project) -> Iterator[NewRecord]:
    own = adjustment_id(project)
    moved = transfer(project)
    assert moved is not None
    reason = "activity_change" if project.adjusted else stream("reason", project.no).choice(_REASONS)
    values = {
        "project": project_id(project),
        "reason": reason,
        "applied_on": _APPLIED.isoformat(),
        "state": "submitted",
    }
    yield NewRecord("budget_adjustment", values, own)
    line = {"budget_adjustment": own, "from_line": moved[0].id, "to_line": moved[1].id, "amount_fen": moved[2]}
    yield NewRecord("budget_adjustment_line", line, record_id(days.moment(_APPLIED), project.no, "moved"))


def _due(project: Project, window: int) -> list[Voucher]:
    return [voucher for voucher in vouchers(project) if days.window_of(voucher.day) == window]


def _entered(project: Project, voucher: Voucher) -> Iterator[Change]:
    yield expenditure(project, voucher)
    if voucher.receipt is not None:
        yield from _receipt(project, voucher.receipt, voucher)


def expenditure(project: Project, voucher: Voucher) -> NewRecord:
    """Return a voucher as it is entered; the committee signs, the secretary approves."""
    community = project.community
    values = {
        "project": project_id(project),
        "date": voucher.day.isoformat(),
        "category": voucher.line.category,
        "budget_line": voucher.line.id,
        "source": source_id(project, voucher.line.source),
        "summary": voucher.line.item,
        "amount_fen": voucher.amount,
        "evidence_kind": "subsidy_receipt" if voucher.line.category == SUBSIDY else "invoice",
        "evidence_no": f"示例{project.no[-6:]}-{voucher.number:03d}",
        "payee": voucher.payee,
        "handler": member_name(project, 1),
        "committee_sign": staff_name(community, "director"),
        "approver": staff_name(community, "secretary"),
        "paper_only": True,
        "paper_pages": 1,
        "paper_place": sentence("voucher_place"),
        "state": "submitted",
    }
    return NewRecord("expenditure", values, voucher.id)


def _receipt(project: Project, receipt: Receipt, voucher: Voucher) -> Iterator[NewRecord]:
    own = receipt_id(project, receipt)
    values = {
        "project": project_id(project),
        "period": receipt.period,
        "purpose": sentence("subsidy"),
        "standard": f"{receipt.rate // 100}元/人·次",
        "total_fen": receipt.total,
        "method": "cash",
        "prepared_by": member_name(project, 1),
        "handled_by": member_name(project, leader_place(project, receipt.day)),
        "approved_by": staff_name(project.community, "secretary"),
        "voucher": voucher.id,
        "state": "submitted",
    }
    yield NewRecord("subsidy_receipt", values, own)
    for number, (place, times) in enumerate(receipt.times, 1):
        entry = {
            "subsidy_receipt": own,
            "no": number,
            "payee": member_id(project, place),
            "content": stream("work", project.no, place).choice(words()["lists"]["volunteer_work"]),
            "times": times,
            "rate_fen": receipt.rate,
            "amount_fen": times * receipt.rate,
            "signed": True,
            "sign_date": receipt.day.isoformat(),
        }
        entry_id = record_id(days.moment(receipt.day), project.no, "payee", receipt.number, number)
        yield NewRecord("subsidy_entry", entry, entry_id)


def _handed_out(project: Project, number: int) -> Action:
    """One list of things handed out at an activity in the middle of the year."""
    chance = stream("handout", project.no)
    meeting = held(project)[chance.randint(2, 6)]
    receivers = chance.sample(residents(project.community), chance.randint(8, 20))
    left = chance.randint(0, 3)
    own = record_id(days.moment(meeting.day), project.no, "handout")
    values: dict[str, Any] = {
        "project": project_id(project),
        "activity": meeting.record,
        "item": chance.choice(words()["lists"]["handouts"]),
        "unit": chance.choice(words()["lists"]["units"]),
        "total_qty": len(receivers) + left,
        "left_qty": left,
        "issued_on": meeting.day.isoformat(),
        "issuer": member_name(project, 1),
        "witness": member_name(project, 2),
        "state": "submitted",
    }
    changes = [NewRecord("handout_list", values, own)]
    for place, full_name in enumerate(receivers, 1):
        entry = {
            "handout_list": own,
            "no": place,
            "name": full_name,
            "building": f"{1 + sum(map(ord, full_name)) % 18}号楼",
            "qty": 1,
            "signed": True,
            "date": meeting.day.isoformat(),
        }
        changes.append(NewRecord("handout_entry", entry, record_id(days.moment(meeting.day), own, place)))
    day = days.later(meeting.day, 35)
    return Action(days.moment(day, 18, 5 * number, second=30), tuple(changes))
