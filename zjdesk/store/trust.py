"""Who may write what (architecture §2, *Trust* and *Which entries count*, step 1).

Certificates, revocations and rotations carry the street's signature and count once held; a rotation names the keys
that follow the street's, and what only earlier keys signed is replaced from then on. A certificate lets a key write in
the scopes of its kind and communities, and its accounts in their roles; certificates of a key add up. A revocation
names a key or an account and, per feed, the last entry that still counts; of several the lowest counts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from zjdesk.forms.model import Form
from zjdesk.store import keys
from zjdesk.store.database import Connection
from zjdesk.store.entry import (
    CERTIFICATE,
    DECISION,
    ERASURE,
    FORM,
    INSTALLATION,
    REVOCATION,
    ROTATION,
    SETTLED,
    STATE,
    Header,
)
from zjdesk.store.lines import encode

# domain.md §3 and the roles that each kind of installation grants.
KIND_ROLES: Mapping[str, tuple[str, ...]] = {
    "office": ("SA", "SF", "EV", "RV", "DE", "AU", "OF"),
    "lead": ("LS", "SV", "EV", "DE"),
    "supervisor": ("SV", "EV", "DE"),
    "liaison": ("LI", "CM", "DE"),
}
OFFICE_ONLY = (DECISION, ERASURE, FORM)
SIGNED = (CERTIFICATE, REVOCATION, ROTATION)


@dataclass(frozen=True)
class Grant:
    """What one certificate lets a key do; ``accounts`` gives an account's role.

    BR-49: what a liaison's key says of another community does not count.
    """

    installation: str
    kind: str
    communities: frozenset[str]
    accounts: Mapping[str, str]

    def covers(self, scope: str) -> bool:
        """Tell whether this kind of installation writes in a scope."""
        kind, _, community = scope.partition(":")
        if self.kind == "office" or scope == "street":
            return True
        if self.kind == "lead":
            return kind == "community"
        if kind == "private":
            return self.kind == "liaison" and community in self.communities
        return kind == "community" and community in self.communities


@dataclass
class Trust:
    """What certificates and revocations say; without a street's key (``verifying``) everybody may write everything.

    ``past`` are the keys that the street signed with before.
    """

    verifying: str | None
    past: frozenset[str] = frozenset()
    grants: dict[str, list[Grant]] = field(default_factory=dict)
    last: dict[str, list[Mapping[str, tuple[int, str]]]] = field(default_factory=dict)
    _allowed: dict[tuple[str, str, str, str, int, str, str], str] = field(default_factory=dict)

    def accept(self, form: str, values: Mapping[str, Any]) -> str | None:
        """Take in what the street signed; returns the key or account it is about, None when it is not genuine."""
        if form == ROTATION:
            return str(values["verifying"]) if self._leads_on(values) else None
        if not genuine(self.verifying, form, values):
            return None
        self._allowed.clear()
        if form == CERTIFICATE:
            key = str(values["key"])
            grants = self.grants.setdefault(key, [])
            grant = grant_of(values)
            if grant not in grants:
                grants.append(grant)
            return key
        who = str(values["who"])
        accepted = {feed: (int(seq), str(own)) for feed, (seq, own) in values["last"].items()}
        if accepted not in self.last.setdefault(who, []):
            self.last[who].append(accepted)
        return who

    @property
    def revoked(self) -> Collection[str]:
        """The keys and accounts that were revoked."""
        return self.last.keys()

    def accepted(self, who: str, feed: str) -> tuple[int, str]:
        """Return the last entry of a feed that still counts: of several revocations the lowest; one may name none."""
        return min(said.get(feed, (0, "")) for said in self.last[who])

    def replaced(self, form: str, values: Mapping[str, Any]) -> bool:
        """Tell whether the street signed this with an earlier key; what still holds it signed again."""
        return form != ROTATION and any(genuine(key, form, values) for key in self.past)

    def _leads_on(self, values: Mapping[str, Any]) -> bool:
        """Tell whether a rotation is a step of the street's own way: one taken, or one from the present key."""
        before, after = str(values.get("previous")), str(values.get("verifying"))
        taken = before in self.past and after in (*self.past, self.verifying)
        return (taken or self.verifying in (None, before)) and genuine(before, ROTATION, values)

    def refusal(self, key: str, scope: str, header: Header, values: Mapping[str, Any], form: Form | None) -> str:
        """Return why an entry is withheld, or nothing: ``key``, ``revoked``, ``scope`` or ``role``."""
        if self.verifying is None:
            return ""
        for who in (key, header.author):
            if who in self.last and header.seq > self.accepted(who, header.feed)[0]:
                return "revoked"
        step = str(values.get(STATE, "")) if form is not None and form.life_cycle is not None else ""
        about = header.record if header.form == INSTALLATION else ""
        asked = (key, scope, header.author, header.form, header.form_version, step, about)
        known = self._allowed.get(asked)
        if known is None:
            known = self._allowed[asked] = self._decide(key, scope, header, step, form)
        return known

    def ends(self, key: str, header: Header) -> list[str]:
        """Return the last accepted entries of a feed whose key or author was revoked: an entry must lead to each."""
        return [self.accepted(who, header.feed)[1] for who in (key, header.author) if who in self.last]

    def _decide(self, key: str, scope: str, header: Header, step: str, form: Form | None) -> str:
        grants = self.grants.get(key)
        if not grants:
            return "key"
        grants = [grant for grant in grants if grant.covers(scope)]
        if not grants:
            return "scope"
        if header.form in OFFICE_ONLY:
            return "" if any(grant.kind == "office" for grant in grants) else "role"
        if header.form == INSTALLATION:
            return "" if any(grant.installation == header.record for grant in grants) else "role"
        if form is None or header.form == SETTLED:
            return ""
        roles = roles_of(grants, header.author)
        return "" if roles & may_write(form, step) else "role"


