"""The way into a store: by passphrase, by making it, or over the street office; used on the worker thread only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from zjdesk.settings import Environment

if TYPE_CHECKING:
    from zjdesk.gui.backend import Backend


@dataclass(frozen=True)
class Door:
    """Where the store lies, and in which surroundings it is opened; ``account`` is who was named at the start."""

    store: Path
    env: Environment
    account: str | None = None

    @property
    def asks(self) -> bool:
        """Tell whether a person must be asked for the passphrase."""
        return not self.env.passphrase

    def forgetful(self) -> Door:
        """Return the same door without the passphrase and the person it was first opened with."""
        return Door(self.store, replace(self.env, passphrase=None))

    def open(self) -> Backend:
        """Open the store with the passphrase from the surroundings."""
        from zjdesk.gui.store_backend import StoreBackend
        from zjdesk.ops.session import open_session

        return StoreBackend(open_session(self.store, env=self.env, account=self.account))

    def unlock(self, passphrase: str, account: str | None = None) -> Backend:
        """Open the store with a passphrase; ``account`` says who it is when several people have the same."""
        return replace(self._with(passphrase), account=account or self.account).open()

    def create_office(self, name: str, passphrase: str) -> Backend:
        """Make the street office's store."""
        from zjdesk.gui.store_backend import StoreBackend
        from zjdesk.ops.setup import create_office

        return StoreBackend(create_office(self.store, name, env=self._with(passphrase).env))

    def join(self, invitation: Path, code: str, name: str, passphrase: str) -> Backend:
        """Make this laptop's store from its invitation."""
        from zjdesk.gui.store_backend import StoreBackend
        from zjdesk.ops.setup import join

        return StoreBackend(join(self.store, invitation, code, name, env=self._with(passphrase).env))

    def request(self, folder: Path) -> Path:
        """Write what the office needs to help with a forgotten passphrase."""
        from zjdesk.ops.recover import request_recovery

        return request_recovery(self.store, folder)

    def recover(self, answer: Path, code: str, passphrase: str) -> None:
        """Set a new passphrase with the office's answer."""
        from zjdesk.ops.recover import recover

        recover(self.store, answer, code, passphrase)

    def _with(self, passphrase: str) -> Door:
        return replace(self, env=replace(self.env, passphrase=passphrase))
