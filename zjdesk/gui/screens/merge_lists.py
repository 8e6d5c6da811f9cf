"""What is behind the counts of a preview: for each kind of thing its rows, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zjdesk.forms.model import Catalogue
from zjdesk.gui.backend import Backend, Brought
from zjdesk.gui.context import Context
from zjdesk.gui.screens.pending_words import (
    DUPLICATE,
    Names,
    apart,
    author_words,
    field_words,
    form_of,
    names_of,
    record_words,
    set_words,
    value_words,
)
from zjdesk.gui.values import EMPTY
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.i18n import text

if TYPE_CHECKING:
    from zjdesk.ops.look import Apart, Look
    from zjdesk.ops.merges import Undoing
    from zjdesk.ops.queries import Conflict
    from zjdesk.ops.story import Author

# The kinds of things in a preview, in the order in which they are offered.
KINDS = (
    "new",
    "revised",
    "duplicates",
    "conflicts",
    "rests",
    "withheld",
    "incomplete",
    "awaited",
    "withdrawn",
    "files",
)
_RESTS = "rests_on_withdrawn"
_HASH_SHOWN = 12


@dataclass(frozen=True)
class Seen:
    """A preview with the words that its lists need; communities by id."""

    brought: Brought
    names: Names
    titles: Mapping[str, str]
    communities: Mapping[str, str]
    authors: Mapping[str, Author]


def read_seen(backend: Backend, catalogue: Catalogue, brought: Brought) -> Seen:
    """Read the words for a preview; what only the bundle brings is named by it."""
    titles = {own: title for look in brought.looks for own, title in look.names.items()}
    forms = {form for look in brought.looks for form in look.forms}
    forms |= {str(one["form"]) for look in brought.looks for one in look.outcome.changes}
    names = {form: {**titles, **known} for form, known in names_of(backend, catalogue, forms).items()}
    communities = {**titles, **backend.names("community")}
    changed = {str(one["record"]) for look in brought.looks for one in look.outcome.changes}
    known = backend.titles(sorted(changed - titles.keys()))
    return Seen(brought, names, {**titles, **known}, communities, backend.authors())


def counts(brought: Brought) -> dict[str, int]:
    """Return how many of each kind there are, as people count them."""
    counted = [name for name in KINDS if name not in ("withdrawn", "files")]
    sums = {name: sum(int(getattr(parcel, name)) for parcel in brought.parcels) for name in counted}
    sums["withdrawn"] = sum(len(look.outcome.withdrawn) for look in brought.looks)
    sums["files"] = sum(look.outcome.files_announced for look in brought.looks)
    return {name: sums[name] for name in KINDS}


def heads(ctx: Context, kind: str) -> tuple[Head, ...]:
    """Return the columns of a list."""
    t = ctx.t
    first = (Head(t("merge.record"), width=16), Head(t("pending.community"), width=5))
    if kind == "revised":
        before, after = Head(t("story.before"), width=9), Head(t("story.after"), width=0)
        return (*first, Head(t("story.field"), width=6), before, after)
    if kind == "new":
        return (*first, Head(t("merge.content"), width=0))
    if kind == "files":
        return (first[0], Head(t("merge.file"), width=0))
    if kind in ("duplicates", "conflicts", "rests"):
        return (*first, Head(t("pending.kind"), width=9), Head(t("merge.answers"), width=0))
    return (*first, Head(t("story.who"), width=8), Head(t("merge.content"), width=14), Head(t("merge.reason"), width=0))


def lines(ctx: Context, kind: str, seen: Seen) -> list[Line]:
    """Return the rows of a list."""
    rows = _ROWS.get(kind, _apart)
    found = (cells for look in seen.brought.looks for cells in rows(_Words(ctx, seen), look, kind))
    return [Line(number, cells) for number, cells in enumerate(found)]


def changes(ctx: Context, seen: Seen, fields: Iterable[Mapping[str, Any]]) -> tuple[tuple[Head, ...], list[Line]]:
    """Return fields before and after as columns and rows, without the community."""
    words = _Words(ctx, seen)
    columns = heads(ctx, "revised")
    cells = [words.change(one, "") for one in fields]
    return (columns[0], *columns[2:]), [Line(number, (one[0], *one[2:])) for number, one in enumerate(cells)]


class _Words:
    """Puts the things of a preview into words."""

    def __init__(self, ctx: Context, seen: Seen) -> None:
        self._ctx, self._seen = ctx, seen

    def record(self, form: str, record: str | None, community: str) -> tuple[str, str]:
        """Return what a record is and how it is called, and its community."""
        said = record_words(self._ctx, form, self._seen.titles.get(record or "", ""))
        return said, self._seen.communities.get(community, EMPTY)

    def content(self, form: str, values: Mapping[str, Any]) -> str:
        """Return what is set, on one line."""
        said = set_words(self._ctx, form_of(self._ctx, form), values, self._seen.names)
        return apart(self._ctx).join(f"{label} {value}" for label, value in said if value != EMPTY) or EMPTY

    def change(self, one: Mapping[str, Any], community: str) -> tuple[str, ...]:
        """Return one field of a record before and after."""
        form = form_of(self._ctx, str(one["form"]))
        name = str(one["field"])
        before, after = (value_words(self._ctx, form, name, one[at], self._seen.names) for at in ("before", "after"))
        cells = self.record(str(one["form"]), str(one["record"]), community)
        return (*cells, field_words(self._ctx, form, name), before, after)

    def answers(self, one: Conflict) -> str:
        """Return the answers to a question."""
        form = form_of(self._ctx, one.form)
        if one.kind == DUPLICATE:
            found = [self._seen.titles.get(str(item.get("record")), EMPTY) for item in one.candidates]
        else:
            found = [self._answer(one, form, item) for item in one.candidates]
        said = " / ".join(found)
        if not one.field or one.kind == DUPLICATE:
            return said
        return self._ctx.t("merge.answer", field=field_words(self._ctx, form, one.field), said=said)

    def _answer(self, one: Conflict, form: Any, item: Mapping[str, Any]) -> str:
        value = item.get("value")
        if isinstance(value, Mapping):
            return self.content(one.form, value)
        return value_words(self._ctx, form, one.field, value, self._seen.names)

    def apart(self, one: Apart) -> tuple[str, ...]:
        """Return an entry that would not count, with the reason."""
        name, _computer = author_words(self._ctx, self._seen.authors.get(one.author))
        why = text(self._ctx.lang, f"store.reason_{one.reason}") if one.reason else EMPTY
        cells = self.record(one.form, one.record, one.community)
        return (*cells, name, self.content(one.form, one.values), why)

    def kind(self, one: Conflict) -> str:
        """Return what a question is about."""
        return self._ctx.t(f"pending.kind_{one.kind}")

    def file(self, look: Look, sha: str) -> tuple[str, ...]:
        """Return an attachment that did not come along, with the record that names it."""
        form, record = look.files.get(sha, ("", ""))
        said, _ = self.record(form, record, "")
        return said, self._ctx.t("merge.file_missing", name=sha[:_HASH_SHOWN])


def _fresh(words: _Words, look: Look, _kind: str) -> Iterator[tuple[str, ...]]:
    for one in look.fresh:
        yield (*words.record(one.form, one.record, one.community), words.content(one.form, one.values))


def _revised(words: _Words, look: Look, _kind: str) -> Iterator[tuple[str, ...]]:
    for one in look.outcome.changes:
        yield words.change(one, look.places.get(str(one["record"]), ""))


def _asked(words: _Words, look: Look, kind: str) -> Iterator[tuple[str, ...]]:
    wanted: Callable[[str], bool] = {
        "duplicates": lambda name: name == DUPLICATE,
        "rests": lambda name: name == _RESTS,
    }.get(kind, lambda name: name not in (DUPLICATE, _RESTS))
    for one in look.questions:
        if wanted(one.kind):
            place = look.places.get(one.record or "", "")
            yield (*words.record(one.form, one.record, place), words.kind(one), words.answers(one))


def _files(words: _Words, look: Look, _kind: str) -> Iterator[tuple[str, ...]]:
    for sha in look.outcome.files_missing:
        yield words.file(look, sha)


def _apart(words: _Words, look: Look, kind: str) -> Iterator[tuple[str, ...]]:
    for one in look.apart:
        if one.status == kind:
            yield words.apart(one)


Rows = Callable[[_Words, "Look", str], Iterator[tuple[str, ...]]]
_ROWS: Mapping[str, Rows] = {
    "new": _fresh,
    "revised": _revised,
    "duplicates": _asked,
    "conflicts": _asked,
    "rests": _asked,
    "files": _files,
}


def undo_lists(undoing: Undoing) -> dict[str, int]:
    """Return how many of what taking a merge back would do."""
    return {
        "gone": sum(undoing.differences.gone.values()),
        "changed": undoing.differences.total,
        "rests": len(undoing.rests),
        "awaited": len(undoing.awaited),
        "conflicts": len(undoing.conflicts),
        "answered": undoing.answered,
    }


def form_counts(ctx: Context, gone: Mapping[str, int]) -> str:
    """Return records by type, the most frequent first."""
    found = sorted(gone.items(), key=lambda item: -item[1])
    parts: Sequence[str] = [
        ctx.t("exchange.content", name=ctx.label(form.label), n=f"{n:,}")
        for name, n in found
        if (form := form_of(ctx, name))
    ]
    return ("、" if ctx.lang == "zh" else ", ").join(parts)
