"""Takes pictures of every page in both languages: ``python packaging/screenshots.py STORE OUT [--scale 150]``.

The store is copied first, so that the one named is neither locked nor changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtCore import QEventLoop, QTimer

from zjdesk.gui.app import Desk, application, declarations
from zjdesk.gui.pages import NAVIGATION
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.gui.store_backend import opener
from zjdesk.gui.tokens import SCALES, THEMES
from zjdesk.i18n import LANGUAGES
from zjdesk.settings import from_environ

_SHOWN_FORMS = ("project", "activity_record", "sign_in_sheet", "subsidy_receipt", "supervisor_visit", "batch")
_STEP_MS = 60
_LONGEST_STEPS = 500


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--scale", type=int, choices=SCALES, default=100)
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--size", default="1366x768")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for lang in LANGUAGES:
        look = Look(lang, args.theme, args.scale)
        with TemporaryDirectory() as folder:
            for path in pictures(args.store, Path(folder), look, args.size, args.out):
                print(path)


def pictures(store: Path, folder: Path, look: Look, size: str, out: Path) -> Iterator[Path]:
    """Open a copy of the store, show one page after the other and yield the pictures taken."""
    copy = folder / "store"
    shutil.copytree(store, copy, ignore=shutil.ignore_patterns("store.lock", "backups"))
    preferences = Preferences(folder / "window.ini")
    preferences.look = look
    real = from_environ()
    env = replace(real, anchors=folder / "anchors")
    app = application(["zjdesk"])
    desk = Desk(
        app,
        opener(copy, env, None),
        preferences=preferences,
        catalogue=declarations,
        env=env,
    )
    desk.start()
    width, height = (int(part) for part in size.split("x"))
    desk.window.resize(width, height)
    settle(desk)
    for title, name, args in places(desk):
        desk.window.go(name, args)
        settle(desk)
        path = out / f"{look.lang}-{look.scale}-{title}.png"
        desk.window.grab().save(str(path))
        yield path
    desk.stop()


def places(desk: Desk) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield every page with what it is to show; what the store does not hold is left out."""
    first: dict[str, str] = {}
    desk.tasks.run(desk, first_records, first.update)
    settle(desk)
    for spec in NAVIGATION:
        yield spec.name, spec.name, {}
    if "project" in first:
        for tab in ("timeline", "activities", "money", "supervision"):
            yield f"project-{tab}", "project", {"record": first["project"], "tab": tab}
        yield "entry", "entry", {"form": "activity_record", "parent": first["project"]}
    if "activity_record" in first:
        yield "activity", "entry", {"form": "activity_record", "record": first["activity_record"]}
    for form, page in (("sign_in_sheet", "sign_in"), ("subsidy_receipt", "subsidy"), ("supervisor_visit", "visit")):
        if form in first:
            yield page, page, {"form": form, "record": first[form]}
    if "batch" in first:
        yield "keying", "keying", {"batch": first["batch"]}


def first_records(backend: Any) -> dict[str, str]:
    """Return the first record of each form that a page is shown for."""
    found = {form: backend.list_records(form, limit=1) for form in _SHOWN_FORMS}
    return {form: records[0].id for form, records in found.items() if records}


def settle(desk: Desk) -> None:
    """Let the window work until nothing is left to do."""
    for _ in range(_LONGEST_STEPS):
        loop = QEventLoop()
        QTimer.singleShot(_STEP_MS, loop.quit)
        loop.exec()
        if desk.tasks.idle:
            break
    loop = QEventLoop()
    QTimer.singleShot(3 * _STEP_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main()
