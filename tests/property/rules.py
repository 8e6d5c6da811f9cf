"""What the oracle knows of scopes and roles (domain.md §3), said once more."""

from __future__ import annotations

from tests.property.held import Entry, Json
from zjdesk.forms.model import Form

ROLES = {
    "office": {"SA", "SF", "EV", "RV", "DE", "AU", "OF"},
    "lead": {"LS", "SV", "EV", "DE"},
    "supervisor": {"SV", "EV", "DE"},
    "liaison": {"LI", "CM", "DE"},
}


def scope(form: Form, parent: str | None, above: Entry | None) -> str:
    """The scope that a form declares, below this parent."""
    if form.scope == "office":
        return "office"
    if form.scope == "street" or above is None:
        return "street"
    place = f"community:{parent}" if above.form == "community" else above.scope
    return place.replace("community:", "private:") if form.scope == "private" else place


def covers(grant: Json, where: str) -> bool:
    """Tell whether a certificate lets a key write in a scope."""
    place, _, community = where.partition(":")
    if grant["kind"] == "office" or where == "street":
        return True
    if grant["kind"] == "lead":
        return place == "community"
    mine = community in grant["communities"]
    return mine and (place == "community" or (place == "private" and grant["kind"] == "liaison"))


def roles(grants: list[Json], author: str) -> set[str]:
    """The roles of an account under these certificates."""
    named = {one["role"] for grant in grants for one in grant["accounts"] if one["id"] == author}
    granted: set[str] = set().union(*(ROLES.get(grant["kind"], set()) for grant in grants))
    return named & granted if named else granted


def writers(form: Form, values: Json) -> set[str]:
    """Who writes a form, or takes it to this step of its life cycle."""
    cycle, step = form.life_cycle, values.get("state", "")
    if cycle is None or step in ("", cycle.initial):
        return set(form.writes)
    steps = [one.roles or form.writes for one in cycle.transitions if one.target == step]
    return {role for roles in steps for role in roles} or set(form.writes)
