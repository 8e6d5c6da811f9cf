"""What encryption costs: the same work with and without it in one run, in CPU time; key derivation is left out.

Run: python -m tests.benchmarks.encryption STORE [entries]. STORE is the office's of the reference programme, opened
with ZJDESK_PASSPHRASE and left as it is. The goal is a ratio of at most 1.5 for bulk merge and report, and of 1.25 for
everything else; the bytes of a photo alone, without the picture that is made of them, have none.
"""

from __future__ import annotations

import random
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from itertools import chain
from pathlib import Path

from PIL import Image

from tests.benchmarks.plain import clear_copy, without_encryption
from tests.benchmarks.world import certify, measured, new_store, sheet, signer
from zjdesk.forms.load import load_catalogue
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import export as export_for_all
from zjdesk.ops.figures import show
from zjdesk.ops.maintain import backup
from zjdesk.ops.queries import list_records
from zjdesk.ops.reporting import render_report
from zjdesk.ops.search import find
from zjdesk.ops.session import Account, Session, accounts
from zjdesk.paths import forms_dir
from zjdesk.settings import Environment, from_environ
from zjdesk.store import vault
from zjdesk.store.store import Store
from zjdesk.sync.merge import merge
from zjdesk.sync.write import export

ROUNDS = 5
SAVES = 500
TRIALS = 4  # the first goes to the memory of a fresh process and is left out, as everywhere here
GROUP = 25
MODES: tuple[Callable[[], AbstractContextManager[None]], ...] = (nullcontext, without_encryption)
Work = Callable[[Session], object]


def merging(folder: Path, entries: int) -> float:
    """Return the CPU seconds of merging so many records that another laptop wrote."""
    source, office = new_store(folder / "source"), new_store(folder / "office")
    certify(office, source)
    own, scope = sheet(source)
    for start in range(0, entries, GROUP * 200):
        groups = range(start, min(start + GROUP * 200, entries), GROUP)
        actions = [(scope, [signer(own, one) for one in range(first, first + GROUP)]) for first in groups]
        source.append("a" * 32, actions)
    (folder / "stick").mkdir()
    sent = export(source, folder / "stick", receiver="0" * 32, recipients=[office.installation.recipient])
    spent: list[float] = []
    with measured(spent):
        merge(office, sent.files[0])
    assert office.conn.execute("SELECT count(*) FROM sign_in_entry").fetchone()[0] >= entries
    source.close()
    office.close()
    return spent[0]


def saving(folder: Path) -> list[list[float]]:
    """Return the CPU seconds of saving one record, again and again, with and without encryption in turn."""
    spent: list[list[float]] = [[], []]
    sessions = []
    for place, mode in enumerate(MODES):
        with mode():
            store = new_store(folder / str(place))
            sessions.append((Session(store, Account("a" * 32, "示例管理员", "SA")), sheet(store)[0]))
    for number in range(SAVES):
        for (session, own), into in zip(sessions, spent, strict=True):
            values = {"sheet": own, "no": number + 1, "name": f"示例王{number}", "role": "beneficiary", "signed": True}
            with measured(into):
                save(session, [NewRecord("sign_in_entry", values)])
    for session, _ in sessions:
        session.close()
    return spent


def everyday(folder: Path) -> dict[str, Work]:
    """Return what people do in a street's store, by name; ``folder`` takes what is written."""
    photo = _photo()

    def shown(session: Session) -> None:
        held = session.store.files.read(session.store.files.add([photo]))
        with Image.open(BytesIO(held or b"")) as picture:
            picture.thumbnail((160, 160))

    def exported(session: Session) -> None:
        place = Path(tempfile.mkdtemp(dir=folder))
        export_for_all(session, place, to=_a_laptop(session), everything=True)
        shutil.rmtree(place)

    def copied(session: Session) -> None:
        shutil.rmtree(backup(session, folder / "backups"))

    return {
        "report": lambda session: render_report(session, lang="zh"),
        "figures": lambda session: [show(session, name, by="community") for name in ("projects", "aware", "balance")],
        "list": lambda session: [list_records(session, form) for form in ("project", "activity_record")],
        "search": lambda session: find(session, "合唱"),
        "export": exported,
        "backup": copied,
        "photo kept and shown": shown,
        "bytes of a photo": lambda session: session.store.files.read(session.store.files.add([photo])),
    }


def _photo() -> bytes:
    """Return a JPEG of 12 megapixels, about as large as a telephone makes it."""
    chance = random.Random(4)
    rough = Image.frombytes("RGB", (500, 375), chance.randbytes(500 * 375 * 3))
    whole = BytesIO()
    rough.resize((4000, 3000)).save(whole, "JPEG", quality=85)
    return whole.getvalue()


def _a_laptop(session: Session) -> str:
    row = session.store.conn.execute("SELECT installation FROM local_invitation ORDER BY made LIMIT 1").fetchone()
    return str(row[0])


def in_a_street(store: Path, folder: Path) -> dict[str, list[float]]:
    """Return for each everyday work its median CPU seconds, with and without encryption."""
    given = from_environ()
    key, _ = vault.unlock(vault.read(store), given.passphrase)
    shutil.copytree(store, folder / "sealed")
    env = Environment(None, "benchmark", folder / "anchors")
    sealed = _opened(folder / "sealed", env, key)
    clear_copy(folder / "sealed", key, folder / "clear")
    sessions = [sealed]
    with without_encryption():
        sessions.append(_opened(folder / "clear", env, key))
    found = {}
    for name, work in everyday(folder).items():
        spent: list[list[float]] = [[], []]
        for _ in range(ROUNDS + 1):
            for mode, session, into in zip(MODES, sessions, spent, strict=True):
                with mode(), measured(into):
                    work(session)
        found[name] = [statistics.median(times[1:]) for times in spent]
    for session in sessions:
        session.close()
    found["open"] = _opening(folder, env, key)
    return found


def _opening(folder: Path, env: Environment, key: bytes) -> list[float]:
    spent: list[list[float]] = [[], []]
    for _ in range(4 * ROUNDS + 1):
        for mode, name, into in zip(MODES, ("sealed", "clear"), spent, strict=True):
            with mode():
                with measured(into):
                    session = _opened(folder / name, env, key)
                session.close()
    return [statistics.median(times[1:]) for times in spent]


def _opened(path: Path, env: Environment, key: bytes) -> Session:
    store = Store.open(path, load_catalogue(forms_dir()), env, key)
    return Session(store, accounts(store)[0])


def run(store: Path, entries: int) -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        trials = [saving(Path(name) / str(trial)) for trial in range(TRIALS)][1:]
    found = {"bulk merge": [[], []], "save": [[*chain(*times)] for times in zip(*trials, strict=True)]}
    for _ in range(3):
        for place, mode in enumerate(MODES):
            with tempfile.TemporaryDirectory() as name, mode():
                found["bulk merge"][place].append(merging(Path(name), entries))
    medians = {name: [statistics.median(times) for times in both] for name, both in found.items()}
    with tempfile.TemporaryDirectory() as name:
        medians |= in_a_street(store, Path(name))
    for name, (sealed, clear) in medians.items():
        print(f"{name:20} {sealed * 1000:9.2f} ms against {clear * 1000:9.2f} ms: ratio {sealed / clear:.2f}")  # noqa: T201


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50_000)
