"""A session: an open store and the person who works in it; every verb takes one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

import orjson

from zjdesk.errors import DeviceError, NotAllowed
from zjdesk.forms.load import load_catalogue
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment, from_environ
from zjdesk.store import backup
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
        store = Store.open(path, load_catalogue(forms_dir()), env)
        try:
            session = Session(store, choose(accounts(store), account))
            note_replaced(store)
            backup.daily(store.conn, path / "backups", env.now())
        except BaseException:
            store.close()
            raise
        return session


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


def choose(known: list[Account], wanted: str | None) -> Account:
    """Return the account that is meant; several people on one laptop must say who they are."""
    if wanted is None and len(known) == 1:
        return known[0]
    names = "、".join(account.name for account in known)
    if wanted is None:
        raise NotAllowed("ops.which_account", names=names)
    for account in known:
        if wanted in (account.name, account.id):
            return account
    raise NotAllowed("ops.no_such_account", name=wanted, names=names)
