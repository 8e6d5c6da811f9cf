"""Personal values are masked, revealed with a reason only, and never overwritten by their mask."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.ops.world import Street
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.erase import erase
from zjdesk.ops.privacy import Shown, open_fields, reveal, unmask
from zjdesk.ops.queries import get, history, list_records
from zjdesk.ops.search import find
from zjdesk.ops.session import Session
from zjdesk.store.audit import read as audit_lines

PHONE, OTHER = "13800001234", "13900005678"


@pytest.fixture
def person(street: Street) -> str:
    values = {"community": street.community, "name": "示例王一", "kind": "resident", "phone": PHONE}
    return save(street.liaison, [NewRecord("person", {**values, "address": "示例路33弄5号1202室"})]).ids[0]


def acting(session: Session, role: str) -> Session:
    """The same store, used by somebody of another role."""
    return replace(session, account=replace(session.account, role=role))


def newest(session: Session) -> tuple[str, dict[str, object], str]:
    line = audit_lines(session.store.conn, None, limit=1)[0]
    return line.verb, dict(line.what), line.why


def test_a_record_is_shown_masked(street: Street, person: str) -> None:
    for shown in (get(street.liaison, person), *list_records(street.liaison, "person")):
        assert shown.values["phone"] == "138****1234"
        assert shown.values["address"] == "示例路33弄5号****"
        assert shown.values["name"] == "示例王一"
        assert isinstance(shown, Shown)
        assert shown.masked == {"phone", "address"}


def test_history_is_masked(street: Street, person: str) -> None:
    save(street.liaison, [EditRecord(person, {"phone": OTHER})])
    assert [line.set.get("phone") for line in history(street.liaison, person)] == ["138****1234", "139****5678"]
    opened = open_fields(street.liaison, [("person", person)], "居民要求核对")["person"]
    assert [line.set.get("phone") for line in history(street.liaison, person, opened=opened)] == [PHONE, OTHER]


def test_a_reveal_shows_one_value_and_is_noted(street: Street, person: str) -> None:
    assert reveal(street.liaison, person, "phone", " 通知领取材料 ") == PHONE
    verb, what, why = newest(street.liaison)
    assert (verb, why) == ("unmasked", "通知领取材料")
    assert what == {"form": "person", "fields": ["phone"], "record": person}
    assert PHONE not in str(what)


@pytest.mark.parametrize("why", ["", "  "])
def test_no_reason_no_reveal(street: Street, person: str, why: str) -> None:
    with pytest.raises(InputError) as refused:
        reveal(street.liaison, person, "phone", why)
    assert refused.value.key == "ops.reveal_why"
    assert "unmasked" not in {line.verb for line in audit_lines(street.liaison.store.conn, None)}


@pytest.mark.parametrize("role", ["AU", "DE", "RV"])
def test_roles_that_never_unmask_are_refused(street: Street, person: str, role: str) -> None:
    session = acting(street.liaison, role)
    for look in (
        lambda: reveal(session, person, "phone", "审计"),
        lambda: unmask(session, [get(session, person)], "审计"),
        lambda: list_records(session, "person", where={"phone": PHONE}),
    ):
        with pytest.raises(NotAllowed) as refused:
            look()
        assert refused.value.key == "ops.may_not_reveal"


def test_a_list_is_unmasked_under_one_line(street: Street, person: str) -> None:
    save(street.liaison, [NewRecord("person", {"community": street.community, "name": "示例赵二", "kind": "resident"})])
    shown = unmask(street.liaison, list_records(street.liaison, "person"), "打印通讯录")
    assert {one.values.get("phone") for one in shown} == {PHONE, None}
    assert newest(street.liaison) == (
        "unmasked",
        {"form": "person", "fields": ["phone", "address"], "records": 2},
        "打印通讯录",
    )


def test_an_edit_from_masked_values_keeps_the_true_ones(street: Street, person: str) -> None:
    shown = get(street.liaison, person)
    save(street.liaison, [EditRecord(person, {"name": "示例王二", "phone": OTHER}, shown)])
    save(street.liaison, [EditRecord(person, {"birth_year": 1950}, get(street.liaison, person))])
    true = get(street.liaison, person, masked=False).values
    assert (true["name"], true["phone"], true["address"]) == ("示例王二", OTHER, "示例路33弄5号1202室")
    assert [set(line.set) for line in history(street.liaison, person)][1:] == [{"name", "phone"}, {"birth_year"}]


def test_an_edit_starts_from_what_its_writer_was_shown(street: Street, person: str) -> None:
    shown = get(street.liaison, person)
    save(street.liaison, [EditRecord(person, {"phone": OTHER})])
    save(street.liaison, [EditRecord(person, {"name": "示例王二"}, shown)])
    assert get(street.liaison, person, masked=False).values["phone"] == OTHER


@pytest.mark.parametrize("value", ["138****1234", "（已隐去）", "(hidden)"])
def test_a_mask_never_replaces_the_true_value(street: Street, person: str, value: str) -> None:
    with pytest.raises(InputError) as refused:
        save(street.liaison, [EditRecord(person, {"phone": value})])
    assert "ops.only_masked" in {problem.key for problem in refused.value.problems}
    assert get(street.liaison, person, masked=False).values["phone"] == PHONE


def test_search_tells_nothing_that_is_hidden(street: Street, person: str) -> None:
    assert [hit.id for hit in find(street.liaison, PHONE)] == [person]
    assert [hit.id for hit in find(street.liaison, "1234")] == [person]
    assert find(street.liaison, "0000") == []
    assert [hit.title for hit in find(street.liaison, PHONE)] == ["示例王一"]
    assert find(acting(street.liaison, "AU"), PHONE) == []


def test_history_tells_of_an_erasure_without_what_it_restates(street: Street, person: str) -> None:
    street.carry(street.liaison, street.office)
    erase(street.office, person, ["address"], "本人要求删除")
    told = str([line.set for line in history(street.office, person)])
    assert PHONE not in told
    assert "1202" not in told
