"""The evaluation report says what the records say, heading by heading, and every number knows its source."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from tests.report.pieces import bars, figure, paragraph, printed, spans, table, texts
from tests.stats.programme import Programme
from zjdesk.errors import UsageError
from zjdesk.report.blocks import Heading, Paragraph, Report
from zjdesk.report.model import build
from zjdesk.stats.records import records

EXPECTED = Path(__file__).parents[1] / "stats" / "expected.csv"
HEADINGS = """
一、基本情况 | (一)项目实施情况 | 1、档案管理情况 | 2、项目完成情况 | 3、团队管理情况 | (1)团队成员变动情况
(2)骨干作用发挥 | (二)项目成效 | 1、服务对象知晓度 | (1)对于自治金知晓的内容
(2)获取自治金项目及活动信息的渠道 | 2、服务对象参与度
(1)居民参与自治金项目或活动的频率 | (2)自治金项目实施环节的参与 | (3)参与自治金项目或活动的原因 | 3、服务对象的满意度
(三)相关方管理 | 1、联络员作用发挥 | 2、居委作用发挥 | 3、督导员作用发挥 | (四)财务管理状况 | 二、中末期评估情况
(一)档案管理情况逐步完善 | (二)居委会逐步放手,发挥项目小组自主能力 | (三)居民对自治金项目知晓度不断提升
(四)居民参与率不断提升 | 三、创新做法 | 四、优化建议
"""
CAPTIONS = """
档案管理情况 项目完成情况统计 项目调整情况统计 自治金项目团队人员情况 骨干作用发挥情况 自治金项目知晓度
获取自治金项目及活动信息的渠道 居民参与频率情况 自治金实施环节居民参与情况 居民参与自治金活动的原因
居民对自治金项目的满意度 联络员作用发挥 自治金项目督导次数情况 自治金经费使用情况
自治金项目调整情况（经费使用调整） 自治金项目知晓度对比 自治金项目参与度
"""


def expected() -> list[dict[str, str]]:
    with EXPECTED.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def project(programme: Programme, no: str) -> bytes:
    row = programme.conn.execute("SELECT _id FROM project WHERE no = ?", (no,)).fetchone()
    return bytes(row[0])


def test_headings_are_those_of_the_published_report(report: Report) -> None:
    wanted = [heading.strip() for line in HEADINGS.split("\n") for heading in line.split("|") if heading.strip()]
    assert [block.text for block in report.blocks if isinstance(block, Heading)] == wanted


def test_seventeen_figures_stand_under_their_captions(report: Report) -> None:
    assert [each.caption for each in report.figures] == [
        f"图{number}：{caption}" for number, caption in enumerate(CAPTIONS.split(), start=1)
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_expected_number_is_printed_with_its_source(lang: str, report: Report, english: Report) -> None:
    found = printed(report if lang == "zh" else english)
    lacking = []
    for row in expected():
        shown = found.get((row["indicator"], row["key"]), set())
        said = any(row["expected"] in re.findall(r"[\d.]+%?", text) for text in shown)
        lacking += [] if said else [(row["indicator"], row["key"], row["expected"], shown)]
    assert not lacking


def test_a_changed_archive_check_changes_sentence_chart_table_and_annex(programme: Programme, report: Report) -> None:
    number = "ZJ2015-C01-01"
    sql = "SELECT _id FROM archive_check WHERE _parent = ? AND wave = 'final'"
    (check,) = programme.conn.execute(sql, (project(programme, number),)).fetchone()
    programme.change("archive_check", check, conclusion="late")
    changed = build(programme.conn, lang="zh")

    assert "107个项目档案保存良好，占89.92%；12个项目档案整理滞后，占10.08%" in paragraph(report, "archive")
    assert "106个项目档案保存良好，占89.08%；13个项目档案整理滞后，占10.92%" in paragraph(changed, "archive")
    assert "涉及4个居民区（福沈、示例10、示例11、示例12）" in paragraph(changed, "archive")
    assert [bar.n for bar in figure(changed, 1).chart.series[0].bars] == [106, 13]
    assert texts(table(changed, "archive_waves"))[1][3:5] == ["13", "10.92%"]
    lines = {line[2]: line for line in texts(table(changed, "accounts"))}
    assert lines[number][-1] == "档案整理滞后"
    assert table(report, "accounts") != table(changed, "accounts")


def test_every_number_leads_back_to_its_records(programme: Programme, report: Report) -> None:
    traces = {bar.trace: bar.n for bar in bars(report)}
    for trace, n in traces.items():
        assert len(records(programme.conn, trace.indicator, trace.key)) == n


def test_digits_without_a_source_are_dates_bounds_and_names_only(report: Report) -> None:
    allowed = re.compile(
        r"2015年度|\d{4}年\d+月(\d+日)?|100%|\d+%以上|低于\d+%|附件\d|0至200元|0元和|200元|1000元|示例\d+"
    )
    loose = [
        (block.key, span.text)
        for block in report.blocks
        if isinstance(block, Paragraph)
        for sentence in block.sentences
        for span in sentence.spans
        if not span.traces and re.search(r"\d", re.sub(r"\d+%", "", allowed.sub("", span.text)))
    ]
    assert not loose


def test_chinese_sentences_hold_no_half_width_punctuation(report: Report) -> None:
    sentences = [block.text for block in report.blocks if isinstance(block, Paragraph)]
    sentences += [note for each in report.tables for note in (each.title, *each.notes)]
    assert not [text for text in sentences if re.search(r"[\u4e00-\u9fff][,:;()!?]|[,:;()!?][\u4e00-\u9fff]", text)]


def test_an_empty_store_gives_an_honest_report(empty: Programme) -> None:
    found = build(empty.conn, lang="zh")
    assert "尚无可供统计的记录" in paragraph(found, "archive")
    assert "尚无已发布的优秀案例" in paragraph(found, "cases")
    assert len(found.figures) == 17
    assert not [piece for piece in spans(found) if "100%" in piece.text]


def test_a_missing_conclusion_is_said_and_noticed(programme: Programme) -> None:
    lost = project(programme, "ZJ2015-C01-01")
    programme.conn.execute("UPDATE archive_check SET _deleted = 1 WHERE _parent = ? AND wave = 'final'", (lost,))
    changed = build(programme.conn, lang="zh")
    assert "另有1个项目尚无档案检查结论。" in paragraph(changed, "archive")
    assert {remark.key: dict(remark.params) for remark in changed.warnings} == {
        "report.sum_differs": {"name": "archive", "sum": "118", "base": "119"}
    }


def test_nothing_is_noticed_in_the_reference_programme(report: Report) -> None:
    assert report.warnings == ()
    assert report.missing_glyphs == ()


def test_one_and_none_read_as_one_would_say_them(empty: Programme) -> None:
    cycle, community = empty.cycle(), empty.community("C01", "Riverside")
    for number in range(6):
        made = empty.project(community, cycle, f"P{number}")
        empty.add("archive_check", made, wave="final", conclusion="late" if number == 0 else "complete")
    found = build(empty.conn, lang="en")
    said = paragraph(found, "archive")
    assert "of 6 approved projects 5 kept their archive well (83.33%)." in said
    assert "1 project (16.67%) lagged behind, in 1 community: Riverside." in said
    assert "In 0 projects" not in paragraph(found, "liaison")


def test_a_published_case_is_printed_and_others_are_not(programme: Programme) -> None:
    home = project(programme, "ZJ2015-C05-01")
    for title, state, consent in (
        ("示例课堂", "published", 1),
        ("示例未定", "selected", 1),
        ("示例未同意", "published", 0),
    ):
        programme.add(
            "case_study",
            home,
            title=title,
            highlight="示例亮点。",
            practice="示例做法。",
            named_people_consent=consent,
            state=state,
        )
    found = build(programme.conn, lang="zh")
    assert paragraph(found, "cases-1").startswith("案例1：示例课堂（菊园，")
    assert not [text for text in found.texts() if "示例未" in text]


def test_issues_are_counted_by_kind(programme: Programme) -> None:
    home = project(programme, "ZJ2015-C05-01")
    for code, state in (("archive_late", "open"), ("archive_late", "closed"), ("staff_subsidy", "open")):
        programme.add("issue", home, code=code, state=state, severity="ordinary")
    found = build(programme.conn, lang="zh")
    assert "共登记问题3项，已整改1项" in paragraph(found, "issues")
    assert texts(table(found, "issues")) == [["档案滞后", "2"], ["社工领取补贴", "1"], ["合计", "3"]]


def test_an_earlier_day_counts_what_had_happened_by_then(programme: Programme) -> None:
    found = build(programme.conn, lang="zh", as_of="2015-12-31")
    assert found.as_of == "2015-12-31"
    assert "截至2015年12月31日" in paragraph(found, "visits")
    assert "共督导659次" not in paragraph(found, "visits")


def test_the_english_report_is_english(english: Report) -> None:
    names = re.compile(r"示例(ZJ\S+|\d+)|陆家嘴街道|2015年度|福沈|三航|崂二|浦江茗园|菊园")
    assert not [text for text in english.texts() if re.search(r"[\u4e00-\u9fff，。；：（）]", names.sub("", text))]


def test_only_the_final_wave_has_a_report(empty: Programme) -> None:
    with pytest.raises(UsageError):
        build(empty.conn, lang="zh", wave="mid")
