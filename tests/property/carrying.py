"""What happens to sticks, disks, clocks, laptops and keys."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.property.places import Place, anchor_of, opened
from tests.property.town import Town, reads
from tests.property.work import PARENTS
from zjdesk.errors import NotAllowed
from zjdesk.ops import certify, declarations, forget, merges
from zjdesk.ops.exchange import bundles_in, export, merge, preview
from zjdesk.ops.setup import installations
from zjdesk.paths import forms_dir

YEAR = 365 * 24 * 3600 * 1000
MOST = 5
# Forms that the office issues: a field whose values no longer fit, other people who write, and a new form.
ISSUED = (
    ("person", ('name = "birth_year"\ntype = "int"', 'name = "birth_year"\ntype = "text"\nlength = 9')),
    ("budget_line", ('writes = ["LI", "SA"]', 'writes = ["SA"]')),
    ("project", ('writes = ["LI", "SA"]', 'writes = ["SV", "LI", "SA"]')),
    ("photo", ('scope = "community"', 'scope = "community"')),
)


def hand_out(place: Place, stick: Path, *, small: bool, everything: bool) -> None:
    """Export for everybody, perhaps in small volumes."""
    export(place.session, stick, everything=everything, volume_size=6000 if small else None)


def bring(place: Place, stick: Path, number: int, *, look_first: bool) -> None:
    """Merge one of the files that lie on the stick, old or new."""
    files = [path for path in sorted(bundles_in(stick)) if reads(place.session, path)]
    if not files:
        raise NotAllowed("ops.no_such_merge", bundle="")
    path = files[number % len(files)]
    if look_first:
        before = place.digest()
        preview(place.session, path)
        assert place.digest() == before, "a preview changed something"
    merge(place.session, path)


def bring_part(town: Town, place: Place, number: int, *, cut: bool) -> None:
    """Merge one of the files on the stick in part: cut off in the middle, or without a community or a form."""
    files = [path for path in sorted(bundles_in(town.stick)) if reads(place.session, path)]
    if not files:
        raise NotAllowed("ops.no_such_merge", bundle="")
    path = files[number % len(files)]
    if cut:
        whole = path.read_bytes()
        broken = town.folder / path.name
        broken.write_bytes(whole[: len(whole) * (1 + number % 5) // 6])
        try:
            merge(place.session, broken)
        finally:
            broken.unlink()
        return
    forms = frozenset({FORMS[number % len(FORMS)]}) if number % 2 else frozenset()
    communities = frozenset({town.template.communities[number // 2 % 2]}) if not forms else frozenset()
    merge(place.session, path, without=merges.Choice(communities, forms))


def carry(town: Town, giver: Place, taker: Place) -> None:
    """Let one merge all that another has for it."""
    folder = town.folder / "carried"
    folder.mkdir()
    try:
        for sent in export(giver.session, folder):
            for path in sent.files:
                if giver is not taker and reads(taker.session, path):
                    merge(taker.session, path)
        for path in list(folder.iterdir()):
            shutil.move(path, town.stick / path.name)
    finally:
        shutil.rmtree(folder)


def take_back(place: Place, number: int, *, look_first: bool) -> None:
    """Undo a merge, or let it count again."""
    rows = place.store.conn.execute("SELECT bundle, undone FROM local_merge GROUP BY bundle ORDER BY n").fetchall()
    if not rows:
        raise NotAllowed("ops.no_such_merge", bundle="")
    bundle, undone = rows[number % len(rows)]
    if undone:
        merges.redo(place.session, bundle)
        return
    if look_first:
        before = place.digest()
        merges.preview_undo(place.session, bundle)
        assert place.digest() == before, "a preview changed something"
    merges.undo(place.session, bundle)


def copy_disk(town: Town, place: Place, *, knows: bool) -> None:
    """Copy a disk: the copy knows that it is one by its machine or anchor, or goes on writing the same feeds."""
    if len(town.places) >= MOST:
        raise NotAllowed("ops.cannot_join")
    number = len(town.places)
    source = place.copy(town.folder / f"disk-{number}")
    anchor = None if knows else anchor_of(place)
    name = f"{place.name} copied {number}"
    town.places.append(opened(name, source, town.folder / f"copy-{number}", place.env, anchor))
    town.seen["clone" if knows else "fork"] += 1


def keep_copy(town: Town, place: Place) -> None:
    """Make last week's copy."""
    place.copies.append(place.copy(town.folder / f"{place.name}-kept-{len(place.copies)}"))


def put_back(town: Town, place: Place, number: int) -> None:
    """Go on from an older copy."""
    if not place.copies:
        raise NotAllowed("ops.no_such_record", id="")
    incarnation = place.store.installation.incarnation
    place.put_back(place.copies[number % len(place.copies)])
    town.seen["restore"] += 1
    town.lost.add(place.name)
    if place.store.installation.incarnation != incarnation:
        town.seen["incarnation"] += 1


def issue(town: Town, place: Place, number: int) -> None:
    """Issue the next version of a form."""
    name, (old, new) = ISSUED[number % len(ISSUED)]
    known = place.store.catalogue.form(name).version
    text = (forms_dir() / "records" / f"{name}.toml").read_text("utf-8")
    assert old in text
    folder = town.folder / "issued"
    folder.mkdir(exist_ok=True)
    changed = new if known % 2 else old
    text = text.replace("version = 1", f"version = {known + 1}", 1).replace(old, changed, 1)
    (folder / f"{name}.toml").write_text(text, "utf-8")
    declarations.issue(place.session, folder / f"{name}.toml")


def assign(place: Place, number: int, codes: int) -> None:
    """Give a laptop other communities."""
    laptops = [one["id"] for one in installations(place.session) if one["kind"] in ("liaison", "supervisor")]
    chosen = (["C01"], ["C02"], ["C01", "C02"], [])[codes % 4]
    forget.assign(place.session, laptops[number % len(laptops)], chosen)


def drop(place: Place, number: int) -> None:
    """Forget a community on a laptop."""
    forget.forget(place.session, ("C01", "C02", "private:C01")[number % 3])


def revoke(town: Town, place: Place, number: int) -> None:
    """Trust a lost laptop no longer."""
    laptops = [one["id"] for one in installations(place.session) if one["kind"] in ("liaison", "supervisor")]
    certify.revoke(place.session, laptops[number % len(laptops)], "丢失")
    town.seen["revoked"] += 1


FORMS = tuple(PARENTS)
