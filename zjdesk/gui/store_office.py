"""People, computers and invitations of a real store, through ``zjdesk.ops``; used on the worker thread only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zjdesk.gui.office import Answer, Dispute, Invitation, Laptop, Person, Rival, Wanted
from zjdesk.ops import queries
from zjdesk.ops.session import Session, accounts

if TYPE_CHECKING:
    from zjdesk.i18n import Lang
    from zjdesk.ops.completeness import Completeness
    from zjdesk.ops.due import Due
    from zjdesk.ops.laptops import Standing
    from zjdesk.ops.loss import Loss
    from zjdesk.ops.next_cycle import Opened
    from zjdesk.store.read import Record


class OfficeVerbs:
    """The verbs of :class:`zjdesk.gui.office.Office` on a session."""

    _session: Session

    def people(self) -> list[Person]:
        """Return who signs in at this computer."""
        return [Person(account.name, account.role) for account in accounts(self._session.store)]

    def roles(self) -> tuple[str, ...]:
        """Return the roles that people of this computer may have."""
        from zjdesk.ops import laptops

        return laptops.roles(self._session)

    def add_person(self, name: str, role: str, passphrase: str) -> None:
        """Let another person sign in here."""
        from zjdesk.ops import setup

        setup.add_account(self._session, name, role, passphrase)

    def disable_person(self, name: str) -> None:
        """Let a person sign in here no longer."""
        from zjdesk.ops import setup

        setup.disable_account(self._session, name)

    def change_passphrase(self, old: str, new: str) -> None:
        """Give the person who is signed in another passphrase, who must know the old one."""
        from zjdesk.ops import setup
        from zjdesk.ops.session import confirm

        confirm(self._session, old)
        setup.change_passphrase(self._session, new)

    def latest_cycle(self) -> Record | None:
        """Return the cycle that began last."""
        from zjdesk.ops import next_cycle

        return next_cycle.latest(self._session)

    def open_next_cycle(self, name: str, start: str, end: str, why: str = "") -> Opened:
        """Archive the latest cycle and open the next one."""
        from zjdesk.ops import next_cycle

        return next_cycle.open_next(self._session, name=name, start=start, end=end, why=why)

    def laptops(self) -> list[Laptop]:
        """Return the other computers of the programme and what has arrived from them."""
        from zjdesk.ops import exchange, laptops

        names = self._communities()
        seen = by_computer(exchange.board(self._session))
        known = [one for one in laptops.standings(self._session) if one.state != "own"]
        return sorted((_laptop(one, names, seen) for one in known), key=lambda one: (one.kind, one.name))

    def invitation_rows(self, table: Path) -> list[Wanted]:
        """Read the computers to be invited from a CSV or Excel table."""
        from zjdesk.ops.invitation_table import read_table

        rows = read_table(table)
        return [Wanted(one["label"], one["kind"], tuple(one["communities"].split())) for one in rows]

    def revoke(self, installation: str, why: str) -> None:
        """Let nothing count that a computer writes from now on."""
        from zjdesk.ops import certify

        certify.revoke(self._session, installation, why)

    def disputes(self) -> list[Dispute]:
        """Return the invitations that several computers claim, and that wait for a decision."""
        from zjdesk.ops import laptops

        return [
            Dispute(str(item["installation"]), str(item["label"]), tuple(_rival(one) for one in item["claims"]))
            for item in laptops.open_disputes(self._session)
        ]

    def decide(self, installation: str, key: str) -> None:
        """Decide which of several computers is the invited one."""
        from zjdesk.ops import laptops

        laptops.decide(self._session, installation, key)

    def answer_recovery(self, request: Path, folder: Path) -> Answer:
        """Answer a computer whose passphrase was forgotten."""
        from zjdesk.ops.recover import answer_recovery

        made = answer_recovery(self._session, request, folder)
        return Answer(made.file, made.code)

    def due(self) -> list[Due]:
        """Return what there is to do for whoever is signed in, the most urgent first."""
        from zjdesk.ops.due import due

        return due(self._session)

    def completeness(self) -> Completeness:
        """Return who handed in what, who is overdue, and what to ask for."""
        from zjdesk.ops.completeness import completeness

        return completeness(self._session)

    def newest_of(self, feeds: Sequence[str]) -> list[str]:
        """Return the records that feeds changed last."""
        from zjdesk.ops.completeness import newest_records

        return newest_records(self._session, feeds)

    def without_files(self, feeds: Sequence[str]) -> list[str]:
        """Return the records of feeds whose attachments have not arrived."""
        from zjdesk.ops.completeness import without_files

        return without_files(self._session, feeds)

    def keep_asks(self, found: Completeness, target: Path, lang: Lang) -> Path:
        """Write the list of what to ask for."""
        from zjdesk.ops.ask_sheet import write_asks

        write_asks(self._session, found, target, lang=lang)
        return target

    def invite(self, wanted: Sequence[Wanted], folder: Path) -> list[Invitation]:
        """Write invitation files into a folder."""
        from zjdesk.ops import setup

        rows = [{"label": one.label, "kind": one.kind, "communities": " ".join(one.communities)} for one in wanted]
        made = setup.invite(self._session, rows, folder)
        return [Invitation(one.label, one.kind, one.file, one.code) for one in made]

    def loss(self, installation: str) -> Loss:
        """Return what a computer may hold and what of it counts."""
        from zjdesk.ops.loss import loss

        return loss(self._session, installation)

    def keep_loss(self, found: Loss, target: Path, lang: Lang) -> Path:
        """Write the report of a lost computer."""
        from zjdesk.ops.loss_sheet import write_loss

        write_loss(self._session, found, target, lang=lang)
        return target

    def _communities(self) -> dict[str, str]:
        records = queries.list_records(self._session, "community")
        return {record.id: str(record.values["name"]) for record in records}


def by_computer(board: Iterable[Mapping[str, Any]]) -> dict[str, tuple[int, int, int]]:
    """Return, by the id of a computer: changes held, changes missing, and when the newest was made."""
    found: dict[str, tuple[int, int, int]] = {}
    for line in board:
        held, missing, last = found.get(line["installation_id"] or "", (0, 0, 0))
        gap = int(line["missing"])
        found[line["installation_id"] or ""] = (
            held + int(line["last"]) - gap,
            missing + gap,
            max(last, int(line["last_seen"] or 0)),
        )
    return found


def _rival(one: Mapping[str, Any]) -> Rival:
    return Rival(str(one["key"]), tuple(one["people"]), int(one["entries"]), int(one["first"]), int(one["last"]))


def _laptop(one: Standing, names: Mapping[str, str], seen: Mapping[str, tuple[int, int, int]]) -> Laptop:
    item = one.item
    held, missing, last = seen.get(str(item["id"]), (0, 0, 0))
    return Laptop(
        str(item["name"]),
        str(item["kind"]),
        tuple(names.get(place, place[:8]) for place in item["communities"]),
        item.get("invited"),
        "accounts" in item,
        held,
        missing,
        last or None,
        str(item["id"]),
        one.state,
        one.accepted,
        one.late,
    )
