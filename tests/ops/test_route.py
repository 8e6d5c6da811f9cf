"""A day of visits: its stops by community, and the list for the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest

from tests.ops.programme import Programme, make_programme
from zjdesk.errors import InputError
from zjdesk.ops import audit
from zjdesk.ops.route import route, write_route
from zjdesk.settings import Environment


@pytest.fixture
def programme(tmp_path: Path, env: Environment) -> Iterator[Programme]:
    """Six projects at the office, one of them with a liaison, a visit and an issue."""
    made = make_programme(tmp_path, env)
    first = made.projects[4]
    made.add("liaison_assignment", project=first, person=made.workers[1], **{"from": "2015-09-01"})
    seen = made.visit(4, "2016-06-15")
    about = {"code": "archive_late", "severity": "ordinary", "due": "2016-07-20", "owner": "示例社工1"}
    made.add("issue", project=first, found_in=seen, **about)
    yield made
    made.office.close()


def words_of(path: Path) -> str:
    """Return all words of a PDF."""
    document = cast("Any", pypdfium2.PdfDocument)(path)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_stops_lie_by_community(programme: Programme) -> None:
    wanted = [programme.projects[place] for place in (4, 0, 3)]
    stops = route(programme.office, wanted)
    assert [stop.project.no for stop in stops] == ["ZJ2015-C01-01", "ZJ2015-C02-01", "ZJ2015-C02-02"]
    last = stops[-1]
    assert (last.address, last.liaison, last.project.last) == ("崂山路示例1号", "示例社工1", "2016-06-15")
    assert [one.values["code"] for one in last.issues] == ["archive_late"]


def test_the_list_keeps_the_order_that_was_chosen(programme: Programme, tmp_path: Path) -> None:
    target = tmp_path / "route.pdf"
    wanted = [programme.projects[4], programme.projects[0]]
    write_route(programme.office, wanted, target, day="2016-08-01", person="示例督导甲", lang="zh")
    told = words_of(target)
    assert told.index("ZJ2015-C02-02") < told.index("ZJ2015-C01-01")
    assert "示例督导甲" in told
    assert "2016-07-20" in told, "an issue says when it is due"
    assert audit.lines(programme.office, limit=1)[0].what["what"] == "route"


def test_nowhere_to_go_is_no_list(programme: Programme, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no_stops"):
        write_route(programme.office, [], tmp_path / "route.pdf", day="2016-08-01", person="", lang="zh")
    assert not (tmp_path / "route.pdf").exists()
