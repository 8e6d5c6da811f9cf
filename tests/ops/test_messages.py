"""Short messages travel with the bundles, to those they are for, and tell whether they arrived."""

from __future__ import annotations

import pytest

from tests.ops.world import Street
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.messages import EVERYBODY, mark_read, messages, send, unread


def test_a_message_of_the_office_reaches_the_laptop_and_its_answer_comes_back(street: Street) -> None:
    (asked,) = send(street.office, "C01", "补交签到表", "三月活动的签到表还没有扫描件，请补交。").ids
    (own,) = messages(street.office)
    assert (own.own, own.unread, own.arrived, own.waiting) == (True, False, (), ("福沈居委",))
    street.carry(street.office, street.liaison)
    (read,) = messages(street.liaison)
    assert (read.sender, read.computer, read.community) == (street.office.account.name, "街道办事处", "C01")
    assert (read.own, read.unread, unread(street.liaison)) == (False, True, 1)
    mark_read(street.liaison)
    assert (messages(street.liaison)[0].unread, unread(street.liaison)) == (False, 0)
    send(street.liaison, "C01", "已补交", "随下一个数据包送到。", asked)
    street.carry(street.liaison, street.office)
    answer, first = messages(street.office)
    assert (answer.answers, answer.sender, answer.unread) == (asked, "示例联络员", True)
    assert (first.arrived, first.waiting, unread(street.office)) == (("福沈居委",), (), 1)


def test_a_message_to_everybody_is_the_office_s(street: Street) -> None:
    send(street.office, EVERYBODY, "放假通知", "国庆期间停收 U 盘。")
    street.carry(street.office, street.liaison)
    assert messages(street.liaison)[0].community is None
    with pytest.raises(NotAllowed):
        send(street.liaison, EVERYBODY, "通知", "内容")


def test_a_message_for_another_community_does_not_arrive(street: Street) -> None:
    save(street.office, [NewRecord("community", {"code": "C02", "name": "崂二", "committee_name": "崂二居委会"})])
    send(street.office, "C02", "给崂二", "只给崂二。")
    street.carry(street.office, street.liaison)
    assert (messages(street.liaison), unread(street.liaison)) == ([], 0)
    assert messages(street.office)[0].waiting == ()
    with pytest.raises(InputError):
        send(street.office, "C99", "没有", "没有这个居民区。")


def test_what_came_in_after_the_last_look_is_unread_however_old_it_is(street: Street) -> None:
    street.liaison.store.env = type(street.liaison.store.env)(
        1_300_000_000_000, "a test machine", street.liaison.store.env.anchors
    )
    send(street.liaison, "C01", "旧时钟", "电脑的时钟慢了几年。")
    send(street.office, "C01", "新的", "街道自己的。")
    mark_read(street.office)
    street.carry(street.liaison, street.office)
    assert [one.unread for one in messages(street.office) if not one.own] == [True]
