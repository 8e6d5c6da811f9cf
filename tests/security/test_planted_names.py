"""Nothing personal lies on a disk or a stick in clear: not while a store is open, not after, not when killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.ops.world import Street, make_street, project
from tests.security.planted import ENCODINGS, NAMES, picture, traces
from tests.source import ROOT
from zjdesk.diagnostics import write_report
from zjdesk.errors import Cancelled, InputError
from zjdesk.ops import drafts
from zjdesk.ops.changes import EditRecord, NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.erase import erase
from zjdesk.ops.exchange import export, merge
from zjdesk.ops.files import add_bytes
from zjdesk.ops.maintain import backup, doctor
from zjdesk.ops.queries import list_records
from zjdesk.ops.session import Session, open_session
from zjdesk.ops.setup import invite, join
from zjdesk.settings import Environment

DAYS = 48 * 3600 * 1000


@dataclass
class Scene:
    """Everything that the program wrote, under one folder, and the photo that was put in."""

    folder: Path
    street: Street
    photo: bytes


class AfterAWhile:
    """A person who stops a merge when it is under way."""

    def __init__(self) -> None:
        self._asked = 0

    def is_set(self) -> bool:
        """Tell to stop at the fifth question."""
        self._asked += 1
        return self._asked > 4


@pytest.fixture
def scene(tmp_path: Path, env: Environment, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    """An office and a laptop after a busy day, with all that they left behind."""
    folder = tmp_path / "disk"
    for name in ("tmp", "state", "config", "data", "cache"):
        (folder / name).mkdir(parents=True)
        monkeypatch.setenv("TMPDIR" if name == "tmp" else f"XDG_{name.upper()}_HOME", str(folder / name))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("ZJDESK_ANCHORS", str(folder / "anchors"))
    made = make_street(folder, replace(env, anchors=folder / "anchors"))
    whole = Scene(folder, made, picture())
    _work(whole)
    yield whole
    made.office.close()
    made.liaison.close()


def _work(scene: Scene) -> None:
    street = scene.street
    person = {"community": street.community, "kind": "resident"}
    added = [NewRecord("person", {**person, "name": NAMES[who]}) for who in ("resident", "erased")]
    one, other = save(street.liaison, added, why=NAMES["why"]).ids
    own = project(street)
    money = {"project": own, "kind": "fund", "approved_fen": 100, "received_fen": 0}
    save(street.liaison, [NewRecord("funding_source", {**money, "receipt": add_bytes(street.liaison, scene.photo)})])
    drafts.keep(street.liaison, "person", "person", {"name": NAMES["draft"]})
    _fail(scene)
    street.carry(street.liaison, street.office)
    save(street.office, [EditRecord(one, {"name": NAMES["renamed"]})])
    erase(street.office, other, ["name"], NAMES["why"])
    street.carry(street.office, street.liaison)
    backup(street.liaison, scene.folder / "backups")
    (invited,) = invite(
        street.office, [{"label": "第二台", "kind": "liaison", "communities": "C01"}], scene.folder / "stick"
    )
    join(scene.folder / "second", invited.file, invited.code, NAMES["account"], env=street.office.store.env).close()
    export(street.liaison, street.stick, everything=True)
    write_report(ValueError(NAMES["resident"]))


def _fail(scene: Scene) -> None:
    """Let merges fail: one is stopped when it is under way, one finds a changed byte."""
    (sent,) = export(scene.street.liaison, scene.street.stick)
    with pytest.raises(Cancelled):
        merge(scene.street.office, sent.files[0], cancel=AfterAWhile())
    content = sent.files[0].read_bytes()
    sent.files[0].write_bytes(content[:-3000] + b"?" + content[-2999:])
    with pytest.raises(InputError):
        merge(scene.street.office, sent.files[0])


def test_the_search_finds_what_lies_in_clear(tmp_path: Path) -> None:
    photo = picture()
    for encoding in ENCODINGS:
        (tmp_path / encoding).write_bytes(b"..." + NAMES["draft"].encode(encoding) + b"...")
    (tmp_path / "cut").write_bytes(photo[20_000:40_000])
    (tmp_path / f"{NAMES['account']}.txt").touch()
    found = {trace.rpartition(" in ")[2] for trace in traces(tmp_path, photo)}
    assert found == {*ENCODINGS, "cut", f"{NAMES['account']}.txt"}
    (tmp_path / "whole").write_bytes(photo)
    assert f"{NAMES['photographer']} utf-8 in whole" in traces(tmp_path, photo)


def test_nothing_is_in_clear_while_stores_are_open_nor_after(scene: Scene) -> None:
    street = scene.street
    for session in (street.office, street.liaison):
        assert (session.store.path / "zjdesk.db-wal").stat().st_size > 0
    assert any((scene.folder / "state").rglob("*.txt"))
    assert traces(scene.folder, scene.photo) == []
    names = {row.values.get("name") for row in list_records(street.liaison, "person")}
    assert {NAMES["renamed"], None} <= names
    street.office.close()
    street.liaison.close()
    assert traces(scene.folder, scene.photo) == []
    later = street.office.store.env.at(street.office.store.env.now() + DAYS)
    street.office, street.liaison = (open_session(session.store.path, env=later) for session in _both(street))
    assert list((street.liaison.store.path / "backups").glob("*-daily.db"))
    assert drafts.load(street.liaison, "person") == {"name": NAMES["draft"]}
    assert traces(scene.folder, scene.photo) == []


def _both(street: Street) -> tuple[Session, Session]:
    return street.office, street.liaison


KILLED = """
import sys, time
from pathlib import Path
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.session import Session, open_session

session = open_session(Path(sys.argv[1]))
photo = Path(sys.argv[4]).read_bytes()
values = {"community": sys.argv[2], "kind": "resident"}
for number in range(40):
    save(session, [NewRecord("person", {**values, "name": f"{sys.argv[3]}{number}"})])


def halves():
    for _ in range(5):
        yield photo
    save(session, [NewRecord("person", {**values, "name": f"{sys.argv[3]}, never done"})])
    print("now", flush=True)
    time.sleep(60)


with session.store.transaction():
    session.store.files.add(halves())
"""


def test_a_program_killed_while_it_saves_leaves_nothing_in_clear(scene: Scene, tmp_path: Path) -> None:
    street = scene.street
    path, env = street.liaison.store.path, street.liaison.store.env
    street.liaison.close()
    source = tmp_path / "photo.jpg"
    source.write_bytes(scene.photo)
    command = [sys.executable, "-c", KILLED, str(path), street.community, NAMES["later"], str(source)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == b"now\n"
        program.send_signal(signal.SIGKILL)
    assert (path / "zjdesk.db-wal").stat().st_size > 100_000
    (half,) = (path / "files").glob("new-*")
    assert half.stat().st_size > 60_000
    assert traces(scene.folder, scene.photo) == []
    street.liaison = open_session(path, env=env)
    names = [str(row.values.get("name")) for row in list_records(street.liaison, "person")]
    assert sum(name.startswith(NAMES["later"]) for name in names) == 40
    assert doctor(street.liaison).sound
    assert not half.exists()
    assert traces(scene.folder, scene.photo) == []
