"""Takes pictures of every page in both languages: ``python packaging/screenshots.py STORE OUT [--scale 150]``.

With ``--readme`` those of the README, small, into ``resources/help/pictures``. The store is copied first, so that the
one named is neither locked nor changed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QScrollArea

from zjdesk.gui.app import Desk, application
from zjdesk.gui.door import Door
from zjdesk.gui.lobby import Lobby
from zjdesk.gui.pages import NAVIGATION
from zjdesk.gui.preferences import Look, Preferences
from zjdesk.gui.screens.merge_look import PreviewCard
from zjdesk.gui.tokens import SCALES, THEMES
from zjdesk.i18n import LANGUAGES
from zjdesk.settings import from_environ

_README_PICTURES = Path(__file__).resolve().parents[1] / "resources" / "help" / "pictures"
_README = {
    "home": "home",
    "project-timeline": "project",
    "sign_in": "sign_in",
    "figures-bars": "figures",
    "exchange": "exchange",
    "report-page": "report",
}
_COLOURS = 96
_BARS, _PAIRS, _PRINTED = 6, 15, 1  # rows of the list of figures, a page of the report
_ENTERED = {
    "activity_record": "entry",
    "sign_in_sheet": "sign_in",
    "handout_list": "handout",
    "subsidy_receipt": "subsidy",
    "supervisor_visit": "visit",
}
_SHOWN_FORMS = ("project", *_ENTERED, "batch", "person", "photo")
_STEP_MS = 60
_LONGEST_STEPS = 500


def main() -> None:
    """Read the arguments and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=_README_PICTURES)
    parser.add_argument("--scale", type=int, choices=SCALES, default=100)
    parser.add_argument("--theme", choices=THEMES, default="light")
    parser.add_argument("--size", default="1366x768")
    parser.add_argument("--bundle", type=Path, action="append", default=[], help="shown before a merge")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README, in Chinese")
    parser.add_argument("--only", default="", help="pictures whose names begin so")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for lang in LANGUAGES[:1] if args.readme else LANGUAGES:
        look = Look(lang, args.theme, args.scale)
        with TemporaryDirectory() as folder, opened(args.store, Path(folder), look, args.size) as desk:
            for place in places(desk, args.bundle):
                name = _README.get(place.title) if args.readme else f"{lang}-{args.scale}-{place.title}"
                if name and place.title.startswith(args.only):
                    print(show(desk, place, args.out / f"{name}.png", small=args.readme))
            for title in () if args.readme or args.only else doors(desk):
                path = args.out / f"{lang}-{args.scale}-{title}.png"
                desk.window.grab().save(str(path))
                print(path)


@contextmanager
def opened(store: Path, folder: Path, look: Look, size: str) -> Iterator[Desk]:
    """Open the window on a copy of the store."""
    copy = folder / "store"
    shutil.copytree(store, copy, ignore=shutil.ignore_patterns("store.lock", "backups"))
    preferences = Preferences(folder / "window.ini")
    preferences.look = look
    env = replace(from_environ(), anchors=folder / "anchors")
    app = application(["zjdesk"])
    desk = Desk(app, Door(copy, env), preferences=preferences)
    desk.start()
    width, height = (int(part) for part in size.split("x"))
    desk.window.resize(width, height)
    settle(desk)
    yield desk
    desk.stop()


