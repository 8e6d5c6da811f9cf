"""What a consent covers (PIPL 13, 15, 29, 31)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from zjdesk.forms.consent import needs_consent, stands, uncovered
from zjdesk.ops.declarations import catalogue

TODAY = date(2016, 7, 31)
WRITTEN = {"form": "written", "items": ["id_no", "bank_account"], "date": "2016-03-01"}
GUARDIAN = {"form": "guardian_written", "items": ["under_14"], "date": "2016-03-01"}
ACCOUNT = {"bank_account": "0000000000000000"}
CHILD = {"is_under_14": True, "guardian": "ab" * 16}


def lacking(values: dict[str, Any], *consents: dict[str, Any]) -> list[tuple[str, str]]:
    found = uncovered(catalogue().form("person_private"), values, consents, TODAY)
    return [(one.field, one.key) for one in found]


def test_a_written_consent_opens_what_it_names() -> None:
    assert lacking(ACCOUNT, WRITTEN) == []
    assert lacking(ACCOUNT, {**WRITTEN, "items": ["id_no"]}) == [("bank_account", "forms.consent_lacks")]


@pytest.mark.parametrize(
    "consent",
    [
        {**WRITTEN, "form": "notice_board"},
        {**WRITTEN, "withdrawn_on": "2016-07-31"},
        {**WRITTEN, "date": "2016-08-01"},
        {**WRITTEN, "date": None},
    ],
)
def test_without_a_standing_written_one_the_form_is_closed(consent: dict[str, Any]) -> None:
    assert lacking(ACCOUNT) == lacking(ACCOUNT, consent) == [("", "forms.consent_none")]


def test_for_a_child_only_the_guardian_agrees() -> None:
    assert lacking(CHILD, {**WRITTEN, "items": ["under_14"]}) == [("", "forms.consent_guardian")]
    assert lacking(CHILD, GUARDIAN) == []
    assert lacking({**CHILD, **ACCOUNT}, GUARDIAN, WRITTEN) == [("bank_account", "forms.consent_lacks")]


def test_a_later_withdrawal_does_not_count_yet() -> None:
    assert stands({**WRITTEN, "withdrawn_on": "2016-08-01"}, TODAY)


def test_every_sensitive_field_stands_in_a_private_form_and_names_its_consent() -> None:
    known = catalogue()
    items = {choice.code for choice in known.form("consent").field("items").choices}
    for form in map(known.form, known.names()):
        sensitive = [field for field in form.fields if field.sensitivity == "P3"]
        assert not sensitive or needs_consent(form), form.name
        assert all(field.consent in items for field in sensitive), form.name
