"""Declarations are read when needed, and all that is wrong with them is said at once with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from zjdesk.errors import BugError, InputError, Problem
from zjdesk.forms import load
from zjdesk.forms.load import load_catalogue, verify
from zjdesk.forms.model import Catalogue
from zjdesk.forms.source import Source, open_source
from zjdesk.i18n import text
from zjdesk.paths import forms_dir


def spoil(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a piece of a declaration."""
    path = folder / file
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new), "utf-8")


def test_the_programs_own_declarations_are_sound() -> None:
    assert verify(forms_dir()) == []


def test_small_declarations_are_sound(folder: Path) -> None:
    assert verify(folder) == []


def test_a_form_says_what_it_declares(folder: Path) -> None:
    catalogue = load_catalogue(folder)
    visit = catalogue.form("visit")

    assert catalogue.names() == ("club", "visit")
    assert visit.columns == ("kind", "people")
    assert visit.parent_field("club") == "club"
    assert visit.field("kind").choice("walk") is not None
    assert catalogue.children("club") == ("visit",)
    assert catalogue.survey("poll").columns == ("known",)


def test_nothing_is_parsed_before_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def noting(path: Path, problems: list[Problem]) -> Source:
        opened.append(path.name)
        return open_source(path, problems)

    monkeypatch.setattr(load, "open_source", noting)

    catalogue = load_catalogue(folder)
    catalogue.names(), catalogue.digest(), catalogue.children("club")
    assert opened == []

    catalogue.form("club"), catalogue.form("club")
    assert opened == ["club.toml"]


def test_digest_changes_with_any_byte_of_a_declaration(folder: Path) -> None:
    before = load_catalogue(folder).digest()
    assert load_catalogue(folder).digest() == before

    spoil(folder, "surveys/poll.toml", "知道吗", "知道么")
    assert load_catalogue(folder).digest() != before


