"""Makes a store and a bundle to be kept: ``python -m tests.kept FOLDER``; done once for each version, never again."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from tests.kept.reading import NOON, read
from tests.ops.world import leader, make_street, project
from tests.passphrase import CHEAP, PASSPHRASE
from tests.sync.test_bundles import save_activity
from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import export
from zjdesk.ops.files import add_bytes
from zjdesk.ops.queries import history
from zjdesk.ops.settle import decide
from zjdesk.settings import Environment
from zjdesk.store import vault


def make(folder: Path) -> None:
    """Write ``office/``, ``hand-in.zjb`` and ``holds.json`` into a folder."""
    vault.COST = CHEAP
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        street = make_street(place, Environment(NOON, "a machine", place / "anchors", passphrase=PASSPHRASE))
        one, other = project(street), project(street, "ZJ2015-C01-02")
        activity = {"project": one, "seq": 1, "title": "示例活动", "planned_headcount": 12}
        activity |= {"planned_from": "2015-10-01", "planned_to": "2015-10-31"}
        save(street.liaison, [NewRecord("activity_plan", activity)])
        street.carry(street.liaison, street.office)
        save(street.liaison, [EditRecord(one, {"target_group": "老年居民"})])
        save(street.office, [EditRecord(one, {"target_group": "全体居民"})])
        gone = leader(street, "示例误录")
        save(street.liaison, [DeleteRecord(gone)])
        late = leader(street, "示例撤回")
        street.carry(street.liaison, street.office)
        decide(street.office, "withdraw", [history(street.office, late)[0].entry], why="误录")
        street.carry(street.office, street.liaison)
        picture = add_bytes(street.liaison, b"\xff\xd8\xff\xe0 a kept picture \xff\xd9")
        save(street.liaison, [EditRecord(other, {"name": "示例改名"})])
        save_activity(street, one, picture)
        for old in street.stick.iterdir():
            old.unlink()
        (sent,) = export(street.liaison, street.stick)
        shutil.copy(sent.files[0], folder / "hand-in.zjb")
        street.office.close()
        street.liaison.close()
        shutil.copytree(place / "office", folder / "office", ignore=shutil.ignore_patterns("store.lock", "backups"))
        (place / "read").mkdir()
        held = read(folder, place / "read")
    (folder / "holds.json").write_text(json.dumps(held, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
