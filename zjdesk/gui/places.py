"""On which page a record is shown, and on which a new one is entered."""

from __future__ import annotations

from typing import Any

_OWN_PAGES = {
    "sign_in_sheet": "sign_in",
    "handout_list": "handout",
    "subsidy_receipt": "subsidy",
    "supervisor_visit": "visit",
    "joint_meeting": "meeting",
    "evaluation_finding": "finding",
}
_ROWS_OF_A_SHEET = ("sign_in_entry", "handout_entry", "subsidy_entry")


def page_of(form: str, record: str) -> tuple[str, dict[str, Any]]:
    """Return the page that shows a record."""
    if form == "project":
        return "project", {"record": record}
    return _OWN_PAGES.get(form, "entry"), {"form": form, "record": record}


def entry_of(form: str, parent: str | None = None) -> tuple[str, dict[str, Any]]:
    """Return the page on which a new record is entered."""
    return _OWN_PAGES.get(form, "entry"), {"form": form, "parent": parent}


def stands_alone(form: str) -> bool:
    """Tell whether a record of that form is opened by itself, not as a row of its sheet."""
    return form not in _ROWS_OF_A_SHEET
