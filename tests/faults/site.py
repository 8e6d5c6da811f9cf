"""An office and a laptop whose work of 200 entries waits on a stick; the office can be put back as it was."""

from __future__ import annotations

import os
import shutil
import signal
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.ops.world import make_street, project
from tests.passphrase import CHEAP, PASSPHRASE
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, digest, export, merge
from zjdesk.ops.maintain import doctor
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment
from zjdesk.store import vault

NOON = 1_469_937_600_000
FOLDERS = ("office", "liaison", "anchors", "stick")
ENTRIES = 200


class Site:
    """Two stores and a bundle between them, kept as they were made."""

    def __init__(self, folder: Path, entries: int = ENTRIES) -> None:
        vault.COST = CHEAP
        self.folder = folder
        self.env = Environment(NOON, "a breaking machine", folder / "anchors", passphrase=PASSPHRASE)
        street = make_street(folder, self.env)
        self.community, self.cycle = street.community, street.cycle
        self.project = project(street)
        street.carry(street.liaison, street.office)  # certifies the laptop
        people = {"community": self.community, "kind": "resident"}
        save(street.liaison, [NewRecord("person", {**people, "name": f"示例{n}"}) for n in range(entries)])
        for old in bundles_in(street.stick):
            old.unlink()
        self.bundle = export(street.liaison, street.stick)[0].files[0]
        self.before = digest(street.office)
        street.office.close()
        street.liaison.close()
        for name in FOLDERS:
            shutil.copytree(folder / name, folder / "kept" / name)
        with self.open() as office:
            self.before = digest(office)
            merge(office, self.bundle)
            self.after = digest(office)
        self.put_back()

    def put_back(self) -> None:
        """Give every store, the anchors and the stick their first state back."""
        for name in FOLDERS:
            shutil.rmtree(self.folder / name, ignore_errors=True)
            shutil.copytree(self.folder / "kept" / name, self.folder / name)

    def open(self, name: str = "office") -> Session:
        """Open a store."""
        return open_session(self.folder / name, env=self.env)

    def sound(self, session: Session) -> None:
        """Hold that nothing in a store is damaged."""
        found = doctor(session)
        faults = (found.damaged, found.broken_chain, found.damaged_files, found.audit, found.state_differs)
        assert faults == ((), (), (), (), False), found
        assert found.database == "ok"


def in_child(work: Callable[[], None]) -> int:
    """Let a copy of this process do something; returns how it ended (0 well, -9 killed, 1 anything else)."""
    child = os.fork()
    if child == 0:
        try:
            work()
        except BaseException:  # noqa: BLE001 - a child ends here whatever happens
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


KILLED = -signal.SIGKILL
