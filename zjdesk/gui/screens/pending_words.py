"""How open questions, their answers and what was saved are put into words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from zjdesk.forms.model import STATE, Catalogue, Form
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.values import EMPTY, shown

if TYPE_CHECKING:
    from zjdesk.ops.pending import Pending
    from zjdesk.ops.story import Author

# The kinds in the order in which they are offered; those of one field can be decided by a value.
KINDS = (
    "value",
    "possible_duplicate",
    "edit_delete",
    "delete_restore",
    "edit_life_cycle",
    "edit_join",
    "child_of_deleted",
    "rests_on_withdrawn",
    "decision",
    "fork",
)
ONE_FIELD = ("value", "delete_restore")
DUPLICATE = "possible_duplicate"
_OWN = {"_deleted": "deleted", "_joined": "joined"}
Names = Mapping[str, Mapping[str, str]]


def form_of(ctx: Context, name: str) -> Form | None:
    """Return a declared form, None for one this program does not know."""
    return ctx.catalogue.form(name) if name in ctx.catalogue else None


def between(ctx: Context) -> str:
    """Return what stands between the parts of a list in a sentence."""
    return "、" if ctx.lang == "zh" else ", "


def apart(ctx: Context) -> str:
    """Return what stands between several fields with their values."""
    return "；" if ctx.lang == "zh" else "; "


def record_words(ctx: Context, form: str, title: str) -> str:
    """Return what a record is and how it is called."""
    declared = form_of(ctx, form)
    label = ctx.label(declared.label) if declared else ""
    return " ".join(part for part in (label, title) if part) or EMPTY


def subject(ctx: Context, item: Pending) -> str:
    """Return which record a question is about."""
    if item.conflict.record is None:
        return ctx.t(f"pending.kind_{item.conflict.kind}")
    return record_words(ctx, item.conflict.form, item.title)


def field_words(ctx: Context, form: Form | None, name: str) -> str:
    """Return the label of a field, of the record's own ones too; ``a+b`` names several."""
    if name in _OWN:
        return ctx.t(f"pending.field_{_OWN[name]}")
    if "+" in name:
        return between(ctx).join(field_words(ctx, form, part) for part in name.split("+"))
    if form is None or not name:
        return name
    if name in form.parent:
        above = form_of(ctx, form.parent[name])
        return ctx.label(above.label) if above else name
    if name == STATE:
        return ctx.t("records.state")
    return ctx.label(form.field(name).label) if name in form.by_name else name


def value_words(ctx: Context, form: Form | None, name: str, value: Any, names: Names) -> str:
    """Return a value as it is read."""
    if name in _OWN:
        return ctx.t(f"pending.{_OWN[name]}_{'yes' if value else 'no'}")
    if form is None or name not in form.by_name:
        return EMPTY if value is None else str(value)
    if name == STATE and form.life_cycle is not None:
        state = form.life_cycle.state(str(value))
        return ctx.label(state.label) if state else EMPTY
    field = form.field(name)
    if field.type in ("file", "files"):
        count = len(value) if isinstance(value, list) else int(bool(value))
        return ctx.t("pending.files", n=count) if count else EMPTY
    return shown(field, value, ctx.lang, names.get(field.to or ""))


def set_words(ctx: Context, form: Form | None, values: Mapping[str, Any], names: Names) -> list[tuple[str, str]]:
    """Return the fields that an entry sets with what it sets, the program's own ones left out."""
    wanted = [name for name in values if name in _OWN or (form is not None and name in form.by_name)]
    return [(field_words(ctx, form, name), value_words(ctx, form, name, values[name], names)) for name in wanted]


def author_words(ctx: Context, author: Author | None) -> tuple[str, str]:
    """Return the person and the computer."""
    if author is None:
        return ctx.t("pending.unknown_author"), EMPTY
    return author.name, author.computer or EMPTY


def names_of(backend: Backend, catalogue: Catalogue, forms: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """Read the words of what the fields of these forms point to."""
    targets = {
        field.to
        for name in forms
        if name in catalogue
        for field in catalogue.form(name).fields
        if field.to in catalogue
    }
    return {target: backend.names(target) for target in targets if target}


def newest_first(items: Sequence[Pending]) -> list[Pending]:
    """Return questions by kind, and within a kind the newest first."""
    return sorted(items, key=lambda one: (KINDS.index(one.conflict.kind), -one.newest))
