"""Erasing from the command line: what would go, that it went, the certificate; and a lost laptop."""

from __future__ import annotations

from pathlib import Path

from tests.cli.terminal import Pair
from tests.ops.test_extract import read


def test_a_preview_erases_nothing_and_the_certificate_is_written(pair: Pair, tmp_path: Path) -> None:
    own = pair.person(phone="13800001234")
    pair.carry(pair.liaison, pair.office)
    told = pair.office("record", "erase", own, "phone", "--preview").json
    assert told["entries"] == 1
    assert told["laptops"] == ["福沈居委会"]
    assert pair.office.list("person")[0]["phone"] == "138****1234"
    paper = tmp_path / "证明.pdf"
    said = pair.office("record", "erase", own, "phone", "--why", "本人要求删除", "--certificate", paper)
    assert (said.code, said.json) == (0, told)
    assert "删除证明已写入" in said.err
    assert "本人要求删除" in read(paper)
    again = tmp_path / "again.pdf"
    assert pair.office("record", "certificate", own, "-o", again, lang="en").code == 0
    assert "Certificate of Erasure" in read(again)


def test_nothing_is_erased_where_no_certificate_can_be_written(pair: Pair, tmp_path: Path) -> None:
    own = pair.person(phone="13800001234")
    pair.carry(pair.liaison, pair.office)
    there = tmp_path / "nowhere" / "a.pdf"
    assert pair.office("record", "erase", own, "phone", "--why", "x", "--certificate", there).code == 5
    assert pair.office.list("person")[0]["phone"] == "138****1234"
    assert pair.office("record", "certificate", own, "-o", tmp_path / "a.pdf").code == 3


def test_the_list_of_periods_is_printed_and_nothing_due_is_erased(pair: Pair, tmp_path: Path) -> None:
    pair.person()
    pair.carry(pair.liaison, pair.office)
    said = pair.office("retention", "-o", tmp_path / "list.pdf", "--json")
    assert {row["form"]: row["state"] for row in said.json}["person"] == "running"
    assert "个人信息保存期限表" in read(tmp_path / "list.pdf")
    refused = pair.office("retention", "--erase", "person", "--why", "到期", "--certificate", tmp_path / "c.pdf")
    assert (refused.code, refused.out) == (3, "")
    assert "没有到期的内容" in refused.err
    later = pair.office.at(pair.office.store, ZJDESK_NOW="2056-08-01T12:00:00")
    assert {row["form"] for row in later("retention", "--due", "--json").json} >= {"person"}
    done = later("retention", "--erase", "person", "--why", "保存期限已满", "--certificate", tmp_path / "c.pdf")
    assert done.code == 0, done.err
    assert "保存期限已满" in read(tmp_path / "c.pdf")
    assert later("retention", "--due", "--json").json == []


def test_a_lost_laptop_is_told_of_and_printed(pair: Pair, tmp_path: Path) -> None:
    pair.person(phone="13800001234")
    pair.carry(pair.liaison, pair.office)
    (laptop,) = [one for one in pair.office("device", "list", "--json").json if one["kind"] == "liaison"]
    told = pair.office("device", "lost", laptop["id"], "--json", "-o", tmp_path / "lost.pdf").json
    assert told["state"] == "certified"
    assert {"form": "person", "count": 1, "level": "P2", "fields": ["phone"]} in told["contents"]
    assert "电脑丢失登记表" in read(tmp_path / "lost.pdf")
    said = pair.office("device", "lost", laptop["id"]).out
    assert "福沈居委会" in said
    assert "13800001234" not in said
    assert pair.liaison("device", "lost", laptop["id"]).code == 4