def roles_of(grants: list[Grant], account: str) -> frozenset[str]:
    """Return an account's roles under these grants: its own where one names it, else all that the kind grants."""
    named = {grant.accounts[account] for grant in grants if account in grant.accounts}
    granted = {role for grant in grants for role in KIND_ROLES.get(grant.kind, ())}
    return frozenset(named & granted if named else granted)


def may_write(form: Form, step: str = "") -> frozenset[str]:
    """Return the roles that write a record, or that take it to a step of its life cycle."""
    cycle = form.life_cycle
    if not step or cycle is None or step == cycle.initial:
        return frozenset(form.writes)
    named = [transition.roles or form.writes for transition in cycle.transitions if transition.target == step]
    return frozenset(role for roles in named for role in roles) or frozenset(form.writes)


def signed(signing: str, form: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the street says with its signature."""
    return {**values, "signature": keys.sign(signing, _message(form, values)).hex()}


def genuine(verifying: str | None, form: str, values: Mapping[str, Any]) -> bool:
    """Tell whether a certificate, revocation or rotation carries the street's signature and is whole."""
    try:
        signature = bytes.fromhex(values["signature"])
        if form == CERTIFICATE:
            grant_of(values)
        elif form == ROTATION:
            _ = [bytes.fromhex(values["verifying"]), str(values["recipient"]), str(values["recovery"])]
            _ = [bytes.fromhex(sealed) for sealed in dict(values["sealed"]).values()]
        else:
            _ = [(int(seq), bytes.fromhex(own)) for seq, own in dict(values["last"]).values()]
            str(values["who"])
    except (KeyError, TypeError, ValueError, AttributeError):
        return False
    return verifying is None or keys.verify(verifying, signature, _message(form, values))


def _message(form: str, values: Mapping[str, Any]) -> bytes:
    plain = {name: value for name, value in values.items() if name not in ("signature", "_parent")}
    return encode([form, plain])


def grant_of(values: Mapping[str, Any]) -> Grant:
    """Read what a certificate grants."""
    accounts = {str(item["id"]): str(item["role"]) for item in values["accounts"]}
    return Grant(str(values["installation"]), str(values["kind"]), frozenset(map(str, values["communities"])), accounts)


def load(conn: Connection) -> Trust:
    """Return what the held certificates and revocations say, and what this installation is by its own invitation."""
    settings = dict(
        conn.execute(
            "SELECT name, value FROM local_setting WHERE name IN"
            " ('street', 'past_streets', 'public_key', 'kind', 'communities', 'installation')"
        ).fetchall()
    )
    if "street" not in settings:
        return Trust(None)
    trust = Trust(
        orjson.loads(settings["street"])["verifying"], frozenset(orjson.loads(settings.get("past_streets", "[]")))
    )
    own = Grant(settings["installation"], settings["kind"], frozenset(orjson.loads(settings["communities"])), {})
    trust.grants[settings["public_key"]] = [own]
    rows = conn.execute("SELECT form, content FROM state_built_in WHERE form IN (?, ?)", (CERTIFICATE, REVOCATION))
    for form, content in rows.fetchall():
        trust.accept(form, orjson.loads(content))
    return trust


def affected(conn: Connection, about: Collection[str], revoked: Collection[str]) -> list[int]:
    """Return an entry of every group that certificates or revocations of these keys and accounts now speak of.

    For a certified key it is what does not count yet, for what was revoked everything.
    """
    rows = conn.execute(
        "SELECT min(e.n) FROM log_entry e JOIN log_feed f ON f.n = e.feed"
        " LEFT JOIN log_reason r ON r.entry = e.n WHERE (lower(hex(f.key)) IN (SELECT value FROM json_each(?1))"
        " AND (r.entry IS NOT NULL OR lower(hex(f.key)) IN (SELECT value FROM json_each(?2))))"
        " OR json_extract(CAST(e.header AS TEXT), '$.author') IN (SELECT value FROM json_each(?2))"
        " GROUP BY json_extract(CAST(e.header AS TEXT), '$.group[0]') ORDER BY 1",
        (orjson.dumps(sorted(about)).decode(), orjson.dumps(sorted(revoked)).decode()),
    )
    return [row[0] for row in rows.fetchall()]
