"""Trust between office and laptops: invitations, certificates, roles, revocation, recovery, the street's keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.ops.world import Street, leader, make_street, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops import certify, recover, rotate, street_key
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.exchange import export, merge
from zjdesk.ops.forget import assign, forget, forget_handed_over
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import add_account, change_passphrase, installations, invite, join
from zjdesk.settings import Environment
from zjdesk.store import vault
from zjdesk.store.entry import CERTIFICATE, PARENT, ROTATION
from zjdesk.store.keys import new_private_key
from zjdesk.store.store import Save
from zjdesk.store.street import keep_secrets, new_secrets, secrets_of
from zjdesk.store.trust import signed
from zjdesk.sync.invite import new_code, plain_code


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def reasons(street: Street) -> set[str]:
    """Return why entries do not count at the office."""
    return {row[0] for row in street.office.store.conn.execute("SELECT reason FROM log_reason")}


def test_the_first_bundle_of_an_invited_laptop_counts_at_once(street: Street) -> None:
    own = project(street)
    (sent,) = export(street.liaison, street.stick)
    outcome = merge(street.office, sent.files[0])
    assert not outcome.withheld
    assert get(street.office, own).values["no"] == "ZJ2015-C01-01"
    assert {item["kind"]: item["recipients"] for item in installations(street.office)}["liaison"] == [
        street.liaison.store.installation.recipient
    ]


def test_a_code_with_a_wrong_letter_is_told_from_a_wrong_code() -> None:
    code = new_code()
    wrong = ("A" if code[0] != "A" else "B") + code[1:]
    assert plain_code(code.lower().replace("-", " ")) == code.replace("-", "")
    with pytest.raises(InputError) as caught:
        plain_code(wrong)
    assert caught.value.key == "sync.mistyped_code"


def test_two_laptops_on_one_invitation_wait_for_a_person(tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    (invited,) = invite(street.office, [{"label": "第二台", "kind": "liaison", "communities": "C01"}], tmp_path / "i")
    twins = [join(tmp_path / name, invited.file, invited.code, "示例甲", env=env) for name in ("one", "two")]
    for number, twin in enumerate(twins):
        person = {"community": street.community, "name": f"示例{number}", "kind": "resident"}
        save(twin, [NewRecord("person", person)]) if list_records(twin, "community") else None
        (sent,) = export(twin, street.stick)
        merge(street.office, sent.files[0])
    (first, second) = (twin.store.installation.public for twin in twins)
    (item,) = certify.disputed(street.office)
    assert {claim["key"] for claim in item["claims"]} == {first, second}
    assert second not in {one["key"] for one in certify.certificates(street.office.store)}
    certify.accept_claim(street.office, invited.installation, second)
    assert second in {one["key"] for one in certify.certificates(street.office.store)}
    for session in (*twins, street.office, street.liaison):
        session.close()


def test_a_laptop_nobody_invited_is_withheld(street: Street) -> None:
    own = project(street)
    street.office.store.conn.execute("UPDATE local_invitation SET claim_key = ?", ("00" * 32,))
    (sent,) = export(street.liaison, street.stick)
    outcome = merge(street.office, sent.files[0])
    assert {item["reason"] for item in outcome.withheld} == {"key"}
    with pytest.raises(InputError):
        get(street.office, own)


def test_what_a_revoked_laptop_wrote_before_stays_and_what_comes_after_is_listed(street: Street) -> None:
    kept = project(street)
    street.carry(street.liaison, street.office)
    certify.revoke(street.office, street.liaison.store.installation.id, "电脑遗失")
    late = project(street, "ZJ2015-C01-02")
    (sent,) = export(street.liaison, street.stick)
    outcome = merge(street.office, sent.files[0])
    assert {item["reason"] for item in outcome.withheld} == {"revoked"}
    assert get(street.office, kept).values["no"] == "ZJ2015-C01-01"
    with pytest.raises(InputError):
        get(street.office, late)


def test_an_approval_by_a_liaison_is_withheld_though_its_program_was_changed(street: Street) -> None:
    own = project(street)
    store = street.liaison.store
    base = get(street.liaison, own)
    state = list(base.heads["state"])
    store.append(
        street.liaison.account.id,
        [(base.scope, [Save(own, "project", 1, {"state": "approved"}, {"state": state}, {"state": state})])],
    )
    (sent,) = export(street.liaison, street.stick)
    assert {item["reason"] for item in merge(street.office, sent.files[0]).withheld} == {"role"}
    assert get(street.office, own).values["state"] == "collecting"


def test_a_role_writes_only_its_own_forms(street: Street) -> None:
    with pytest.raises(NotAllowed) as caught:
        save(street.liaison, [NewRecord("community", {"code": "C02", "name": "三航", "committee_name": "三航居委会"})])
    assert caught.value.key == "ops.not_your_role"


def test_an_account_narrows_what_the_laptop_may(street: Street, env: Environment) -> None:
    add_account(street.liaison, "示例录入员", "DE", "另一个口令 123")
    path = street.liaison.store.path
    street.liaison.close()
    street.liaison = open_session(path, env=replace(env, passphrase="另一个口令 123"))
    assert street.liaison.account.name == "示例录入员"
    with pytest.raises(NotAllowed):
        leader(street)


def test_a_passphrase_can_be_changed(street: Street, env: Environment) -> None:
    change_passphrase(street.liaison, "新的口令 abc")
    path = street.liaison.store.path
    street.liaison.close()
    with pytest.raises(NotAllowed) as caught:
        open_session(path, env=env)
    assert caught.value.key == "store.wrong_passphrase"
    street.liaison = open_session(path, env=replace(env, passphrase="新的口令 abc"))


def test_a_forgotten_passphrase_costs_a_visit_to_the_office(street: Street, env: Environment, tmp_path: Path) -> None:
    own = project(street)
    path = street.liaison.store.path
    street.liaison.close()
    request = recover.request_recovery(path, tmp_path / "usb")
    answer = recover.answer_recovery(street.office, request, tmp_path / "usb")
    with pytest.raises(InputError):
        recover.recover(path, answer.file, new_code(), "x")
    recover.recover(path, answer.file, answer.code, "重新设的口令")
    street.liaison = open_session(path, env=replace(env, passphrase="重新设的口令"))
    assert get(street.liaison, own).values["no"] == "ZJ2015-C01-01"


def test_a_correction_by_the_office_reaches_the_laptop(street: Street) -> None:
    own = project(street)
    street.carry(street.liaison, street.office)
    save(street.office, [EditRecord(own, {"name": "改过的名称"})])
    street.carry(street.office, street.liaison)
    assert get(street.liaison, own).values["name"] == "改过的名称"


def test_a_community_that_was_handed_over_leaves_the_laptop(tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    own = project(street)
    store = street.liaison.store
    with pytest.raises(NotAllowed) as caught:
        forget(street.liaison, "C01")
    assert caught.value.key == "ops.not_handed_in"
    street.carry(street.liaison, street.office)
    street.carry(street.office, street.liaison)
    save(street.office, [NewRecord("community", {"code": "C02", "name": "三航", "committee_name": "三航居委会"})])
    assign(street.office, store.installation.id, ["C02"])
    street.carry(street.office, street.liaison)
    street.carry(street.liaison, street.office)
    street.carry(street.office, street.liaison)
    assert forget_handed_over(street.liaison) == []
    with pytest.raises(InputError):
        get(street.liaison, own)
    assert not store.conn.execute("SELECT 1 FROM log_entry WHERE record = ?", (bytes.fromhex(own),)).fetchone()
    assert get(street.office, own).values["no"] == "ZJ2015-C01-01"
    street.carry(street.office, street.liaison)
    assert not store.conn.execute("SELECT 1 FROM log_entry WHERE record = ?", (bytes.fromhex(own),)).fetchone()
    street.office.close()
    street.liaison.close()


def test_a_certificate_that_the_street_did_not_sign_certifies_nobody(street: Street) -> None:
    own = project(street)
    street.office.store.conn.execute("UPDATE local_invitation SET claim_key = ?", ("00" * 32,))
    laptop = street.liaison.store.installation
    said = {"installation": laptop.id, "key": laptop.public, "recipient": laptop.recipient, "name": laptop.name}
    forged = signed(new_private_key(), CERTIFICATE, {**said, "kind": "office", "communities": [], "accounts": []})
    save_as = Save(new_id(street.liaison), CERTIFICATE, 1, {PARENT: None, **forged})
    street.liaison.store.append(street.liaison.account.id, [("street", [save_as])])
    (sent,) = export(street.liaison, street.stick)
    assert {item["reason"] for item in merge(street.office, sent.files[0]).withheld} == {"key", "signature"}
    with pytest.raises(InputError):
        get(street.office, own)


def test_a_person_whose_account_the_office_ends_writes_no_more(street: Street, env: Environment) -> None:
    gone = add_account(street.liaison, "示例录入员", "LI", "另一个口令 123")
    kept = project(street)
    path = street.liaison.store.path
    street.liaison.close()
    street.liaison = open_session(path, env=replace(env, passphrase="另一个口令 123"))
    early = leader(street, "示例早")
    street.carry(street.liaison, street.office)
    certify.revoke_account(street.office, gone.id, "离职")
    late = leader(street, "示例晚")
    street.liaison.close()
    street.liaison = open_session(path, env=env)
    other = leader(street, "示例同事")
    (sent,) = export(street.liaison, street.stick)
    outcome = merge(street.office, sent.files[0])
    assert {item["reason"] for item in outcome.withheld} == {"revoked"}
    for own in (kept, early, other):
        assert get(street.office, own).id == own
    with pytest.raises(InputError):
        get(street.office, late)


def test_new_keys_of_the_street_reach_every_laptop_and_the_old_ones_say_nothing_more(street: Street) -> None:
    kept = project(street)
    street.carry(street.liaison, street.office)
    stolen = secrets_of(street.office.store)[0]
    rotate.rotate(street.office, "办公室电脑被盗")
    later = project(street, "ZJ2015-C01-02")
    street.carry(street.liaison, street.office)
    assert not reasons(street) - {"replaced"}
    street.carry(street.office, street.liaison)
    assert street.liaison.store.street == street.office.store.street != stolen.public()
    held = vault.read(street.liaison.store.path)
    assert [one.recipient for one in held.recovery] == [street.office.store.street.recovery]
    last = project(street, "ZJ2015-C01-03")
    street.carry(street.liaison, street.office)
    for own in (kept, later, last):
        assert get(street.office, own).id == own
    laptop = street.liaison.store.installation
    said = {"installation": laptop.id, "key": new_private_key(), "recipient": laptop.recipient, "name": laptop.name}
    forged = signed(stolen.signing, CERTIFICATE, {**said, "kind": "office", "communities": [], "accounts": []})
    save_as = Save(new_id(street.liaison), CERTIFICATE, 1, {PARENT: None, **forged})
    street.liaison.store.append(street.liaison.account.id, [("street", [save_as])])
    street.carry(street.liaison, street.office)
    assert said["key"] not in {item["key"] for item in certify.certificates(street.office.store)}


def test_whoever_has_the_old_keys_turns_nobody_who_has_followed(street: Street) -> None:
    stolen = secrets_of(street.office.store)[0]
    rotate.rotate(street.office, "办公室电脑被盗")
    street.carry(street.office, street.liaison)
    theirs = new_secrets().public()
    said = {"previous": stolen.public().verifying, **vars(theirs), "sealed": {}}
    save_as = Save(new_id(street.liaison), ROTATION, 1, {PARENT: None, **signed(stolen.signing, ROTATION, said)})
    street.liaison.store.append(street.liaison.account.id, [("street", [save_as])])
    (sent,) = export(street.liaison, street.stick)
    outcome = merge(street.office, sent.files[0])
    assert {item["reason"] for item in outcome.withheld} == {"signature"}
    assert street.office.store.street.verifying != theirs.verifying
    street.carry(street.office, street.liaison)
    assert street.liaison.store.street == street.office.store.street


def test_a_second_computer_of_the_office_gets_the_new_keys(street: Street, env: Environment, tmp_path: Path) -> None:
    (invited,) = invite(street.office, [{"label": "二号机", "kind": "office", "communities": ""}], tmp_path / "i")
    second = join(tmp_path / "second", invited.file, invited.code, "示例科员", env=env)
    for sender, receiver in ((street.liaison, street.office), (street.office, second), (second, street.office)):
        street.carry(sender, receiver)
    rotate.rotate(street.office, "例行更换")
    street.carry(street.office, second)
    assert secrets_of(second.store)[0] == secrets_of(street.office.store)[0]
    street.carry(street.office, street.liaison)
    own = project(street, "ZJ2015-C01-09")
    (sent,) = export(street.liaison, street.stick)
    merge(second, sent.files[0])
    assert get(second, own).values["no"] == "ZJ2015-C01-09"
    second.close()


def test_a_copy_of_the_keys_from_before_still_opens_old_bundles_only(street: Street, tmp_path: Path) -> None:
    project(street)
    (sent,) = export(street.liaison, street.stick)
    code = street_key.copy_to_sticks(street.office, [tmp_path])
    rotate.rotate(street.office, "例行更换")
    newest = secrets_of(street.office.store)[0]
    keep_secrets(street.office.store, [newest])
    with pytest.raises(NotAllowed):
        merge(street.office, sent.files[0])
    street_key.from_stick(street.office, tmp_path / street_key.FILE, code)
    assert secrets_of(street.office.store)[0] == newest
    assert merge(street.office, sent.files[0]).new
