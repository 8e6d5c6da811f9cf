"""Rounds 2 and 4 at the office: projects approved and supervisors assigned; adjustments approved, vouchers booked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from zjdesk.demo import days, plan_evaluation, plan_review
from zjdesk.demo.chance import record_id
from zjdesk.demo.model import Action, Project
from zjdesk.demo.money import overspent, receipts, sums, vouchers
from zjdesk.demo.plan_changes import content_approval, team_change_id
from zjdesk.demo.plan_findings import case_id, cases, finding_id
from zjdesk.demo.plan_money import adjustment_id, expenditure, receipt_id
from zjdesk.demo.source import projects, sentence
from zjdesk.demo.street import (
    CYCLE_ID,
    SUCCESSOR,
    SUPERVISORS,
    member_id,
    project_id,
    source_id,
    supervised,
    supervisor_id,
)
from zjdesk.ops.changes import Change, EditRecord, NewRecord

_ADJUSTED = date(2015, 8, 14)
_PUBLISHED = 3


def approvals() -> Iterator[Action]:
    """Yield round 2: every step of the projects up to running, the money received, and who visits whom."""
    at = days.moment(days.DECIDED)
    steps: list[tuple[Change, ...]] = [(*plan_review.pre_reviews(), *_turned("pre_reviewed")), _turned("reviewed")]
    steps += [tuple(plan_review.scores()), (plan_review.notice(), *_turned("noticed")), (plan_review.objection(),)]
    steps += [_turned("approved"), tuple(_received()), _turned("running"), tuple(_assignments())]
    yield from (Action(at + number * 1_800_000, step) for number, step in enumerate(steps))


def bookings() -> Iterator[Action]:
    """Yield round 4: what liaisons asked for is approved, every voucher is booked, the cycle is evaluated."""
    at = days.moment(days.BOOKED)
    yield from (Action(at + number * 60_000, step) for number, step in enumerate(_decisions()))
    for number, project in enumerate(projects()):
        begin = at + 3_600_000 + number * 60_000
        extra = overspent(project)
        if extra is not None:
            yield Action(begin, (expenditure(project, extra),), why=sentence("overspend"))
        own = [voucher.id for voucher in (*vouchers(project), *((extra,) if extra else ()))]
        why = sentence("overspend") if extra else ""
        yield Action(begin + 10_000, tuple(EditRecord(one, {"state": "approved"}) for one in own), why=why)
        booked = {"state": "booked", "booked_on": days.BOOKED.isoformat()}
        yield Action(begin + 20_000, tuple(EditRecord(one, booked) for one in own), why=why)
    yield from (Action(at + 14_400_000 + number * 600_000, step) for number, step in enumerate(_closing()))


def _turned(state: str, chosen: Sequence[Project] = ()) -> tuple[Change, ...]:
    return tuple(EditRecord(project_id(project), {"state": state}) for project in chosen or projects())


def _received() -> Iterator[Change]:
    """The fund's and the bank's money has come by the start; residents pay theirs as the year goes."""
    for project in projects():
        for kind, amount in sums(project).items():
            values = {"received_fen": amount, "received_on": days.DECIDED.isoformat()}
            yield EditRecord(source_id(project, kind), values)


def _assignments() -> Iterator[Change]:
    for window in range(1, len(days.WINDOWS) + 1):
        for key in SUPERVISORS:
            values = {
                "cycle": CYCLE_ID,
                "supervisor": supervisor_id(key),
                "projects": [project_id(project) for project in supervised(key)],
                "window": window,
                "state": "published",
            }
            yield NewRecord(
                "supervisor_assignment", values, record_id(days.moment(days.DECIDED), "assignment", key, window)
            )


def _decisions() -> Iterator[tuple[Change, ...]]:
    adjusted = [project for project in projects() if project.budget_adjusted]
    agreed = {"state": "approved", "approved_on": _ADJUSTED.isoformat(), "effective": _ADJUSTED.isoformat()}
    yield tuple(EditRecord(adjustment_id(project), agreed) for project in adjusted)
    yield tuple(content_approval(project) for project in projects() if project.adjusted)
    changed = [project for project in projects() if project.team != "none"]
    yield tuple(EditRecord(team_change_id(project), {"state": "approved"}) for project in changed)
    led = [project for project in projects() if project.team == "leader"]
    yield tuple(EditRecord(project_id(project), {"leader": member_id(project, SUCCESSOR)}) for project in led)
    paid = [receipt_id(project, receipt) for project in projects() for receipt in receipts(project)]
    yield tuple(EditRecord(one, {"state": "checked"}) for one in paid)
    yield tuple(EditRecord(one, {"state": "paid"}) for one in paid)


def _fixed(wave: str) -> Iterator[Change]:
    """The findings of a wave are fixed, with all that they rest on at hand (BR-45)."""
    yield from (EditRecord(finding_id(project, wave), {"state": "checked"}) for project in projects())


def _closing() -> Iterator[tuple[Change, ...]]:
    yield (EditRecord(CYCLE_ID, {"state": "mid"}), *_fixed("mid"), *_turned("mid_evaluated"))
    yield tuple(plan_evaluation.weights())
    yield (EditRecord(CYCLE_ID, {"state": "final"}), *_fixed("final"), *_turned("final_evaluated"))
    yield tuple(plan_evaluation.scores())
    yield plan_evaluation.released()
    chosen = [project for key in SUPERVISORS for project in cases(key)][:_PUBLISHED]
    yield tuple(EditRecord(case_id(project), {"state": "selected"}) for project in chosen)
    yield tuple(EditRecord(case_id(project), {"state": "published"}) for project in chosen)
