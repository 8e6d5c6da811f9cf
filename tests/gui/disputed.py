"""An office in which a laptop's work and its own differ: values, a deletion, and persons entered twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.gui.stick import LAPTOP
from zjdesk.ops.changes import DeleteRecord, EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, export, merge
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session, open_session
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment

PLACES = ("居委会二楼", "社区文化中心")


@dataclass(frozen=True)
class Disputed:
    """The bundle in which the laptop hands in what differs, and the activities and persons concerned."""

    bundle: Path
    activities: tuple[str, ...]
    gone: str
    persons: tuple[str, str]


def dispute(store: Path, env: Environment) -> Disputed:
    """Let a laptop and the office write differently; returns the laptop's bundle, not merged yet."""
    folder = store.parent
    for name in ("to-laptop", "to-office"):
        (folder / name).mkdir()
    with open_session(store, env=env) as office:
        (invited,) = invite(office, [{"label": LAPTOP, "kind": "liaison", "communities": "C01"}], folder / "invited")
        export(office, folder / "to-laptop")
        with join(folder / "laptop", invited.file, invited.code, "李联络（示例）", env=env) as laptop:
            for path in bundles_in(folder / "to-laptop"):
                merge(laptop, path)
            return _apart(office, laptop, folder)


def _apart(office: Session, laptop: Session, folder: Path) -> Disputed:
    community = list_records(laptop, "community", where={"code": "C01"})[0].id
    project = list_records(laptop, "project", parent=community)[0].id
    activities = [one.id for one in list_records(laptop, "activity_record", parent=project)]
    for own in activities[:2]:
        for session, place in zip((laptop, office), PLACES, strict=True):
            save(session, [EditRecord(own, {"place": place})])
    save(laptop, [EditRecord(activities[2], {"headcount": 77})])
    save(office, [DeleteRecord(activities[2])])
    persons: list[str] = []
    for session, gender in ((laptop, "female"), (office, "male")):
        person = {"community": community, "name": "沈示例同", "kind": "resident", "phone": "13800000001"}
        persons += save(session, [NewRecord("person", {**person, "gender": gender})]).ids
    export(laptop, folder / "to-office")
    (bundle,) = bundles_in(folder / "to-office")
    return Disputed(bundle, tuple(activities[:2]), activities[2], (persons[0], persons[1]))
