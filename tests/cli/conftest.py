"""Stores for the tests of the command line, made through the commands themselves."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import NOW, PROJECT, Pair, Terminal, make_office, make_pair
from tests.passphrase import PASSPHRASE


@pytest.fixture(autouse=True)
def own_hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Keep the interpreter's hook and the diary's folder of this test apart."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    """A terminal on a store that is not there yet."""
    return Terminal(tmp_path / "office")


@pytest.fixture
def office(terminal: Terminal) -> Terminal:
    """The office's store with street, cycle and the community C01 福沈."""
    return make_office(terminal)


@pytest.fixture
def pair(office: Terminal, tmp_path: Path) -> Pair:
    """The office and the liaison of C01."""
    return make_pair(office, tmp_path)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """An office with all sorts of things in it, to be read only: see :func:`fill`."""
    folder = tmp_path_factory.mktemp("archive")
    surroundings = {"ZJDESK_ANCHORS": str(folder / "anchors"), "ZJDESK_NOW": NOW, "ZJDESK_MACHINE": "示例电脑"}
    surroundings["ZJDESK_PASSPHRASE"] = PASSPHRASE
    pair = make_pair(make_office(Terminal(folder / "office", surroundings)), folder)
    fill(pair, folder)
    return pair


def fill(pair: Pair, folder: Path) -> None:
    """Enter a project with a scan, six questionnaires, and people: doubled, changed apart, withdrawn."""
    office, liaison = pair.office, pair.liaison
    photo = folder / "receipt.jpg"
    photo.write_bytes(b"not really a picture")
    own = pair.person("示例王一", phone="13800000001")
    batch = {"community": pair.community, "cycle": office.list("cycle")[0]["id"], "wave": "mid", "date": "2016-01-20"}
    batch |= {"distributed": 7, "recovered": 6, "by": "示例联络员", "paper_from": "001", "paper_to": "007"}
    (sheet,) = liaison.add("batch", batch)
    answers = {"batch": sheet, "q4_freq": "3", "is_invalid": "no"}
    liaison.add(
        "response",
        *({**answers, "paper_no": f"2016Z-C01-00{no}", "q1_aware": said} for no, said in enumerate("111122", 1)),
    )
    project = PROJECT | {"community": pair.community, "cycle": batch["cycle"], "leader": own}
    (project_id,) = liaison.add("project", project)
    receipt = {"kind": "fund", "approved_fen": 1_200_000, "received_fen": 0, "receipt": {"path": str(photo)}}
    liaison.add("funding_source", receipt | {"project": project_id})
    pair.carry(liaison, office)
    for _ in range(2):
        pair.person("示例赵一", phone="13800000002")
    liaison("record", "set", own, 'name="示例王二"')
    office("record", "set", own, 'name="示例王三"')
    wrong = pair.person("示例误录")
    pair.carry(liaison, office)
    (line,) = office("record", "history", wrong, "--json").json
    office("entry", "withdraw", line["id"], "--why", "误报")
