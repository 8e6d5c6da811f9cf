"""The security page says what the code does: numbers, names and the exact bytes signed."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from pathlib import Path

import pytest

from tests.cli.terminal import Pair
from tests.passphrase import PASSPHRASE
from tests.source import ROOT
from zjdesk.forms import declare
from zjdesk.ops import declarations, invitation_table, photos
from zjdesk.ops.session import open_session
from zjdesk.paths import resources_dir
from zjdesk.store import entry, files, keys, lines, vault
from zjdesk.store.database import HMAC, PAGE, connect
from zjdesk.sync import format as bundle
from zjdesk.sync import invite, seal

PAGES = [resources_dir() / "help" / name for name in ("security.md", "security.en.md")]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
PLAIN = re.compile(r"[A-Za-z0-9_./ -]+")
TRUE_COST = vault.Cost(65536, 3, 4)  # what the program uses; other tests make it cheap


def stated() -> list[str]:
    """Return what the code holds and the page must say."""
    numbers = [bundle.MAX_VOLUME, bundle.MAX_MEMBERS, bundle.MAX_MANIFEST, bundle.MAX_INDEX, bundle.MAX_PIECE]
    numbers += [bundle.MAX_LINES, bundle.MAX_ATTACHMENT, lines.MAX_LINE, files.MAX_FILE, vault.MAX_FILE]
    numbers += [photos.MOST_PIXELS, invitation_table.MOST_ROWS, invitation_table.MOST_BYTES, entry.LATEST]
    numbers += [invitation_table.MOST_UNPACKED, declarations.MAX_DECLARATION, invite.MAX_FILE]
    names = [bundle.MANIFEST, bundle.SIGNATURE, bundle.INDEX, "feeds/<n>.jsonl.gz.age", "files/<n>.age", bundle.SUFFIX]
    names += [vault.FILE, invite.ALPHABET, entry.CERTIFICATE, entry.REVOCATION, entry.ROTATION, entry.INSTALLATION]
    names += [f'"{name}"' for name in (*seal.Seal.__dataclass_fields__, *bundle.FeedRange.__dataclass_fields__)]
    names += [f'"{name}"' for name in (*entry.Header._fields, *bundle.Member.__dataclass_fields__) if name != "v"]
    names += list(invite.Invitation.__dataclass_fields__)
    costs = [str(list(cost)).replace(" ", "") for cost in (TRUE_COST, vault.MOST)]
    names += [f" {declare.MOST_FIELDS} ", f"PRAGMA cipher_page_size = {PAGE}", f"PRAGMA cipher_hmac_algorithm = {HMAC}"]
    return [*map(str, numbers), *names, *costs, f" {vault.MAX_SLOTS} ", f" {invite.CODE_LENGTH} "]


@each_page
def test_the_page_states_what_the_code_holds(page: Path) -> None:
    text = page.read_text("utf-8")
    assert [said for said in stated() if said not in text] == []


def test_the_program_s_true_cost_is_the_stated_one() -> None:
    source = (ROOT / "zjdesk/store/vault.py").read_text("utf-8")
    assert f"\nCOST = Cost({', '.join(map(str, TRUE_COST))})\n" in source


def test_both_languages_state_the_same() -> None:
    texts = [page.read_text("utf-8") for page in PAGES]
    chinese, english = ({code for code in re.findall(r"`([^`\n]+)`", text) if PLAIN.fullmatch(code)} for text in texts)
    assert chinese - {PAGES[1].name} == english
    assert len({frozenset(re.findall(r"\d{4,}", text)) for text in texts}) == 1


@each_page
def test_the_readme_leads_to_the_page(page: Path) -> None:
    assert f"resources/help/{page.name}" in (ROOT / "README.md").read_text("utf-8")


def canonical(value: object) -> bytes:
    """Write JSON as the page says."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def derived(secret: bytes, info: str) -> bytes:
    """Derive a key as the page says: RFC 5869 in its own two steps."""
    extracted = hmac.digest(bytes(32), secret, "sha256")
    return hmac.digest(extracted, info.encode() + b"\x01", "sha256")


