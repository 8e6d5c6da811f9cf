"""A session: an open store and the person who works in it; every verb takes one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

import orjson

from zjdesk.errors import DeviceError, NotAllowed
from zjdesk.forms.load import load_catalogue
from zjdesk.ops import audit
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment, from_environ
from zjdesk.store import backup, vault
from zjdesk.store.database import is_disk_fault, on_disk
from zjdesk.store.store import Store


@dataclass(frozen=True)
class Account:
    """A person who signs in here; the installation vouches for the name."""

    id: str
    name: str
    role: str


@dataclass(frozen=True)
class Session:
    """An open store and the account that writes in it."""

    store: Store
    account: Account

    def close(self) -> None:
        """Close the store."""
        self.store.close()

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
        if is_disk_fault(error):
            raise DeviceError("store.disk_fault", detail=str(error)) from error


def accounts(store: Store) -> list[Account]:
    """Return the people who may sign in at this store."""
    rows = store.conn.execute("SELECT id, name, role FROM local_account WHERE disabled = 0 ORDER BY id")
    return [Account(*row) for row in rows]


def open_session(path: Path, *, env: Environment | None = None, account: str | None = None) -> Session:
    """Open the store at ``path`` as its only account, or as the one named (by name or id)."""
    env = env or from_environ()
    with on_disk():
        key, opened = _unlock(path, env)
        store = Store.open(path, load_catalogue(forms_dir()), env, key)
        try:
            session = Session(store, _signed_in(store, account, opened))
            note_replaced(store)
            audit.note_opened(session)
            backup.daily(store.conn, key, path / "backups", env.now())
        except BaseException:
            store.close()
            raise
        return session


def _unlock(path: Path, env: Environment) -> tuple[bytes, tuple[str, ...]]:
    """Return the store's key and the accounts that the passphrase opens."""
    if not (path / backup.DATABASE).is_file():
        raise DeviceError("store.no_store", path=str(path))
    try:
        return vault.unlock(vault.read(path), env.passphrase)
    except NotAllowed as error:
        if error.key == "store.wrong_passphrase":
            audit.keep_refusal(path, env.now())
        raise


def _signed_in(store: Store, wanted: str | None, opened: Collection[str]) -> Account:
    try:
        return choose(accounts(store), wanted, opened)
    except NotAllowed:
        if wanted is not None:
            audit.note_refused(store, {"name": wanted})
        raise


def confirm(session: Session, passphrase: str) -> None:
    """Make sure that whoever sits here knows the passphrase of the person who is signed in."""
    mine = [slot for slot in vault.read(session.store.path).slots if slot.account == session.account.id]
    if not any(vault.open_slot(slot, passphrase) for slot in mine):
        raise NotAllowed("store.wrong_passphrase")


def note_replaced(store: Store) -> None:
    """Note in the store that clock, machine or anchor place were replaced from outside, with the true day."""
    known = replaced(store)
    used = {name: date.today().isoformat() for name in store.env.replaced}
    if used.items() - known.items():
        store.set("replaced", orjson.dumps({**known, **used}).decode())


def replaced(store: Store) -> dict[str, str]:
    """Return which surroundings were ever replaced while this store was open, and on which day last."""
    noted: dict[str, str] = orjson.loads(store.get("replaced", "{}"))
    return noted


def choose(known: list[Account], wanted: str | None, opened: Collection[str] | None = None) -> Account:
    """Return the account that is meant, by name or id, or by the passphrase alone.

    ``opened`` are the accounts that the passphrase opens (None: it does not matter); several people with one
    passphrase must say who they are.
    """
    names = "、".join(account.name for account in known)
    mine = [account for account in known if opened is None or account.id in opened]
    if wanted is None and len(mine) == 1:
        return mine[0]
    if wanted is None:
        raise NotAllowed("ops.which_account" if mine else "store.wrong_passphrase", names=names)
    for account in known:
        if wanted in (account.name, account.id):
            if account not in mine:
                raise NotAllowed("store.wrong_passphrase")
            return account
    raise NotAllowed("ops.no_such_account", name=wanted, names=names)
