"""The command that holds all records against the business rules."""

from __future__ import annotations

from tests.cli.terminal import CYCLE, PROJECT, Pair, Terminal

YEAR = {"start": CYCLE["start"], "end": CYCLE["end"]}


def test_findings_are_listed_and_told_by_the_exit_code(pair: Pair) -> None:
    cycle = pair.liaison.list("cycle")[0]["id"]
    values = {**PROJECT, **YEAR, "community": pair.community, "cycle": cycle, "leader": pair.person()}
    pair.liaison.add("project", values)
    late = pair.liaison.at(pair.liaison.store, ZJDESK_NOW="2015-10-01T12:00:00")

    said = late("check", "--json")
    assert said.code == 6
    (visit,) = [row for row in said.json if row["rule"] == "BR-05"]
    assert (visit["level"], visit["form"]) == ("W", "project")
    assert visit["message"].startswith("第1期")
    assert "window 1" in late("check", lang="en").out.lower()


def test_a_store_without_findings_says_so(terminal: Terminal) -> None:
    assert terminal("init", "--office", "--name", "示例管理员").code == 0
    said = terminal("check")
    assert (said.code, len(said.lines)) == (0, 1), "only the heading"
    assert "没有发现问题" in said.err


def test_the_next_cycle_waits_for_the_evaluation_of_the_last(office: Terminal) -> None:
    wanted = ("record", "next-cycle", "2016年度", "--start", "2016-08-01", "--end", "2017-07-31")
    refused = office(*wanted)
    assert (refused.code, len(office.list("cycle"))) == (3, 1)
    assert "末期评估" in refused.err
    (former,) = office.list("cycle")
    for state in ("mid", "final"):
        assert office("record", "set", former["id"], f'state="{state}"').code == 0

    opened = office(*wanted, "--json")
    assert opened.code == 0, opened.err
    assert (opened.json["former"], opened.json["communities"]) == (former["id"], 1)
    assert "2016年度" in opened.err
    assert {row["name"]: row["state"] for row in office.list("cycle")} == {"2015年度": "archived", "2016年度": "open"}
