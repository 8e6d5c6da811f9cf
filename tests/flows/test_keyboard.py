"""A liaison's evening with the keyboard alone: an activity, its sign-in sheet, a photo, and their way to the office."""

from __future__ import annotations

import os
import sys
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from tests.flows import keyboard_screen
from tests.flows.keyboard_screen import Screen, screen
from tests.ops.world import make_street, project
from tests.passphrase import PASSPHRASE
from zjdesk.ops.exchange import bundles_in, merge
from zjdesk.ops.files import read_file
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session, open_session
from zjdesk.settings import Environment, iso
from zjdesk.store import vault
from zjdesk.store.database import connect
from zjdesk.store.read import Record

pytestmark = pytest.mark.skipif(bool(keyboard_screen.missing()), reason=keyboard_screen.missing() or "all is here")

TITLE = "示例座谈会"
PLACE = "居委活动室"
PROCESS = "居民围坐座谈，志愿者先讲解再动手，大家互相帮助，最后商量下一次活动的时间、地点和人手，约定由楼组长通知各家。"
HOST = "示例王一"
NAMES = tuple(f"示例居民{one}" for one in "甲乙丙丁戊己庚辛壬癸")
CAPTION = "居民座谈合影"
DAY = "2016-07-30"
MOST_COMMANDS = 60  # keys that are not text: moves, choices, saves


def save(keys: Screen, store: Path, form: str) -> None:
    """Save, and wait until a record of the form stands in the store and its page has gone."""
    keys.press("ctrl+s")
    keys.until(lambda: has(store, form), f"no {form} was saved")
    keys.settle()


def key_of(store: Path) -> bytes:
    """Return the key of a store, with its passphrase."""
    key, _ = vault.unlock(vault.read(store), PASSPHRASE)
    return key


def has(store: Path, form: str) -> bool:
    """Tell whether the store holds a record of a form, while the program has it open."""
    with closing(connect(store / "zjdesk.db", key_of(store), read_only=True)) as conn:
        return bool(conn.execute(f'SELECT 1 FROM "{form}"').fetchone())


def open_project(keys: Screen) -> None:
    """From the first page to the first project in the list."""
    keys.press("alt+2")
    keys.settle()
    keys.press("Return")
    keys.settle()


def add_activity(keys: Screen, store: Path) -> None:
    """Fill in what must be filled in, and save."""
    keys.press("ctrl+n")
    keys.settle()
    for line in (TITLE, DAY, "0930", "1100", PLACE):
        keys.type(line)
        keys.press("Return")
    keys.type(PROCESS)
    keys.press("Tab")
    for line in ("10", "2"):
        keys.type(line)
        keys.press("Return")
    keys.type(HOST)
    keys.settle()
    keys.press("Return")  # takes the person out of the list
    keys.press("space", "Tab", "space")
    keys.settle()
    save(keys, store, "activity_record")


def add_sheet(keys: Screen, store: Path) -> None:
    """From the saved activity to its sign-in sheet, ten names one under the other, and back."""
    keys.press("ctrl+n", "Return")  # the first of what may be added: sheet, photo, comment
    keys.settle()
    for name in NAMES:
        keys.type(name)
        keys.press("Down")
    keys.settle()
    save(keys, store, "sign_in_sheet")


def add_photo(keys: Screen, store: Path, photo: Path) -> None:
    """From the activity to a new photo: when, what, whether people agreed, and its file by its path."""
    keys.press("ctrl+n", "Tab", "Tab", "Return")  # past the sheet that is there now
    keys.settle()
    keys.press("Tab")
    for line in (DAY, CAPTION):
        keys.type(line)
        keys.press("Return")
    keys.press("space")
    keys.press("shift+Tab", times=3)
    keys.settle()
    keys.press("space")
    keys.window_changes()
    keys.type(str(photo))
    keys.press("Return")
    keys.window_changes()
    save(keys, store, "photo")


def export_to(keys: Screen, folder: Path) -> None:
    """To the page of exchange; name the folder, and export."""
    keys.press("alt+7")
    keys.settle()
    keys.press("Tab", "space")
    keys.window_changes()
    keys.type(str(folder))
    keys.press("Return")
    keys.window_changes()
    keys.press("ctrl+s")
    keys.until(lambda: bool(bundles_in(folder)), "no bundle was written")
    keys.settle()


def surroundings(env: Environment, folder: Path) -> dict[str, str]:
    """Return the environment of a program that touches nothing outside of the folder."""
    own = {
        "ZJDESK_NOW": iso(env.now()),
        "ZJDESK_MACHINE": env.machine,
        "ZJDESK_ANCHORS": str(env.anchors),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    return {**os.environ, **own}


def work(keys: Screen, store: Path, photo: Path, stick: Path) -> None:
    """Do the evening's work."""
    open_project(keys)
    add_activity(keys, store)
    add_sheet(keys, store)
    add_photo(keys, store, photo)
    export_to(keys, stick)


def assert_all_there(session: Session, photo: Path) -> None:
    """The activity, its ten names and its photo stand in a store as they were typed."""
    activity = only(list_records(session, "activity_record"))
    typed = {name: activity.values[name] for name in ("title", "date", "start_time", "end_time", "place", "process")}
    assert list(typed.values()) == [TITLE, DAY, "09:30", "11:00", PLACE, PROCESS]
    assert (activity.values["headcount"], activity.values["volunteers"]) == (10, 2)
    assert (activity.values["run_by"], activity.values["label_shown"]) == ("team", True)
    assert activity.values["host"] == only(list_records(session, "person", where={"name": HOST})).id
    sheet = only(list_records(session, "sign_in_sheet", parent=activity.id))
    assert sheet.values["count"] == len(NAMES)
    signers = list_records(session, "sign_in_entry", parent=sheet.id, order="no")
    assert [signer.values["name"] for signer in signers] == list(NAMES)
    picture = only(list_records(session, "photo", parent=activity.id, masked=False))
    assert picture.values["caption"] == CAPTION
    kept = read_file(session, picture.values["file"])
    assert kept == photo.read_bytes()


def only(records: list[Record]) -> Record:
    """Return the one record there must be."""
    (one,) = records
    return one


def test_a_liaison_needs_no_mouse(tmp_path: Path, env: Environment, capsys: pytest.CaptureFixture[str]) -> None:
    street = make_street(tmp_path, env)
    project(street)
    street.office.close()
    street.liaison.close()
    store, photo, stick = tmp_path / "liaison", tmp_path / "photo.jpg", tmp_path / "out"
    Image.new("RGB", (320, 240), "green").save(photo)
    stick.mkdir()
    with screen(TITLE + PLACE + PROCESS + HOST + "".join(NAMES) + CAPTION) as keys:
        program = [sys.executable, "-m", "zjdesk", "--store", str(store)]
        keys.start(program, surroundings(env, tmp_path), "福沈居委")
        work(keys, store, photo, stick)
    with capsys.disabled():
        sys.stdout.write(f"\n{keys.commands} keys to move, choose and save; {keys.characters} characters typed\n")
    with open_session(store, env=env) as liaison:
        assert_all_there(liaison, photo)
    with open_session(tmp_path / "office", env=env) as office:
        merge(office, only_bundle(stick))
        assert_all_there(office, photo)
    assert keys.commands <= MOST_COMMANDS


def only_bundle(folder: Path) -> Path:
    """Return the one bundle on the stick."""
    (bundle,) = bundles_in(folder)
    return bundle
