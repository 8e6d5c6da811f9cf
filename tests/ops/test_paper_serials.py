"""Papers that a machine can read: numbered copies, and a layout that is kept as it was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOON
from tests.ops.paperwork import Paperwork, make_paperwork
from tests.ops.test_printing import DOTS, ordered, picture
from tests.passphrase import PASSPHRASE
from tests.report.test_pdf import read
from zjdesk.errors import InputError
from zjdesk.ops import paper_serials, printing
from zjdesk.ops.paper_serials import digits, run_of
from zjdesk.ops.printing import Made
from zjdesk.ops.queries import list_records
from zjdesk.report.sheets.drawing import modules
from zjdesk.report.sheets.marks import Leaf
from zjdesk.settings import Environment

CODED = ("F08", "F22")
CLEAR = 2.3  # millimetres around a box in which nothing else stands (facts.md)


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paperwork]:
    folder = tmp_path_factory.mktemp("paperwork")
    made = make_paperwork(folder, Environment(NOON, "a test machine", folder / "anchors", passphrase=PASSPHRASE))
    yield made
    made.session.close()


def corners(leaf: Leaf) -> list[str]:
    """Return what the codes in the corners say."""
    return [code.payload for code in leaf.codes() if code.corner is not None]


def serial(made: Made, copy: int = 0) -> str:
    """Return the number of a copy."""
    return corners(made.copies[copy][0])[0].split(".")[4]


@pytest.mark.parametrize("number", CODED)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("large", [False, True])
def test_every_page_bears_four_codes_that_a_reader_finds(work: Paperwork, number: str, lang: Any, large: bool) -> None:
    made = ordered(work, number, "known", lang=lang, large=large)
    assert len(made.copies[0]) == 2 or number == "F08"
    for page, leaf in enumerate(made.copies[0], 1):
        codes = [code for code in leaf.codes() if code.corner is not None]
        assert [(code.x, code.y) for code in codes] == [(16, 12), (176, 12), (16, 267), (176, 267)]
        for corner, code in enumerate(codes):
            assert code.payload == f"1.{number[1:]}.1.{page}.{serial(made)}.{corner}"
            assert len(code.payload) <= 20
            assert code.side == 18
            assert code.side / len(modules(code.payload)) >= 0.8
            assert len(modules(code.payload)) == 21  # version 1


@pytest.mark.parametrize("number", CODED)
@pytest.mark.parametrize("large", [False, True])
def test_boxes_stand_where_a_reader_can_tell_them_apart(work: Paperwork, number: str, large: bool) -> None:
    for leaf in ordered(work, number, large=large).copies[0]:
        boxes = list(leaf.squares())
        assert boxes
        assert {box.side for box in boxes} == {4.5}
        for box in boxes:
            beside = [other for other in boxes if other.y == box.y and other.x > box.x]
            below = [other for other in boxes if abs(other.x - box.x) < 1 and other.y > box.y]
            assert min((other.x - box.x for other in beside), default=30) >= 30
            assert min((other.y - box.y for other in below), default=9) >= 9


@pytest.mark.parametrize("number", CODED)
@pytest.mark.parametrize("large", [False, True])
def test_kept_positions_are_the_drawn_ones(work: Paperwork, number: str, large: bool, tmp_path: Path) -> None:
    """Around every kept box stands a line, within it and around it nothing."""
    made = ordered(work, number, large=large)
    printing.keep_paper(work.session, made, tmp_path / "copy.pdf")
    found = run_of(work.session, serial(made))
    assert found is not None
    _, layout = found
    keys = [box["key"] for page in layout["pages"] for box in page["boxes"]]
    assert len(keys) == len(set(keys)) == sum(len(list(leaf.squares())) for leaf in made.copies[0])
    for page, kept in enumerate(layout["pages"]):
        image = picture((tmp_path / "copy.pdf").read_bytes(), page)
        for box in kept["boxes"]:
            assert is_box(image, box)


def is_box(image: Any, box: Mapping[str, Any]) -> bool:
    """Tell whether a picture shows a box exactly there: its line dark, all within and around it white."""
    x, y, side = float(box["x"]) * DOTS, float(box["y"]) * DOTS, float(box["side"]) * DOTS
    line = 0.3 * DOTS
    edge = [image.crop(each) for each in _sides(x, y, side, line)]
    inside = image.crop((x + 2 * line, y + 2 * line, x + side - 2 * line, y + side - 2 * line))
    clear = CLEAR * DOTS
    left = image.crop((x - clear, y, x - 2, y + side))
    above = image.crop((x, y - clear, x + side, y - 2))
    below = image.crop((x, y + side + 2, x + side, y + side + clear))
    right = image.crop((x + side + 2, y, x + side + clear, y + side))
    white = all(min(part.tobytes()) > 200 for part in (inside, left, above, below, right))
    return white and all(sum(part.tobytes()) / len(part.tobytes()) < 90 for part in edge)


def _sides(x: float, y: float, side: float, line: float) -> Iterator[tuple[float, float, float, float]]:
    yield (x + line, y + 1, x + side - line, y + line - 1)
    yield (x + line, y + side - line + 1, x + side - line, y + side - 1)
    yield (x + 1, y + line, x + line - 1, y + side - line)
    yield (x + side - line + 1, y + line, x + side - 1, y + side - line)


def test_the_picture_test_can_fail(work: Paperwork) -> None:
    made = ordered(work, "F22")
    (box, *_) = made.layout["pages"][0]["boxes"] if made.layout else []
    image = picture(made.data, 0)
    assert is_box(image, box)
    assert not is_box(image, {**box, "x": float(box["x"]) + 0.5})


def test_copies_are_numbered_one_after_the_other(work: Paperwork, tmp_path: Path) -> None:
    first = ordered(work, "F08", copies=3)
    looked = ordered(work, "F08", copies=3)
    assert [serial(first, copy) for copy in range(3)] == [serial(looked, copy) for copy in range(3)]
    printing.keep_paper(work.session, first, tmp_path / "a.pdf")
    then = ordered(work, "F08")
    numbers = [serial(first, copy) for copy in range(3)] + [serial(then)]
    assert len(set(numbers)) == 4
    assert [int(number) - int(numbers[0]) for number in numbers] == [0, 1, 2, 3]
    assert all(number in text for number, text in zip(numbers, read(first.data)[::2], strict=False))


def test_laptops_and_long_use_never_share_a_number() -> None:
    mine = {digits("a" * 32, count) for count in range(1, 30_000)}
    assert len(mine) == 29_999
    assert all(len(number) == 9 and number.isdigit() for number in mine)
    assert not mine & {digits("b" * 32, count) for count in range(1, 30_000)}


def test_questionnaires_bear_the_community_s_next_numbers(work: Paperwork, tmp_path: Path) -> None:
    community = list_records(work.session, "community", ids=[work.ids["community"]])[0].values["code"]
    made = ordered(work, "F22", "known", copies=2)
    said = read(made.data)
    (number,) = re.findall(rf"2016M-{community}-\d{{3}}", said[0])
    printing.keep_paper(work.session, made, tmp_path / "a.pdf")
    later = read(ordered(work, "F22", "known").data)[0]
    assert number not in later
    assert f"{number[:-3]}{int(number[-3:]) + 2:03d}" in later


def test_numbers_begin_after_those_keyed(work: Paperwork) -> None:
    (paper,) = list_records(work.session, "response", ids=[work.ids["response"]])
    batch = list_records(work.session, "batch", ids=[str(paper.parent)])[0]
    community = list_records(work.session, "community", ids=[str(batch.parent)])[0]
    keyed = str(paper.values["paper_no"])
    if keyed.split("-")[1] == community.values["code"]:
        assert keyed not in "".join(read(ordered(work, "F22", "known", copies=3).data))


def test_a_community_has_999_numbers(work: Paperwork) -> None:
    with pytest.raises(InputError):
        ordered(work, "F22", "known", copies=1000)


def test_a_roster_remembers_whose_names_it_bears(work: Paperwork, tmp_path: Path) -> None:
    team = {one.id for one in list_records(work.session, "team_member", parent=work.ids["project"])}
    made = ordered(work, "F08", "known")
    printing.keep_paper(work.session, made, tmp_path / "a.pdf")
    found = run_of(work.session, serial(made))
    assert found is not None
    assert set(found[0].rows) == team
    assert found[0].record == work.ids["project"]
    names = [str(one.values["name"]) for one in list_records(work.session, "person")]
    assert not any(name in work.session.store.get(f"paper_layout/{found[0].layout}") for name in names)


def test_a_number_from_elsewhere_leads_to_nothing(work: Paperwork) -> None:
    assert run_of(work.session, "000000000") is None


def test_a_filled_questionnaire_needs_no_number(work: Paperwork) -> None:
    made = ordered(work, "F22", "filled")
    assert made.layout is None
    assert not corners(made.copies[0][0])
    ticked = {square.key for leaf in made.copies[0] for square in leaf.squares() if square.ticked}
    assert ticked == {"q1_aware/2", "q4_freq/3", "q7_sat/2"}


def test_what_is_kept_says_which_form_and_version(work: Paperwork) -> None:
    made = ordered(work, "F22", copies=2)
    layout: Mapping[str, Any] = made.layout or {}
    assert {key: layout[key] for key in ("schema", "form", "version", "lang")} == {
        "schema": 1,
        "form": "F22",
        "version": 1,
        "lang": "zh",
    }
    run = paper_serials.keep_run(work.session, layout, 2)
    assert run.copies == 2
