"""Places and suppliers are offered again; nothing hidden is, nor what another community typed."""

from __future__ import annotations

from pathlib import Path

from tests.ops.world import make_street, project
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.earlier_values import earlier_values, offers_earlier
from zjdesk.ops.edit import new_id, save
from zjdesk.settings import Environment


def test_the_latest_place_comes_first_and_each_once(tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    session, own = street.liaison, project(street)
    places = ("居委活动室", "小区广场", "居委活动室")
    for number, place in enumerate(places, 1):
        values = {"seq": number, "title": f"示例{number}", "planned_from": "2016-05-01", "planned_to": "2016-05-02"}
        save(
            session,
            [NewRecord("activity_plan", {**values, "place": place, "planned_headcount": 9, "project": own})],
        )
    assert earlier_values(session, "activity_plan", own)["place"] == ["居委活动室", "小区广场"]
    assert earlier_values(session, "activity_record", own) == {}
    street.office.close()
    street.liaison.close()


def test_another_community_is_not_asked(tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    own = project(street)
    street.carry(street.liaison, street.office)
    office, other, far = street.office, new_id(street.office), new_id(street.office)
    community = {"code": "C02", "name": "崂二", "committee_name": "崂二居委会"}
    person, plan = new_id(office), {"seq": 1, "title": "示例", "planned_from": "2016-05-01", "planned_headcount": 9}
    values = {"cycle": street.cycle, "no": "ZJ2015-C02-01", "name": "示例", "theme": "learning", "start": "2015-08-01"}
    values |= {"end": "2016-07-31", "target_group": "居民", "leader": person, "community": other}
    save(
        office,
        [
            NewRecord("community", community, other),
            NewRecord("person", {"community": other, "name": "示例李二", "kind": "resident"}, person),
            NewRecord("project", values, far),
            NewRecord("activity_plan", {**plan, "planned_to": "2016-05-02", "place": "崂二广场", "project": far}),
        ],
    )
    assert earlier_values(office, "activity_plan", far)["place"] == ["崂二广场"]
    assert "place" not in earlier_values(office, "activity_plan", own)
    assert earlier_values(office, "activity_plan")["place"] == ["崂二广场"]
    street.office.close()
    street.liaison.close()


def test_what_is_hidden_or_tells_records_apart_is_not_offered(tmp_path: Path, env: Environment) -> None:
    street = make_street(tmp_path, env)
    form = street.office.store.catalogue.form
    assert offers_earlier(form("expenditure"), form("expenditure").field("payee"))
    assert not offers_earlier(form("photo"), form("photo").field("caption")), "P2"
    assert not offers_earlier(form("activity_record"), form("activity_record").field("title")), "one activity's own"
    street.office.close()
    street.liaison.close()
