"""Names in a foreign form reach the database as names or not at all; the rest of it is bounded."""

from __future__ import annotations

import pytest

from tests.ops.test_issue import NOTICE
from zjdesk.forms.declare import _TAKEN, _VIEWS, MOST_FIELDS
from zjdesk.forms.load import verify_issued
from zjdesk.i18n import text
from zjdesk.paths import db_dir, forms_dir

NAMES = [
    'place" TEXT); DROP TABLE log_entry; --',
    "place'; DELETE FROM log_entry; --",
    "place height",
    "_deleted",
    "_parent",
    "Place",
    "place\\u0000",
    "位置",
    "a" * 300,
]


def told(name: str, declaration: str) -> list[str]:
    """Return what is said against a form, in Chinese."""
    _, problems = verify_issued(forms_dir(), name, declaration)
    return [text("zh", one.key, **one.params) for one in problems]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_field_name_is_a_plain_word(name: str) -> None:
    quoted = name.replace('"', '\\"')
    assert told("notice_board", NOTICE.replace('name = "place"', f'name = "{quoted}"', 1))


@pytest.mark.parametrize(
    "name", ["log_entry", "sqlite_master", 'x"; --', "_form", "state_conflict", "unit_project", "X"]
)
def test_a_form_cannot_take_the_name_of_a_table_of_ours(name: str) -> None:
    quoted = name.replace('"', '\\"')
    assert any(name in said for said in told(name, NOTICE.replace('"notice_board"', f'"{quoted}"', 1)))


@pytest.mark.parametrize("bomb", ["(" * 5000 + "1" + ")" * 5000, "regex(., '(a+)+$') and 1", "1+" * 5000 + "1"])
def test_an_expression_bomb_in_a_form_is_refused(bomb: str) -> None:
    message = 'message = { zh = "示例", en = "Example" }'
    rule = f'[field.constraint]\nexpression = "{bomb}"\n{message}\n'
    assert told("notice_board", NOTICE + rule)


@pytest.mark.parametrize(
    "form", ["a = " + "[" * 50_000, "a = 1\n" * 2, "[[field]]\n" * 3000, "\ufeff", "x" * 1000], ids=range(5)
)
def test_a_form_that_is_none_is_refused(form: str) -> None:
    assert told("notice_board", form)


def test_the_names_of_our_own_tables_and_views_are_taken() -> None:
    views = [path.stem for path in (db_dir() / "views").glob("*.sql")]
    assert [name for name in views if not name.startswith(_TAKEN) and name not in _VIEWS] == []


@pytest.mark.parametrize(("extra", "wrong"), [(MOST_FIELDS - 2, False), (MOST_FIELDS - 1, True)])
def test_a_form_has_so_many_fields_and_no_more(extra: int, wrong: bool) -> None:
    field = '[[field]]\nname = "f{}"\ntype = "int"\nlabel = {{ zh = "示例", en = "Example" }}\n'
    assert bool(told("notice_board", NOTICE + "".join(map(field.format, range(extra))))) is wrong
