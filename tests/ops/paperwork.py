"""A store that holds a record of every type that a paper form is about."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from tests.gui.sample import build
from tests.passphrase import PASSPHRASE
from zjdesk.ops import edit
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.files import add_bytes
from zjdesk.ops.queries import entries, get, list_records
from zjdesk.ops.session import Session, open_session
from zjdesk.ops.settle import decide
from zjdesk.ops.setup import add_account
from zjdesk.settings import Environment

LONG = "居民自己商量、自己动手，志愿者帮忙，大家都来出主意。" * 3
PHONE_TAIL, HIDDEN_WORDS = "4321", "示例住户反映楼道堆物。"


class Paperwork:
    """The store, and one record of each type by its form's name."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.lead = Session(session.store, add_account(session, "示例总负责人", "LS", PASSPHRASE))
        (sheet, *_) = list_records(session, "sign_in_sheet")
        activity = get(session, str(sheet.parent))
        project = get(session, str(activity.parent))
        self.person = str(project.values["leader"])
        self.ids = {one.form: one.id for one in (sheet, activity, project)}
        self.ids |= {"community": str(project.parent), "cycle": str(project.values["cycle"])}
        for form, parent in (("batch", str(project.parent)), ("supervisor_visit", project.id)):
            self.ids[form] = list_records(session, form, parent=parent)[0].id
        self.source = list_records(session, "funding_source", parent=project.id)[0].id
        self.lines = [one.id for one in list_records(session, "budget_line", parent=project.id)]

    def add(self, form: str, values: Mapping[str, Any], by: Session | None = None) -> str:
        """Save a record and remember the first of its type."""
        (own,) = edit.save(by or self.session, [NewRecord(form, values)]).ids
        return self.ids.setdefault(form, own)

    def of_project(self, form: str, by: Session | None = None, /, **values: Any) -> str:
        """Save a record of the project."""
        return self.add(form, {"project": self.ids["project"], **values}, by)


def make_paperwork(folder: Path, env: Environment) -> Paperwork:
    """Make the store."""
    build(folder / "store", env)
    made = Paperwork(open_session(folder / "store", env=env))
    _beginning(made)
    _activity(made)
    _money(made)
    _changes(made)
    _supervision(made)
    _evaluation(made)
    return made


def picture() -> bytes:
    """A small photograph."""
    from PIL import Image

    buffer = BytesIO()
    Image.new("RGB", (320, 240), (40, 120, 80)).save(buffer, "JPEG")
    return buffer.getvalue()


def _beginning(made: Paperwork) -> None:
    ids = made.ids
    need = {"community": ids["community"], "date": "2015-07-01", "method": "visiting", "headcount": 30}
    made.add("need", {**need, "topics": "停车难\n老人送餐\n楼道堆物", "turned_into": [ids["project"]]})
    texts = dict.fromkeys(("background_need", "goal", "content", "expected_output", "self_governance"), LONG)
    proposal = {"version": 1, "leader_sign_date": "2015-07-10", "committee_opinion": "同意申报。"}
    made.of_project("proposal", **texts, **proposal)
    made.of_project("pre_review", reviewer="示例预审", date="2015-07-12", result="pass", comments=LONG)
    for criterion, score in (("benefit", "18"), ("publicness", "17.5")):
        marks = {"criterion": criterion, "max": 20, "score": score, "no_tie": True}
        made.of_project("review_score", reviewer=made.person, **marks)
    notice = {"place": "notice_board", "from": "2015-07-20", "to": "2015-07-27", "projects": [ids["project"]]}
    made.add("notice", {"cycle": ids["cycle"], **notice})
    days = {"planned_from": "2015-10-01", "planned_to": "2015-10-02", "planned_headcount": 30}
    made.of_project("activity_plan", seq=1, title="重阳送餐（示例）", place="活动室", **days)


def _activity(made: Paperwork) -> None:
    session, activity = made.session, made.ids["activity_record"]
    entry = {"no": 4, "name": "居民示例四", "building": "3号楼", "phone_tail": PHONE_TAIL, "role": "volunteer"}
    made.add("sign_in_entry", {"sheet": made.ids["sign_in_sheet"], **entry})
    photo = {"file": add_bytes(session, picture()), "taken_on": "2016-02-12", "faces_consent": "informed"}
    made.add("photo", {"activity": activity, "caption": "示例题名", **photo})
    comment = {"date": "2016-02-12", "text": HIDDEN_WORDS, "channel": "written", "may_publish": True}
    made.add("comment", {"activity": activity, **comment})
    consent = {"purpose": "活动记录", "items": ["photo"], "retention": "10年", "form": "written", "date": "2016-02-01"}
    made.of_project("consent", **consent)


