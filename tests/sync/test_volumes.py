"""A bundle in several files: in any order, from different sticks, broken off and taken up again; and a cut-off one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ops.world import Street, make_street, project
from tests.sync.test_bundles import save_activity
from zjdesk.errors import Cancelled, InputError
from zjdesk.ops.exchange import bundles_in, digest, export, merge, preview
from zjdesk.ops.files import add_bytes
from zjdesk.ops.queries import get
from zjdesk.settings import Environment


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office, and a liaison with four photos."""
    made = make_street(tmp_path, env)
    own = project(made)
    for number in range(4):
        save_activity(made, own, add_bytes(made.liaison, bytes([number]) * 3000))
    for old in bundles_in(made.stick):
        old.unlink()
    yield made
    made.office.close()
    made.liaison.close()


def _volumes(street: Street, size: int = 5000) -> list[Path]:
    (sent,) = export(street.liaison, street.stick, volume_size=size)
    assert len(sent.files) >= 3
    return list(sent.files)


def _first_project(street: Street) -> str:
    row = street.liaison.store.conn.execute("SELECT lower(hex(_id)) FROM project").fetchone()
    return str(row[0])


def test_volumes_on_different_sticks_in_any_order_make_the_same_whole(street: Street, tmp_path: Path) -> None:
    files = _volumes(street)
    for number, path in enumerate(reversed(files)):
        other = tmp_path / f"stick-{number}"
        other.mkdir()
        outcome = merge(street.office, path.rename(other / path.name))
        assert set(outcome.lacking) == set(range(1, len(files) - number))
    assert outcome.awaited == ()
    photos = street.liaison.store.files.held()
    assert all(street.office.store.files.has(sha256) for sha256, _ in photos)
    assert get(street.office, _first_project(street)).values["no"] == "ZJ2015-C01-01"


def test_a_volume_alone_says_which_are_lacking(street: Street) -> None:
    files = _volumes(street)
    assert preview(street.office, files[1]).lacking == tuple(n for n in range(1, len(files) + 1) if n != 2)


def test_a_merge_broken_off_between_volumes_is_taken_up_again(street: Street) -> None:
    files = _volumes(street)
    merge(street.office, files[0])
    before = digest(street.office)

    class Stop:
        def is_set(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        merge(street.office, files[1], cancel=Stop())
    assert digest(street.office) == before
    for path in files:
        outcome = merge(street.office, path)
    assert outcome.lacking == ()
    assert all(street.office.store.files.has(sha256) for sha256, _ in street.liaison.store.files.held())


def test_an_export_broken_off_is_written_whole_the_next_time(street: Street) -> None:
    class StopLater:
        calls = 0

        def is_set(self) -> bool:
            self.calls += 1
            return self.calls > 12

    with pytest.raises(Cancelled):
        export(street.liaison, street.stick, volume_size=5000, cancel=StopLater())
    assert list(street.stick.iterdir()) == []
    for path in _volumes(street):
        merge(street.office, path)
    assert get(street.office, _first_project(street)).values["no"] == "ZJ2015-C01-01"


def test_a_file_cut_off_gives_what_is_whole_and_the_whole_file_gives_the_rest(street: Street) -> None:
    path = export(street.liaison, street.stick)[0].files[0]
    whole = path.read_bytes()
    path.write_bytes(whole[:-14_000])
    outcome = merge(street.office, path)
    assert outcome.cut
    assert outcome.members - len(outcome.cut) >= 3
    assert get(street.office, _first_project(street)).values["no"] == "ZJ2015-C01-01"
    path.write_bytes(whole)
    again = merge(street.office, path)
    assert (again.cut, again.files_missing, again.needs_person) == ((), (), False)


def test_a_file_of_which_nothing_can_be_checked_is_no_merge(street: Street) -> None:
    path = export(street.liaison, street.stick)[0].files[0]
    whole = path.read_bytes()
    for size in range(0, len(whole), 512):
        path.write_bytes(whole[:size])
        try:
            preview(street.office, path)
        except InputError as error:
            assert error.key in ("sync.cut_early", "sync.not_a_bundle", "sync.no_signature")
        else:
            break
    assert 1000 < size < len(whole)


def test_a_cut_at_any_place_never_takes_more_than_is_whole(street: Street) -> None:
    path = export(street.liaison, street.stick)[0].files[0]
    whole = path.read_bytes()
    before = digest(street.office)
    seen = set()
    for size in range(4096, len(whole), max(1024, len(whole) // 40)):
        path.write_bytes(whole[:size])
        try:
            seen.add(len(preview(street.office, path).cut))
        except InputError:
            continue
        assert digest(street.office) == before
    assert len(seen) > 3
