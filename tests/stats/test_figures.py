"""Figures of the street, a community, a project or a wave; nothing counted gives a dash, never an error."""

from __future__ import annotations

from typing import Any

import pytest

from tests.stats.programme import Programme
from zjdesk.errors import UsageError
from zjdesk.paths import forms_dir
from zjdesk.stats.communities import members, ranking
from zjdesk.stats.figures import show
from zjdesk.stats.indicators import load_indicators
from zjdesk.stats.records import records
from zjdesk.stats.shares import NOTHING
from zjdesk.stats.tally import tally

NAMES = sorted(load_indicators(forms_dir() / "indicators"))


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_store_shows_nothing(empty: Programme, name: str) -> None:
    for figure in show(empty.conn, name):
        assert (figure.n, figure.base, figure.share, figure.at) in ((0, 0, None, None), (0, None, None, None))
        assert figure.shown in (NOTHING, "0", "0.00", "0.0000")
    assert show(empty.conn, name, by="community") == ()


@pytest.mark.parametrize("name", NAMES)
def test_the_street_is_the_sum_of_its_communities(reference_once: Programme, name: str) -> None:
    indicator = load_indicators(forms_dir() / "indicators")[name]
    street = {figure.key: figure for figure in show(reference_once.conn, name)}
    parts = show(reference_once.conn, name, by="community")
    for key in indicator.keys:
        if key.added:
            own = [figure for figure in parts if figure.key == key.key]
            assert len(own) == 31
            assert sum(figure.n for figure in own) == street[key.key].n
            assert sum(figure.base or 0 for figure in own) == (street[key.key].base or 0)


def test_a_rate_with_a_base_below_five_is_not_said(empty: Programme) -> None:
    community = empty.community("C01")
    empty.cycle()
    batch = empty.batch(community, 5)
    for _ in range(4):
        empty.response(batch, q1_aware="1")
    yes = show(empty.conn, "aware")[0]
    assert (yes.n, yes.base, yes.share, yes.shown) == (4, 4, None, NOTHING)
    assert show(empty.conn, "aware_full")[0].n == 0
    empty.response(batch, q1_aware="1")
    assert show(empty.conn, "aware")[0].shown == "100.0%"
    assert show(empty.conn, "aware_full")[0].n == 1


def test_one_community_by_name_and_code(reference_once: Programme) -> None:
    source = show(reference_once.conn, "content", community="C01")[0]
    assert (source.n, source.base, source.shown) == (31, 48, "64.6%")
    row = show(reference_once.conn, "content", by="community")[0]
    assert (row.n, dict(row.breakdown)) == (31, {"community": "C01", "community_name": "福沈"})


def test_bands_of_one_community_say_whether_it_is_in(reference_once: Programme) -> None:
    found = {figure.key: figure.n for figure in show(reference_once.conn, "content_bands", community="C02")}
    assert (found["process_lt60"], found["name_lt70"], found["process_ge80"]) == (1, 1, 0)


def test_both_waves_side_by_side(reference_once: Programme) -> None:
    rows = [figure for figure in show(reference_once.conn, "aware", by="wave") if figure.key == "yes"]
    assert [(row.breakdown["wave"], row.n, row.base) for row in rows] == [("mid", 598, 620), ("final", 1809, 1848)]
    assert show(reference_once.conn, "aware", wave="mid")[0].shown == show(reference_once.conn, "aware_mid")[0].shown


def test_projects_carry_their_number_and_name(reference_once: Programme) -> None:
    rows = [figure for figure in show(reference_once.conn, "visits", by="project") if figure.key == "total"]
    assert len(rows) == 119
    assert rows[0].breakdown["project_no"] == "ZJ2015-C01-01"
    assert sum(row.n for row in rows) == 659
    of_one = show(reference_once.conn, "visits", by="project", community="C31")
    assert {row.breakdown["community"] for row in of_one} == {"C31"}


def test_a_share_stands_beside_a_count_where_it_has_decimals(reference_once: Programme) -> None:
    by_key = {figure.key: figure for figure in show(reference_once.conn, "visits")}
    assert (by_key["projects_with_7"].shown, by_key["projects_with_7"].share) == ("12", "10.08%")
    assert (by_key["total"].base, by_key["total"].share) == (None, None)
    assert by_key["mean"].share is None


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "street"},
        {"wave": "late"},
        {"community": "C99"},
        {"as_of": "31.7.2016"},
        {"by": "project", "name": "aware"},
        {"wave": "mid", "name": "visits"},
        {"name": "happiness"},
    ],
)
def test_what_cannot_be_shown_is_refused(reference_once: Programme, asked: dict[str, str]) -> None:
    wanted: dict[str, Any] = {"name": "archive", **asked}
    with pytest.raises(UsageError):
        show(reference_once.conn, wanted.pop("name"), **wanted)


def test_the_communities_behind_a_number(reference_once: Programme) -> None:
    found = members(reference_once.conn, "content_bands", "name_lt70")
    assert [member.community.name for member in found] == ["福沈", "三航", "崂二"]
    assert [(found[0].n, found[0].base)] == [(32, 48)]
    assert [member.community.code for member in members(reference_once.conn, "archive", "late_communities")] == [
        "C10",
        "C11",
        "C12",
    ]
    assert [member.community.name for member in members(reference_once.conn, "stage_bands", "resource_max")] == [
        "浦江茗园"
    ]


@pytest.mark.parametrize(
    ("name", "key", "n"),
    [
        ("archive", "late_communities", 3),
        ("completion", "deviated_communities", 6),
        ("backbone", "none_communities", 3),
    ],
)
def test_how_many_communities_are_concerned(reference_once: Programme, name: str, key: str, n: int) -> None:
    found = next(figure for figure in show(reference_once.conn, name) if figure.key == key)
    assert (found.n, found.base, found.shown) == (n, 31, str(n))


def test_ranking_starts_with_the_highest(reference_once: Programme) -> None:
    ranked = ranking(reference_once.conn, "content", "source")
    assert len(ranked) == 31
    assert ranked[-1].community.name == "福沈"
    assert ranking(reference_once.conn, "content", "source", descending=False)[0].n == 31


@pytest.mark.parametrize("name", NAMES)
def test_every_count_leads_back_to_its_records(reference_once: Programme, name: str) -> None:
    indicator = load_indicators(forms_dir() / "indicators")[name]
    for figure in show(reference_once.conn, name):
        found = records(reference_once.conn, name, figure.key)
        assert len(set(found)) == len(found)
        if indicator.key(figure.key).measure != "sum":
            assert len(found) == figure.n, figure.key


def test_the_records_of_one_community(reference_once: Programme) -> None:
    conn = reference_once.conn
    assert len(records(conn, "archive", "late", "C10")) == 4
    assert records(conn, "archive", "late", "C01") == []
    assert len(records(conn, "archive", "late_communities", "C10")) == 1
    assert len(records(conn, "aware", "yes", wave="mid")) == 598
    assert len(records(conn, "fund_total", "matched")) == 10


def test_a_tally_says_where_each_count_comes_from(reference_once: Programme) -> None:
    indicator = load_indicators(forms_dir() / "indicators")["archive"]
    cells = [cell for cell in tally(reference_once.conn, indicator) if cell.key == "late"]
    assert {cell.wave for cell in cells} == {"mid", "final"}
    assert len(cells) == 62
    by_project = [cell for cell in tally(reference_once.conn, indicator, wave="final", by_project=True) if cell.n]
    assert len(by_project) == 119
    assert all(cell.project and cell.base == 1 for cell in by_project)
