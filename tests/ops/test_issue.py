"""Forms that the office issues: everybody gets them, what was entered stays, and older programs keep what they had."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.test_merges import bring
from tests.ops.world import Street, leader, make_street, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.forms.load import load_catalogue
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.declarations import issue
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import digest, export, preview
from zjdesk.ops.queries import get, list_records
from zjdesk.ops.session import open_session
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment

NOTICE = """
code = "X01"
name = "notice_board"
version = 1
label = { zh = "公告栏", en = "Notice board" }
parent = { project = "project" }
scope = "community"
writes = ["LI", "SA"]
title = ["place"]
list = ["place", "height_mm"]
search = ["place"]

[[field]]
name = "place"
type = "text"
length = 40
label = { zh = "位置", en = "Place" }
required = true

[[field]]
name = "height_mm"
type = "int"
label = { zh = "高度（毫米）", en = "Height (mm)" }
"""


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def written(folder: Path, text: str, name: str = "notice_board") -> Path:
    """Write a declaration."""
    path = folder / f"{name}.toml"
    path.write_text(text, "utf-8")
    return path


def newer(name: str, version: int, *changes: tuple[str, str]) -> str:
    """Return one of the program's own declarations in another version."""
    text = (forms_dir() / "records" / f"{name}.toml").read_text("utf-8")
    for old, new in (("version = 1", f"version = {version}"), *changes):
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_a_new_form_is_used_on_every_laptop(street: Street, tmp_path: Path, env: Environment) -> None:
    own = project(street)
    bring(street, street.liaison, street.office)
    issue(street.office, written(tmp_path, NOTICE))
    bring(street, street.office, street.liaison)
    board = {"project": own, "place": "示例小区门口", "height_mm": 1200}
    (made,) = save(street.liaison, [NewRecord("notice_board", board)]).ids
    bring(street, street.liaison, street.office)
    assert get(street.office, made).values["height_mm"] == 1200
    path = street.liaison.store.path
    street.liaison.close()
    street.liaison = open_session(path, env=env)
    assert [one.id for one in list_records(street.liaison, "notice_board")] == [made]
    assert digest(street.liaison, "C01") == digest(street.office, "C01")


def test_a_preview_of_new_forms_leaves_the_old_ones_in_use(street: Street, tmp_path: Path) -> None:
    issue(street.office, written(tmp_path, NOTICE))
    (sent,) = export(street.office, street.stick)
    preview(street.liaison, sent.files[0])
    assert "notice_board" not in street.liaison.store.catalogue


def test_what_no_longer_fits_a_new_version_is_kept_and_listed(street: Street, tmp_path: Path) -> None:
    own = leader(street)
    bring(street, street.liaison, street.office)
    narrower = newer("person", 2, ('name = "name"\ntype = "text"', 'name = "name"\ntype = "int"'))
    narrower = narrower.replace("length = 30\n", "", 1)
    issue(street.office, written(tmp_path, narrower, "person"))
    (misfit,) = street.office.store.conn.execute("SELECT lower(hex(record)), field FROM state_misfit").fetchall()
    assert misfit == (own, "name")


def test_only_a_newer_sound_form_by_the_office_is_issued(street: Street, tmp_path: Path) -> None:
    with pytest.raises(NotAllowed):
        issue(street.liaison, written(tmp_path, NOTICE))
    with pytest.raises(InputError) as caught:
        issue(street.office, written(tmp_path, newer("person", 1), "person"))
    assert caught.value.key == "ops.form_not_newer"
    with pytest.raises(InputError) as caught:
        issue(street.office, written(tmp_path, NOTICE.replace('type = "int"', 'type = "number"')))
    assert caught.value.key == "forms.bad_declaration"
    with pytest.raises(InputError) as caught:
        issue(street.office, written(tmp_path, NOTICE, "other_name"))
    assert caught.value.problems
    with pytest.raises(InputError) as caught:
        issue(street.office, written(tmp_path, NOTICE + "#" * 200_000))
    assert caught.value.key == "ops.declaration_too_large"


def test_a_form_this_program_cannot_read_leaves_what_it_had(street: Street) -> None:
    known = load_catalogue(forms_dir())
    broken = newer("person", 9, ('type = "text"', 'type = "hologram"'))
    assert known.issued({"person": broken}).form("person").version == 1
    assert known.issued({"person": newer("person", 2)}).form("person").version == 2
    older = known.issued({"person": newer("person", 1), "notice_board": NOTICE})
    assert (older.form("person").version, older.form("notice_board").code) == (1, "X01")


def test_who_may_write_an_entry_is_said_by_the_version_that_it_names(street: Street, tmp_path: Path) -> None:
    own = leader(street)
    bring(street, street.liaison, street.office)
    office_only = newer("person", 2, ('writes = ["LI", "SA"]', 'writes = ["SA"]'))
    issue(street.office, written(tmp_path, office_only, "person"))
    assert get(street.office, own).values["name"] == "示例王一"
    before = leader(street, "示例李二")
    bring(street, street.liaison, street.office)
    bring(street, street.office, street.liaison)
    with pytest.raises(NotAllowed):
        leader(street, "示例张三")
    assert get(street.office, before).values["name"] == "示例李二"
    assert digest(street.liaison, "C01") == digest(street.office, "C01")


def test_a_form_by_a_liaison_is_withheld(street: Street) -> None:
    from zjdesk.store.entry import FORM, PARENT
    from zjdesk.store.ids import uuid7
    from zjdesk.store.store import Save

    store = street.liaison.store
    values = {PARENT: None, "name": "notice_board", "version": 1, "text": NOTICE}
    store.append(street.liaison.account.id, [("street", [Save(uuid7(store.env.now()), FORM, 1, values)])])
    told = bring(street, street.liaison, street.office)
    assert [(item["form"], item["reason"]) for item in told.withheld] == [(FORM, "role")]
    assert "notice_board" not in street.office.store.catalogue
