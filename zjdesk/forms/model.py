"""What a declaration says, as frozen data: forms, fields, choices, life cycles, surveys, and the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as declared
from functools import cached_property

from zjdesk.errors import BugError, InputError
from zjdesk.i18n import Label

MISSING_CODES = ("-9", "-8", "-7")
NOT_APPLICABLE = "-8"
STATE = "state"
SURVEY = "survey"
ROLES = ("SA", "SF", "LS", "SV", "LI", "CM", "PL", "EV", "RV", "DE", "AU", "OF")
SCOPES = ("community", "private", "street", "office")
SENSITIVITIES = ("P0", "P1", "P2", "P3")
MASKS = ("name", "phone", "id_number", "account", "address", "tail")


@dataclass(frozen=True)
class Choice:
    """One answer of a choice field: the stored code and what a person reads."""

    code: str
    label: Label


@dataclass(frozen=True)
class Field:
    """One declared field of a form.

    ``missing`` are the missing codes it may hold (−8 is set by the program where a question is not relevant);
    ``surveys`` are the questionnaires it stands in, none for an ordinary field; a ``stored`` calculation is a
    value that the program fills in; ``mask`` names how a personal value is masked, none hides all of it;
    ``consent`` is the item of a consent (R49) without which it may not be entered.
    """

    name: str
    type: str
    label: Label
    hint: Label | None = None
    length: int | None = None
    required: bool = False
    relevant: str | None = None
    constraint: str | None = None
    constraint_message: Label | None = None
    default: object = None
    to: str | None = None
    sensitivity: str = "P0"
    mask: str | None = None
    consent: str | None = None
    unit: str | None = None
    calculation: str | None = None
    stored: bool = False
    rule: str | None = None
    choices: tuple[Choice, ...] = ()
    choice_list: str | None = None
    missing: tuple[str, ...] = ()
    surveys: tuple[str, ...] = ()

    def choice(self, code: str) -> Choice | None:
        """Return the choice with that code, if the field has it."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True)
class State:
    """One state of a life cycle; only in an editable one may a record's other fields be changed."""

    code: str
    label: Label
    editable: bool = False


@dataclass(frozen=True)
class Transition:
    """A step from one state to another; no roles means whoever writes the form; ``reason`` asks for one.

    ``gates`` name what must hold before it is taken (zjdesk.forms.gates).
    """

    source: str
    target: str
    label: Label
    roles: tuple[str, ...] = ()
    reason: bool = False
    gates: tuple[str, ...] = ()


@dataclass(frozen=True)
class LifeCycle:
    """The states that records of a form go through."""

    name: str
    label: Label
    initial: str
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]

    def state(self, code: str) -> State | None:
        """Return the state with that code, if the life cycle has it."""
        return next((state for state in self.states if state.code == code), None)

    def editable(self, code: str) -> bool:
        """Tell whether a record in that state may be edited."""
        state = self.state(code)
        return state is not None and state.editable

    def transition(self, source: str, target: str) -> Transition | None:
        """Return the step from one state to another, if there is one."""
        steps = (step for step in self.transitions if (step.source, step.target) == (source, target))
        return next(steps, None)

    def next_states(self, source: str) -> tuple[Transition, ...]:
        """Return the steps that lead out of a state."""
        return tuple(step for step in self.transitions if step.source == source)


@dataclass(frozen=True, eq=False)
class Form:
    """One record type; ``parent`` gives, for each field that may name the parent, the parent's form.

    ``unique`` and ``alike`` name fields by which two records may be one: all equal, or the last of them only alike.
    ``reads`` are the roles that read it beside its writers, none for everybody whose scope contains it; in the states
    ``open_in`` everybody does. ``waves`` names, for a form that holds answers, the questionnaire of each wave.
    """

    name: str
    code: str
    version: int
    label: Label
    parent: Mapping[str, str]
    scope: str
    fields: tuple[Field, ...]
    life_cycle: LifeCycle | None = None
    writes: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    open_in: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    list: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    alike: tuple[tuple[str, ...], ...] = ()
    bound: tuple[str, ...] = ()
    export_wide: bool = False
    waves: Mapping[str, str] = declared(default_factory=dict)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the declared fields in their order, with the implied ones."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The declared fields by name."""
        return {field.name: field for field in self.fields}

    def field(self, name: str) -> Field:
        """Return the field of that name; asking for another is our mistake."""
        try:
            return self.by_name[name]
        except KeyError:
            raise BugError(f"the form {self.name} has no field {name!r}") from None

    def parent_field(self, parent_form: str) -> str:
        """Return the name under which a record of this form names a parent of ``parent_form``."""
        for name, form in self.parent.items():
            if form == parent_form:
                return name
        raise BugError(f"a {self.name} lies in no {parent_form}")

    def readable(self, role: str, state: object = None) -> bool:
        """Tell whether a person of that role reads a record in that state."""
        return not self.reads or role in (*self.reads, *self.writes) or state in self.open_in

    @cached_property
    def actors(self) -> frozenset[str]:
        """The roles that may write anything of it: its writers and whoever moves its life cycle."""
        steps = self.life_cycle.transitions if self.life_cycle else ()
        return frozenset(self.writes).union(*(step.roles for step in steps))


