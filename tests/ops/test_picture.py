"""A picture tells its day, and whether it is nearly another one."""

from __future__ import annotations

from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from zjdesk.errors import InputError
from zjdesk.ops.picture import SUFFIXES, likeness, look_of, pictures_in, read_picture

ORIGINAL, EXIF_IFD, ORIENTATION = 0x9003, 0x8769, 0x0112


def scene(seed: int, *, size: tuple[int, int] = (1600, 1200), taken: str = "", quality: int = 90) -> bytes:
    """A made-up picture of coloured fields, another one for each seed."""
    picture = Image.new("RGB", (64, 48))
    draw = ImageDraw.Draw(picture)
    for number in range(24):
        x, y = (seed * 37 + number * 23) % 56, (seed * 53 + number * 31 + number * seed) % 42
        shade = (seed * 91 + number * 67) % 256
        draw.rectangle((x, y, x + 9, y + 7), fill=(shade, (shade * 3 + seed) % 256, 255 - shade))
    written = BytesIO()
    exif = Image.Exif()
    if taken:
        exif.get_ifd(EXIF_IFD)[ORIGINAL] = taken
    picture.resize(size).save(written, "JPEG", exif=exif, quality=quality)
    return written.getvalue()


def test_a_camera_tells_when_it_took_the_picture() -> None:
    found = read_picture("DSC_0001.jpg", scene(1, taken="2016:03:12 09:30:00"))
    assert (found.day, found.at, found.from_name, found.longest) == (date(2016, 3, 12), time(9, 30), False, 1600)


@pytest.mark.parametrize(
    ("name", "day", "at"),
    [
        ("IMG_20160312_093015.jpg", date(2016, 3, 12), time(9, 30)),
        ("微信图片_20160312093015.jpg", date(2016, 3, 12), time(9, 30)),
        ("2016-03-12 座谈会.jpg", date(2016, 3, 12), None),
        ("mmexport1457743800000.jpg", date(2016, 3, 12), None),
        ("20161399.jpg", None, None),
        ("DSC_0042.jpg", None, None),
    ],
)
def test_without_a_camera_the_name_may_tell(name: str, day: date | None, at: time | None) -> None:
    found = read_picture(name, scene(1))
    assert (found.day, found.at, found.from_name) == (day, at, day is not None)


def test_a_picture_sent_by_wechat_is_nearly_the_same() -> None:
    first = read_picture("a.jpg", scene(3, size=(2400, 1800)))
    again = read_picture("b.jpg", scene(3, size=(1080, 810), quality=40))
    assert first.sha256 != again.sha256
    assert likeness(first.look, again.look) == "near"


def test_different_pictures_are_not_alike() -> None:
    looks = [read_picture("", scene(seed)).look for seed in range(1, 9)]
    assert not [1 for n, one in enumerate(looks) for other in looks[:n] if likeness(one, other)]


def test_a_picture_turned_by_its_camera_looks_as_it_is_seen() -> None:
    with Image.open(BytesIO(scene(5))) as upright:
        lying = upright.rotate(90, expand=True)
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    written = BytesIO()
    lying.save(written, "JPEG", exif=exif)
    assert likeness(look_of(written.getvalue()) or 0, look_of(scene(5)) or 0) == "near"


def test_the_small_picture_is_small() -> None:
    with Image.open(BytesIO(read_picture("", scene(2)).small)) as small:
        assert max(small.size) == 320


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"no picture at all", "ops.photo_none"),
        (scene(1)[:2000], "ops.photo_unread"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(64), "ops.photo_heic"),
    ],
)
def test_what_cannot_be_read_is_refused_with_why(data: bytes, key: str) -> None:
    with pytest.raises(InputError) as refused:
        read_picture("示例.jpg", data)
    assert refused.value.key == key


def test_a_folder_gives_its_pictures_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "三月").mkdir()
    for name in ("b.JPG", "a.png", "名单.xlsx", "三月/c.jpeg"):
        (tmp_path / name).write_bytes(b"x")
    single = tmp_path / "a.png"
    found = pictures_in([single, tmp_path])
    assert sorted(one.name for one in found) == ["a.png", "b.JPG", "c.jpeg"]
    assert found[0] == single
    assert all(one.suffix.lower() in SUFFIXES for one in found)
