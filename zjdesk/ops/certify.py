"""The office's trust: certificates for the laptops it invited, and their end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.session import Session
from zjdesk.store.entry import CERTIFICATE, INSTALLATION, PARENT, REVOCATION
from zjdesk.store.held import values_of
from zjdesk.store.ids import uuid7
from zjdesk.store.sound import sound
from zjdesk.store.store import Save, Store
from zjdesk.store.street import secrets_of
from zjdesk.store.trust import signed
from zjdesk.sync.invite import claim


@dataclass(frozen=True)
class Claim:
    """What a laptop says of itself with the proof that it had an invitation's code."""

    installation: str
    key: str
    recipient: str
    accounts: tuple[Mapping[str, str], ...]


def certify_due(store: Store, author: str) -> None:
    """Issue a certificate for every invited laptop with one claim that has none, or whose people changed.

    A second claim for one invitation is certified by nobody but a person: :func:`accept_claim`.
    """
    if not secrets_of(store):
        return
    for invitation in invitations(store):
        found = claims(store, invitation)
        if len({one.key for one in found}) == 1:
            _issue_once(store, author, invitation, found[-1])


def certify_own(store: Store, author: str) -> None:
    """Certify this installation of the office itself."""
    own = store.installation
    rows = store.conn.execute("SELECT id, role FROM local_account ORDER BY id").fetchall()
    people = tuple({"id": one, "role": role} for one, role in rows)
    invitation = {"installation": own.id, "label": own.name, "kind": own.kind, "communities": []}
    issue(store, author, invitation, Claim(own.id, own.public, own.recipient, people))


def invitations(store: Store) -> list[dict[str, Any]]:
    """Return the invitations that this store made."""
    rows = store.conn.execute(
        "SELECT installation, label, kind, communities, claim_key FROM local_invitation ORDER BY made, installation"
    )
    return [
        {"installation": one, "label": label, "kind": kind, "communities": orjson.loads(communities), "claim_key": key}
        for one, label, kind, communities, key in rows
    ]


def claims(store: Store, invitation: Mapping[str, Any]) -> list[Claim]:
    """Return the genuine claims for an invitation among all that is held, counting or not, oldest first."""
    rows = store.conn.execute(
        "SELECT e.body, f.key FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        " WHERE e.record = ? AND e.body IS NOT NULL ORDER BY e.n",
        (bytes.fromhex(invitation["installation"]),),
    )
    found = []
    for body, key in rows.fetchall():
        values = values_of(body) or {}
        said = {"installation": invitation["installation"], "key": key.hex(), "recipient": values.get("recipient", "")}
        if sound(INSTALLATION, values) and values.get("claim") == claim(invitation["claim_key"], said):
            people = tuple({"id": one["id"], "role": one["role"]} for one in values.get("accounts", ()))
            found.append(Claim(invitation["installation"], key.hex(), said["recipient"], people))
    return found


def disputed(session: Session) -> list[dict[str, Any]]:
    """Return the invitations that more than one laptop claims, with the claims."""
    found = []
    for invitation in invitations(session.store):
        said = {one.key: one for one in claims(session.store, invitation)}
        if len(said) > 1:
            found.append({**invitation, "claims": [vars(one) for one in said.values()]})
    return found


def accept_claim(session: Session, installation: str, key: str) -> None:
    """Decide which of several laptops is the invited one, and certify it; the others stay out."""
    store = _office(session)
    for invitation in invitations(store):
        for one in claims(store, invitation) if invitation["installation"] == installation else ():
            if one.key == key:
                with store.transaction():
                    _issue_once(store, session.account.id, invitation, one)
                    note(
                        session,
                        Verb.DECIDED,
                        {"kind": "claim", "label": invitation["label"], "installation": installation},
                    )
                return
    raise InputError("ops.no_such_claim", id=installation)


def revoke(session: Session, installation: str, why: str) -> None:
    """Let nothing count that a laptop wrote after what is held of it now (architecture §2, step 1)."""
    store = _office(session)
    known = [item for item in certificates(store) if item["installation"] == installation]
    if not known:
        raise InputError("ops.no_such_installation", id=installation)
    if installation == store.installation.id:
        raise NotAllowed("ops.not_yourself")
    keys = sorted({str(item["key"]) for item in known})
    said = [{"who": key, "installation": installation, "last": _last(store, key)} for key in keys]
    with store.transaction():
        _say(session, said, why)
        note(session, Verb.REVOKED, {"installation": installation, "label": known[-1]["name"]}, why)


