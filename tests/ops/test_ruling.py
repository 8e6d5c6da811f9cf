"""Business rules bind what is submitted, not a draft, and see the whole action."""

from __future__ import annotations

import pytest

from tests.ops.world import Street, project
from zjdesk.errors import InputError
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.queries import get, list_records


def _person(street: Street, name: str, kind: str) -> str:
    values = {"community": street.community, "name": name, "kind": kind}
    return save(street.liaison, [NewRecord("person", values)]).ids[0]


def _receipt(street: Street, payee: str) -> list[NewRecord]:
    own = project(street)
    receipt = new_id(street.liaison)
    return [
        NewRecord(
            "subsidy_receipt",
            {
                "project": own,
                "period": "2016年3月",
                "purpose": "志愿者补贴",
                "standard": "50元/人·次",
                "total_fen": 5000,
                "method": "cash",
                "prepared_by": "示例甲",
                "handled_by": "示例乙",
                "approved_by": "示例丙",
            },
            receipt,
        ),
        NewRecord(
            "subsidy_entry",
            {
                "receipt": receipt,
                "no": 1,
                "payee": payee,
                "content": "现场服务",
                "times": 1,
                "rate_fen": 5000,
                "signed": True,
                "sign_date": "2016-03-05",
            },
        ),
    ]


def _renamed(street: Street, changes: list[NewRecord]) -> list[NewRecord]:
    """Name the parent as the declaration does."""
    parent = next(iter(street.liaison.store.catalogue.form("subsidy_entry").parent))
    entry = dict(changes[1].values)
    entry[parent] = entry.pop("receipt")
    return [changes[0], NewRecord("subsidy_entry", entry)]


def test_br_03_staff_of_the_committee_take_no_subsidy(street: Street) -> None:
    staff = _person(street, "示例社工", "social_worker")
    with pytest.raises(InputError) as caught:
        save(street.liaison, _renamed(street, _receipt(street, staff)))
    assert [problem.key for problem in caught.value.problems] == ["forms.rule_br_03"]
    assert list_records(street.liaison, "subsidy_receipt") == []


def test_br_03_residents_do(street: Street) -> None:
    resident = _person(street, "示例居民", "resident")
    save(street.liaison, _renamed(street, _receipt(street, resident)))
    assert list_records(street.liaison, "subsidy_entry")[0].values["amount_fen"] == 5000


def test_br_01_a_draft_may_exceed_the_cap_but_cannot_be_proposed(street: Street) -> None:
    own = project(street)
    source = {"project": own, "kind": "fund", "approved_fen": 2_000_001, "received_fen": 0}
    save(street.liaison, [NewRecord("funding_source", source)])
    with pytest.raises(InputError) as caught:
        save(street.liaison, [EditRecord(own, {"state": "proposed"})])
    assert "forms.rule_br_01" in {problem.key for problem in caught.value.problems}
    assert get(street.liaison, own).values["state"] == "collecting"
