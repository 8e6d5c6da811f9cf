"""What a person is told who opens what is not theirs or was changed, and that nothing is lost by it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from tests.cli.terminal import Pair, Terminal
from tests.security.carriage import members, resigned, rewrite
from zjdesk.i18n import LANGUAGES, text
from zjdesk.ops.session import open_session
from zjdesk.store import keys
from zjdesk.store.database import PAGE
from zjdesk.sync.format import SIGNATURE


def refused(terminal: Terminal, code: int, key: str, *command: object, **params: object) -> None:
    """Let a command be refused, with this sentence and its remedy in both languages."""
    for lang in LANGUAGES:
        said = terminal(*command, lang=lang)
        assert (said.code, said.out) == (code, "")
        assert said.err.startswith(text(lang, key, **params))
        assert text(lang, f"{key}_remedy", **params) in said.err


def flip(path: Path, place: int) -> None:
    """Change one byte of a file; a second time changes it back."""
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def copied(terminal: Terminal, target: Path) -> Terminal:
    """Copy a laptop's whole disk to another machine."""
    shutil.copytree(terminal.store, target)
    return terminal.at(target, ZJDESK_MACHINE="a finder's machine")


def test_a_wrong_passphrase_opens_nothing(pair: Pair) -> None:
    before = pair.liaison.digest()
    refused(pair.liaison.at(pair.liaison.store, ZJDESK_PASSPHRASE="guess"), 4, "store.wrong_passphrase", "digest")
    assert pair.liaison.digest() == before


def test_a_copied_disk_opens_with_the_passphrase_only(pair: Pair, tmp_path: Path) -> None:
    thief = copied(pair.liaison, tmp_path / "copy")
    refused(thief.at(thief.store, ZJDESK_PASSPHRASE=""), 4, "store.no_passphrase", "digest")
    refused(thief.at(thief.store, ZJDESK_PASSPHRASE="guess"), 4, "store.wrong_passphrase", "record", "list", "person")
    assert thief.digest() == pair.liaison.digest()


@pytest.mark.parametrize("share", [0, 0.2, 0.4, 0.6, 0.8])
def test_a_changed_byte_of_the_database_is_noticed(pair: Pair, share: float) -> None:
    before = pair.office.digest()
    database = pair.office.store / "zjdesk.db"
    pages = database.stat().st_size // PAGE
    place = int(pages * share) * PAGE + 5  # of the first page that is the salt
    flip(database, place)
    for lang in LANGUAGES:
        said = pair.office("doctor", lang=lang)
        assert (said.code, said.out) == (5, "")
        keys_of_sentences = ("store.other_key", "store.disk_fault", "store.cannot_open")
        assert any(text(lang, f"{key}_remedy") in said.err for key in keys_of_sentences)
    flip(database, place)
    assert pair.office.digest() == before


def test_a_cheaper_passphrase_cannot_be_written_into_the_key_file(pair: Pair) -> None:
    file = pair.liaison.store / "keys.json"
    before = file.read_bytes()
    content = orjson.loads(before)
    content["slots"][0]["cost"] = [16, 1, 1]
    file.write_bytes(orjson.dumps(content))
    refused(pair.liaison, 4, "store.wrong_passphrase", "digest")
    file.write_bytes(before)
    assert pair.liaison("digest").code == 0


def test_a_key_file_that_is_none_is_told(pair: Pair) -> None:
    file = pair.liaison.store / "keys.json"
    file.write_bytes(file.read_bytes()[:-20])
    refused(pair.liaison, 3, "store.bad_keys", "digest", path=file)
    file.unlink()
    refused(pair.liaison, 3, "store.no_keys", "digest", path=pair.liaison.store)


def test_the_key_of_another_store_opens_nothing(pair: Pair) -> None:
    own, other = (terminal.store / "keys.json" for terminal in (pair.liaison, pair.office))
    before = own.read_bytes()
    own.write_bytes(other.read_bytes())
    refused(pair.liaison, 5, "store.other_key", "digest", path=pair.liaison.store / "zjdesk.db")
    own.write_bytes(before)
    assert pair.liaison("digest").code == 0


