"""The street's own keys: copied to sticks, split on paper, taken back, and whether the present ones are backed up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.world import Street, make_street, project
from zjdesk.errors import DeviceError, InputError, NotAllowed
from zjdesk.ops import rotate, street_key
from zjdesk.ops.exchange import export, merge
from zjdesk.ops.key_sheets import wrong_lines
from zjdesk.ops.session import Session
from zjdesk.settings import Environment
from zjdesk.store.street import keep_secrets


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def sheets(office: Session) -> tuple[str, str]:
    """Return the street's keys on two sheets."""
    found: dict[int, str] = {}
    street_key.split_on_paper(office, found.__setitem__)
    return found[1], found[2]


def test_the_street_s_keys_come_back_from_a_stick_and_from_paper(street: Street, tmp_path: Path) -> None:
    project(street)
    (sent,) = export(street.liaison, street.stick)
    sticks = [tmp_path / "a", tmp_path / "b"]
    for stick in sticks:
        stick.mkdir()
    code = street_key.copy_to_sticks(street.office, sticks)
    one, two = sheets(street.office)
    keep_secrets(street.office.store, [])
    with pytest.raises(NotAllowed):
        merge(street.office, sent.files[0])
    street_key.from_stick(street.office, sticks[1] / street_key.FILE, code)
    merge(street.office, sent.files[0])
    keep_secrets(street.office.store, [])
    street_key.from_paper(street.office, [two.lower(), one])
    merge(street.office, sent.files[0])


def test_one_sheet_alone_or_a_wrong_letter_is_refused(street: Street) -> None:
    one, two = sheets(street.office)
    with pytest.raises(InputError):
        street_key.from_paper(street.office, [one])
    wrong = one[:4] + ("A" if one[4] != "A" else "B") + one[5:]
    with pytest.raises(InputError) as caught:
        street_key.from_paper(street.office, [wrong, two])
    assert caught.value.key == "ops.sheet_line"
    assert caught.value.params == {"page": 1, "line": 1}


def test_a_sheet_is_typed_as_people_type(street: Street) -> None:
    one, two = sheets(street.office)
    lines = one.splitlines()
    wide = str.maketrans("0123456789AB", "０１２３４５６７８９ＡＢ")
    typed = "\n\n".join(line.lower().translate(wide).replace("1", "l") for line in lines)
    assert wrong_lines(typed) == []
    street_key.from_paper(street.office, [two, typed])
    assert wrong_lines("\n".join([lines[0], lines[2], lines[1]])) == [2, 3], "lines in the wrong place"
    assert wrong_lines("01\nrubbish\n\n03 *") == [1, 2, 3]


def test_what_was_backed_up_is_known_until_the_keys_change(street: Street, tmp_path: Path) -> None:
    office = street.office
    before = street_key.standing(office)
    assert (before.due, before.changed, before.copied, before.split) == (True, None, None, None)
    street_key.copy_to_sticks(office, [tmp_path])
    sheets(office)
    made = street_key.standing(office)
    assert (made.due, bool(made.copied), bool(made.split), made.key) == (False, True, True, before.key)
    key = rotate.rotate(office, "电脑被盗")
    after = street_key.standing(office)
    assert (after.due, bool(after.changed), after.copied, after.key) == (True, True, None, key)


def test_a_copy_that_could_not_be_written_leaves_the_earlier_one(street: Street, tmp_path: Path) -> None:
    code = street_key.copy_to_sticks(street.office, [tmp_path])
    noted = street_key.standing(street.office).copied
    with pytest.raises(DeviceError):
        street_key.copy_to_sticks(street.office, [tmp_path, tmp_path / "no such stick"])
    with pytest.raises(InputError):
        street_key.copy_to_sticks(street.office, [tmp_path, tmp_path / "."])
    assert [one.name for one in tmp_path.glob("*zjk*")] == [street_key.FILE]
    assert street_key.standing(street.office).copied == noted
    street_key.from_stick(street.office, tmp_path / street_key.FILE, code)
