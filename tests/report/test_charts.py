"""Charts are plain data with exact counts, in the questionnaire's order, readable without colour."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from tests.report.pieces import bars, figure
from tests.stats.programme import Programme
from zjdesk.report.blocks import Report
from zjdesk.report.charts import PALETTE
from zjdesk.report.model import build
from zjdesk.report.traces import Trace
from zjdesk.report.typeset.pie import spread

KINDS = """
pie pie pie pie bar hbar hbar pie hbar bar column pie column column pie cluster cluster
"""


def lightness(colour: str) -> float:
    """Return how light a colour looks on a black-and-white print, from 0 to 100."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    luminance = sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * float(luminance ** (1 / 3)) - 16


def test_each_figure_is_drawn_as_its_kind(report: Report) -> None:
    assert [each.chart.kind for each in report.figures] == KINDS.split()


def test_bars_hold_exact_counts_and_the_way_to_their_records(report: Report) -> None:
    source = figure(report, 6).chart.series[0].bars[0]
    assert (source.n, source.base, source.shown) == (1589, 1781, "89.2%")
    assert source.share == Fraction(1589, 1781)
    assert source.trace == Trace("content", "source")
    assert source.hover == "自治金的来源：1589（89.2%，n = 1781）"


def test_options_stand_as_asked_unless_a_ranking_is_wanted(report: Report) -> None:
    stages = [bar.trace.key for bar in figure(report, 9).chart.series[0].bars]
    channels = [bar.n for bar in figure(report, 7).chart.series[0].bars]
    assert stages == ["need", "attend", "resource", "publicise", "volunteer", "other"]
    assert channels == sorted(channels, reverse=True)


def test_two_waves_stand_side_by_side_with_their_own_bases(report: Report) -> None:
    chart = figure(report, 17).chart
    assert [series.label for series in chart.series] == ["中期", "末期"]
    assert [[bar.shown for bar in series.bars] for series in chart.series] == [
        ["72%", "22%", "6%"],
        ["82.53%", "15.09%", "2.37%"],
    ]
    assert chart.note == "中期 n = 600，末期 n = 1769（基数：本题有效回答）"


def test_the_larger_balances_are_hatched_inside_their_band(report: Report) -> None:
    band = figure(report, 14).chart.series[0].bars[2]
    assert band.hatched is not None
    assert (band.n, band.hatched.n) == (18, 4)


def test_a_number_of_visits_that_happens_gets_its_column(programme: Programme, report: Report) -> None:
    (lost,) = programme.conn.execute("SELECT _id FROM project WHERE no = 'ZJ2015-C01-01'").fetchone()
    programme.conn.execute("UPDATE supervisor_visit SET _deleted = 1 WHERE _parent = ?", (lost,))
    before = [bar.trace.key for bar in figure(report, 13).chart.series[0].bars]
    after = [bar.trace.key for bar in figure(build(programme.conn, lang="zh"), 13).chart.series[0].bars]
    assert before == [f"projects_with_{visits}" for visits in (7, 6, 5, 4, 3, 2)]
    assert after == [*before, "projects_with_0"]


def test_colours_stay_apart_without_colour(report: Report) -> None:
    steps = sorted(lightness(colour) for colour in PALETTE.values())
    assert len(PALETTE) <= 6
    assert min(after - before for before, after in pairwise(steps)) > 8
    assert {bar.colour for bar in bars(report)} <= set(PALETTE)


def test_a_chart_says_in_words_what_it_shows(report: Report) -> None:
    assert "档案整理滞后：12（10.08%，n = 119）" in figure(report, 1).chart.description


def test_labels_of_a_pie_are_spread_and_stay_inside() -> None:
    placed = spread([100, 98, 97, 5], 20, 0, 100)
    assert placed == [100, 80, 60, 5]
    assert spread([10, 8, 6], 20, 0, 100) == [40, 20, 0]
