"""A bundle in other hands: what a finder learns from it, and how anybody with the key reads it without zjdesk."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.cli.terminal import Pair
from tests.security.carriage import members
from zjdesk.ops.session import open_session
from zjdesk.store.street import key_id, secrets_of

NAME = "示例王一"
HEX = re.compile(r"[0-9a-f]+")


@pytest.fixture
def bundle(pair: Pair, tmp_path: Path) -> Path:
    """A bundle with a resident, a project and a receipt's picture."""
    cycle = pair.office.list("cycle")[0]["id"]
    picture = tmp_path / "receipt.jpg"
    picture.write_bytes(b"a picture of a receipt")
    project = {"no": "ZJ2015-C01-01", "name": "示例合唱队", "theme": "learning", "start": "2015-08-01"}
    project |= {"end": "2016-07-31", "target_group": "本居民区居民", "community": pair.community, "cycle": cycle}
    (own,) = pair.liaison.add("project", {**project, "leader": pair.person(NAME)})
    money = {"kind": "fund", "approved_fen": 1_200_000, "received_fen": 0, "receipt": {"path": str(picture)}}
    pair.liaison.add("funding_source", {**money, "project": own})
    return Path(pair.export())


def test_the_name_of_the_file_says_nothing_of_whose_it_is(pair: Pair, bundle: Path) -> None:
    with open_session(pair.office.store) as session:
        street = session.store.street
    manifest = json.loads(members(bundle)["manifest.json"])
    assert bundle.name == f"zjdesk-{key_id(street.recipient)[:6]}-{manifest['bundle'][:8]}.zjb"


def test_the_list_of_contents_says_sizes_numbers_and_hashes(bundle: Path) -> None:
    content = members(bundle)
    manifest = json.loads(content["manifest.json"])
    assert set(manifest) == {"format", "features", "bundle", "volume", "volumes", "keys", "members"}
    assert (manifest["format"], manifest["features"]) == (1, ["age"])
    assert (manifest["volume"], manifest["volumes"]) == (1, 1)
    assert [len(key) for key in manifest["keys"]] == [16]
    assert all(HEX.fullmatch(text) for text in [manifest["bundle"], *manifest["keys"]])
    for member in manifest["members"]:
        assert set(member) == {"name", "size", "sha256"}
        assert re.fullmatch(r"index\.age|feeds/\d+\.jsonl\.gz\.age|files/\d+\.age", member["name"])
        assert len(content[member["name"]]) == member["size"]
        assert re.fullmatch(r"[0-9a-f]{64}", member["sha256"])
    assert list(content) == ["manifest.json", "manifest.sig", *(member["name"] for member in manifest["members"])]


def test_the_tar_says_nothing_of_the_laptop(bundle: Path) -> None:
    with tarfile.open(bundle) as tar:
        for info in tar:
            assert (info.uid, info.gid, info.uname, info.gname, info.mtime) == (0, 0, "", "", 0)
            assert (info.isreg(), info.mode, info.linkname, info.pax_headers) == (True, 0o644, "", {})


def test_what_is_not_the_list_of_contents_is_encrypted_to_one_key(bundle: Path) -> None:
    for name, data in members(bundle).items():
        if name.endswith(".age"):
            head = data[: data.index(b"\n---")].split(b"\n")
            assert head[0] == b"age-encryption.org/v1"
            assert [line.split()[1] for line in head if line.startswith(b"-> ") and b"grease" not in line] == [
                b"X25519"
            ]
    assert NAME.encode() not in bundle.read_bytes()


def test_anybody_with_the_key_reads_a_bundle_with_age_tar_and_gzip(pair: Pair, bundle: Path, tmp_path: Path) -> None:
    missing = [tool for tool in ("age", "tar", "gzip") if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"this machine has no {', '.join(missing)}; on Debian: apt-get install {' '.join(missing)}")
    key = tmp_path / "key.txt"
    with open_session(pair.office.store) as session:
        key.write_text(secrets_of(session.store)[0].identity + "\n", "utf-8")
    folder = tmp_path / "opened"
    folder.mkdir()
    subprocess.run(["tar", "-xf", bundle, "-C", folder], check=True)

    def opened(name: str) -> bytes:
        return subprocess.run(["age", "-d", "-i", key, folder / name], check=True, capture_output=True).stdout

    index = json.loads(opened("index.age"))
    assert index["sender"]["name"] == "福沈居委会"
    assert [opened(file["member"]) for file in index["files"]] == [b"a picture of a receipt"]
    said = []
    for feed in index["feeds"]:
        text = subprocess.run(["gzip", "-dc"], input=opened(feed["member"]), check=True, capture_output=True).stdout
        *lines, seal = [json.loads(line or b"{}") for line in text.split(b"\n")[:-1]]
        assert (seal["feed"], seal["seq"], seal["id"]) == (feed["feed"], feed["last"], feed["tip"])
        said += [(header["form"], body["set"]) for header, body in zip(lines[::2], lines[1::2], strict=True)]
    names = {values["name"] for form, values in said if form in ("person", "project")}
    assert names == {NAME, "示例合唱队"}
