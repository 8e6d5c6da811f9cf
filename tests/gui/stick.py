"""A stick with what a liaison's laptop hands in to the sample office."""

from __future__ import annotations

from pathlib import Path

from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import bundles_in, export, merge
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import open_session
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment

LAPTOP = "福沈居委会"


def hand_in(store: Path, env: Environment, people: int = 2) -> list[Path]:
    """Invite a laptop, let it enter persons, and return the bundles for the office, one for each export."""
    folder = store.parent
    for name in ("to-laptop", *(f"stick-{number}" for number in range(people))):
        (folder / name).mkdir()
    with open_session(store, env=env) as office:
        (invited,) = invite(office, [{"label": LAPTOP, "kind": "liaison", "communities": "C01"}], folder / "invited")
        export(office, folder / "to-laptop")
    with join(folder / "laptop", invited.file, invited.code, "李联络（示例）", env=env) as laptop:
        for path in bundles_in(folder / "to-laptop"):
            merge(laptop, path)
        community = list_records(laptop, "community", where={"code": "C01"})[0].id
        for number in range(people):
            name = f"居民示例新{number}"
            save(laptop, [NewRecord("person", {"community": community, "name": name, "kind": "resident"})])
            export(laptop, folder / f"stick-{number}")
    return [path for number in range(people) for path in bundles_in(folder / f"stick-{number}")]
