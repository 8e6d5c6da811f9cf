"""The bases of domain.md §2, each defined here and nowhere else: what a share is a share of."""

from __future__ import annotations

from dataclasses import dataclass

from zjdesk.errors import BugError
from zjdesk.i18n import Label
from zjdesk.stats.model import EVERY_ROW, Comparison, Where


@dataclass(frozen=True)
class Base:
    """A base: the rows of a view (``views`` that hold the same rows with other columns), or a column's sum.

    ``money`` is an amount in fen, so that the rule against small bases does not apply.
    """

    code: str
    views: tuple[str, ...]
    label: Label
    tests: tuple[Comparison, ...] = ()
    question_test: str | None = None
    column: str | None = None
    money: bool = False

    def where(self, question: str | None) -> Where:
        """Return which rows belong to the base; B3 and BC speak of a question."""
        tests = self.tests
        if self.question_test is not None:
            if question is None:
                raise BugError(f"the base {self.code} needs a question")
            tests = (*tests, Comparison(question, self.question_test, True))
        return Where((tests,)) if tests else EVERY_ROW


_VALID = Comparison("valid", "eq", True)
_RESPONSES = ("unit_response",)
_ALL = (
    Base("B0", ("unit_batch",), Label("发放问卷", "questionnaires distributed"), column="distributed"),
    Base("B1", _RESPONSES, Label("回收问卷", "questionnaires recovered")),
    Base("B2", _RESPONSES, Label("有效问卷", "valid questionnaires"), (_VALID,)),
    Base("B3", _RESPONSES, Label("本题有效回答", "valid answers"), (_VALID,), "answered"),
    Base("BC", _RESPONSES, Label("至少勾选一项的问卷", "cases ticking at least one"), (_VALID,), "ticked"),
    Base("BP", ("unit_project", "unit_evaluation"), Label("立项项目", "approved projects")),
    Base("BV", ("unit_visit",), Label("督导次数", "visits")),
    Base("BA", ("unit_content_adjustment", "unit_budget_adjustment"), Label("已批准的调整", "approved adjustments")),
    Base("BT", ("unit_team_change",), Label("团队变动", "team changes")),
    Base("BI", ("unit_issue",), Label("问题", "issues")),
    Base("BM", ("unit_project",), Label("调整后预算", "budget after adjustment"), column="budget", money=True),
)
BASES = {base.code: base for base in _ALL}
