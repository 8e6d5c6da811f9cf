"""An office, a liaison's laptop and a stick, made through the verbs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import new_id, save
from zjdesk.ops.exchange import bundles_in, export, merge
from zjdesk.ops.session import Session
from zjdesk.ops.setup import create_office, invite, join
from zjdesk.settings import Environment


@dataclass
class Street:
    """The street office with community C01 福沈, and one liaison there."""

    office: Session
    liaison: Session
    community: str
    cycle: str
    stick: Path

    def carry(self, sender: Session, receiver: Session) -> None:
        """Export from one and merge at the other, with an empty stick."""
        for old in bundles_in(self.stick):
            old.unlink()
        export(sender, self.stick, to=receiver.store.installation.id)
        for path in bundles_in(self.stick):
            merge(receiver, path)


def office_with_community(folder: Path, env: Environment) -> tuple[Session, str, str]:
    """Make an office with a street, a cycle and one community; returns it with community and cycle."""
    office = create_office(folder / "office", "街道自治办", env=env)
    cycle, community = new_id(office), new_id(office)
    save(
        office,
        [
            NewRecord(
                "street",
                {
                    "code": "310115005",
                    "name": "陆家嘴街道",
                    "ordinance_title": "居民自治工作专项经费实施办法",
                    "ordinance_version": "2.0",
                    "office": "自治办",
                },
                None,
            ),
            NewRecord(
                "cycle",
                {
                    "name": "2015年度",
                    "start": "2015-08-01",
                    "end": "2016-07-31",
                    "cap_fen": 2_000_000,
                    "visit_window_months": 2,
                    "accounts_as_of": "2016-07-31",
                },
                cycle,
            ),
            NewRecord(
                "community",
                {"code": "C01", "name": "福沈", "committee_name": "福沈居委会"},
                community,
            ),
        ],
    )
    return office, community, cycle


def make_street(folder: Path, env: Environment) -> Street:
    """Make the office and let a liaison join by invitation and first bundle."""
    office, community, cycle = office_with_community(folder, env)
    stick = folder / "stick"
    stick.mkdir()
    (invited,) = invite(
        office, [{"label": "福沈居委", "kind": "liaison", "communities": "C01"}], folder / "invitations"
    )
    liaison = join(folder / "liaison", invited.file, invited.code, "示例联络员", env=env)
    street = Street(office, liaison, community, cycle, stick)
    street.carry(office, liaison)
    return street


def leader(street: Street, name: str = "示例王一") -> str:
    """Record a resident at the liaison's laptop."""
    changes = save(
        street.liaison, [NewRecord("person", {"community": street.community, "name": name, "kind": "resident"})]
    )
    return changes.ids[0]


def project(street: Street, no: str = "ZJ2015-C01-01", **values: object) -> str:
    """Record a project at the liaison's laptop."""
    own = {
        "community": street.community,
        "cycle": street.cycle,
        "no": no,
        "name": f"示例项目{no[-2:]}",
        "theme": "learning",
        "start": "2015-08-01",
        "end": "2016-07-31",
        "target_group": "本居民区居民",
        "leader": leader(street),
        **values,
    }
    return save(street.liaison, [NewRecord("project", own)]).ids[0]
