"""The audit as people use it: noting what was done, and reading it for those who may."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from zjdesk.errors import BugError, NotAllowed
from zjdesk.store import audit
from zjdesk.store.audit import Fault, Line, Wanted, Who

if TYPE_CHECKING:
    from zjdesk.ops.session import Session

__all__ = ["Fault", "Line", "Wanted"]

READERS = ("SA", "AU")


class Verb(StrEnum):
    """What lines tell of; every other save stands in the log itself."""

    OPENED = "opened"
    SIGNED_IN = "signed_in"
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