def _money(made: Paperwork) -> None:
    project = made.ids["project"]
    hands = {"issuer": "示例经办", "witness": "示例见证", "issued_on": "2016-02-12"}
    handout = made.of_project("handout_list", item="餐盒", unit="份", total_qty=2, left_qty=1, **hands)
    taken = {"no": 1, "name": "居民示例一", "qty": 1, "signed": True, "date": "2016-02-12"}
    made.add("handout_entry", {"handout_list": handout, **taken})
    three = {"prepared_by": "示例甲", "handled_by": "示例乙", "approved_by": "示例丙", "method": "cash"}
    head = {"period": "2016年2月", "purpose": "志愿者补贴", "standard": "50元/人·次", "total_fen": 10_000}
    receipt = made.of_project("subsidy_receipt", **head, **three)
    paid = {"no": 1, "payee": made.person, "content": "送餐", "times": 2, "rate_fen": 5_000, "signed": True}
    made.add("subsidy_entry", {"subsidy_receipt": receipt, "sign_date": "2016-02-28", **paid})
    hands = {"payee": "示例超市", "handler": "示例经办", "committee_sign": "示例主任", "approver": "示例审批"}
    spent = {
        "date": "2016-02-12",
        "category": "supplies",
        "source": made.source,
        "summary": "餐盒",
        "amount_fen": 12_345,
    }
    made.add("expenditure", {"project": project, "evidence_kind": "invoice", **spent, **hands})


def _changes(made: Paperwork) -> None:
    asked = made.of_project("budget_adjustment", reason="price_change", applied_on="2016-03-01")
    moved = {"from_line": made.lines[0], "to_line": made.lines[1], "amount_fen": 5_000}
    made.add("budget_adjustment_line", {"budget_adjustment": asked, **moved})
    change = {
        "kind": "change_time",
        "reason": "timing",
        "before": "十月",
        "after": "十一月",
        "applied_on": "2015-09-20",
    }
    made.of_project("project_adjustment", plan_items=[made.ids["activity_plan"]], **change)
    made.of_project("team_change", kind="member", date="2016-03-01", reason="moved_away", out=made.person)
    for duty in ("publicise", "follow_progress"):
        made.of_project("committee_duty", duty=duty, done=True, date="2015-09-01")


def _supervision(made: Paperwork) -> None:
    cycle, project = made.ids["cycle"], made.ids["project"]
    assigned = {"supervisor": made.person, "projects": [project], "window": 1}
    made.add("supervisor_assignment", {"cycle": cycle, **assigned})
    issue = made.of_project("issue", code="archive_late", severity="ordinary", due="2016-04-01", owner="示例责任人")
    made.add("followup", {"issue": issue, "date": "2016-03-20", "action": LONG, "by": "示例整改", "result": "已改"})
    told = {"attendees": "示例甲、示例乙", "supervision_report": LONG, "issues": [issue]}
    meeting = made.add(
        "joint_meeting", {"cycle": cycle, "date": "2016-03-05", "place": "街道", "chair": "示例主持", **told}
    )
    made.add("joint_meeting_decision", {"joint_meeting": meeting, "text": LONG, "owner": "示例", "due": "2016-04-01"})


def _evaluation(made: Paperwork) -> None:
    answers = {"paper_no": "2016M-C01-001", "q1_aware": "2", "q4_freq": "3", "q7_sat": "2", "is_invalid": "no"}
    made.add("response", {"batch": made.ids["batch"], **answers})
    talk = {"interviewee_role": "leader", "date": "2016-06-01", "outline_ver": "1", "notes": LONG}
    made.of_project("interview", made.lead, wave="final", **talk)
    texts = dict.fromkeys(("done_vs_plan", "results", "difficulties", "handling", "finance_note"), LONG)
    made.of_project("self_assessment", wave="final", headcounts=120, signed_by="示例负责人", **texts)
    names = ("completion", "outcome", "team", "finance", "stakeholders")
    notes: dict[str, Any] = {f"note_{name}": LONG for name in names} | {f"score_{name}": 85 for name in names}
    judged = {"volunteer_participation": LONG, "stakeholder_view": LONG, "recommend": "qualified", "date": "2016-07-01"}
    made.of_project("supervisor_assessment", made.lead, wave="final", supervisor=made.person, **notes, **judged)
    decide(made.session, "admit", [one["entry"] for one in entries(made.session, "withheld")], why="在街道补录")
    fine = dict.fromkeys(("basic_info_ok", "label_ok", "truthful", "ordered"), True)
    made.of_project("archive_check", wave="final", photo="complete", sign_in="partial", conclusion="complete", **fine)
