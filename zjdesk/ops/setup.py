"""Makes stores: the office's own, and those of the laptops it invites."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from zjdesk.errors import DeviceError, InputError, NotAllowed, Problem
from zjdesk.forms.load import load_catalogue
from zjdesk.i18n import text
from zjdesk.ops import audit
from zjdesk.ops.audit import Verb
from zjdesk.ops.certify import certificates, certify_own, revoked
from zjdesk.ops.session import Account, Session, accounts, choose, note_replaced
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment, from_environ
from zjdesk.store import age, vault
from zjdesk.store.database import on_disk
from zjdesk.store.entry import INSTALLATION, PARENT
from zjdesk.store.ids import uuid7
from zjdesk.store.installation import KINDS
from zjdesk.store.place import made
from zjdesk.store.store import Save, Store
from zjdesk.store.street import Street, StreetSecrets, keep_secrets, new_secrets, secrets_of
from zjdesk.sync import invite as invitations

ROLE_OF_KIND = {"office": "SA", "lead": "LS", "supervisor": "SV", "liaison": "LI"}
# domain.md §3: street administrator and finance, lead supervisor, supervisor, liaison, committee, project leader,
# evaluator, reviewer, data-entry clerk, auditor, guiding office.
ROLES = ("SA", "SF", "LS", "SV", "LI", "CM", "PL", "EV", "RV", "DE", "AU", "OF")


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
    account = _first(name, "office", env)
    secrets = new_secrets()
    key, key_file = _new_key(account, env, secrets.public())
    with on_disk(), made(path):
        catalogue = load_catalogue(forms_dir())
        store = Store.create(
            path, catalogue, env, key=key, key_file=key_file, name=label, kind="office", street=secrets.public()
        )
        return _first_account(store, account, (secrets,))


def _first(name: str, kind: str, env: Environment) -> Account:
    return Account(uuid7(env.now()), name, ROLE_OF_KIND[kind])


def _new_key(account: Account, env: Environment, street: Street) -> tuple[bytes, vault.KeyFile]:
    """Return a new store's key and its key file, which the account's passphrase and the recovery key open."""
    key = vault.new_key()
    key_file = vault.KeyFile((vault.wrap(account.id, key, env.passphrase or ""),))
    return key, vault.entrust(key_file, key, [street.recovery])


def invite(session: Session, rows: Sequence[Mapping[str, str]], folder: Path) -> list[Invited]:
    """Make invitation files, one for each row (label, kind, communities as codes), into ``folder``."""
    store = session.store
    if store.installation.kind != "office":
        raise NotAllowed("ops.office_only")
    problems = _wrong_rows(store, rows)
    if problems:
        raise InputError("ops.not_invited", problems=tuple(problems), count=len(problems))
    with made(folder), store.transaction():
        made_here = [_invite(store, row, folder) for row in rows]
        for one in made_here:
            told = {"installation": one.installation, "label": one.label, "kind": one.kind, "file": one.file.name}
            audit.note(session, Verb.INVITED, told)
        return made_here


def _invite(store: Store, row: Mapping[str, str], folder: Path) -> Invited:
    own = store.installation
    identity, recipient = age.new_identity()
    invitation = invitations.Invitation(
        uuid7(store.env.now()),
        row["label"].strip(),
        row["kind"].strip(),
        tuple(_community(store, code) or "" for code in _codes(row)),
        own.id,
        own.name,
        store.street,
        identity,
        tuple(secrets_of(store)) if row["kind"].strip() == "office" else (),
    )
    code = invitations.new_code()
    file = folder / _file_name(invitation.label)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file.write_bytes(invitations.write(invitation, code))
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(file), detail=error.strerror) from error
    store.conn.execute(
        "INSERT INTO local_invitation VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            invitation.installation,
            invitation.label,
            invitation.kind,
            orjson.dumps(list(invitation.communities)).decode(),
            store.env.now(),
            invitations.claim_key(code),
            recipient,
        ),
    )
    return Invited(file, code, invitation.installation, invitation.label, invitation.kind)


def _file_name(label: str) -> str:
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]+', "_", label) + ".zji"


def _wrong_rows(store: Store, rows: Sequence[Mapping[str, str]]) -> list[Problem]:
    """Return what is wrong with the rows of a table of laptops; the place is the row, its heading being row 1."""
    found = []
    names: set[str] = set()
    for number, row in enumerate(rows, 2):
        label, kind = (row.get("label") or "").strip(), (row.get("kind") or "").strip()
        if not label:
            found.append(Problem("", str(number), "ops.no_label"))
        elif _file_name(label) in names:
            found.append(Problem("", str(number), "ops.label_twice", {"label": label}))
        names.add(_file_name(label))
        if kind not in KINDS:
            found.append(Problem("", str(number), "ops.no_such_kind", {"kind": kind, "kinds": ", ".join(KINDS)}))
        unknown = [code for code in _codes(row) if _community(store, code) is None]
        found += [Problem("", str(number), "ops.no_such_community", {"code": code}) for code in unknown]
    return found


def checked_code(code: str) -> str:
    """Return a slip's code as it was printed, in four groups; InputError when it was mistyped."""
    plain = invitations.plain_code(code)
    return "-".join(plain[start : start + 5] for start in range(0, len(plain), 5))


