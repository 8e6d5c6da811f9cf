"""What comes in from laptops that lie: forged papers, others' scopes and roles, stolen keys; and what is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.cli.terminal import Pair, Said, Terminal
from tests.security.carriage import resigned
from tests.source import ROOT
from zjdesk.i18n import LANGUAGES, Lang, text
from zjdesk.ops.session import Session, open_session
from zjdesk.store import keys
from zjdesk.store.entry import CERTIFICATE, DECISION, ERASURE, PARENT
from zjdesk.store.ids import uuid7
from zjdesk.store.store import Save, Store
from zjdesk.store.trust import signed
from zjdesk.store.vault import KeyFile
from zjdesk.sync.vector import acknowledged
from zjdesk.sync.write import export


@contextmanager
def at(terminal: Terminal) -> Iterator[Session]:
    """Work at a laptop with a changed program, past everything that the verbs check."""
    with open_session(terminal.store) as session:
        yield session


def write(terminal: Terminal, scope: str, save: Save) -> None:
    """Append an entry of one's own making."""
    with at(terminal) as session:
        session.store.append(session.account.id, [(scope, [save])])


def person(name: str, parent: str) -> Save:
    """Return the creation of a resident."""
    return Save(uuid7(0), "person", 1, {PARENT: parent, "name": name, "kind": "resident"})


def handed_in(pair: Pair, reason: str) -> Said:
    """Hand in what the liaison has; all that does not count is told with this reason, in both languages."""
    file = pair.export()
    for lang in LANGUAGES:
        said = pair.office("bundle", "preview", file, lang=lang)
        assert said.code == 6
        assert text(lang, f"store.reason_{reason}") in said.err
    merged = pair.office("bundle", "merge", "--json", file)
    assert merged.code == 6
    assert {item["reason"] for item in apart(merged.json)} == {reason}
    for lang in LANGUAGES:
        assert text(lang, f"store.reason_{reason}") in pair.office("entry", "list", lang=lang).out
    return merged


