"""The audit as people use it: noting what was done, and reading it for those who may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zjdesk.errors import BugError, NotAllowed
from zjdesk.store import audit
from zjdesk.store.audit import Fault, Line, Wanted, Who
from zjdesk.store.database import atomic

if TYPE_CHECKING:
    from zjdesk.ops.session import Session
    from zjdesk.store.store import Store

__all__ = ["Fault", "Line", "Wanted"]

# A step in a life cycle: the form, the state before (empty for a new record) and the state after.
Step = tuple[str, str, str]
# Times of wrong passphrases, kept while the store is closed; bytes of that file and digits of a time.
REFUSED = "refused"
_MOST_REFUSALS = 16_000
_LONGEST_TIME = 16
READERS = ("SA", "AU")


class Verb(StrEnum):
    """What lines tell of; every other save stands in the log itself."""

    OPENED = "opened"
    REFUSED_SIGN_IN = "refused_sign_in"
    EXPORTED = "exported"
    MERGED = "merged"
    APPROVED = "approved"
    DECIDED = "decided"
    UNMASKED = "unmasked"
    VIEWED_PRIVATE = "viewed_private"
    ERASED = "erased"
    PRINTED = "printed"
    REPORT_MADE = "report_made"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    INVITED = "invited"
    REVOKED = "revoked"
    ACCOUNT_ADDED = "account_added"
    ACCOUNT_DISABLED = "account_disabled"
    PASSPHRASE_CHANGED = "passphrase_changed"
    KEYS_CHANGED = "keys_changed"
    SETTINGS_CHANGED = "settings_changed"


def note(session: Session, verb: str, what: Mapping[str, Any] | None = None, why: str = "") -> None:
    """Add a line for the person of this session, in the transaction that is open or in one of its own.

    ``what`` is short: record ids, counts, masked or not, the name of a file, who receives it; never a value.
    """
    if verb not in list(Verb):
        raise BugError(f"the audit has no verb {verb!r}")
    store, account = session.store, session.account
    who = Who(account.id, account.name, account.role)
    audit.append(store.conn, store.env.now(), who, str(verb), what or {}, why)


def note_opened(session: Session) -> None:
    """Note that the store was opened; before that, that it was restored, copied or moved, and who was refused."""
    store = session.store
    incarnation = store.get("incarnation")
    refused = _refusals(store.path)
    with atomic(store.conn):
        if store.get("audited") != incarnation:
            if store.get("past_incarnations"):
                note(session, Verb.RESTORED, {"incarnation": incarnation})
            store.set("audited", incarnation)
        if refused:
            note_refused(store, {"attempts": len(refused), "first": min(refused), "last": max(refused)})
        note(session, Verb.OPENED)
    (store.path / REFUSED).unlink(missing_ok=True)


def note_refused(store: Store, what: Mapping[str, Any]) -> None:
    """Note that somebody who is not known here, or gave a wrong passphrase, asked to sign in."""
    audit.append(store.conn, store.env.now(), Who("", "", ""), str(Verb.REFUSED_SIGN_IN), what)


def keep_refusal(path: Path, now: int) -> None:
    """Keep the time of a wrong passphrase beside the store, which is still closed, until it is opened next."""
    with suppress(OSError):
        file = path / REFUSED
        if not file.exists() or file.stat().st_size < _MOST_REFUSALS:
            with file.open("a", encoding="ascii") as kept:
                kept.write(f"{now}\n")


def _refusals(path: Path) -> list[int]:
    """Return the times of wrong passphrases since the store was opened last."""
    try:
        kept = (path / REFUSED).read_text("ascii", "replace").split()
    except OSError:
        return []
    return [int(time) for time in kept if time.isdecimal() and len(time) < _LONGEST_TIME]


def note_setting(session: Session, setting: str, value: int) -> None:
    """Note that a setting on which the safety of this computer rests was changed, and to what."""
    note(session, Verb.SETTINGS_CHANGED, {"setting": setting, "value": value})


def note_steps(session: Session, steps: Mapping[Step, Sequence[str]], why: str) -> None:
    """Note the steps of life cycles that one action took: one line for all records of a form that took the same."""
    for (form, before, after), records in steps.items():
        what = {"form": form, "from": before, "to": after, "records": list(records), "count": len(records)}
        note(session, Verb.APPROVED, what, why)


def may_read(session: Session) -> bool:
    """Tell whether this person's role reads the audit (domain.md §3: street administrator, auditor)."""
    return session.account.role in READERS


def lines(session: Session, wanted: Wanted | None = None, *, limit: int | None = None) -> list[Line]:
    """Return the lines wanted, newest first; raises NotAllowed for roles that do not read the audit."""
    _allowed(session)
    return audit.read(session.store.conn, wanted, limit=limit)


def people(session: Session) -> list[str]:
    """Return the names that lines tell of."""
    _allowed(session)
    return audit.people(session.store.conn)


def faults(session: Session) -> list[Fault]:
    """Return where lines were changed or removed since they were written; for everybody, as the doctor is."""
    return audit.verify(session.store.conn)


def as_object(line: Line) -> dict[str, Any]:
    """Return a line as the command line prints it."""
    return {
        "n": line.n,
        "time": line.time,
        "account": line.account,
        "name": line.name,
        "role": line.role,
        "verb": line.verb,
        "what": dict(line.what),
        "why": line.why,
        "prev": line.prev.hex(),
        "hash": line.hash.hex(),
    }


def _allowed(session: Session) -> None:
    if not may_read(session):
        raise NotAllowed("ops.audit_not_for_you")
