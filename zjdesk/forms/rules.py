"""The business rules that bind a record when it is saved, form by form; what each looks at stands with it."""

from __future__ import annotations

from zjdesk.forms import rules_activity as activity
from zjdesk.forms import rules_money as money
from zjdesk.forms import rules_oversight as oversight
from zjdesk.forms import rules_project as project
from zjdesk.forms import rules_subsidy as subsidy
from zjdesk.forms.check import Finding
from zjdesk.forms.facts import Facts, Ruled
from zjdesk.forms.gates import GATES
from zjdesk.forms.model import STATE, Form

RULES: dict[str, Ruled] = {
    "project": Ruled(
        (
            project.fund_within_cap,
            project.budget_equals_sources,
            project.leader_is_resident,
            project.project_within_cycle,
            project.match_within_ratio,
            project.membership_fees_are_receipted,
        ),
        ("funding_source", "budget_line", "liaison_assignment"),
    ),
    "proposal": Ruled((project.needs_come_first,)),
    "funding_source": Ruled((project.fund_stays_within_cap,)),
    "budget_line": Ruled((project.budget_line_is_fixed,)),
    "team_member": Ruled((project.one_leader, project.member_is_resident)),
    "team_change": Ruled((project.leader_hands_over,)),
    "liaison_assignment": Ruled((project.liaison_is_social_worker, project.one_liaison)),
    "review_score": Ruled((project.reviewer_has_no_tie,)),
    "activity_plan": Ruled((activity.change_is_approved,)),
    "activity_record": Ruled(
        (
            activity.process_is_told,
            activity.handed_in_in_time,
            activity.label_is_shown,
            activity.headcount_fits_sheets,
        ),
        ("photo", "sign_in_sheet"),
    ),
    "sign_in_sheet": Ruled((activity.sheet_counts_entries,), ("sign_in_entry",)),
    "photo": Ruled((activity.photo_is_of_the_day,)),
    "handout_list": Ruled((activity.hand_outs_add_up, activity.no_more_than_bought), ("handout_entry",)),
    "subsidy_receipt": Ruled(
        (
            subsidy.receipt_pays_no_staff,
            subsidy.receipt_adds_up,
            subsidy.receipt_is_signed,
            subsidy.payee_stands_once,
            subsidy.payee_signed_in,
            subsidy.payment_within_ceiling,
            subsidy.tax_is_thought_of,
        ),
        ("subsidy_entry",),
    ),
    "subsidy_entry": Ruled((subsidy.payee_is_no_staff, subsidy.receipt_is_not_overwritten)),
    "person_private": Ruled((subsidy.account_passes_luhn,)),
    "subsidy_entry_private": Ruled((subsidy.account_passes_luhn, subsidy.id_number_is_needed)),
    "expenditure": Ruled(
        (
            money.subsidy_hangs_on_receipt,
            money.payee_is_not_staff,
            money.line_within_budget,
            money.project_within_budget,
        )
    ),
    "budget_adjustment": Ruled(
        (
            project.fund_stays_within_cap,
            money.adjustment_keeps_the_source,
            money.adjustment_pays_no_staff,
            money.adjusted_before_spending,
        ),
        ("budget_adjustment_line",),
    ),
    "project_adjustment": Ruled((activity.adjusted_before_the_day,)),
    "supervisor_assignment": Ruled((oversight.project_is_assigned_once,)),
    "joint_meeting": Ruled((oversight.meeting_is_early, oversight.overdue_issues_are_reported)),
    "evaluation_finding": Ruled((oversight.finding_follows_suggestion,)),
    "evaluation_score": Ruled((oversight.weights_are_whole, oversight.bonus_is_capped), ("evaluation_score_line",)),
    "cycle": Ruled((oversight.cycle_weights_are_whole,), ("score_weight",)),
    "response": Ruled((oversight.paper_looks_invalid,)),
}


def breaches(form: str, facts: Facts) -> list[Finding]:
    """Return what a record breaks of the rules of its form; E stands against submitting, not against a draft."""
    ruled = RULES.get(form)
    return [found for rule in ruled.rules for found in rule(facts)] if ruled else []


def shut_gates(form: Form, facts: Facts) -> list[Finding]:
    """Return what stands against the step of its life cycle that a record takes with this save.

    A new record that begins in a later state has passed every gate that leads there.
    """
    before, after = facts.before and facts.before.get(STATE), facts.values.get(STATE)
    if form.life_cycle is None or before == after:
        return []
    steps = [step for step in form.life_cycle.transitions if step.target == after and before in (None, step.source)]
    names = dict.fromkeys(name for step in steps for name in step.gates)
    return [found for name in names for found in GATES[name](facts)]