def photo(pair: Pair, folder: Path) -> Path:
    """Keep a receipt's picture at the liaison's laptop; returns where it lies, encrypted."""
    picture = folder / "receipt.jpg"
    picture.write_bytes(b"a picture " * 500)
    values = {"no": "ZJ2015-C01-01", "name": "示例合唱队", "theme": "learning", "start": "2015-08-01"}
    values |= {"end": "2016-07-31", "target_group": "本居民区居民", "community": pair.community}
    cycle = pair.office.list("cycle")[0]["id"]
    (project,) = pair.liaison.add("project", {**values, "cycle": cycle, "leader": pair.person()})
    money = {"kind": "fund", "approved_fen": 1_200_000, "received_fen": 0, "receipt": {"path": str(picture)}}
    pair.liaison.add("funding_source", {**money, "project": project})
    (kept,) = pair.liaison.store.glob("files/*/*.aes")
    return kept


def test_a_changed_picture_is_named_and_the_rest_is_still_handed_in(pair: Pair, tmp_path: Path) -> None:
    kept = photo(pair, tmp_path)
    flip(kept, -3)
    found = pair.liaison("doctor", "--json")
    assert (found.code, len(found.json["damaged_files"])) == (5, 1)
    for lang in LANGUAGES:
        said = pair.liaison("bundle", "export", pair.stick, lang=lang)
        assert said.code == 6
        assert text(lang, "store.file_damaged_remedy") in said.err
    assert pair.office("bundle", "merge", said.lines[0]).code == 0
    assert len(pair.office.list("funding_source")) == 1
    flip(kept, -3)
    pair.carry(pair.office, pair.liaison)
    assert pair.carry(pair.liaison, pair.office).code == 0
    assert pair.office("doctor", "--json").json["missing_files"] == []


def swapped(path: Path) -> None:
    """Let two members of a bundle change places."""
    found = members(path)
    one, other = [name for name in found if name.startswith("feeds/")][:2]
    rewrite(path, {**found, one: found[other], other: found[one]})


def relabelled(path: Path) -> None:
    """Let two members change places in the list of contents, too."""
    found = members(path)
    manifest = orjson.loads(found["manifest.json"])
    one, other = manifest["members"][1:3]
    one["name"], other["name"] = other["name"], one["name"]
    manifest["members"][1:3] = other, one
    found[one["name"]], found[other["name"]] = found[other["name"]], found[one["name"]]
    rewrite(path, {**found, "manifest.json": orjson.dumps(manifest)})


def signed_by_somebody(path: Path) -> None:
    """Let another key sign the list of contents."""
    found = members(path)
    rewrite(path, {**found, SIGNATURE: keys.sign(keys.new_private_key(), found["manifest.json"])})


@pytest.mark.parametrize(
    ("harm", "key"),
    [
        (swapped, "sync.wrong_member"),
        (relabelled, "sync.bad_signature"),
        (signed_by_somebody, "sync.bad_signature"),
    ],
)
def test_a_changed_bundle_is_refused(pair: Pair, harm: Callable[[Path], None], key: str) -> None:
    pair.person("示例王一")
    file = Path(pair.export())
    whole, before = file.read_bytes(), pair.office.digest()
    member = members(file).keys() - {"manifest.json"}
    harm(file)
    for lang in LANGUAGES:
        said = pair.office("bundle", "merge", file, lang=lang)
        assert (said.code, said.out) == (3, "")
        sentences = [text(lang, key, file=file.name, member=name) for name in member]
        assert any(said.err.startswith(sentence) for sentence in sentences)
        assert text(lang, f"{key}_remedy") in said.err
    assert pair.office.digest() == before
    file.write_bytes(whole)
    assert pair.office("bundle", "merge", file).code == 0


def test_members_swapped_by_who_signs_anew_do_not_fit_the_seals(pair: Pair) -> None:
    pair.person("示例王一")
    file = Path(pair.export())
    before = pair.office.digest()
    relabelled(file)
    with open_session(pair.office.store) as session:
        resigned(session.store, file, keys.new_private_key())
    for lang in LANGUAGES:
        said = pair.office("bundle", "merge", file, lang=lang)
        assert said.code == 3
        assert text(lang, "sync.broken_piece_remedy") in said.err
    assert pair.office.digest() == before


def test_an_old_bundle_brought_again_changes_nothing(pair: Pair) -> None:
    own = pair.person("示例王一")
    old = Path(pair.export())
    assert pair.office("bundle", "merge", old).code == 0
    pair.liaison("record", "set", own, 'name="示例王二"')
    pair.carry(pair.liaison, pair.office)
    before = pair.office.digest()
    for lang in LANGUAGES:
        said = pair.office("bundle", "merge", "--json", old, lang=lang)
        assert (said.code, said.err) == (0, "")
        assert (said.json["new"], said.json["revised"]) == (0, 0)
    assert pair.office.digest() == before
    assert [row["name"] for row in pair.office.list("person")] == ["示例王二"]