def show(desk: Desk, place: Place, path: Path, *, small: bool) -> Path:
    """Go to a place, do there what is to be done, and take the picture."""
    desk.window.go(place.page, dict(place.args))
    settle(desk)
    for act in place.acts:
        act(desk.window.page)
        settle(desk)
    desk.window.grab().save(str(path))
    if small:
        with Image.open(path) as picture:
            few = picture.convert("RGB").quantize(_COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(path, optimize=True)
    return path


@dataclass(frozen=True)
class Place:
    """A picture's title, the page that it shows, and what is done there first."""

    title: str
    page: str
    args: Mapping[str, Any] = field(default_factory=dict)
    acts: tuple[Callable[[Any], object], ...] = ()


def places(desk: Desk, bundles: Sequence[Path]) -> Iterator[Place]:
    """Yield every page with what it is to show; what the store does not hold is left out."""
    first: dict[str, str] = {}
    desk.tasks.run(desk, first_records, first.update)
    settle(desk)
    for spec in NAVIGATION:
        yield Place(spec.name, spec.name)
    yield Place("figures-bars", "figures", acts=(lambda page: page.list.setCurrentRow(_BARS),))
    yield Place("figures-pairs", "figures", acts=(lambda page: page.list.setCurrentRow(_PAIRS),))
    yield Place("figures-records", "figures", acts=(lambda page: page.table.opened.emit(page.table.key),))
    yield Place("report-preview", "report", acts=(lambda page: page.build(),))
    yield Place("report-page", "report", acts=(lambda page: page.build(), lambda page: page.paper.turn(_PRINTED)))
    yield Place("settings-below", "settings", acts=(to_the_end,))
    yield Place("laptops", "laptops")
    yield Place("board", "board")
    yield Place("messages", "messages", acts=(lambda page: page.write(),))
    yield Place("board-computers", "board", acts=(lambda page: page.tabs.setCurrentIndex(1),))
    yield Place("pending", "pending")
    for kind in ("possible_duplicate", "edit_delete"):
        yield Place(f"pending-{kind}", "pending", acts=(partial(list_kind, kind),))
    yield Place("pending-many", "pending", acts=(lambda page: page.choose_all(),))
    yield Place("actions", "actions")
    yield Place("street_key", "street_key")
    yield Place("key_return", "key_return")
    yield Place("audit", "audit")
    yield Place("periods", "periods")
    if "laptop" in first:
        yield Place("lost", "lost", {"installation": first["laptop"]})
        yield Place("lost-below", "lost", {"installation": first["laptop"]}, (to_the_end,))
    yield from of_merges(bundles)
    if "project" in first:
        for tab in ("timeline", "activities", "team", "money", "supervision", "issues", "evaluation"):
            yield Place(f"project-{tab}", "project", {"record": first["project"], "tab": tab})
        yield Place("story", "story", {"form": "project", "record": first["project"]})
        yield Place("entry", "entry", {"form": "activity_record", "parent": first["project"]})
        yield Place(
            "entry-wrong", "entry", {"form": "activity_record", "parent": first["project"]}, (lambda page: page.save(),)
        )
        yield Place("project-edit", "entry", {"form": "project", "record": first["project"]})
    for form, page in _ENTERED.items():
        if form in first:
            yield Place(page if page != "entry" else form, page, {"form": form, "record": first[form]})
    if "activity_record" in first:
        yield Place("sign_in-new", "sign_in", {"form": "sign_in_sheet", "parent": first["activity_record"]})
    for form in ("person", "photo"):
        if form in first:
            yield Place(form, "entry", {"form": form, "record": first[form]})
            yield Place(f"erasing-{form}", "erasing", {"record": first[form]})
    if "batch" in first:
        yield Place("keying", "keying", {"batch": first["batch"]})


def doors(desk: Desk) -> Iterator[str]:
    """Lock, and show the pages before the store one after the other; yield a title for each."""
    desk.lock()
    settle(desk)
    yield "unlock"
    for lobby in desk.window.findChildren(Lobby):
        for name in ("recovery", "first_start"):
            lobby.show(name)
            settle(desk)
            yield name


def of_merges(bundles: Sequence[Path]) -> Iterator[Place]:
    """Yield the register, and what is shown before bundles are merged."""
    yield Place("exchange-merges", "exchange", acts=(lambda page: page.tabs.setCurrentIndex(1),))
    look = partial(preview, bundles)
    if bundles:
        yield Place("exchange-preview", "exchange", acts=(look,))
        for kind in ("new", "revised", "conflicts"):
            yield Place(f"exchange-preview-{kind}", "exchange", acts=(look, partial(open_list, kind)))


def preview(bundles: Sequence[Path], page: Any) -> None:
    """Show what merging these files would do."""
    page.preview(bundles)


def list_kind(kind: str, page: Any) -> None:
    """List the open questions of one kind."""
    page.kinds.setCurrentIndex(max(0, page.kinds.findData(kind)))
    page.kinds.activated.emit(0)


def open_list(kind: str, page: Any) -> None:
    """Open the list behind a count of the preview."""
    for card in page.findChildren(PreviewCard):
        card.chips[kind].click()


def to_the_end(page: Any) -> None:
    """Scroll down."""
    for area in page.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def first_records(backend: Any) -> dict[str, str]:
    """Return the first record of each form that a page is shown for, and the first of the other computers."""
    found = {form: backend.list_records(form, limit=1) for form in _SHOWN_FORMS} | {"laptop": backend.laptops()}
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
