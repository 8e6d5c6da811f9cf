"""Bundles made to harm: links, paths, bombs, forged sizes, too many members; a sentence each, nothing taken."""

from __future__ import annotations

import gzip
import io
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.fuzz.town import Town
from zjdesk.errors import InputError, UserError
from zjdesk.i18n import explain
from zjdesk.ops.exchange import digest, inspect, merge, preview
from zjdesk.store.lines import MAX_LINE
from zjdesk.sync import format as bundle
from zjdesk.sync import read
from zjdesk.sync.format import INDEX, MANIFEST

MOST_MEMORY = 100 << 20


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An office and a laptop whose bundle can be rewritten."""
    made = Town(tmp_path_factory.mktemp("town"))
    yield made
    made.close()


def refused(town: Town, path: Path) -> UserError:
    """Let the office look at and merge a bundle; both are refused, the store stays, memory is bounded."""
    before, around = digest(town.office), sorted(town.folder.rglob("*.db"))
    tracemalloc.start()
    try:
        for act in (inspect, preview, merge):
            with pytest.raises(UserError) as caught:
                act(town.office, path)
        assert tracemalloc.get_traced_memory()[1] < MOST_MEMORY
    finally:
        tracemalloc.stop()
    assert (digest(town.office), sorted(town.folder.rglob("*.db"))) == (before, around)
    assert explain("zh", caught.value)
    return caught.value


def with_manifest(town: Town, change: Callable[[Any], object]) -> Path:
    """Write the bundle with another manifest, signed by the laptop."""
    said = orjson.loads(town.parts[MANIFEST])
    change(said)
    return town.signed(dict(town.parts), orjson.dumps(said))


def with_member(town: Town, info: tarfile.TarInfo, data: bytes = b"") -> Path:
    """Write the true bundle with one member more."""
    path = town.signed(dict(town.parts), town.parts[MANIFEST])
    info.size = len(data)
    with tarfile.open(path, "a") as tar:
        tar.addfile(info, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    "name", ["../../zjdesk.db", "/etc/cron.d/x", "feeds/../../x", "C:\\x", "manifest.json", "\x00"]
)
def test_a_member_with_a_way_out_is_refused(town: Town, name: str) -> None:
    refused(town, with_member(town, tarfile.TarInfo(name), b"x"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE])
def test_a_member_that_is_no_file_is_refused(town: Town, kind: bytes) -> None:
    info = tarfile.TarInfo("files/99.age")
    info.type, info.linkname = kind, "/etc/passwd"
    refused(town, with_member(town, info))


@pytest.mark.parametrize("size", [0, 1, 10**12, 1 << 52])
def test_a_forged_size_is_refused(town: Town, size: int) -> None:
    refused(town, with_manifest(town, lambda said: said["members"][0].update(size=size)))


@pytest.mark.parametrize("name", ["files/../x.age", "feeds/1.jsonl", "x", "files/-1.age", "../feeds/1.jsonl.gz.age"])
def test_a_manifest_names_members_of_ours_only(town: Town, name: str) -> None:
    refused(town, with_manifest(town, lambda said: said["members"][-1].update(name=name)))


def test_a_member_named_twice_is_refused(town: Town) -> None:
    refused(town, with_manifest(town, lambda said: said["members"].append(said["members"][-1])))


def test_more_members_than_stated_are_refused(town: Town) -> None:
    many = [{"name": f"files/{n}.age", "size": 1, "sha256": "0" * 64} for n in range(bundle.MAX_MEMBERS)]
    said = orjson.loads(town.parts[MANIFEST])
    path = town.signed(dict(town.parts), orjson.dumps(said | {"members": said["members"] + many}))
    with pytest.raises(InputError):
        inspect(town.office, path)


def packed_piece(town: Town, content: bytes) -> Path:
    """Write the bundle with other content in its first piece."""
    name = next(name for name in town.plain if name.startswith("feeds/"))
    return town.rebuilt({**town.plain, name: content})


def test_a_piece_that_unpacks_to_too_much_is_refused_while_unpacking(town: Town) -> None:
    into = io.BytesIO()
    with gzip.GzipFile(fileobj=into, mode="wb", compresslevel=9) as file:
        for _ in range(20):
            file.write(bytes(MAX_LINE) + b"\n")
    path = packed_piece(town, into.getvalue())
    with pytest.raises(UserError):
        merge(town.office, path)


@pytest.mark.parametrize(("limit", "most"), [("MAX_PIECE", 500), ("MAX_LINES", 3)])
def test_a_piece_of_more_than_is_stated_is_refused(
    town: Town, limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, limit, most)
    before = digest(town.office)
    with pytest.raises(InputError):
        merge(town.office, town.signed(dict(town.parts), town.parts[MANIFEST]))
    assert digest(town.office) == before


def test_an_index_of_more_than_is_stated_is_refused(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MAX_INDEX", 10)
    large = orjson.dumps(town.index() | {"receiver": "x" * 10_000})
    with pytest.raises(UserError):
        merge(town.office, town.rebuilt({**town.plain, INDEX: large}))


def test_the_true_bundle_is_taken(town: Town) -> None:
    path = town.signed(dict(town.parts), town.parts[MANIFEST])
    assert merge(town.office, path).new > 0
