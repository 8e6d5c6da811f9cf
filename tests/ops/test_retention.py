"""What is due to be erased, and what the law still has kept."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.ops.test_consents import ACCOUNT, consent, enter
from tests.ops.world import Street, leader, project
from zjdesk.forms.retention import load_retention
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.declarations import catalogue
from zjdesk.ops.edit import save
from zjdesk.ops.erase import erase
from zjdesk.ops.retention import Line, Period, due, kept_by_law, retention
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir


def on(session: Session, day: str) -> Session:
    """The same store on another day."""
    later = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp() * 1000)
    session.store.env = session.store.env.at(later)
    return session


def line(session: Session, form: str) -> Line:
    (found,) = [one for one in retention(session) if one.form == form]
    return found


def test_every_form_with_personal_data_has_a_period() -> None:
    known, kept = catalogue(), load_retention(forms_dir())
    personal = {
        name
        for name in known.names()
        if any(field.sensitivity != "P0" for field in known.form(name).fields) and name != "community"
    }
    assert personal <= set(kept)


def test_a_project_is_kept_by_law_from_the_end_of_its_cycle(street: Street) -> None:
    own = project(street)
    found = line(street.liaison, "project")
    assert (found.until, found.state, found.records) == ("2046-07-31", "kept", (own,))
    assert kept_by_law(street.liaison, "project", own) == Period(found.keeping, "2046-07-31", "kept")
    assert due(street.liaison) == []


def test_people_may_be_erased_before_their_time(street: Street) -> None:
    own = leader(street)
    assert line(street.liaison, "person").state == "running"
    assert kept_by_law(street.liaison, "person", own) is None


def test_sensitive_data_fall_due_first(street: Street) -> None:
    own = leader(street)
    consent(street, own, "bank_account")
    private = enter(street, own, bank_account=ACCOUNT)
    assert line(street.liaison, "person_private").state == "running"
    assert [one.records for one in due(on(street.liaison, "2017-08-01"))] == [(private,)]


def test_a_withdrawn_consent_makes_them_due_at_once(street: Street) -> None:
    own = leader(street)
    given = consent(street, own, "bank_account")
    private = enter(street, own, bank_account=ACCOUNT)
    save(street.liaison, [EditRecord(given, {"withdrawn_on": "2016-07-31"})])
    (found,) = due(street.liaison)
    assert (found.form, found.state, found.records) == ("person_private", "withdrawn", (private,))


def test_what_was_erased_is_due_no_more(street: Street) -> None:
    own = leader(street)
    consent(street, own, "bank_account")
    enter(street, own, bank_account=ACCOUNT)
    street.carry(street.liaison, street.office)
    (found,) = due(on(street.office, "2017-08-01"))
    erase(street.office, found.records[0], ["bank_account"], "保存期限已满")
    assert due(street.office) == []