def test_a_key_file_opens_as_the_page_says(pair: Pair) -> None:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    slot = json.loads((pair.liaison.store / "keys.json").read_bytes())["slots"][0]
    memory, passes, lanes = slot["cost"]
    salt, nonce, sealed = (bytes.fromhex(slot[name]) for name in ("salt", "nonce", "key"))
    wrapping = Argon2id(salt=salt, length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    beside = canonical(["zjdesk key", slot["account"], memory, passes, lanes, slot["salt"]])
    key = ChaCha20Poly1305(wrapping.derive(PASSPHRASE.encode())).decrypt(nonce, sealed, beside)
    conn = connect(pair.liaison.store / "zjdesk.db", key, read_only=True)
    assert conn.execute("SELECT value FROM local_setting WHERE name = 'kind'").fetchone() == ("liaison",)
    conn.close()


def as_the_page_says(kept: bytes, key: bytes) -> bytes:
    """Open a file at rest by nothing but what the security page says of it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    cipher = AESGCM(HKDF(SHA256(), 32, kept[:32], b"zjdesk file").derive(key))
    blocks = [kept[start : start + 65552] for start in range(32, len(kept), 65552)]
    ended = len(blocks[-1]) < 65552
    assert ended
    return b"".join(
        cipher.decrypt(number.to_bytes(11, "big") + bytes([number + 1 == len(blocks)]), block, None)
        for number, block in enumerate(blocks)
    )


def test_files_and_claims_are_named_and_proved_as_the_page_says(pair: Pair) -> None:
    with open_session(pair.liaison.store) as session:
        store = session.store
        sha256 = store.files.add([b"a picture"])
        name = hmac.new(derived(store.key, "zjdesk file names"), bytes.fromhex(sha256), "sha256").hexdigest()
        assert store.files.place(sha256) == store.path / "files" / name[:2] / f"{name[2:34]}.aes"
        for size in (0, 1, 65535, 65536, 65537, 131072, 200_000):
            picture = bytes(range(256)) * (size // 256) + bytes(size % 256)
            kept = store.files.place(store.files.add([picture])).read_bytes()
            assert as_the_page_says(kept, derived(store.key, "zjdesk file contents")) == picture
    code = invite.new_code()
    said = {"installation": "a", "key": "b", "recipient": "c"}
    own = hmac.new(derived(code.replace("-", "").encode(), "zjdesk invitation claim"), canonical(said), "sha256")
    assert invite.claim(invite.claim_key(code), said) == own.hexdigest()


def test_seals_and_certificates_are_signed_over_the_stated_bytes(pair: Pair) -> None:
    pair.carry(pair.liaison, pair.office)
    with open_session(pair.office.store) as session:
        conn, street = session.store.conn, session.store.street
        rows = conn.execute(
            "SELECT f.id, f.key, f.incarnation, f.scope, s.seq, s.id, s.signature"
            " FROM log_seal s JOIN log_feed f ON f.n = s.feed"
        ).fetchall()
        bodies = conn.execute(
            "SELECT body FROM log_entry WHERE json_extract(CAST(header AS TEXT), '$.form') = '_certificate'"
        ).fetchall()
    assert rows
    for feed, key, incarnation, scope, seq, tip, signature in rows:
        origin = [key.hex(), incarnation.hex(), scope]
        assert hashlib.sha256(canonical(origin)).digest()[:16] == feed
        assert keys.verify(key.hex(), signature, canonical([feed.hex(), *origin, seq, tip.hex()]))
    assert len(bodies) == 2
    for (body,) in bodies:
        values = json.loads(body)["set"]
        signature = bytes.fromhex(values.pop("signature"))
        values.pop("_parent")
        assert keys.verify(street.verifying, signature, canonical(["_certificate", values]))
