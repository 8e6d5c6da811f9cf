"""Paper forms: every one of F01 to F30, blank, pre-filled and filled, in both sizes and both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOON
from tests.ops.paperwork import PHONE_TAIL, Paperwork, make_paperwork
from tests.passphrase import PASSPHRASE
from tests.report.test_pdf import opened, plain, read
from zjdesk.errors import InputError, NotAllowed
from zjdesk.forms.paper_check import paper_problems
from zjdesk.forms.papers import PaperForm, find_paper
from zjdesk.i18n import Lang, text
from zjdesk.ops import audit, printing
from zjdesk.ops.declarations import catalogue
from zjdesk.ops.printing import FILLS, Made, Order
from zjdesk.ops.queries import get
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.report.sheets.drawing import book, modules
from zjdesk.report.sheets.marks import Area, Code, Leaf, Square, Words
from zjdesk.report.sheets.sizes import FILING, ROW, SIGN
from zjdesk.report.typeset.styles import MM
from zjdesk.settings import Environment

FONTS = book()
DOTS = 12  # of a millimetre, about 300 an inch
EDGE = 8.0  # no printer reaches nearer to the paper's edge
VARIANTS = [(lang, large) for lang in ("zh", "en") for large in (False, True)]


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paperwork]:
    folder = tmp_path_factory.mktemp("paperwork")
    made = make_paperwork(folder, Environment(NOON, "a test machine", folder / "anchors", passphrase=PASSPHRASE))
    yield made
    made.session.close()


def record_for(work: Paperwork, paper: PaperForm, fill: str) -> str:
    """Return the record that a paper is printed from."""
    return {"blank": "", "known": work.ids[paper.about], "filled": work.ids[paper.form]}[fill]


def ordered(work: Paperwork, number: str, fill: Any = "blank", **more: Any) -> Made:
    """Render a paper."""
    paper = find_paper(forms_dir(), number)
    return printing.render(work.session, Order(number, fill, record_for(work, paper, fill), **more))


def test_all_thirty_forms_are_declared() -> None:
    assert [paper.number for paper in printing.papers()] == [f"F{number:02d}" for number in range(1, 31)]
    known = catalogue()
    assert not list(paper_problems(forms_dir(), [known.form(name) for name in known.names()]))


def test_a_field_that_is_nowhere_is_told(tmp_path: Path) -> None:
    source = (forms_dir() / "print" / "f07_activity_record.toml").read_text("utf-8")
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "f07_activity_record.toml").write_text(source.replace('"headcount"', '"headcuont"'), "utf-8")
    known = catalogue()
    (problem,) = paper_problems(tmp_path, [known.form(name) for name in known.names()])
    assert (problem.file, problem.params["name"]) == ("print/f07_activity_record.toml", "headcuont")


@pytest.mark.parametrize(("lang", "large"), VARIANTS)
@pytest.mark.parametrize("paper", printing.papers(), ids=lambda paper: paper.number)
def test_every_form_prints_in_every_way(work: Paperwork, paper: PaperForm, lang: Lang, large: bool) -> None:
    for fill in FILLS:
        made = ordered(work, paper.number, fill, lang=lang, large=large)
        if fill == "filled":
            assert made.data == ordered(work, paper.number, fill, lang=lang, large=large).data
        pages = read(made.data)
        assert plain(paper.title.text(lang)) in plain(pages[0])
        for number, page in enumerate(pages, 1):
            foot = text(lang, "paper.foot", number=paper.number, version=paper.version, page=number, pages=len(pages))
            assert plain(foot) in plain(page)
            assert "自治金项目" in page  # BR-11
        assert not made.written.missing_glyphs
        for leaf in made.copies[0]:
            assert_fits(leaf)
        assert filed(made) == [
            f"{paper.number}.{record_for(work, paper, fill).upper()}.{page}" for page in range(1, len(pages) + 1)
        ]


def assert_fits(leaf: Leaf) -> None:
    """Nothing runs off the page, out of its cell or into the code at the foot; no row is too low to be written in."""
    (code,) = (one for one in leaf.codes() if one.corner is None)
    cells = [mark for mark in leaf.marks if isinstance(mark, Area)]
    for cell in cells:
        assert cell.x > EDGE and cell.x + cell.width < leaf.width - EDGE
        assert cell.y > EDGE and cell.y + cell.height <= code.y - 2
        assert cell.height >= ROW - 1e-6
    for mark in leaf.marks:
        if isinstance(mark, Words):
            left, right = reach(mark)
            around = [cell for cell in cells if cell.x < (left + right) / 2 < cell.x + cell.width]
            around = [cell for cell in around if cell.y < mark.y < cell.y + cell.height]
            assert min((cell.x for cell in around), default=EDGE) - 0.2 < left
            assert right < min((cell.x + cell.width for cell in around), default=leaf.width - EDGE) + 0.2
            assert EDGE < mark.y < leaf.height - EDGE + 2
            assert mark.y < code.y - 1 or right < code.x or left > code.x + FILING
        elif isinstance(mark, Square):
            assert mark.y + mark.side < code.y


def reach(mark: Words) -> tuple[float, float]:
    """Return where a line of words begins and ends."""
    width = FONTS.width(mark.text, mark.face, mark.size) / MM
    left = mark.x - {"left": 0.0, "centre": 0.5, "right": 1.0}[mark.anchor] * width
    return left, left + width


def filed(made: Made) -> list[str]:
    """Return what the filing codes of the first copy say."""
    return [code.payload for leaf in made.copies[0] for code in leaf.codes() if code.corner is None]


@pytest.mark.parametrize("number", ["F01", "F08", "F12", "F22"])
def test_the_code_on_paper_says_what_it_should(work: Paperwork, number: str) -> None:
    """The printed modules are those of the text, dot by dot."""
    made = ordered(work, number, "known")
    for page, leaf in enumerate(made.copies[0]):
        image = picture(made.data, page)
        for code in leaf.codes():
            assert seen(image, code) == modules(code.payload)


def picture(data: bytes, page: int) -> Any:
    """Return a page as a grey picture of ``DOTS`` to a millimetre."""
    document = opened(data)
    try:
        return document[page].render(scale=DOTS * 25.4 / 72).to_pil().convert("L")
    finally:
        document.close()


def seen(image: Any, code: Code) -> list[list[bool]]:
    """Return the modules of a code as they stand in a picture."""
    count = len(modules(code.payload))
    step = code.side / count

    def dark(row: int, column: int) -> bool:
        place = (code.x + (column + 0.5) * step, code.y + (row + 0.5) * step)
        return bool(image.getpixel(tuple(int(each * DOTS) for each in place)) < 128)

    return [[dark(row, column) for column in range(count)] for row in range(count)]


@pytest.mark.parametrize("paper", printing.papers(), ids=lambda paper: paper.number)
def test_places_to_sign_are_large_enough(work: Paperwork, paper: PaperForm) -> None:
    line = text("zh", "paper.date_line")
    for leaf in ordered(work, paper.number).copies[0]:
        dates = [mark for mark in leaf.marks if isinstance(mark, Words) and mark.text == line]
        for date in dates:
            (cell,) = [one for one in leaf.marks if isinstance(one, Area) and holds(one, date)]
            assert cell.width >= SIGN
            assert cell.height >= SIGN


def holds(cell: Area, words: Words) -> bool:
    """Tell whether words stand in a cell; ``x`` is their right end."""
    return cell.x < words.x <= cell.x + cell.width and cell.y < words.y < cell.y + cell.height


@pytest.mark.parametrize("number", ["F08", "F11", "F12", "F17"])
@pytest.mark.parametrize("large", [False, True])
def test_columns_to_sign_are_wide_enough(work: Paperwork, number: str, large: bool) -> None:
    (leaf, *_) = ordered(work, number, large=large).copies[0]
    heads = [mark for mark in leaf.marks if isinstance(mark, Words) and mark.text == "签名"]
    for head in heads:
        (cell,) = [one for one in leaf.marks if isinstance(one, Area) and one.shaded and holds(one, head)]
        assert cell.width >= SIGN


def test_large_print_is_larger(work: Paperwork) -> None:
    for large, size in ((False, 12.0), (True, 16.0)):
        (leaf, *_) = ordered(work, "F07", "filled", large=large).copies[0]
        (title,) = [mark for mark in leaf.marks if isinstance(mark, Words) and mark.text.startswith("第1次活动")]
        assert title.size == size


def test_wide_forms_lie_across(work: Paperwork) -> None:
    across = {paper.number for paper in printing.papers() if paper.across}
    assert across == {"F04", "F06", "F12", "F19"}
    shapes = [leaf.width > leaf.height for leaf in ordered(work, "F30").copies[0]]
    assert shapes[0] is False
    assert all(shapes[1:])


def words_of(made: Made) -> str:
    """Return all that a paper says."""
    return plain("\n".join(read(made.data)))


def test_a_filled_paper_says_what_the_record_holds(work: Paperwork) -> None:
    said = words_of(ordered(work, "F12", "filled"))
    for words in ("志愿者补贴", "50.00", "100.00", "壹佰元整", "送餐", "2016-02-28"):
        assert words in said
    slip = words_of(ordered(work, "F13", "filled"))
    assert "123.45" in slip
    assert "壹佰贰拾叁元肆角伍分" in slip


def test_boxes_are_ticked_as_the_record_says(work: Paperwork) -> None:
    made = ordered(work, "F27", "filled")
    ticked = [square for leaf in made.copies[0] for square in leaf.squares() if square.ticked]
    # wave, two kinds of papers, four judgements and the conclusion
    assert len(ticked) == 8


def test_a_prefilled_paper_knows_its_project_and_leaves_the_rest(work: Paperwork) -> None:
    name = str(get(work.session, work.ids["project"]).values["name"])
    for number in ("F07", "F11", "F16"):
        assert plain(name) in words_of(ordered(work, number, "known"))
    planned = Order("F07", "known", work.ids["activity_plan"])
    assert "重阳送餐" in words_of(printing.render(work.session, planned))
    assert "居民示例四" not in words_of(ordered(work, "F08", "known"))


def test_personal_values_stay_masked(work: Paperwork) -> None:
    said = words_of(ordered(work, "F08", "filled"))
    assert "居民示例四" in said
    assert PHONE_TAIL not in said
    assert "反映楼道堆物" not in words_of(ordered(work, "F09", "filled"))


def test_a_reason_opens_what_the_role_may_see_and_is_noted(work: Paperwork) -> None:
    said = words_of(ordered(work, "F08", "filled", why="核对签到"))
    assert PHONE_TAIL in said
    (line, *_) = audit.lines(work.session, limit=1)
    assert (line.verb, line.why) == ("unmasked", "核对签到")


def test_who_may_not_see_hidden_values_is_refused(work: Paperwork) -> None:
    clerk = Session(work.session.store, replace(work.session.account, role="AU"))
    order = Order("F08", "filled", work.ids["sign_in_sheet"], why="看看")
    with pytest.raises(NotAllowed):
        printing.render(clerk, order)


def test_pictures_are_printed_only_with_a_reason(work: Paperwork) -> None:
    paper = "F10"
    bare = ordered(work, paper, "filled")
    shown = ordered(work, paper, "filled", why="归档")
    assert b"/Subtype /Image" not in bare.data
    assert b"/Subtype /Image" in shown.data


def test_a_record_of_another_kind_fills_nothing(work: Paperwork) -> None:
    with pytest.raises(InputError):
        printing.render(work.session, Order("F12", "filled", work.ids["project"]))


@pytest.mark.parametrize("copies", [0, -1, 2001])
def test_copies_are_counted(work: Paperwork, copies: int) -> None:
    with pytest.raises(InputError):
        ordered(work, "F01", copies=copies)


def test_copies_follow_each_other(work: Paperwork) -> None:
    made = ordered(work, "F02", copies=3)
    assert len(read(made.data)) == made.written.pages == 12


def test_what_is_printed_is_noted(work: Paperwork, tmp_path: Path) -> None:
    printing.write_paper(work.session, Order("F07", "filled", work.ids["activity_record"]), tmp_path / "示例.pdf")
    (line, *_) = audit.lines(work.session, limit=1)
    assert line.verb == "printed"
    assert line.what["form"] == "F07"
    assert (tmp_path / "示例.pdf").read_bytes().startswith(b"%PDF")


def test_codes_hold_no_personal_data(work: Paperwork) -> None:
    """A code names form, record and page, and nothing else."""
    for paper in printing.papers():
        for payload in filed(ordered(work, paper.number, "filled")):
            assert re.fullmatch(r"F[0-9]{2}\.[0-9A-F]{32}\.[0-9]+", payload)


def offered(work: Paperwork, form: str) -> dict[str, str]:
    """Return how far each paper can be filled from a record."""
    return {offer.number: offer.fills[-1] for offer in printing.offers(work.session, work.ids[form])}


def test_records_offer_the_papers_that_fit_them(work: Paperwork) -> None:
    activity = offered(work, "activity_record")
    assert (activity["F07"], activity["F09"], activity["F08"], activity["F05"]) == (
        "filled",
        "filled",
        "known",
        "blank",
    )
    project = offered(work, "project")
    assert (project["F06"], project["F28"], project["F02"], project["F21"]) == ("filled", "filled", "known", "blank")
    assert offered(work, "batch")["F22"] == project["F22"] == "known"
    numbers = [offer.number for offer in printing.offers(work.session, work.ids["activity_record"])]
    assert numbers[:4] == ["F07", "F09", "F10", "F08"]
    assert {offer.fills for offer in printing.offers(work.session)} == {("blank",)}


def test_copies_with_numbers_that_others_were_given_are_not_let_out(work: Paperwork, tmp_path: Path) -> None:
    first, second = ordered(work, "F08"), ordered(work, "F08")
    printing.keep_paper(work.session, first, tmp_path / "a.pdf")
    with pytest.raises(InputError):
        printing.keep_paper(work.session, second, tmp_path / "b.pdf")
    assert not (tmp_path / "b.pdf").exists()