def revoke_account(session: Session, account: str, why: str) -> None:
    """Let nothing count that one person wrote on any laptop after what is held now; the laptops stay trusted."""
    store = _office(session)
    if not is_certified(store, account):
        raise InputError("ops.no_such_person", id=account)
    with store.transaction():
        _say(session, [{"who": account, "last": _last_by(store, account)}], why)
        note(session, Verb.REVOKED, {"account": account}, why)


def is_certified(store: Store, account: str) -> bool:
    """Tell whether an account works on another of the street's laptops, by its id."""
    people = {person["id"] for item in certificates(store) for person in item["accounts"]}
    own = store.conn.execute("SELECT 1 FROM local_account WHERE id = ?", (account,)).fetchone()
    return account in people and own is None


def _say(session: Session, said: Sequence[Mapping[str, Any]], why: str) -> None:
    """Write revocations with the street's signature."""
    store = session.store
    signing = secrets_of(store)[0].signing
    values = [signed(signing, REVOCATION, item) for item in said]
    saves = [Save(uuid7(store.env.now()), REVOCATION, 1, {PARENT: None, **item}) for item in values]
    store.append(session.account.id, [("street", [save]) for save in saves], why)


def revoked(store: Store) -> set[str]:
    """Return the installations whose certificates were withdrawn."""
    rows = store.conn.execute("SELECT content FROM state_built_in WHERE form = ?", (REVOCATION,))
    return {str(orjson.loads(content).get("installation", "")) for (content,) in rows}


def certificates(store: Store) -> list[dict[str, Any]]:
    """Return every certificate that counts, oldest first."""
    rows = store.conn.execute(
        "SELECT s.content FROM state_built_in s JOIN log_entry e ON e.record = s.record WHERE s.form = ?"
        " ORDER BY json_extract(CAST(e.header AS TEXT), '$.time'), e.seq, e.id",
        (CERTIFICATE,),
    ).fetchall()
    return [orjson.loads(content) for (content,) in rows]


def learn_own_place(store: Store) -> None:
    """Let a laptop take what its newest certificate says of its communities."""
    own = store.installation
    mine = [item for item in certificates(store) if item["key"] == own.public]
    if mine and tuple(mine[-1]["communities"]) != own.communities:
        store.set("communities", orjson.dumps(list(mine[-1]["communities"])).decode())


def _issue_once(store: Store, author: str, invitation: Mapping[str, Any], one: Claim) -> None:
    people = {item["id"]: item["role"] for item in one.accounts}
    for item in certificates(store):
        if item["key"] == one.key and {one["id"]: one["role"] for one in item["accounts"]} == people:
            return
    issue(store, author, invitation, one)


def issue(store: Store, author: str, invitation: Mapping[str, Any], one: Claim) -> None:
    """Write a certificate for a claim with the name, kind and communities that the office gives."""
    values = {
        "installation": one.installation,
        "name": invitation["label"],
        "key": one.key,
        "recipient": one.recipient,
        "kind": invitation["kind"],
        "communities": list(invitation["communities"]),
        "accounts": [dict(item) for item in one.accounts],
    }
    values = signed(secrets_of(store)[0].signing, CERTIFICATE, values)
    store.append(author, [("street", [Save(uuid7(store.env.now()), CERTIFICATE, 1, {PARENT: None, **values})])])


def _last(store: Store, key: str) -> dict[str, Sequence[Any]]:
    rows = store.conn.execute(
        "SELECT f.id, max(e.seq), e.id FROM log_feed f JOIN log_entry e ON e.feed = f.n"
        " WHERE f.key = ? AND e.chained = 1 GROUP BY f.n",
        (bytes.fromhex(key),),
    )
    return {feed.hex(): [seq, own.hex()] for feed, seq, own in rows}


def _last_by(store: Store, account: str) -> dict[str, Sequence[Any]]:
    rows = store.conn.execute(
        "SELECT f.id, max(e.seq), e.id FROM log_feed f JOIN log_entry e ON e.feed = f.n"
        " WHERE e.chained = 1 AND json_extract(CAST(e.header AS TEXT), '$.author') = ? GROUP BY f.n",
        (account,),
    )
    return {feed.hex(): [seq, own.hex()] for feed, seq, own in rows}


def _office(session: Session) -> Store:
    if not secrets_of(session.store):
        raise NotAllowed("ops.office_only")
    return session.store
