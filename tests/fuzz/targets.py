"""What is fuzzed: each target takes a town and chance, breaks something foreign, and lets the program read it."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from io import BytesIO
from typing import Any

import orjson

from tests.fuzz.mutate import broken_bytes, broken_object, broken_text, odd
from tests.fuzz.town import Town
from tests.passphrase import PASSPHRASE
from zjdesk.forms.expressions import compile as compile_expression
from zjdesk.forms.load import verify_issued
from zjdesk.ops import certify, exchange, invitation_table, recover, street_key
from zjdesk.ops.merges import preview_undo
from zjdesk.ops.photos import without_place
from zjdesk.ops.queries import conflicts, entries, history, list_records, people
from zjdesk.ops.setup import installations
from zjdesk.paths import forms_dir
from zjdesk.store import vault
from zjdesk.store.entry import BUILT_IN, DELETED, JOINED, PARENT, STATE
from zjdesk.store.ids import uuid7
from zjdesk.store.rebuild import rebuild
from zjdesk.store.store import Save
from zjdesk.sync import invite
from zjdesk.sync.format import INDEX, MANIFEST

Target = Callable[[Town, random.Random], object]
MOST_ENTRIES = 6


def carriage(town: Town, chance: random.Random) -> None:
    """The file as it lies on the stick."""
    path = town.folder / "broken.zjb"
    path.write_bytes(broken_bytes(town.bundle.read_bytes(), chance))
    exchange.inspect(town.office, path)


def manifest(town: Town, chance: random.Random) -> None:
    """The manifest, signed by the laptop."""
    said = broken_object(orjson.loads(town.parts[MANIFEST]), chance)
    exchange.preview(town.office, town.signed(dict(town.parts), orjson.dumps(said)))


def index(town: Town, chance: random.Random) -> None:
    """The index, with everything around it true."""
    plain = {**town.plain, INDEX: orjson.dumps(broken_object(town.index(), chance))}
    exchange.merge(town.office, town.rebuilt(plain))


def piece(town: Town, chance: random.Random) -> None:
    """The lines of a feed, packed and closed again."""
    name = town.some_piece(chance)
    lines = town.lines(name)
    place = chance.randrange(len(lines))
    if chance.random() < 0.5:
        lines[place] = broken_bytes(lines[place], chance).replace(b"\n", b"")
    else:
        said = broken_object(orjson.loads(lines[place] or b"{}"), chance)
        lines[place] = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    packed = gzip.compress(b"\n".join(lines) + b"\n")
    if chance.random() < 0.3:
        packed = broken_bytes(packed, chance)
    exchange.merge(town.office, town.rebuilt({**town.plain, name: packed}))


def entry(town: Town, chance: random.Random) -> None:
    """What a changed program on a certified laptop writes: any form, any values, true seals."""
    town.renew()
    store, catalogue = town.street.liaison.store, town.office.store.catalogue
    own = f"community:{town.street.community}"
    for _ in range(chance.randrange(1, MOST_ENTRIES)):
        form = chance.choice((*catalogue.names(), *BUILT_IN, "dance"))
        values = {name: odd(chance) for name in _names(town, form, chance)}
        if PARENT in values:
            values[PARENT] = chance.choice((None, town.project, town.street.community, "f" * 32))
        record = chance.choice((town.project, uuid7(store.env.now()), store.installation.id))
        ids = [row[0] for row in store.conn.execute("SELECT lower(hex(id)) FROM log_entry ORDER BY random() LIMIT 3")]
        over = {name: ids for name in values if chance.random() < 0.3}
        save = Save(
            record, form, chance.choice((1, 0, 10**9)), values, over, {"x": ids} if chance.random() < 0.2 else {}
        )
        scope = chance.choice((own, own, "street", f"private:{town.street.community}", "office", "x" * 300))
        _write_raw(town, scope, save)
    exchange.merge(town.office, town.sent())
    look(town)


def _names(town: Town, form: str, chance: random.Random) -> list[str]:
    catalogue = town.office.store.catalogue
    own = [DELETED, JOINED, PARENT, STATE, "\"'; --", "a" * 400]
    said = ["accounts", "communities", "recipient", "claim", "name", "kind", "key", "who", "last", "signature"]
    said += ["conflict", "candidates", "record", "field", "ranges", "action", "_entries", "_files", "_fields"]
    said += ["previous", "verifying", "sealed", "version", "text"]
    known = [field.name for field in catalogue.form(form).fields] if form in catalogue else said
    return chance.sample([*own, *known], chance.randrange(1, min(12, len(own) + len(known))))


def _write_raw(town: Town, scope: str, save: Save) -> None:
    """Write an entry as another program might: only the log's own format is kept."""
    store = town.street.liaison.store
    try:
        store.append(town.street.liaison.account.id, [(scope, [save])])
    except Exception:  # noqa: BLE001 - the laptop's own program need not cope with what it would never write
        town.spoilt = True


