"""What people do leaves a line in the audit, together with what was done or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOON
from tests.ops.world import Street, leader, office_with_community, project
from tests.passphrase import PASSPHRASE
from zjdesk.errors import BugError, InputError, NotAllowed
from zjdesk.ops import audit, maintain, reporting, settle
from zjdesk.ops.audit import Verb
from zjdesk.ops.certify import revoke
from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, export, merge
from zjdesk.ops.queries import history
from zjdesk.ops.session import Account, Session, open_session
from zjdesk.ops.setup import add_account, change_passphrase, disable_account, invite
from zjdesk.ops.undo import undo
from zjdesk.settings import Environment
from zjdesk.store.audit import read


def told(session: Session, verb: str) -> list[dict[str, Any]]:
    """Return what the lines of one verb tell, newest first."""
    return [dict(line.what) for line in read(session.store.conn, audit.Wanted(verb=verb))]


def verbs(session: Session) -> list[str]:
    """Return the verbs of all lines, oldest first."""
    return [line.verb for line in reversed(read(session.store.conn))]


def test_an_export_and_a_merge_are_noted_on_their_sides(street: Street) -> None:
    leader(street)
    street.carry(street.liaison, street.office)
    sent, taken = told(street.liaison, "exported")[0], told(street.office, "merged")[0]
    assert (sent["recipient"], sent["masked"]) == ("街道办事处", False)
    assert sent["bundle"] == taken["bundle"]
    assert (taken["sender"], taken["file"]) == ("福沈居委", sent["files"][0])


def test_a_bundle_that_is_refused_leaves_no_line(street: Street, tmp_path: Path) -> None:
    before = verbs(street.office)
    broken = tmp_path / "broken.zjb"
    broken.write_bytes(b"no bundle")
    with pytest.raises(InputError):
        merge(street.office, broken)
    assert verbs(street.office) == before


def test_an_export_that_cannot_be_noted_is_none(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    for old in bundles_in(street.stick):
        old.unlink()
    monkeypatch.setattr(audit, "note", fail)
    with pytest.raises(RuntimeError):
        export(street.liaison, street.stick)
    assert bundles_in(street.stick) == []


def test_an_ordinary_save_leaves_no_line(street: Street) -> None:
    before = verbs(street.liaison)
    own = leader(street)
    save(street.liaison, [EditRecord(own, {"name": "示例王二"})])
    save(street.liaison, [DeleteRecord(own)])
    assert verbs(street.liaison) == before


def test_a_step_of_a_life_cycle_is_noted_and_so_is_its_undoing(street: Street) -> None:
    own = project(street)
    assert told(street.liaison, "approved") == []
    form = street.liaison.store.catalogue.form("project")
    assert form.life_cycle is not None
    first = form.life_cycle.initial
    step = next(one for one in form.life_cycle.transitions if one.source == first)
    save(street.liaison, [EditRecord(own, {"state": step.target})], why="齐了")
    (line,) = read(street.liaison.store.conn, audit.Wanted(verb="approved"))
    assert line.what == {"form": "project", "from": first, "to": step.target, "records": [own], "count": 1}
    assert line.why == "齐了"
    undo(street.liaison)
    assert told(street.liaison, "approved")[0]["to"] == first


def test_a_record_that_begins_further_on_is_noted(street: Street) -> None:
    values = {"name": "2016年度", "start": "2016-08-01", "end": "2017-07-31", "cap_fen": 2_000_000}
    values |= {"visit_window_months": 2, "accounts_as_of": "2017-07-31", "state": "mid"}
    (own,) = save(street.office, [NewRecord("cycle", values)]).ids
    assert told(street.office, "approved") == [{"form": "cycle", "from": "", "to": "mid", "records": [own], "count": 1}]


def test_a_step_that_was_not_saved_is_not_noted(street: Street) -> None:
    own = project(street)
    with pytest.raises(NotAllowed):
        save(street.liaison, [EditRecord(own, {"state": "archived"})])
    assert told(street.liaison, "approved") == []


def test_a_decision_names_the_entries(street: Street) -> None:
    own = leader(street)
    street.carry(street.liaison, street.office)
    (entry,) = [line.entry for line in history(street.office, own)]
    settle.decide(street.office, "withdraw", [entry], why="误报")
    (line,) = read(street.office.store.conn, audit.Wanted(verb="decided"))
    assert (line.what["action"], line.what["entries"], line.why) == ("withdraw", [entry], "误报")


def test_a_settled_question_names_the_record(street: Street) -> None:
    own = leader(street)
    street.carry(street.liaison, street.office)
    for session, name in ((street.liaison, "示例王二"), (street.office, "示例王三")):
        save(session, [EditRecord(own, {"name": name})])
    street.carry(street.liaison, street.office)
    (conflict,) = street.office.store.conn.execute("SELECT lower(hex(id)) FROM state_conflict").fetchone()
    settle.set_value(street.office, conflict, "示例王四", why="问过本人")
    assert told(street.office, "decided")[0]["records"] == [own]


def _backup(street: Street, folder: Path) -> None:
    maintain.backup(street.office, folder / "copies")


def _report(street: Street, folder: Path) -> None:
    reporting.keep_report(street.office, folder / "report.pdf", b"%PDF", pages=3)


def _invite(street: Street, folder: Path) -> None:
    invite(street.office, [{"label": "督导1组", "kind": "lead", "communities": ""}], folder / "invited")


def _add(street: Street, _folder: Path) -> None:
    add_account(street.office, "示例审计员", "AU", PASSPHRASE)


def _disable(street: Street, _folder: Path) -> None:
    disable_account(street.office, add_account(street.office, "示例审计员", "AU", PASSPHRASE).id)


def _passphrase(street: Street, _folder: Path) -> None:
    change_passphrase(street.office, "another passphrase")


def _revoke(street: Street, _folder: Path) -> None:
    street.carry(street.liaison, street.office)
    revoke(street.office, street.liaison.store.installation.id, why="丢失")


@pytest.mark.parametrize(
    ("act", "verb", "part"),
    [
        (_backup, "backed_up", {"masked": False}),
        (_report, "report_made", {"file": "report.pdf", "pages": 3}),
        (_invite, "invited", {"label": "督导1组", "kind": "lead"}),
        (_add, "account_added", {"name": "示例审计员", "role": "AU"}),
        (_passphrase, "passphrase_changed", {}),
        (_revoke, "revoked", {"label": "福沈居委"}),
        (_disable, "account_disabled", {"name": "示例审计员"}),
    ],
)
def test_what_is_done_leaves_a_line(
    street: Street, tmp_path: Path, act: Callable[[Street, Path], None], verb: str, part: dict[str, Any]
) -> None:
    act(street, tmp_path)
    assert part.items() <= told(street.office, verb)[0].items()
    assert audit.faults(street.office) == []


def test_opening_is_noted_and_so_is_who_was_not_let_in(tmp_path: Path, env: Environment) -> None:
    office_with_community(tmp_path, env)[0].close()
    with pytest.raises(NotAllowed):
        open_session(tmp_path / "office", env=env, account="别人")
    with open_session(tmp_path / "office", env=env) as session:
        assert verbs(session) == ["account_added", "refused_sign_in", "opened"]
        assert told(session, "refused_sign_in") == [{"name": "别人"}]


def test_wrong_passphrases_are_noted_when_somebody_gets_in(tmp_path: Path, env: Environment) -> None:
    office_with_community(tmp_path, env)[0].close()
    for minute in (1, 2):
        with pytest.raises(NotAllowed):
            open_session(tmp_path / "office", env=replace(env.at(NOON + minute), passphrase="wrong"))
    for _ in range(2):
        with open_session(tmp_path / "office", env=env) as session:
            assert told(session, "refused_sign_in") == [{"attempts": 2, "first": NOON + 1, "last": NOON + 2}]


def test_a_store_that_came_from_a_backup_says_so_once(tmp_path: Path, env: Environment) -> None:
    office, _, _ = office_with_community(tmp_path, env)
    made = maintain.backup(office, tmp_path / "copies")
    office.close()
    maintain.restore(made, tmp_path / "again")
    for _ in range(2):
        open_session(tmp_path / "again", env=env).close()
    with open_session(tmp_path / "again", env=env) as session:
        assert verbs(session) == ["account_added", "restored", "opened", "opened", "opened"]
    with open_session(tmp_path / "office", env=env) as session:
        assert told(session, "restored") == []


def test_administrators_and_auditors_read_the_audit_others_are_told_why_not(street: Street) -> None:
    assert audit.lines(street.office, limit=1)[0].n == len(verbs(street.office))
    assert audit.people(street.office) == ["街道自治办"]
    auditor = Session(street.office.store, Account("a" * 32, "示例审计员", "AU"))
    assert audit.lines(auditor)
    for look in (audit.lines, audit.people):
        with pytest.raises(NotAllowed) as refused:
            look(street.liaison)
        assert refused.value.key == "ops.audit_not_for_you"


def test_others_note_by_a_word_and_a_reason(street: Street) -> None:
    audit.note(street.liaison, "unmasked", {"records": ["a" * 32], "fields": ["phone"]}, "核对领款人")
    line = read(street.liaison.store.conn)[0]
    assert (line.verb, line.name, line.role, line.why) == ("unmasked", "示例联络员", "LI", "核对领款人")
    with pytest.raises(BugError):
        audit.note(street.liaison, "danced")


def test_a_changed_line_spoils_the_store_for_the_doctor(street: Street) -> None:
    assert maintain.doctor(street.office).sound
    street.office.store.conn.execute("UPDATE local_audit SET account_name = '别人' WHERE n = 1")
    found = maintain.doctor(street.office)
    assert not found.sound
    assert found.audit == (audit.Fault(1, "changed"),)


def test_a_verb_is_one_word() -> None:
    assert {str(verb) for verb in Verb} == {verb.name.lower() for verb in Verb}


def test_new_records_of_forms_without_steps_leave_no_line(street: Street) -> None:
    before = verbs(street.office)
    save(street.office, [NewRecord("community", {"code": "C02", "name": "崂二", "committee_name": "崂二居委会"})])
    assert verbs(street.office) == before
