"""All indicators of one street against one statement by hand for each.

Run: python -m tests.benchmarks.indicators. The goal is a ratio of at most 1.8, in CPU time.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

from tests.stats.programme import reference
from zjdesk.paths import forms_dir
from zjdesk.stats.figures import show_all
from zjdesk.stats.indicators import load_indicators

ROUNDS = 7
PROJECTS = (
    "FROM project p JOIN community c ON c._id = p._parent WHERE p._deleted = 0 AND c._deleted = 0 "
    "AND p.state IN ('approved', 'running', 'mid_evaluated', 'final_evaluated', 'closed', 'archived') GROUP BY c.code"
)


def survey(columns: str, where: str = "r.is_invalid = 'no'", wave: str = "final") -> str:
    """Return a statement over the questionnaires, by community."""
    return (
        f"SELECT c.code, COUNT(*), {columns} FROM response r JOIN batch b ON b._id = r._parent "
        "JOIN community c ON c._id = b._parent WHERE r._deleted = 0 AND b._deleted = 0 AND c._deleted = 0 "
        f"AND b.wave = '{wave}' AND {where} GROUP BY c.code"
    )


def single(question: str, codes: str, wave: str = "final") -> str:
    """Return a statement over a single-choice question."""
    sums = ", ".join(f"SUM({question} = '{code}')" for code in codes)
    return survey(sums, f"r.is_invalid = 'no' AND {question} NOT IN ('-9', '-8', '-7')", wave)


def multiple(question: str, codes: str, wave: str = "final") -> str:
    """Return a statement over a multiple-choice question."""
    sums = ", ".join(f"SUM(instr({question}, '\"{code}\"') > 0)" for code in codes.split())
    return survey(sums, f"r.is_invalid = 'no' AND {question} NOT IN ('[\"-9\"]', '[\"-8\"]')", wave)


def finding(column: str, codes: str, form: str = "evaluation_finding", wave: str = "final") -> str:
    """Return a statement over the findings of a wave."""
    sums = ", ".join(f"SUM(x = '{code}')" for code in codes.split())
    inner = f"(SELECT {column} FROM {form} f WHERE f._parent = p._id AND f.wave = '{wave}' AND f._deleted = 0)"
    return f"SELECT code, COUNT(*), {sums} FROM (SELECT c.code, {inner} AS x {by_project()}) GROUP BY code"


def project(column: str, sums: str) -> str:
    """Return a statement over a number of each project."""
    return f"SELECT code, COUNT(*), {sums} FROM (SELECT c.code, ({column}) AS x {by_project()}) GROUP BY code"


def by_project() -> str:
    """Return the projects one by one."""
    return PROJECTS.removesuffix(" GROUP BY c.code")


def rows_of(form: str, sums: str) -> str:
    """Return a statement over the children of projects."""
    return (
        f"SELECT c.code, COUNT(*), {sums} FROM {form} x JOIN project p ON p._id = x._parent "
        "JOIN community c ON c._id = p._parent WHERE x._deleted = 0 AND p._deleted = 0 GROUP BY c.code"
    )


VISITS = (
    "SELECT COUNT(*) FROM supervisor_visit v WHERE v._parent = p._id AND v._deleted = 0 "
    "AND v.mode IN ('on_site', 'at_activity')"
)
WINDOWS = (
    "SELECT COUNT(DISTINCT (12 * substr(v.date, 1, 4) + substr(v.date, 6, 2) - 12 * 2015 - 8) / 2) "
    "FROM supervisor_visit v WHERE v._parent = p._id AND v._deleted = 0 AND v.mode IN ('on_site', 'at_activity')"
)
BUDGET = (
    "SELECT SUM(approved_fen) FROM funding_source s WHERE s._parent = p._id AND s._deleted = 0 "
    "AND s.kind IN ('fund', 'self_raised')"
)
SPENT = (
    "SELECT SUM(e.amount_fen) FROM expenditure e JOIN funding_source s ON s._id = e.source WHERE e._parent = p._id "
    "AND e._deleted = 0 AND e.state = 'booked' AND e.date <= '2016-07-31' AND s.kind IN ('fund', 'self_raised')"
)
TEAM = "SELECT MIN(t.kind) FROM team_change t WHERE t._parent = p._id AND t._deleted = 0"
CONTENT = (
    "SELECT COUNT(*) FROM project_adjustment a WHERE a._parent = p._id AND a._deleted = 0 AND a.state = 'approved'"
)
MONEY = CONTENT.replace("project_adjustment", "budget_adjustment")
FUND = (
    "SUM(approved_fen) FILTER (WHERE kind IN ('fund', 'self_raised')), SUM(approved_fen) FILTER (WHERE kind = 'hsbc')"
)
DUTY = "SELECT COUNT(*) FROM committee_duty d WHERE d._parent = p._id AND d._deleted = 0 AND d.done = 1"
STAGES = "need attend resource publicise volunteer other"
CONTENTS = "source process name content other"
AWARE = survey("SUM(q1_aware = '1'), SUM(q1_aware = '2'), SUM(q1_aware NOT IN ('1', '2'))")

BY_HAND = {
    "projects": f"SELECT c.code, COUNT(*) {PROJECTS}",
    "fund_total": rows_of("funding_source", FUND),
    "archive": finding("conclusion", "complete late", "archive_check"),
    "archive_mid": finding("conclusion", "complete late", "archive_check", "mid"),
    "completion": finding("completion", "as_planned as_adjusted deviated"),
    "content_adj": project(CONTENT, "SUM(x > 0)"),
    "team": project(TEAM, "SUM(x = 'leader'), SUM(x = 'member')"),
    "backbone": finding("backbone", "strong team none"),
    "backbone_mid": finding("backbone", "strong team none", wave="mid"),
    "recovery": survey("1", "1"),
    "valid_rate": survey("SUM(is_invalid = 'no'), SUM(is_invalid = 'yes')", "1"),
    "aware": AWARE,
    "aware_full": AWARE,
    "aware_low": AWARE,
    "aware_mid": AWARE.replace("'final'", "'mid'"),
    "content": multiple("q2_content", CONTENTS),
    "content_bands": multiple("q2_content", CONTENTS),
    "channel": multiple("q3_channel", "notice wechat mobilise neighbour"),
    "freq_valid": survey("SUM(is_invalid = 'no' AND q4_freq IN ('1', '2', '3'))", "1"),
    "unanswered": survey("SUM(q4_freq NOT IN ('1', '2', '3')), SUM(q7_sat NOT IN ('1', '2', '3', '4', '5'))"),
    "freq": single("q4_freq", "123"),
    "freq_bands": single("q4_freq", "123"),
    "freq_mid": single("q4_freq", "123", "mid"),
    "stage": multiple("q5_stage", STAGES),
    "stage_bands": multiple("q5_stage", STAGES),
    "stage_mid": multiple("q5_stage", STAGES, "mid"),
    "reason": multiple("q6_reason", "innovation public life other"),
    "satisfaction": single("q7_sat", "12"),
    "satisfaction_levels": single("q7_sat", "12345"),
    "liaison": finding("liaison", "dutiful weak"),
    "visits": project(VISITS, "SUM(x), " + ", ".join(f"SUM(x = {k})" for k in range(9))),
    "visit_rhythm": project(WINDOWS, "SUM(x = 6)"),
    "balance": project(
        f"({BUDGET}) - ({SPENT})", "SUM(x = 0), SUM(x BETWEEN 1 AND 19999), SUM(x >= 20000), SUM(x < 0)"
    ),
    "accounts": project(f"({BUDGET}) - ({SPENT})", "SUM(x)"),
    "exec_rate": project(SPENT, "SUM(x)"),
    "budget_adj": project(MONEY, "SUM(x > 0)"),
    "committee_duty": project(DUTY, "SUM(x >= 6)"),
    "team_reason": rows_of("team_change", "SUM(reason = 'work')"),
    "content_adj_reason": rows_of("project_adjustment", "SUM(reason = 'timing')"),
    "budget_adj_reason": rows_of("budget_adjustment", "SUM(reason = 'cross_year')"),
    "late_vouchers": rows_of("expenditure", "SUM(x.date > '2016-07-31')"),
    "issues": rows_of("issue", "SUM(x.state = 'closed')"),
    "cases": rows_of("case_study", "SUM(x.state = 'published')"),
}


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of one go."""
    start = time.process_time()
    work()
    return time.process_time() - start


def run() -> None:
    """Print both and the ratio; refuses to compare unequal sets of indicators."""
    conn = reference().conn
    missing = set(BY_HAND) ^ set(load_indicators(forms_dir() / "indicators"))
    if missing:
        raise SystemExit(f"without a statement by hand: {', '.join(sorted(missing))}")

    def declared() -> None:
        show_all(conn, BY_HAND)

    def by_hand() -> None:
        for statement in BY_HAND.values():
            conn.execute(statement).fetchall()

    declared()
    by_hand()
    gc.collect()
    pairs = [(seconds(declared), seconds(by_hand)) for _ in range(ROUNDS)]
    ours, floor = min(pair[0] for pair in pairs), min(pair[1] for pair in pairs)
    print(f"all indicators: {ours * 1000:.0f} ms against {floor * 1000:.0f} ms by hand: ratio {ours / floor:.2f}")  # noqa: T201


if __name__ == "__main__":
    run()