def apart(slip: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what of a merge does not count."""
    return [*slip["withheld"], *slip["incomplete"], *slip["awaited"]]


def names(terminal: Terminal) -> set[str]:
    """Return the names of the residents that count."""
    return {row["name"] for row in terminal.list("person")}


def test_a_certificate_that_a_laptop_signed_itself_is_not_used(pair: Pair) -> None:
    pair.person("示例王一")
    with at(pair.liaison) as session:
        own = session.store.installation
        said = {"installation": own.id, "name": own.name, "key": own.public, "recipient": own.recipient}
        forged = signed(own.private, CERTIFICATE, {**said, "kind": "office", "communities": [], "accounts": []})
    write(pair.liaison, "street", Save(uuid7(0), CERTIFICATE, 1, {PARENT: None, **forged}))
    handed_in(pair, "signature")
    assert names(pair.office) == {"示例王一"}
    (laptop,) = [row for row in pair.office("device", "list", "--json").json if row["id"] == own.id]
    assert laptop["kind"] == "liaison"


def test_br_49_a_liaison_cannot_write_in_another_community(pair: Pair) -> None:
    (other,) = pair.office.add("community", {"code": "C02", "name": "三航", "committee_name": "三航居委会"})
    pair.person("示例王一")
    write(pair.liaison, f"community:{other}", person("示例外人", other))
    handed_in(pair, "scope")
    assert names(pair.office) == {"示例王一"}


def test_a_liaison_cannot_approve_its_own_project(pair: Pair) -> None:
    cycle = pair.office.list("cycle")[0]["id"]
    leader = pair.person("示例王一")
    project = {"no": "ZJ2015-C01-01", "name": "示例合唱队", "theme": "learning", "start": "2015-08-01"}
    project |= {"end": "2016-07-31", "target_group": "本居民区居民", "community": pair.community}
    (own,) = pair.liaison.add("project", {**project, "cycle": cycle, "leader": leader})
    made = pair.liaison("record", "history", own, "--json").json[0]["id"]
    step = Save(own, "project", 1, {"state": "approved"}, {"state": [made]}, {"state": [made]})
    write(pair.liaison, f"community:{pair.community}", step)
    handed_in(pair, "role")
    assert [row["state"] for row in pair.office.list("project")] == ["collecting"]


@pytest.mark.parametrize("form", [DECISION, ERASURE])
def test_a_liaison_neither_decides_nor_erases(pair: Pair, form: str) -> None:
    own = pair.person("示例王一", phone="13800000001")
    (line,) = pair.liaison("record", "history", own, "--json").json
    named = {"feed": line["feed"], "first": line["seq"], "last": line["seq"], "tip": line["id"]}
    said = {
        DECISION: Save(uuid7(0), DECISION, 1, {PARENT: None, "action": "withdraw", "ranges": [named]}),
        ERASURE: Save(
            own,
            ERASURE,
            1,
            {"_entries": {line["id"]: {}}, "_files": [], "_fields": ["phone"], "phone": None},
            {"phone": [line["id"]]},
        ),
    }
    write(pair.liaison, f"community:{pair.community}", said[form])
    handed_in(pair, "role")
    assert [row["phone"] for row in pair.office.list("person")] == ["138****0001"]  # masked, not gone


def test_a_body_left_out_is_asked_for_again(pair: Pair) -> None:
    own = pair.person("示例王一")
    with at(pair.liaison) as session:
        conn = session.store.conn
        row = (bytes.fromhex(own),)
        ((body,),) = conn.execute("SELECT body FROM log_entry WHERE record = ?", row).fetchall()
        conn.execute("UPDATE log_entry SET body = NULL WHERE record = ?", row)
    handed_in(pair, "body")
    assert names(pair.office) == set()
    with at(pair.liaison) as session:
        session.store.conn.execute("UPDATE log_entry SET body = ? WHERE record = ?", (body, *row))
    pair.carry(pair.office, pair.liaison)
    assert pair.carry(pair.liaison, pair.office).code == 0
    assert names(pair.office) == {"示例王一"}


def revoke(pair: Pair) -> None:
    """Let the office revoke the liaison's laptop."""
    (laptop,) = [row for row in pair.office("device", "list", "--json").json if row["kind"] == "liaison"]
    assert pair.office("device", "revoke", laptop["id"], "--why", "电脑遗失").code == 0


def test_of_a_revoked_laptop_stays_what_was_accepted_and_nothing_more_counts(pair: Pair) -> None:
    pair.person("示例王一")
    pair.carry(pair.liaison, pair.office)
    revoke(pair)
    pair.person("示例晚来")
    handed_in(pair, "revoked")
    assert names(pair.office) == {"示例王一"}


def test_a_revoked_laptop_cannot_write_its_past_anew(pair: Pair, tmp_path: Path) -> None:
    pair.person("示例王一")
    early = pair.liaison("backup", tmp_path / "early").lines[0]
    pair.person("示例王二")
    pair.carry(pair.liaison, pair.office)
    revoke(pair)
    for name in ("zjdesk.db", "keys.json"):
        (pair.liaison.store / name).write_bytes((Path(early) / name).read_bytes())
    with at(pair.liaison) as session:  # a changed program goes on as if it had never been restored
        session.store.set("incarnation", orjson.loads(session.store.get("past_incarnations"))[-1])
        forged = [(f"community:{pair.community}", [person("示例改史", pair.community)])]
        session.store.append(session.account.id, forged)
    handed_in(pair, "revoked")
    assert names(pair.office) == {"示例王一", "示例王二"}


def test_an_impostor_carries_but_speaks_for_nobody(pair: Pair, tmp_path: Path) -> None:
    pair.carry(pair.liaison, pair.office)
    with at(pair.liaison) as session:
        own, street = session.store.installation, session.store.street
        impostor = Store.create(
            tmp_path / "impostor",
            session.store.catalogue,
            session.store.env,
            key=bytes(32),
            key_file=KeyFile(),
            name=own.name,
            kind="liaison",
            communities=own.communities,
            installation=own.id,
            street=street,
        )
    impostor.set("acknowledgement", "1000000")
    with at(pair.office) as session:
        before = acknowledged(session.store, own.id)
        office = session.store.installation.id
    sent = export(impostor, pair.stick, receiver=office, recipients=[street.recipient])
    impostor.close()
    for lang in LANGUAGES:
        said = pair.office("bundle", "merge", sent.files[0], lang=lang)
        assert text(lang, "cli.unknown_carrier", name=own.name) in said.err
    with at(pair.office) as session:
        assert acknowledged(session.store, own.id) == before


def test_another_may_carry_what_a_laptop_sealed(pair: Pair) -> None:
    """Whoever signs the carriage anew changes nothing: the entries' own seals say who wrote them."""
    pair.person("示例王一")
    file = Path(pair.export())
    stranger = keys.new_private_key()
    with at(pair.office) as session:
        resigned(session.store, file, stranger)
    said = pair.office("bundle", "merge", "--json", file)
    assert said.code == 0
    assert said.json["sender"]["certified"] is False
    assert names(pair.office) == {"示例王一"}


def every_reason() -> set[str]:
    """Return the reasons for which the core lets an entry not count, as its source names them."""
    judge = (ROOT / "zjdesk/store/counting.py").read_text("utf-8")
    trust = (ROOT / "zjdesk/store/trust.py").read_text("utf-8")
    decided = trust[trust.index("def refusal") : trust.index("def roles_of")]
    found = set(re.findall(r'Verdict\(Status\.\w+, "(\w+)"', judge)) | set(re.findall(r'reason = "(\w+)"', judge))
    return found | set(re.findall(r'(?:return|else) "(\w+)"', decided))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_reason_has_a_sentence(lang: Lang) -> None:
    assert {"key", "revoked", "scope", "role", "signature", "body"} <= every_reason()
    assert all(text(lang, f"store.reason_{reason}").endswith(("。", ".")) for reason in every_reason())
