"""What a laptop enters reaches the office only as members of its bundles."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from zjdesk.demo import play as stages
from zjdesk.demo import street
from zjdesk.demo.site import WRITTEN, Site, take
from zjdesk.errors import InputError
from zjdesk.ops import queries
from zjdesk.ops.session import Session
from zjdesk.settings import Environment


class Here(Executor):
    """Does in this process what other processes would do."""

    def submit(self, work: Any, /, *args: Any, **options: Any) -> Future[Any]:
        """Do the work at once."""
        done: Future[Any] = Future()
        done.set_result(work(*args, **options))
        return done


@pytest.fixture
def site(tmp_path: Path, env: Environment, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A street of which only community C28 takes part."""
    only = (street.laptop("C28"),)
    monkeypatch.setattr(stages, "laptops", lambda: only)
    return Site(tmp_path / "programme", env)


@pytest.fixture
def office(site: Site) -> Iterator[Session]:
    """The office, to which C28 has brought its year."""
    with stages.found(site) as office:
        invitations = stages.invite(site, office)
        stages.hand_out(site, office, 0, Here(), partial(stages.join, invitations))
        yield office


def test_without_the_stick_there_is_no_response_at_the_office(site: Site, office: Session) -> None:
    take(office, list(site.stick(1).glob("*.zjb")))
    stages.work(site, "C28")
    with site.open("C28", WRITTEN[3]) as laptop:
        assert queries.count(laptop, "response") > 0
    shutil.rmtree(site.folder / "usb")
    take(office, list(site.stick(3).glob("*.zjb")))
    assert queries.count(office, "response") == 0


def test_with_the_stick_every_response_is_at_the_office(site: Site, office: Session) -> None:
    take(office, list(site.stick(1).glob("*.zjb")))
    take(office, stages.work(site, "C28"))
    with site.open("C28", WRITTEN[3]) as laptop:
        assert queries.count(office, "response") == queries.count(laptop, "response")
    assert not queries.conflicts(office)


def test_projects_come_to_the_office_with_their_budgets(site: Site, office: Session) -> None:
    assert queries.count(office, "project") == 0
    take(office, list(site.stick(1).glob("*.zjb")))
    assert queries.count(office, "project") == len(street.of_community("C28"))
    assert queries.count(office, "budget_line") > 0


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, env: Environment) -> None:
    (tmp_path / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(InputError) as refused:
        stages.play(tmp_path, env=env)
    assert refused.value.key == "demo.not_empty"
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
