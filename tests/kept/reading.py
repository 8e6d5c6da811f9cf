"""Reads a kept store and merges its bundle; what it says must stay what it said when it was made."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import Any

from tests.passphrase import PASSPHRASE
from zjdesk.ops.exchange import merge
from zjdesk.ops.maintain import doctor
from zjdesk.ops.queries import conflicts, list_records
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment
from zjdesk.store.read import Record

NOON = 1_469_937_600_000
FORMS = ("community", "project", "person", "activity_plan", "photo")


def read(folder: Path, place: Path) -> dict[str, Any]:
    """Copy a kept store to ``place``, open it, merge the bundle kept beside it; returns what it held before and after.

    Named are fields that had a value then; a later version may add others.
    """
    shutil.copytree(folder / "office", place / "office")
    env = Environment(NOON, "a machine", place / "anchors", passphrase=PASSPHRASE)
    with open_session(place / "office", env=env) as office:
        before = _held(office)
        outcome = merge(office, folder / "hand-in.zjb")
        after = _held(office)
        sound = doctor(office)
        damaged = [*sound.damaged, *sound.broken_chain, *sound.damaged_files, *sound.audit]
        return {
            "before": before,
            "after": after,
            "new": outcome.new,
            "revised": outcome.revised,
            "damaged": damaged,
            "state_differs": sound.state_differs,
        }


def _held(office: Session) -> dict[str, Any]:
    rows = office.store.conn.execute("SELECT id, status FROM log_entry ORDER BY id").fetchall()
    entries = sha256(b"".join(own + bytes([status]) for own, status in rows)).hexdigest()
    records = {form: {one.id: _values(one) for one in list_records(office, form)} for form in FORMS}
    files = sorted(own for own, _ in office.store.files.held())
    asked = sorted([one.kind, str(one.field)] for one in conflicts(office))
    return {"entries": [len(rows), entries], "records": records, "files": files, "questions": asked}


def _values(record: Record) -> dict[str, Any]:
    return {name: value for name, value in sorted(record.values.items()) if value is not None}