def join(path: Path, file: Path, code: str, name: str, *, env: Environment | None = None) -> Session:
    """Make a laptop's store from its invitation; ``name`` is the person who works there."""
    env = env or from_environ()
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise InputError("ops.not_read", path=str(file), detail=error.strerror) from error
    invitation = invitations.read(raw, code, file.name)
    account = _first(name, invitation.kind, env)
    key, key_file = _new_key(account, env, invitation.street)
    with on_disk(), made(path):
        store = Store.create(
            path,
            load_catalogue(forms_dir()),
            env,
            key=key,
            key_file=key_file,
            name=invitation.label,
            kind=invitation.kind,
            communities=invitation.communities,
            installation=invitation.installation,
            street=invitation.street,
        )
        own = store.installation
        said = {"installation": own.id, "key": own.public, "recipient": own.recipient}
        store.set("claim", invitations.claim(invitations.claim_key(code), said))
        store.set("invited_identity", invitation.identity)
        store.set("office", invitation.office)
        store.set("office_name", invitation.office_name)
        return _first_account(store, account, invitation.secrets)


def add_account(session: Session, name: str, role: str, passphrase: str) -> Account:
    """Let another person sign in at this store, with a passphrase of their own."""
    store = session.store
    if role not in ROLES:
        raise InputError("ops.no_such_role", role=role, roles=", ".join(ROLES))
    if not name.strip() or name in (known.name for known in accounts(store)):
        raise InputError("ops.account_twice" if name.strip() else "ops.no_name", name=name)
    account = Account(uuid7(store.env.now()), name, role)
    slot = vault.wrap(account.id, store.key, passphrase)
    vault.write(store.path, vault.read(store.path).with_slot(slot))
    with store.transaction():
        store.conn.execute("INSERT INTO local_account VALUES (?, ?, ?, 0)", (account.id, name, role))
        introduce(store, session.account)
        audit.note(session, Verb.ACCOUNT_ADDED, vars(account))
    return account


def disable_account(session: Session, wanted: str) -> None:
    """Let a person (by name or id) sign in here no longer; what they entered stays theirs."""
    store = session.store
    known = accounts(store)
    gone = choose(known, wanted)
    if len(known) == 1:
        raise NotAllowed("ops.last_account", name=gone.name)
    with store.transaction():
        store.conn.execute("UPDATE local_account SET disabled = 1 WHERE id = ?", (gone.id,))
        audit.note(session, Verb.ACCOUNT_DISABLED, vars(gone))
    vault.write(store.path, vault.read(store.path).without(gone.id))


def change_passphrase(session: Session, passphrase: str) -> None:
    """Give the person who is signed in another passphrase; the store's key stays the same."""
    store = session.store
    slot = vault.wrap(session.account.id, store.key, passphrase)
    with store.transaction():
        audit.note(session, Verb.PASSPHRASE_CHANGED)
        vault.write(store.path, vault.read(store.path).with_slot(slot))


def introduce(store: Store, account: Account) -> None:
    """Say in the log who this installation is and who signs in here."""
    own = store.installation
    people = store.conn.execute("SELECT id, name, role FROM local_account ORDER BY id").fetchall()
    values: dict[str, Any] = {
        "name": own.name,
        "kind": own.kind,
        "communities": list(own.communities),
        "accounts": [{"id": one, "name": name, "role": role} for one, name, role in people],
        "recipient": own.recipient,
        "claim": store.get("claim"),
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
    """Return every installation that was invited here, has introduced itself or is certified.

    ``recipients`` are the age keys that open what is sent to it: its own once it has spoken, until then its
    invitation's.
    """
    store = session.store
    found: dict[str, dict[str, Any]] = {}
    for own, label, kind, communities, day, recipient in store.conn.execute(
        "SELECT installation, label, kind, communities, made, recipient FROM local_invitation ORDER BY made"
    ):
        found[own] = {"id": own, "name": label, "kind": kind, "communities": orjson.loads(communities), "invited": day}
        found[own]["recipients"] = [recipient]
    for record, content in store.conn.execute(
        "SELECT record, content FROM state_built_in WHERE form = ? ORDER BY record", (INSTALLATION,)
    ):
        said = {name: value for name, value in orjson.loads(content).items() if name not in ("recipient", "claim")}
        found.setdefault(record.hex(), {"id": record.hex()}).update(said)
    for item in certificates(store):
        known = found.setdefault(item["installation"], {"id": item["installation"]})
        known.update({name: item[name] for name in ("name", "kind", "communities")})
        known["recipients"] = [item["recipient"]]
    gone = revoked(store)
    for item in found.values():
        item["revoked"] = item["id"] in gone
        item.setdefault("recipients", [])
    return list(found.values())


def _first_account(store: Store, account: Account, secrets: Sequence[StreetSecrets]) -> Session:
    session = Session(store, account)
    try:
        with store.transaction():
            if secrets:
                keep_secrets(store, secrets)
            row = (account.id, account.name, account.role)
            store.conn.execute("INSERT INTO local_account VALUES (?, ?, ?, 0)", row)
            if not store.get("office"):
                certify_own(store, account.id)
            introduce(store, account)
            audit.note(session, Verb.ACCOUNT_ADDED, vars(account))
        note_replaced(store)
    except BaseException:
        store.close()
        raise
    return session


def _codes(row: Mapping[str, str]) -> list[str]:
    return [code for code in re.split(r"[\s,;，；、]+", row.get("communities") or "") if code]


def _community(store: Store, code: str) -> str | None:
    row = store.conn.execute("SELECT _id FROM community WHERE code = ? AND _deleted = 0", (code,)).fetchone()
    return row[0].hex() if row else None
