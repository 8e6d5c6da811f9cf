"""Whether the bodies of the program's own forms are as they must be: a changed program may write anything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

from zjdesk.store.entry import DECISION, ERASURE, FORM, INSTALLATION, SETTLED
from zjdesk.store.ids import is_id

ENTRIES, FILES, FIELDS = "_entries", "_files", "_fields"  # what an erasure names
WHY = "_why"  # its reason, once a later erasure stands in the place of its body
MOST_RESTATED = 100  # erasures within erasures: each comes from clearing up what two made apart
ACTIONS = ("admit", "withdraw")
_HASH = re.compile(r"[0-9a-f]{64}")
Values = Mapping[str, Any]


def is_hash(text: object) -> TypeGuard[str]:
    """Tell whether ``text`` is a SHA-256 in lower-case hexadecimal digits."""
    return isinstance(text, str) and _HASH.fullmatch(text) is not None


def sound(form: str, values: Values) -> bool:
    """Tell whether a body of one of the program's own forms can be used; of other forms, every body can."""
    check = _CHECKS.get(form)
    return check is None or check(values)


def _settled(values: Values) -> bool:
    record, candidates = values.get("record"), values.get("candidates")
    named = is_id(values.get("conflict")) and (record is None or is_id(record))
    return named and isinstance(candidates, list) and all(type(one) is str for one in candidates)


def _decision(values: Values) -> bool:
    ranges = values.get("ranges")
    return values.get("action") in ACTIONS and isinstance(ranges, list) and all(map(_range, ranges))


def _range(one: object) -> bool:
    if not isinstance(one, dict) or set(one) != {"feed", "first", "last", "tip"}:
        return False
    numbers = type(one["first"]) is int and type(one["last"]) is int and 1 <= one["first"] <= one["last"]
    return numbers and is_id(one["feed"]) and is_id(one["tip"])


def _installation(values: Values) -> bool:
    texts = all(type(values.get(name, "")) is str for name in ("name", "kind", "recipient", "claim"))
    return texts and _all_of(values.get("communities", []), is_id) and _all_of(values.get("accounts", []), _account)


def _account(one: object) -> bool:
    return isinstance(one, dict) and all(type(one.get(name)) is str for name in ("id", "name", "role"))


def _all_of(found: object, test: Callable[[object], bool]) -> bool:
    return isinstance(found, list) and all(map(test, found))


def _form(values: Values) -> bool:
    return all(type(values.get(name)) is str for name in ("name", "text")) and type(values.get("version")) is int


def _erasure(values: Values) -> bool:
    """Tell whether an erasure can take hold; it never clears a record's place."""
    entries, files, fields = (values.get(name) for name in (ENTRIES, FILES, FIELDS))
    return _clears(entries) and _all_of(files, is_hash) and _all_of(fields, _field)


def _clears(entries: object, depth: int = 0) -> bool:
    """Tell whether what stays of entries can be put in their place, also where it restates what stays of others."""
    return (
        isinstance(entries, dict)
        and depth < MOST_RESTATED
        and all(
            is_id(own) and type(kept) is dict and (ENTRIES not in kept or _clears(kept[ENTRIES], depth + 1))
            for own, kept in entries.items()
        )
    )


def _field(one: object) -> bool:
    return type(one) is str and not one.startswith("_")


_CHECKS: Mapping[str, Callable[[Values], bool]] = {
    SETTLED: _settled,
    DECISION: _decision,
    INSTALLATION: _installation,
    ERASURE: _erasure,
    FORM: _form,
}