def look(town: Town) -> None:
    """Read what came in every way that screens and scripts read it."""
    office = town.office
    records = [one.id for form in ("project", "person", "activity_plan") for one in list_records(office, form)]
    for own in records[:20]:
        history(office, own)
    conflicts(office)
    for status in ("withheld", "withdrawn", "awaited", "incomplete", "fork"):
        entries(office, status)
    people(office)
    installations(office)
    certify.disputed(office)
    exchange.board(office)
    exchange.digest(office)
    exchange.receivers(office)
    merged = exchange.merges(office)
    if merged and not merged[0]["undone"]:
        preview_undo(office, str(merged[0]["bundle"]))
    rebuild(office.store.conn, office.store.catalogue)


def invitation(town: Town, chance: random.Random) -> None:
    """An invitation file, outside or inside."""
    code = "00000000000000000000"
    made = invite.Invitation("a" * 32, "示例", "liaison", ("b" * 32,), "c" * 32, "示例", town.office.store.street, "x")
    raw = invite.write(made, code)
    invite.read(broken_bytes(raw, chance), code, "broken.zji")


def key_file(_town: Town, chance: random.Random) -> None:
    """The key file of a store that somebody else could write to."""
    slot = vault.wrap("a" * 32, bytes(32), PASSPHRASE)
    said = orjson.loads(vault.KeyFile((slot,), (vault.Recovery("age1", "00"),)).written())
    raw = (
        orjson.dumps(broken_object(said, chance)) if chance.random() < 0.6 else broken_bytes(orjson.dumps(said), chance)
    )
    held = vault.parse(raw, "keys.json")
    if sum(one.cost.memory * one.cost.passes for one in held.slots) <= 1 << 18:
        vault.unlock(held, PASSPHRASE)


def recovery(town: Town, chance: random.Random) -> None:
    """A request for help with a passphrase."""
    path = town.folder / "broken.zjq"
    said = orjson.loads(vault.read(town.office.store.path).written()) | {"slots": []}
    path.write_bytes(orjson.dumps(broken_object(said, chance)))
    recover.answer_recovery(town.office, path, town.folder)


def sheet(town: Town, chance: random.Random) -> None:
    """The street's keys on paper and on a stick."""
    sheets: dict[int, str] = {}
    street_key.split_on_paper(town.office, sheets.__setitem__)
    one, two = sheets.values()
    if chance.random() < 0.5:
        street_key.from_paper(town.office, [broken_text(one, chance), two])
        return
    path = town.folder / street_key.FILE
    if not town.key_copy:
        town.code = street_key.copy_to_sticks(town.office, [town.folder])
        town.key_copy = path.read_bytes()
    path.write_bytes(broken_bytes(town.key_copy, chance))
    street_key.from_stick(town.office, path, town.code)


def photo(_town: Town, chance: random.Random) -> None:
    """A picture, whose place is to be taken out."""
    without_place(broken_bytes(chance.choice(pictures()), chance))


def declaration(_town: Town, chance: random.Random) -> None:
    """A form that somebody else declared."""
    path = chance.choice(sorted((forms_dir() / "records").glob("[a-z]*.toml")))
    verify_issued(forms_dir(), path.stem, broken_text(path.read_text("utf-8"), chance))


def expression(_town: Town, chance: random.Random) -> None:
    """An expression of a declaration, with any values."""
    true = chance.choice(("${q1} = '1' and not(selected(${q2}, 'other'))", "regex(., '^[0-9]{11}$')", ". <= today()"))
    made = compile_expression(broken_text(true, chance))
    made.evaluate({"q1": odd(chance), "q2": odd(chance)}, odd(chance))


def table(town: Town, chance: random.Random) -> None:
    """A table of computers, as CSV or from a spreadsheet program."""
    path = town.folder / chance.choice(("t.csv", "t.xlsx"))
    path.write_bytes(broken_bytes(_workbook() if path.suffix == ".xlsx" else TABLE.encode("utf-8-sig"), chance))
    invitation_table.read_table(path)


TABLE = "电脑名称,电脑类型,居民区代码\n福沈居委,联络员,C01\n督导一,督导员,C01 C02\n"
_made: dict[str, Any] = {}


def pictures() -> list[bytes]:
    """Return small pictures of every kind that is cleaned, with a place in them."""
    if "pictures" not in _made:
        from PIL import Image

        exif = Image.Exif()
        exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 14.0, 0.0)})
        found = []
        for kind in ("JPEG", "PNG", "TIFF", "WEBP", "GIF"):
            into = BytesIO()
            extra = {"exif": exif} if kind != "GIF" else {}
            Image.effect_noise((64, 48), 60).convert("RGB").save(into, kind, **extra)
            found.append(into.getvalue())
        _made["pictures"] = found
    return list(_made["pictures"])


def _workbook() -> bytes:
    if "workbook" not in _made:
        from openpyxl import Workbook

        book, into = Workbook(), BytesIO()
        for line in TABLE.splitlines():
            book.worksheets[0].append(line.split(","))
        book.save(into)
        _made["workbook"] = into.getvalue()
    return bytes(_made["workbook"])


TARGETS: dict[str, Target] = {
    one.__name__: one
    for one in (
        *(carriage, manifest, index, piece, entry, invitation, key_file, recovery, sheet),
        *(photo, declaration, expression, table),
    )
}