@dataclass(frozen=True, eq=False)
class Question:
    """One row of a questionnaire in XLSForm's terms; ``source`` names where an unstored answer comes from."""

    type: str
    name: str
    label: Label
    field: Field | None
    list_name: str | None = None
    source: str | None = None


@dataclass(frozen=True, eq=False)
class Survey:
    """A questionnaire: its questions in order, its choice lists and how it maps to another one."""

    name: str
    version: str
    label: Label
    wave: str
    questions: tuple[Question, ...]
    choice_lists: Mapping[str, tuple[Choice, ...]]
    maps_to: str | None
    mapping: Mapping[str, str]

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The names of the response's fields that this questionnaire fills."""
        return tuple(question.field.name for question in self.questions if question.field is not None)


@dataclass(frozen=True, eq=False)
class Catalogue:
    """All declarations; each is read when first asked for and kept."""

    _names: tuple[str, ...]
    _surveys: tuple[str, ...]
    _form: Callable[[str], Form]
    _survey: Callable[[str], Survey]
    _parents: Callable[[], Mapping[str, tuple[str, ...]]]
    _digest: Callable[[], str]
    _issue: Callable[[Mapping[str, str], Mapping[str, Sequence[str]]], Catalogue] | None = None
    _version: Callable[[str, int], Form] | None = None

    @classmethod
    def of(cls, forms: Iterable[Form], surveys: Sequence[Survey] = (), digest: str = "given") -> Catalogue:
        """Make a catalogue of forms that are already read."""
        by_name = {form.name: form for form in forms}
        surveys_by_name = {survey.name: survey for survey in surveys}
        parents = {name: tuple(form.parent.values()) for name, form in by_name.items()}
        return cls(
            tuple(by_name),
            tuple(surveys_by_name),
            by_name.__getitem__,
            surveys_by_name.__getitem__,
            lambda: parents,
            lambda: digest,
        )

    def issued(self, texts: Mapping[str, str], earlier: Mapping[str, Sequence[str]] | None = None) -> Catalogue:
        """Return these declarations with newer ones (by name, as TOML) in the place of older or beside them.

        One that this program cannot read is left out: the form stays as it is. ``earlier`` are all that were ever
        issued, for :meth:`of_version`.
        """
        return self._issue(texts, earlier or {}) if self._issue is not None and texts else self

    def of_version(self, name: str, version: int) -> Form:
        """Return a form as it was in a version: the newest known that is not newer, else the oldest known."""
        return self.form(name) if self._version is None or name not in self._names else self._version(name, version)

    def names(self) -> tuple[str, ...]:
        """Return the names of all forms."""
        return self._names

    def __contains__(self, name: object) -> bool:
        return name in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(self._names)

    @cached_property
    def _by_parent(self) -> dict[str, tuple[str, ...]]:
        return {}

    def form(self, name: str) -> Form:
        """Return a form; one that is not declared is a mistake of whoever named it."""
        if name not in self._all:
            raise InputError("forms.no_such_form", name=name)
        return self._form(name)

    def children(self, name: str) -> tuple[str, ...]:
        """Return the names of the forms whose parent may be a record of this form."""
        if name not in self._by_parent:
            self._by_parent[name] = tuple(child for child, parents in self._parents().items() if name in parents)
        return self._by_parent[name]

    def surveys(self) -> tuple[str, ...]:
        """Return the names of all questionnaires."""
        return self._surveys

    def survey(self, name: str) -> Survey:
        """Return a questionnaire."""
        if name not in self._surveys:
            raise InputError("forms.no_such_survey", name=name)
        return self._survey(name)

    def digest(self) -> str:
        """Return a hash over the bytes of all declarations; equal bytes are equal forms."""
        return self._digest()
