"""Every page opens in both languages, nothing is cut off, every input has a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from tests.gui.conftest import records, show_page
from tests.gui.looking import cut_off, nameless
from zjdesk.gui.app import Desk
from zjdesk.gui.pages import NAVIGATION, PAGES, Spec
from zjdesk.gui.preferences import Look
from zjdesk.gui.screens.project import TABS
from zjdesk.gui.tokens import THEMES, ThemeName
from zjdesk.i18n import LANGUAGES, text

OpenDesk = Callable[..., Desk]
LOOKS = (Look("zh"), Look("en", scale=150), Look("zh", scale=200))


def places(qtbot: QtBot, desk: Desk) -> list[tuple[str, dict[str, Any]]]:
    """Return every page with what it is to show."""
    project = records(qtbot, desk, "project")[0].id
    activity = next(one for one in records(qtbot, desk, "activity_record") if one.parent == project).id
    sheet = records(qtbot, desk, "sign_in_sheet")[0].id
    batch = records(qtbot, desk, "batch")[0].id
    visit = records(qtbot, desk, "supervisor_visit")[0].id
    found: list[tuple[str, dict[str, Any]]] = [(spec.name, {}) for spec in NAVIGATION]
    found += [("project", {"record": project, "tab": tab}) for tab in TABS]
    found += [
        ("entry", {"form": "activity_record", "parent": project}),
        ("entry", {"form": "activity_record", "record": activity}),
        ("entry", {"form": "project"}),
        ("photos", {"project": project}),
        ("sign_in", {"form": "sign_in_sheet", "record": sheet}),
        ("handout", {"form": "handout_list", "parent": project}),
        ("subsidy", {"form": "subsidy_receipt", "parent": project}),
        ("visit", {"form": "supervisor_visit", "record": visit}),
        ("keying", {"batch": batch}),
        ("keying_again", {"batch": batch}),
        ("again", {"batch": batch}),
    ]
    return found


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: f"{look.lang}-{look.scale}")
def test_every_page_opens_whole_and_named(open_desk: OpenDesk, qtbot: QtBot, look: Look) -> None:
    desk = open_desk(look)
    faults: dict[str, list[str]] = {}
    for name, args in places(qtbot, desk):
        page = show_page(qtbot, desk, name, **args)
        assert page.title.text()
        faults[name] = [*faults.get(name, ()), *cut_off(desk.window), *nameless(desk.window)]
    assert not {name: found for name, found in faults.items() if found}


@pytest.mark.parametrize("theme", THEMES)
def test_every_set_of_colours_draws(open_desk: OpenDesk, qtbot: QtBot, theme: ThemeName) -> None:
    desk = open_desk(Look("zh", theme))
    for name in ("home", "projects", "settings"):
        show_page(qtbot, desk, name)
        assert not desk.window.grab().isNull()


def test_a_narrow_window_shows_pictures_alone(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk(size=(1093, 614))
    for name, args in places(qtbot, desk)[: len(NAVIGATION)]:
        show_page(qtbot, desk, name, **args)
        assert not cut_off(desk.window), name


def test_the_language_changes_at_once(open_desk: OpenDesk, qtbot: QtBot) -> None:
    desk = open_desk()
    page: Any = show_page(qtbot, desk, "settings")
    page.language.value = "en"
    page.language.changed.emit()
    qtbot.waitUntil(lambda: desk.window.page is not None and desk.window.page.title.text() == "Settings")
    assert desk.window.windowTitle().endswith("Fund projects")


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.name)
def test_every_page_is_explained(spec: Spec) -> None:
    for lang in LANGUAGES:
        assert text(lang, f"gui_help.{spec.name}").strip()
