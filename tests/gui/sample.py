"""A small office store with made-up records, each marked 示例, written through the ordinary verbs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zjdesk.ops import edit, setup
from zjdesk.ops.changes import Change, NewRecord
from zjdesk.ops.session import Session
from zjdesk.settings import Environment

COMMUNITIES = (("C01", "福沈"), ("C02", "崂二"), ("C03", "浦江茗园"))
PROJECTS = (
    ("为老送餐", "elderly"),
    ("楼道美化", "environment"),
    ("暑期小课堂", "youth"),
    ("邻里编织社", "arts_sports"),
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙"


class Maker:
    """Gathers the records of one action and knows their ids."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.changes: list[Change] = []

    def add(self, form: str, **values: Any) -> str:
        """Note a record to be made; return its id."""
        own = edit.new_id(self._session)
        self.changes.append(NewRecord(form, values, own))
        return own


def build(path: Path, env: Environment) -> None:
    """Write the sample store into ``path``."""
    with setup.create_office(path, "示例街道", env=env) as session:
        maker = Maker(session)
        _programme(maker)
        edit.save(session, maker.changes)


def _programme(maker: Maker) -> None:
    street = maker.add(
        "street",
        code="310115005",
        name="示例街道",
        ordinance_title="自治金实施办法",
        ordinance_version="2.0",
        office="自治办",
    )
    cycle = maker.add(
        "cycle",
        name="2015年度",
        start="2015-08-01",
        end="2016-07-31",
        cap_fen=2_000_000,
        visit_window_months=2,
        accounts_as_of="2016-07-31",
    )
    supervisor = maker.add("person", street=street, name="周督导（示例）", kind="supervisor")
    for number, (code, name) in enumerate(COMMUNITIES):
        community = maker.add("community", code=code, name=name, committee_name=f"{name}居委会")
        people = list(_people(maker, community, number))
        for place, (title, theme) in enumerate(PROJECTS):
            _project(maker, community, cycle, people, (code, place, f"{name}{title}（示例）", theme), supervisor)
        maker.add(
            "batch",
            community=community,
            cycle=cycle,
            wave="final",
            distributed=6,
            recovered=6,
            by="赵录入（示例）",
            date="2016-07-20",
            paper_from="001",
            paper_to="006",
        )


def _people(maker: Maker, community: str, number: int) -> Iterator[str]:
    for place in range(12):
        kind = "social_worker" if place == 0 else "resident"
        name = f"{SURNAMES[(place + number) % 12]}示例{'甲乙丙丁戊己庚辛壬癸子丑'[place]}"
        yield maker.add("person", community=community, name=name, kind=kind)


def _project(
    maker: Maker, community: str, cycle: str, people: list[str], about: tuple[str, int, str, str], supervisor: str
) -> None:
    code, place, name, theme = about
    project = maker.add(
        "project",
        community=community,
        cycle=cycle,
        no=f"ZJ2015-{code}-{place + 1:02d}",
        name=name,
        theme=theme,
        start="2015-09-01",
        end="2016-06-30",
        target_group="本居民区老人和家庭",
        target_count=60,
        leader=people[place + 1],
    )
    for duty, person in (("leader", people[place + 1]), ("finance", people[place + 2]), ("activities", people[-1])):
        maker.add("team_member", project=project, person=person, duty=duty, **{"from": "2015-09-01"})
    source = maker.add("funding_source", project=project, kind="fund", approved_fen=1_200_000, received_fen=1_200_000)
    for item, price in (("宣传海报", 20_000), ("活动材料", 45_000)):
        maker.add(
            "budget_line", project=project, category="supplies", item=item, unit_price=price, qty="10", source=source
        )
    for month in range(1, 4 + place % 2):
        _activity(maker, project, people, month)
    maker.add(
        "supervisor_visit",
        project=project,
        supervisor=supervisor,
        date="2016-03-15",
        mode="on_site",
        progress="on_plan",
        findings="活动按计划开展，档案基本齐全。",
    )


def _activity(maker: Maker, project: str, people: list[str], month: int) -> None:
    activity = maker.add(
        "activity_record",
        project=project,
        title=f"第{month}次活动（示例）",
        date=f"2016-{month + 1:02d}-12",
        start_time="09:00",
        end_time="11:00",
        place="居委活动室",
        process="居民围坐在一起，志愿者先讲解再动手，大家互相帮助，最后商量下一次活动的内容。" * 2,
        headcount=20 + month,
        volunteers=4,
        host=people[1],
        run_by="team",
        label_shown=True,
    )
    if month == 1:
        sheet = maker.add("sign_in_sheet", activity=activity, sheet_no=1, pages=1, count=3)
        for number in range(1, 4):
            maker.add("sign_in_entry", sheet=sheet, no=number, name=f"居民示例{number}", role="beneficiary")
