"""New keys for the street: the old signing key names them, and every laptop follows at its next merge.

A thief of an office laptop has the street's keys. Whoever followed before the thief could speak is out of reach.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from zjdesk.errors import NotAllowed
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.certify import certificates, revoked
from zjdesk.ops.session import Session
from zjdesk.store import age, vault
from zjdesk.store.entry import CERTIFICATE, PARENT, REVOCATION, ROTATION
from zjdesk.store.ids import uuid7
from zjdesk.store.rebuild import rebuild
from zjdesk.store.store import Save, Store
from zjdesk.store.street import (
    Street,
    StreetSecrets,
    keep_secrets,
    keep_street,
    key_id,
    new_secrets,
    secrets_of,
)
from zjdesk.store.trust import signed


def rotate(session: Session, why: str) -> str:
    """Give the street new keys and sign again what still holds; returns the id of the key bundles are closed to.

    Computers of the office that are not revoked get the new private keys closed to their own.
    """
    store = session.store
    if not secrets_of(store) or session.account.role != "SA":
        raise NotAllowed("ops.office_only")
    with store.transaction():
        held, new = secrets_of(store), new_secrets()
        street = new.public()
        said = {"previous": store.street.verifying, **vars(street), "sealed": _sealed_for_the_office(store, new)}
        again = _standing(store)
        store.append(session.account.id, [("street", [_save(store, held[0], ROTATION, said)])], why)
        keep_secrets(store, [new, *held])
        keep_street(store, street)
        saves = [_save(store, new, form, values) for form, values in again]
        store.append(session.account.id, [("street", [save]) for save in saves], why)
        rebuild(store.conn, store.catalogue)
        note(session, Verb.KEYS_CHANGED, {"street_key": key_id(street.recipient)}, why)
    entrust_recovery(store)
    return key_id(street.recipient)


def follow(session: Session) -> None:
    """Take over the keys that the street's present ones name, step by step; two names for one step are not followed."""
    store = session.store
    while (said := _next(store)) is not None:
        street = Street(str(said["verifying"]), str(said["recipient"]), str(said["recovery"]))
        _take_secrets(store, said, street)
        keep_street(store, street)
        rebuild(store.conn, store.catalogue)
        note(session, Verb.KEYS_CHANGED, {"street_key": key_id(street.recipient)})


def entrust_recovery(store: Store) -> None:
    """Close the store's key to the street's present recovery key, and to no earlier one."""
    recovery = store.street.recovery
    held = vault.read(store.path)
    if recovery and [one.recipient for one in held.recovery] != [recovery]:
        vault.write(store.path, vault.entrust(held, store.key, [recovery]))


def _next(store: Store) -> Mapping[str, Any] | None:
    rows = store.conn.execute("SELECT content FROM state_built_in WHERE form = ?", (ROTATION,)).fetchall()
    present = store.street.verifying
    steps = [said for (content,) in rows if (said := orjson.loads(content))["previous"] == present]
    return steps[0] if len({said["verifying"] for said in steps}) == 1 else None


def _take_secrets(store: Store, said: Mapping[str, Any], street: Street) -> None:
    """Open what was closed to this computer of the office."""
    sealed = said["sealed"].get(store.installation.id)
    plain = age.decrypt(bytes.fromhex(sealed), [store.installation.identity]) if sealed else None
    if plain is None:
        return
    found = StreetSecrets(**orjson.loads(plain))
    if found.public() == street:
        keep_secrets(store, [found, *secrets_of(store)])


def _sealed_for_the_office(store: Store, new: StreetSecrets) -> dict[str, str]:
    gone = revoked(store)
    plain = orjson.dumps(vars(new), option=orjson.OPT_SORT_KEYS)
    return {
        str(item["installation"]): age.encrypt(plain, [str(item["recipient"])]).hex()
        for item in certificates(store)
        if item["kind"] == "office" and item["installation"] not in (*gone, store.installation.id)
    }


def _standing(store: Store) -> list[tuple[str, dict[str, Any]]]:
    """Return what the street's present key says of laptops and people, certificates first."""
    rows = store.conn.execute(
        "SELECT form, content FROM state_built_in WHERE form IN (?, ?) ORDER BY form, record", (CERTIFICATE, REVOCATION)
    )
    return [(form, orjson.loads(content)) for form, content in rows.fetchall()]


def _save(store: Store, secrets: StreetSecrets, form: str, values: Mapping[str, Any]) -> Save:
    plain = {name: value for name, value in values.items() if name not in ("signature", PARENT)}
    said = signed(secrets.signing, form, plain)
    return Save(uuid7(store.env.now()), form, 1, {PARENT: None, **said})
