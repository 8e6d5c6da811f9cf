"""Private forms stay closed until a consent covers what is entered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.ops.world import Street, leader
from zjdesk.errors import InputError
from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.privacy import reveal
from zjdesk.ops.queries import get, list_records
from zjdesk.store.audit import read as audit_lines

ACCOUNT = "6200000000000005"
CONSENT = {"purpose": "转账发放补贴", "retention": "结项后3年", "form": "written", "date": "2016-03-01"}


def consent(street: Street, subject: str, *items: str, under: str = "person", **values: Any) -> str:
    own = {under: subject, "items": list(items), **CONSENT, **values}
    return save(street.liaison, [NewRecord("consent", own)]).ids[0]


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as stopped:
        act()
    return [problem.key for problem in stopped.value.problems]


def enter(street: Street, person: str, **values: Any) -> str:
    return save(street.liaison, [NewRecord("person_private", {"person": person, **values})]).ids[0]


def test_no_consent_no_account(street: Street) -> None:
    own = leader(street)
    assert refused(lambda: enter(street, own, bank_account=ACCOUNT)) == ["forms.consent_none"]
    assert list_records(street.liaison, "person_private") == []


def test_a_consent_opens_the_form_until_it_is_withdrawn(street: Street) -> None:
    own = leader(street)
    given = consent(street, own, "bank_account")
    private = enter(street, own, bank_account=ACCOUNT)
    save(street.liaison, [EditRecord(given, {"withdrawn_on": "2016-07-30"})])
    change = EditRecord(private, {"bank_account": "6200000000000013"})
    assert refused(lambda: save(street.liaison, [change])) == ["forms.consent_none"]


def test_a_deleted_consent_opens_nothing(street: Street) -> None:
    own = leader(street)
    save(street.liaison, [DeleteRecord(consent(street, own, "bank_account"))])
    assert refused(lambda: enter(street, own, bank_account=ACCOUNT)) == ["forms.consent_none"]


def test_somebody_elses_consent_opens_nothing(street: Street) -> None:
    consent(street, leader(street, "示例赵二"), "bank_account")
    assert refused(lambda: enter(street, leader(street), bank_account=ACCOUNT)) == ["forms.consent_none"]


def test_consent_and_value_may_be_entered_together(street: Street) -> None:
    own = leader(street)
    made = save(
        street.liaison,
        [
            NewRecord("consent", {"person": own, "items": ["bank_account"], **CONSENT}),
            NewRecord("person_private", {"person": own, "bank_account": ACCOUNT}),
        ],
    )
    assert made.forms == {"consent", "person_private"}


def test_what_is_private_stays_with_community_and_office(street: Street) -> None:
    own = leader(street)
    consent(street, own, "bank_account")
    private = enter(street, own, bank_account=ACCOUNT)
    assert get(street.liaison, private).scope == f"private:{street.community}"
    street.carry(street.liaison, street.office)
    assert get(street.office, private, masked=False).values["bank_account"] == ACCOUNT


def test_a_private_value_is_hidden_and_its_view_noted(street: Street) -> None:
    own = leader(street)
    consent(street, own, "bank_account")
    private = enter(street, own, bank_account=ACCOUNT)
    assert get(street.liaison, private).values["bank_account"] == "（已隐去）"
    assert reveal(street.liaison, private, "bank_account", "转账") == ACCOUNT
    line = audit_lines(street.liaison.store.conn, None, limit=1)[0]
    assert (line.verb, line.what["record"], line.why) == ("viewed_private", private, "转账")


def test_people_of_the_street_have_no_private_form(street: Street) -> None:
    (top,) = [one.id for one in list_records(street.office, "street")]
    values = {"street": top, "name": "示例督导", "kind": "supervisor"}
    own = save(street.office, [NewRecord("person", values)]).ids[0]
    save(street.office, [NewRecord("consent", {"person": own, "items": ["bank_account"], **CONSENT})])
    change = NewRecord("person_private", {"person": own, "bank_account": ACCOUNT})
    assert refused(lambda: save(street.office, [change])) == ["forms.consent_street"]


def receipt(street: Street, payee: str, method: str, **entry: Any) -> list[NewRecord]:
    """A receipt with one entry; the entry's id is the second one's."""
    from tests.ops.world import project

    sheet, row = new_id(street.liaison), new_id(street.liaison)
    people = {"prepared_by": "示例一", "handled_by": "示例二", "approved_by": "示例三"}
    head = {"project": project(street), "period": "2016年5月", "purpose": "志愿者补贴", "standard": "50元/次"}
    line = {"subsidy_receipt": sheet, "no": 1, "payee": payee, "content": "服务", "times": 1, "rate_fen": 5000}
    return [
        NewRecord("subsidy_receipt", {**head, **people, "total_fen": 5000, "method": method}, sheet),
        NewRecord("subsidy_entry", {**line, "signed": True, "sign_date": "2016-05-31", **entry}, row),
    ]


@pytest.mark.parametrize(
    ("method", "entry", "private", "keys"),
    [
        ("transfer", {}, {"account": ACCOUNT}, []),
        ("cash", {}, {"account": ACCOUNT}, ["forms.rule_account_cash"]),
        ("cash", {}, {"id_no": "000000195603030018"}, ["forms.rule_id_needless"]),
        ("cash", {"tax_fen": 100}, {"id_no": "000000195603030018"}, []),
        ("cash", {}, {"id_no": "000000195603030018", "demanded": True}, []),
    ],
)
def test_a_payment_asks_for_what_it_needs_only(
    street: Street, method: str, entry: dict[str, Any], private: dict[str, Any], keys: list[str]
) -> None:
    payee = leader(street, "示例领取人")
    consent(street, payee, "bank_account", "id_no")
    changes = receipt(street, payee, method, **entry)
    changes.append(NewRecord("subsidy_entry_private", {"entry": changes[1].id, **private}))
    if keys:
        assert refused(lambda: save(street.liaison, changes)) == keys
    else:
        assert len(save(street.liaison, changes).ids) == 3


def test_an_account_that_is_no_card_is_warned_of(street: Street) -> None:
    own = leader(street)
    consent(street, own, "bank_account")
    made = save(street.liaison, [NewRecord("person_private", {"person": own, "bank_account": "6200000000000009"})])
    assert [warning.key for warning in made.warnings] == ["forms.rule_account_luhn"]
