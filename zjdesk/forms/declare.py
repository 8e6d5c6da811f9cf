"""Declaration tables to forms: record types, their fields, shared choice lists and life cycles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from zjdesk.forms.choices import NAME, read_choices
from zjdesk.forms.gates import GATES
from zjdesk.forms.model import (
    MASKS,
    MISSING_CODES,
    ROLES,
    SCOPES,
    SENSITIVITIES,
    STATE,
    Choice,
    Field,
    Form,
    LifeCycle,
    State,
    Survey,
    Transition,
)
from zjdesk.forms.source import Table
from zjdesk.forms.survey import response_fields
from zjdesk.forms.types import TYPES
from zjdesk.i18n import Label

_NO_LABEL = Label("", "")
_SURVEY_ONLY = ("surveys",)
FIELD_KEYS = tuple(item.name for item in fields(Field) if item.name not in _SURVEY_ONLY)
FORM_KEYS = (
    *(item.name for item in fields(Form) if item.name not in ("fields", "waves")),
    "field",
    "surveyed",
)
_STATE_LABEL = Label("状态", "State")


MOST_FIELDS = 500  # a table of the database holds not many more columns
# A form's name is its table's: these belong to the database, the log, its housekeeping and the unit rows.
_TAKEN = ("sqlite_", "log_", "state_", "local_", "unit_", "stats_")
_VIEWS = ("approved_project", "current_cycle", "cycle_on_day", "money_source")


@dataclass(frozen=True)
class Shared:
    """What record types share: choice lists, life cycles and the names of all forms."""

    choice_lists: Mapping[str, tuple[Choice, ...]]
    life_cycles: Mapping[str, LifeCycle]
    forms: tuple[str, ...]


def read_life_cycles(root: Table) -> dict[str, LifeCycle]:
    """Read every ``[[life_cycle]]`` of a file."""
    root.known(("life_cycle",))
    cycles = (_life_cycle(table) for table in root.tables("life_cycle"))
    return {cycle.name: cycle for cycle in cycles if cycle is not None}


def _life_cycle(table: Table) -> LifeCycle | None:
    table.known(("name", "label", "initial", "states", "transitions"))
    states = tuple(_state(inner) for inner in table.tables("states"))
    codes = tuple(state.code for state in states)
    name = table.text("name", required=True)
    initial = table.one_of("initial", codes, required=True)
    label = table.label("label", required=True)
    steps = tuple(_transition(inner, codes) for inner in table.tables("transitions"))
    return LifeCycle(name, label or _NO_LABEL, initial or "", states, steps) if name is not None else None


def _state(table: Table) -> State:
    table.known(("code", "label", "editable"))
    label = table.label("label", required=True)
    return State(table.text("code", required=True) or "", label or _NO_LABEL, table.flag("editable"))


def _transition(table: Table, codes: tuple[str, ...]) -> Transition:
    table.known(("from", "to", "label", "roles", "reason", "gates"))
    return Transition(
        table.one_of("from", codes, required=True) or "",
        table.one_of("to", codes, required=True) or "",
        table.label("label", required=True) or _NO_LABEL,
        table.texts("roles", ROLES),
        table.flag("reason"),
        table.texts("gates", tuple(GATES)),
    )


def read_form(root: Table, name: str, shared: Shared, surveys: tuple[Survey, ...] = ()) -> Form:
    """Read a record type; one with answers takes the questions of all questionnaires as fields."""
    root.known(FORM_KEYS)
    if root.text("name", required=True) not in (name, None):
        root.problem("name", "name_is_file", name=name)
    if not NAME.fullmatch(name) or name.startswith(_TAKEN) or name in _VIEWS:
        root.problem("name", "bad_form_name", name=name)
    own = _fields(root, shared)
    asked = response_fields(surveys) if root.flag("surveyed") else ()
    life_cycle = _named_life_cycle(root, shared)
    if len(own) > MOST_FIELDS:
        root.problem("field", "too_many_fields", count=len(own), most=MOST_FIELDS)
    everything = (*asked, *own, *((_state_field(life_cycle),) if life_cycle else ()))
    parent = _parent(root, shared)
    form = Form(
        name=name,
        code=root.text("code", required=True) or "",
        version=root.whole("version", required=True) or 0,
        label=root.label("label", required=True) or _NO_LABEL,
        parent=parent,
        scope=root.one_of("scope", SCOPES, required=True) or SCOPES[0],
        fields=everything,
        life_cycle=life_cycle,
        writes=root.texts("writes", ROLES),
        reads=root.texts("reads", ROLES),
        open_in=root.texts("open_in", [state.code for state in life_cycle.states] if life_cycle else ()),
        bound=root.texts("bound", shared.forms),
        export_wide=root.flag("export_wide"),
        waves={survey.wave: survey.name for survey in surveys} if asked else {},
        **_columns(root, [field.name for field in everything], list(parent)),
    )
    _check_units(root, form)
    return form


def _parent(root: Table, shared: Shared) -> dict[str, str]:
    parent = root.mapping("parent")
    for form in parent.values():
        if form not in shared.forms:
            root.problem("parent", "no_form", name=form)
    return parent


def _named_life_cycle(root: Table, shared: Shared) -> LifeCycle | None:
    name = root.text("life_cycle")
    if name is not None and name not in shared.life_cycles:
        root.problem("life_cycle", "no_life_cycle", name=name)
    return shared.life_cycles.get(name or "")


def _columns(root: Table, names: list[str], parents: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {key: root.texts(key, names) for key in ("title", "list", "search")}
    return {**found, **{key: _keys(root, key, [*names, *parents]) for key in ("unique", "alike")}}


def _keys(root: Table, key: str, names: list[str]) -> tuple[tuple[str, ...], ...]:
    groups = []
    for group in root.get(key, list) or ():
        if not isinstance(group, list) or not all(isinstance(name, str) for name in group):
            root.problem(key, "wanted_list", key=key, value=group)
            continue
        for name in group:
            if name not in names:
                root.problem(key, "no_field", name=name)
        groups.append(tuple(group))
    return tuple(groups)


def _fields(root: Table, shared: Shared) -> tuple[Field, ...]:
    found: dict[str, Field] = {}
    parents = root.values.get("parent") or {}
    for table in root.tables("field"):
        field = read_field(table, shared)
        if field.name in found or field.name in parents or field.name == STATE:
            table.problem("name", "twice", name=field.name)
        found[field.name] = field
    return tuple(found.values())


def read_field(table: Table, shared: Shared) -> Field:
    """Read one ``[[field]]``."""
    table.known(FIELD_KEYS)
    kind = table.one_of("type", TYPES, required=True) or "text"
    to = table.one_of("to", shared.forms, required=kind in ("ref", "refs"))
    choices, list_name = _field_choices(table, kind, shared)
    return Field(
        name=field_name(table),
        type=kind,
        label=table.label("label", required=True) or _NO_LABEL,
        hint=table.label("hint"),
        length=table.whole("length"),
        required=table.flag("required"),
        relevant=table.text("relevant"),
        constraint=table.text("constraint"),
        constraint_message=table.label("constraint_message"),
        default=_default(table, kind),
        to=to,
        sensitivity=table.one_of("sensitivity", SENSITIVITIES) or "P0",
        mask=table.one_of("mask", MASKS),
        consent=table.text("consent"),
        unit=table.text("unit"),
        calculation=table.text("calculation"),
        stored=table.flag("stored"),
        rule=table.text("rule"),
        choices=choices,
        choice_list=list_name,
        missing=table.texts("missing", MISSING_CODES),
    )


def field_name(table: Table) -> str:
    """Read a name that can be a column: lower-case letters, digits and underscores."""
    name = table.text("name", required=True) or ""
    if name and not NAME.fullmatch(name):
        table.problem("name", "bad_name", name=name)
    return name


def _field_choices(table: Table, kind: str, shared: Shared) -> tuple[tuple[Choice, ...], str | None]:
    list_name = table.text("choice_list")
    choices = read_choices(table, "choices")
    if list_name is not None and list_name not in shared.choice_lists:
        table.problem("choice_list", "no_choice_list", name=list_name)
    found = choices or shared.choice_lists.get(list_name or "", ())
    if kind in ("choice", "choices") and not choices and list_name is None:
        table.problem("choices", "lacks_key", missing="choices")
    return found, list_name


def _default(table: Table, kind: str) -> object:
    value = table.values.get("default")
    if value is not None and not TYPES[kind].fits(value):
        table.problem("default", "bad_default", value=value, type=kind)
        return None
    return value


def _check_units(root: Table, form: Form) -> None:
    units = [field.unit for field in form.fields if field.unit is not None]
    for unit in sorted(set(units)):
        if units.count(unit) == 1:
            root.problem("field", "lone_unit", name=unit)


def _state_field(life_cycle: LifeCycle) -> Field:
    choices = tuple(Choice(state.code, state.label) for state in life_cycle.states)
    return Field(STATE, "choice", _STATE_LABEL, required=True, default=life_cycle.initial, choices=choices)
