"""A photo leaves the program without the place where it was taken."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.ops.world import Street, leader, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.files import add_bytes, export_copy, read_file, suffix
from zjdesk.ops.photos import without_place
from zjdesk.store.audit import read as read_lines

GPS, TAKEN, ORIENTATION = 0x8825, 0x0132, 0x0112
PLACE = {1: "N", 2: (31.0, 14.0, 9.0), 3: "E", 4: (121.0, 30.0, 7.0)}


def photo(kind: str = "JPEG", *, progressive: bool = False) -> bytes:
    """A small picture with a place, a day and a way up."""
    exif = Image.Exif()
    exif[TAKEN] = "2016:03:12 09:30:00"
    exif[ORIENTATION] = 6
    exif.get_ifd(GPS).update(PLACE)
    written = BytesIO()
    picture = Image.effect_noise((64, 48), 60).convert("RGB")
    picture.save(written, kind, exif=exif, **({"progressive": True} if progressive else {}))
    return written.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_loses_its_place_and_nothing_else(progressive: bool) -> None:
    data = photo(progressive=progressive)
    assert opened(data).getexif().get_ifd(GPS)
    cleaned = without_place(data)
    exif = opened(cleaned).getexif()
    assert (dict(exif.get_ifd(GPS)), GPS in exif) == ({}, False)
    assert (exif[TAKEN], exif[ORIENTATION]) == ("2016:03:12 09:30:00", 6)
    assert opened(cleaned).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_other_pictures_lose_it_too(kind: str) -> None:
    cleaned = without_place(photo(kind))
    picture = opened(cleaned)
    assert (picture.format, dict(picture.getexif().get_ifd(GPS))) == (kind, {})
    assert picture.size == (48, 64), "it stands upright without its EXIF"


def test_other_notes_and_what_is_appended_go_as_well() -> None:
    data = photo()
    note = b"http://ns.adobe.com/xap/1.0/\x00<exif:GPSLatitude>31,14N</exif:GPSLatitude>"
    planted = data[:2] + b"\xff\xe1" + (len(note) + 2).to_bytes(2, "big") + note + data[2:] + b"mp4 with a place"
    cleaned = without_place(planted)
    assert b"GPSLatitude" not in cleaned
    assert b"mp4 with a place" not in cleaned
    assert opened(cleaned).tobytes() == opened(data).tobytes()


def test_exif_that_cannot_be_read_goes_altogether() -> None:
    broken = b"Exif\x00\x00MM\x00*\xff\xff\xff\xff"
    data = photo()
    planted = data[:2] + b"\xff\xe1" + (len(broken) + 2).to_bytes(2, "big") + broken + data[2:]
    assert opened(without_place(planted)).size == (64, 48)


def test_what_is_no_picture_stays_as_it_is() -> None:
    assert without_place(b"%PDF-1.7 scan") == b"%PDF-1.7 scan"


def test_a_kind_that_cannot_be_cleaned_is_refused() -> None:
    with pytest.raises(InputError):
        without_place(b"\x00\x00\x00\x18ftypheic" + bytes(40))


@given(st.integers(2, 700), st.integers(0, 255))
def test_a_damaged_photo_is_cleaned_or_refused(place: int, value: int) -> None:
    data = bytearray(photo())
    data[place % len(data)] = value
    try:
        cleaned = without_place(bytes(data))
    except InputError:
        return
    assert cleaned[:2] == b"\xff\xd8"


def pictured(street: Street) -> str:
    """A photo of an activity, as a record names it."""
    own = add_bytes(street.liaison, photo())
    activity: dict[str, object] = {"project": project(street), "title": "示例活动", "date": "2016-03-12"}
    activity |= {"start_time": "09:00", "end_time": "11:00", "place": "居委活动室", "process": "居民一起动手。" * 10}
    activity |= {"headcount": 21, "volunteers": 4, "host": leader(street), "run_by": "team", "label_shown": True}
    (made,) = save(street.liaison, [NewRecord("activity_record", activity)]).ids
    values = {"activity": made, "file": own, "taken_on": "2016-03-12", "caption": "示例", "faces_consent": "no_people"}
    save(street.liaison, [NewRecord("photo", values)])
    return own


def test_an_export_keeps_the_original(street: Street, tmp_path: Path) -> None:
    own = pictured(street)
    path = export_copy(street.liaison, own, tmp_path / "示例.jpg", "附在报告里")
    assert GPS not in opened(path.read_bytes()).getexif()
    assert GPS in opened(read_file(street.liaison, own) or b"").getexif()
    with pytest.raises(InputError):
        export_copy(street.liaison, own, tmp_path / "b.jpg", " ")
    with pytest.raises(InputError):
        export_copy(street.liaison, add_bytes(street.liaison, b"nobody's"), tmp_path / "b.jpg", "看看")
    assert not (tmp_path / "b.jpg").exists()


def test_the_original_leaves_only_when_asked_for_and_that_is_noted(street: Street, tmp_path: Path) -> None:
    own = pictured(street)
    assert suffix(street.liaison, own) == "jpg"
    export_copy(street.liaison, own, tmp_path / "a.jpg", "核对拍摄地点", original=True)
    assert (tmp_path / "a.jpg").read_bytes() == read_file(street.liaison, own)
    export_copy(street.liaison, own, tmp_path / "b.jpg", "附在报告里")
    second, first = read_lines(street.liaison.store.conn, None)[:2]
    assert (first.what["original"], first.what["file"], first.why) == (True, "a.jpg", "核对拍摄地点")
    assert (second.what["original"], second.what["form"], second.verb) == (False, "photo", "exported")


def test_who_may_not_see_a_photo_takes_none_out(street: Street, tmp_path: Path) -> None:
    own = pictured(street)
    auditor = replace(street.liaison, account=replace(street.liaison.account, role="AU"))
    with pytest.raises(NotAllowed):
        export_copy(auditor, own, tmp_path / "a.jpg", "审计")
    assert not (tmp_path / "a.jpg").exists()
