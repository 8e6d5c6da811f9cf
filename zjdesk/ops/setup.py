"""Makes stores: the office's own, and those of the laptops it invites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from zjdesk.errors import DeviceError, InputError, NotAllowed
from zjdesk.forms.load import load_catalogue
from zjdesk.i18n import text
from zjdesk.ops.session import Account, Session, note_replaced
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment, from_environ
from zjdesk.store.database import on_disk
from zjdesk.store.entry import INSTALLATION, PARENT
from zjdesk.store.ids import uuid7
from zjdesk.store.place import made
from zjdesk.store.store import KINDS, Save, Store
from zjdesk.sync import invite as invitations

ROLE_OF_KIND = {"office": "SA", "lead": "LS", "supervisor": "SV", "liaison": "LI"}


@dataclass(frozen=True)
class Invited:
    """One invitation as made: the file, the code to be printed, and whose it is."""

    file: Path
    code: str
    installation: str
    label: str
    kind: str


def create_office(path: Path, name: str, *, env: Environment | None = None) -> Session:
    """Make the street office's store, with ``name`` as its first account."""
    env = env or from_environ()
    label = text("zh", "ops.street_office")
    with on_disk(), made(path):
        return _first_account(Store.create(path, load_catalogue(forms_dir()), env, name=label, kind="office"), name)


def invite(session: Session, rows: Sequence[Mapping[str, str]], folder: Path) -> list[Invited]:
    """Make invitation files, one for each row (label, kind, communities as codes), into ``folder``."""
    store = session.store
    own = store.installation
    if own.kind != "office":
        raise NotAllowed("ops.office_only")
    made = []
    for row in rows:
        kind = row["kind"].strip()
        if kind not in KINDS:
            raise InputError("ops.no_such_kind", kind=kind, kinds=", ".join(KINDS))
        communities = _communities(store, row.get("communities", ""))
        invitation = invitations.Invitation(
            uuid7(store.env.now()), row["label"].strip(), kind, communities, own.id, own.name
        )
        code = invitations.new_code()
        name = re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", invitation.label)
        file = folder / f"{name}.zji"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file.write_bytes(invitations.write(invitation, code))
        except OSError as error:
            raise DeviceError("ops.not_written", path=str(file), detail=error.strerror) from error
        store.conn.execute(
            "INSERT INTO local_invitation VALUES (?, ?, ?, ?, ?)",
            (
                invitation.installation,
                invitation.label,
                kind,
                orjson.dumps(list(communities)).decode(),
                store.env.now(),
            ),
        )
        made.append(Invited(file, code, invitation.installation, invitation.label, kind))
    return made


def join(path: Path, file: Path, code: str, name: str, *, env: Environment | None = None) -> Session:
    """Make a laptop's store from its invitation; ``name`` is the person who works there."""
    env = env or from_environ()
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise InputError("ops.not_read", path=str(file), detail=error.strerror) from error
    invitation = invitations.read(raw, code, file.name)
    with on_disk(), made(path):
        store = Store.create(
            path,
            load_catalogue(forms_dir()),
            env,
            name=invitation.label,
            kind=invitation.kind,
            communities=invitation.communities,
            installation=invitation.installation,
        )
        store.set("office", invitation.office)
        store.set("office_name", invitation.office_name)
        return _first_account(store, name)


def add_account(session: Session, name: str, role: str) -> Account:
    """Let another person sign in at this store."""
    store = session.store
    account = Account(uuid7(store.env.now()), name, role)
    store.conn.execute("INSERT INTO local_account VALUES (?, ?, ?, 0)", (account.id, name, role))
    introduce(store, session.account)
    return account


def introduce(store: Store, account: Account) -> None:
    """Say in the log who this installation is and who signs in here."""
    own = store.installation
    people = store.conn.execute("SELECT id, name, role FROM local_account ORDER BY id").fetchall()
    values: dict[str, Any] = {
        "name": own.name,
        "kind": own.kind,
        "communities": list(own.communities),
        "accounts": [{"id": one, "name": name, "role": role} for one, name, role in people],
    }
    known = store.conn.execute("SELECT 1 FROM state_built_in WHERE record = ?", (bytes.fromhex(own.id),)).fetchone()
    over: dict[str, list[str]] = {}
    if known:
        from zjdesk.store.read import derived_of

        derived = derived_of(store.conn, own.id)
        over = {key: list(derived.heads.get(key, ())) for key in values} if derived else {}
    else:
        values[PARENT] = None
    store.append(account.id, [("street", [Save(own.id, INSTALLATION, 1, values, over)])])


def installations(session: Session) -> list[dict[str, Any]]:
    """Return every installation that was invited here or has introduced itself."""
    store = session.store
    found: dict[str, dict[str, Any]] = {}
    for own, label, kind, communities, day in store.conn.execute("SELECT * FROM local_invitation ORDER BY made"):
        found[own] = {"id": own, "name": label, "kind": kind, "communities": orjson.loads(communities), "invited": day}
    for record, content in store.conn.execute(
        "SELECT record, content FROM state_built_in WHERE form = ? ORDER BY record", (INSTALLATION,)
    ):
        found.setdefault(record.hex(), {"id": record.hex()}).update(orjson.loads(content))
    return list(found.values())


def _first_account(store: Store, name: str) -> Session:
    account = Account(uuid7(store.env.now()), name, ROLE_OF_KIND[store.get("kind")])
    try:
        with store.transaction():
            store.conn.execute("INSERT INTO local_account VALUES (?, ?, ?, 0)", (account.id, name, account.role))
            introduce(store, account)
        note_replaced(store)
    except BaseException:
        store.close()
        raise
    return Session(store, account)


def _communities(store: Store, codes: str) -> tuple[str, ...]:
    found = []
    for code in re.split(r"[\s,;,;、]+", codes.strip()):
        if not code:
            continue
        row = store.conn.execute("SELECT _id FROM community WHERE code = ? AND _deleted = 0", (code,)).fetchone()
        if row is None:
            raise InputError("ops.no_such_community", code=code)
        found.append(row[0].hex())
    return tuple(found)