def test_unknown_names_are_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InputError, match="no_such_form"):
        catalogue.form("progect")
    with pytest.raises(InputError, match="no_such_survey"):
        catalogue.survey("zjj")
    with pytest.raises(BugError):
        catalogue.form("project").field("nmae")
    with pytest.raises(BugError):
        catalogue.form("project").parent_field("batch")


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "problem"),
    [
        ("records/club.toml", "required = true", "requird = true", "14 field.name.requird", "unknown_key"),
        ("records/club.toml", 'title = ["name"]', 'titel = ["name"]', "7 club.titel", "unknown_key"),
        ("records/club.toml", 'title = ["name"]', 'title = ["nam"]', "7 club.title", "not_among"),
        ("records/club.toml", "length = 20", 'length = "20"', "12 field.name.length", "wanted_whole"),
        ("records/club.toml", "required = true", 'required = "yes"', "14 field.name.required", "wanted_flag"),
        ("records/club.toml", 'type = "text"', 'type = "txt"', "11 field.name.type", "not_among"),
        ("records/club.toml", ', en = "Name" }', " }", "13 field.name.label.en", "lacks_key"),
        ("records/club.toml", 'label = { zh = "社团"', 'label = { de = "Klub"', "4 club.label.de", "unknown_key"),
        ("records/club.toml", 'scope = "street"', 'scope = "city"', "6 club.scope", "not_among"),
        ("records/club.toml", 'code = "X01"\n', "", "club.code", "lacks_key"),
        ("records/club.toml", 'name = "club"', 'name = "clubs"', "2 clubs.name", "name_is_file"),
        ("records/club.toml", "version = 1", "version 1", "3", "not_toml"),
        ("records/club.toml", 'name = "name"', 'name = "Name"', "10 field.Name.name", "bad_name"),
        ("records/club.toml", "required = true", "default = 3", "14 field.name.default", "bad_default"),
        ("records/club.toml", "required = true", 'unit = "u"', "club.field", "lone_unit"),
        ("records/club.toml", "required = true", "stored = true", "14 field.name.stored", "lacks_key"),
        ("records/club.toml", 'type = "text"', 'type = "ref"', "9 field.name.to", "lacks_key"),
        ("records/club.toml", 'scope = "street"', 'life_cycle = "L9"', "6 club.life_cycle", "no_life_cycle"),
        ("records/club.toml", 'scope = "street"', 'bound = ["club"]\nscope = "street"', "6 bound", "no_child"),
        ("records/visit.toml", '{ club = "club" }', '{ club = "klub" }', "5 visit.parent", "no_form"),
        ("records/visit.toml", 'name = "people"', 'name = "kind"', "19 field.kind.name", "twice"),
        ("records/visit.toml", 'name = "people"', 'name = "club"', "19 field.club.name", "twice"),
        ("records/visit.toml", 'code = "walk"', 'code = "call"', "13 field.kind.choices.call.code", "twice"),
        ("records/visit.toml", ". >= 1", ". >=", "23 field.people.constraint", "bad_expression"),
        ("records/visit.toml", "${kind} =", "${knid} =", "22 field.people.relevant", "no_field"),
        ("surveys/poll.toml", "select_one yes_no", "select_one noyes", "14 question.known.type", "no_choice_list"),
        ("surveys/poll.toml", "select_one yes_no", "choose yes_no", "14 question.known.type", "not_among"),
        ("surveys/poll.toml", "知道吗？", '知道", zh2 = "？', "16 question.known.label.zh2", "unknown_key"),
        ("surveys/poll.toml", 'wave = "final"', 'wave = "last"', "4 poll.wave", "not_among"),
        ("surveys/poll.toml", 'wave = "final"', 'wave = "mid"\nmaps_to = "x"', "5 maps_to", "no_such_survey"),
    ],
)
def test_each_mistake_is_named_with_its_place(
    folder: Path, file: str, old: str, new: str, place: str, problem: str
) -> None:
    spoil(folder, file, old, new)

    found = [item for item in verify(folder) if item.key == f"forms.{problem}"]

    assert [(item.file, item.place) for item in found[:1]] == [(file, place)]
    for lang in ("zh", "en"):
        assert text(lang, found[0].key, **found[0].params)
        assert text(lang, f"{found[0].key}_remedy", **found[0].params)


def test_all_mistakes_are_listed_at_once(folder: Path) -> None:
    spoil(folder, "records/club.toml", "length = 20", 'length = "20"\ncolour = "red"')
    spoil(folder, "records/club.toml", 'type = "text"', 'type = "txt"')

    with pytest.raises(InputError) as refused:
        load_catalogue(folder).form("club")

    assert refused.value.key == "forms.bad_declaration"
    assert {item.key for item in refused.value.problems} == {
        "forms.unknown_key",
        "forms.wanted_whole",
        "forms.not_among",
    }


def test_a_question_means_the_same_in_every_questionnaire(folder: Path) -> None:
    other = (folder / "surveys" / "poll.toml").read_text("utf-8")
    other = other.replace('name = "poll"', 'name = "poll_mid"').replace('code = "yes"', 'code = "sure"')
    (folder / "surveys" / "poll_mid.toml").write_text(other, "utf-8")

    assert [item.key for item in verify(folder)] == ["forms.differs"]


def test_a_file_that_is_no_text_is_a_problem(folder: Path) -> None:
    (folder / "records" / "club.toml").write_bytes("名".encode("gb18030"))

    assert "forms.not_readable" in [item.key for item in verify(folder)]


def test_an_empty_folder_is_no_folder_of_declarations(tmp_path: Path) -> None:
    assert [item.key for item in verify(tmp_path)] == ["forms.no_declarations"]


def test_a_default_is_one_of_the_choices(folder: Path) -> None:
    spoil(folder, "records/visit.toml", 'type = "choice"', 'type = "choice"\ndefault = "swim"')

    assert [(item.place, item.key) for item in verify(folder)] == [("12 field.kind.default", "forms.bad_default")]
