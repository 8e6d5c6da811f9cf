"""Giving communities to a laptop and taking them back: what was handed over is forgotten there (architecture §2)."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.audit import Verb, note
from zjdesk.ops.certify import Claim, certificates, issue
from zjdesk.ops.exchange import scope_id
from zjdesk.ops.session import Session
from zjdesk.store import feeds
from zjdesk.store.rebuild import rebuild
from zjdesk.store.store import Store
from zjdesk.store.street import secrets_of
from zjdesk.sync.vector import acknowledged, named_files


def assign(session: Session, installation: str, codes: Sequence[str]) -> None:
    """Give a supervisor's or liaison's laptop these communities from now on (office); it forgets the others."""
    store = session.store
    known = [item for item in certificates(store) if item["installation"] == installation]
    if not secrets_of(store):
        raise NotAllowed("ops.office_only")
    if not known:
        raise InputError("ops.no_such_installation", id=installation)
    communities = [scope_id(session, code).partition(":")[2] for code in codes]
    newest = known[-1]
    claim = Claim(installation, newest["key"], newest["recipient"], tuple(newest["accounts"]))
    what = {"label": newest["name"], "kind": newest["kind"], "communities": communities}
    with store.transaction():
        store.conn.execute(
            "UPDATE local_invitation SET communities = json(?) WHERE installation = ?",
            ("[" + ",".join(f'"{one}"' for one in communities) + "]", installation),
        )
        issue(store, session.account.id, what, claim)
        note(session, Verb.INVITED, {"installation": installation, "communities": len(communities)})


def forget(session: Session, scope: str) -> None:
    """Drop everything of a scope from this laptop; NotAllowed while the office has not acknowledged it."""
    store = session.store
    place = scope_id(session, scope)
    own = store.installation
    if own.kind == "office" or place in ("street", "office"):
        raise NotAllowed("ops.not_forgettable")
    if not _handed_in(store, place):
        raise NotAllowed("ops.not_handed_in")
    _forget(session, place)


def _forget(session: Session, place: str) -> None:
    store = session.store
    with store.transaction():
        _drop(store, place)
        note(session, Verb.ERASED, {"forgotten": place})
    _forget_files(store)
    store.new_incarnation()
    store.scrub()


def forget_handed_over(session: Session) -> list[str]:
    """Forget the communities that the newest certificate no longer names, as far as the office has everything."""
    store = session.store
    own = store.installation
    if own.kind in ("office", "lead"):
        return []
    held = [row[0] for row in store.conn.execute("SELECT DISTINCT scope FROM log_feed ORDER BY scope")]
    gone = [
        scope
        for scope in held
        if ":" in scope and scope.partition(":")[2] not in own.communities and _handed_in(store, scope)
    ]
    for scope in gone:
        _forget(session, scope)
    return gone


def _handed_in(store: Store, scope: str) -> bool:
    """Tell whether the office has acknowledged all that was written here in a scope."""
    tips = (acknowledged(store, store.get("office")) or {}).get("tips", {})
    for feed in store.keyed_feeds():
        if feed.scope == scope:
            said = {tuple(tip) for tip in tips.get(feed.id, ())}
            if not {tuple(tip) for tip in feeds.tips(store.conn, feed.n)} <= said:
                return False
    return True


def _drop(store: Store, scope: str) -> None:
    conn = store.conn
    mine = "(SELECT n FROM log_feed WHERE scope = ?)"
    conn.execute(f"DELETE FROM log_reason WHERE entry IN (SELECT n FROM log_entry WHERE feed IN {mine})", (scope,))
    for table in ("log_seal", "log_entry"):
        conn.execute(f"DELETE FROM {table} WHERE feed IN {mine}", (scope,))
    conn.execute("DELETE FROM log_feed WHERE scope = ?", (scope,))
    conn.execute("DELETE FROM local_draft")
    conn.execute("DELETE FROM local_action")
    rebuild(conn, store.catalogue)


def _forget_files(store: Store) -> None:
    named = named_files(store)
    rows = [row[0].hex() for row in store.conn.execute("SELECT sha256 FROM log_file").fetchall()]
    store.files.forget(one for one in rows if one not in named)
