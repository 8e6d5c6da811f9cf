"""Tables give each number its base, and annexes add up."""

from __future__ import annotations

from decimal import Decimal

from tests.report.pieces import table, texts
from tests.stats.programme import Programme
from zjdesk.report.blocks import Report, placed
from zjdesk.report.traces import Trace, trace


def test_a_single_choice_question_shows_percent_and_valid_percent(report: Report) -> None:
    found = table(report, "q1")
    assert texts(found) == [
        ["知道", "1809", "97.9%", "98.4%", "98.4%"],
        ["不知道", "29", "1.6%", "1.6%", "100.0%"],
        ["未作答", "10", "0.5%", "—", "—"],
        ["合计", "1848", "100.0%", "—", "—"],
    ]
    assert "（n = 1848）" in found.notes[0]
    assert "（n = 1838）" in found.notes[0]
    assert [row.cells[1].traces for row in found.rows[:3]] == [
        (Trace("aware", "yes"),),
        (Trace("aware", "no"),),
        (Trace("aware", "missing"),),
    ]


def test_every_answer_of_a_question_leads_to_its_questionnaires(report: Report) -> None:
    for key in ("q1", "q2", "q3", "q4", "q5", "q6", "q7"):
        assert [line.cells[0].text for line in table(report, key).rows if not line.cells[1].traces] == [], key
    assert table(report, "q4").rows[-2].cells[1].traces == (Trace("unanswered", "freq"),)


def test_a_multiple_choice_question_shows_responses_and_cases(report: Report) -> None:
    found = table(report, "q2")
    assert texts(found)[0] == ["自治金的来源", "1589", "26.3%", "89.2%"]
    assert texts(found)[-1] == ["合计", "6033", "100.0%", "338.7%"]
    assert "（6033次）" in found.notes[0]
    assert "（n = 1781）" in found.notes[0]


def test_a_distribution_adds_up_and_shows_its_parts(report: Report) -> None:
    assert texts(table(report, "balance")) == [
        ["零结余", "15", "12.61%"],
        ["结余0至200元（不含）", "80", "67.23%"],
        ["结余200元以上（含）", "18", "15.13%"],
        ["其中：结余1000元以上（含）", "4", "3.36%"],
        ["超预算", "6", "5.04%"],
        ["合计", "119", "100.00%"],
    ]


def test_waves_are_compared_in_points(report: Report) -> None:
    assert texts(table(report, "freq_waves"))[0] == ["经常参与", "432", "72%", "1460", "82.53%", "+10.5"]
    assert texts(table(report, "backbone_waves"))[2] == ["几乎未发挥骨干作用", "5", "4.20%", "4", "3.36%", "−0.8"]


def test_tables_are_numbered_in_order(report: Report) -> None:
    titles = [each.title for each in report.tables if each.title.startswith("表") and each.title[1].isdigit()]
    assert [title.partition("：")[0] for title in titles] == [f"表{number}" for number in range(1, len(titles) + 1)]


def test_headers_cover_every_column(report: Report) -> None:
    for each in report.tables:
        covered = [(row, column, cell) for row, column, cell in placed(each.header)]
        assert sum(cell.columns * cell.rows for _, _, cell in covered) == len(each.columns) * len(each.header), each.key
        assert all(len(row.cells) == len(each.columns) for row in each.rows), each.key


def test_every_community_has_its_row_in_annex_1(report: Report) -> None:
    awareness = table(report, "awareness")
    lines = texts(awareness)
    assert len(lines) == 32
    assert lines[0][:6] == ["福沈", "51", "51", "50", "1", "50(100.0%)"]
    assert lines[-1][:6] == ["合计", "1864", "1864", "1848", "16", "1809(97.9%)"]
    assert awareness.rows[0].cells[5].traces == (trace("aware", "yes", {"community": "C01"}),)
    assert awareness.landscape


def test_annex_1_adds_up(report: Report) -> None:
    for key in ("awareness", "participation", "satisfaction"):
        lines = [[int(cell.split("(")[0]) for cell in line[1:]] for line in texts(table(report, key))]
        assert [sum(column) for column in zip(*lines[:-1], strict=True)] == lines[-1]


def test_annex_2_lists_projects_with_subtotals_and_a_total(report: Report) -> None:
    accounts = table(report, "accounts")
    kinds = [row.kind for row in accounts.rows]
    assert (kinds.count("body"), kinds.count("subtotal"), kinds.count("total")) == (119, 31, 1)
    total = texts(accounts)[-1]
    assert total[4:11] == ["1725794.00", "103100.00", "149754.00", "1828894.00", "1809763.88", "19130.12", "98.95%"]
    assert accounts.title == "截至2016年7月31日，单位：元"


def test_annex_2_adds_up_to_the_fen(report: Report) -> None:
    accounts = table(report, "accounts")
    for column in range(4, 10):
        amounts = {kind: Decimal(0) for kind in ("body", "subtotal", "total")}
        for row in accounts.rows:
            amounts[row.kind] += Decimal(row.cells[column].text.replace("−", "-"))
        assert amounts["body"] == amounts["subtotal"] == amounts["total"]


def test_a_late_voucher_is_remarked_and_not_counted(programme: Programme, report: Report) -> None:
    from tests.stats.programme import voucher
    from zjdesk.report.model import build

    (home,) = programme.conn.execute("SELECT _id FROM project WHERE no = 'ZJ2015-C01-01'").fetchone()
    (source,) = programme.conn.execute("SELECT _id FROM funding_source WHERE _parent = ?", (home,)).fetchone()
    voucher(programme, home, source, 5000, "2016-08-03")
    before, after = texts(table(report, "accounts"))[0], texts(table(build(programme.conn, lang="zh"), "accounts"))[0]
    assert after[:-1] == before[:-1]
    assert after[-1] == "截止日后另有支出1笔"
