"""A person's own copy: all that is held, where, what for, how long, and nothing of others."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest

from tests.ops.test_consents import ACCOUNT, consent, enter
from tests.ops.world import Street, leader, project
from zjdesk.errors import InputError, NotAllowed
from zjdesk.ops.changes import EditRecord
from zjdesk.ops.edit import save
from zjdesk.ops.extract import write_extract
from zjdesk.store.audit import read as audit_lines


def read(path: Path) -> str:
    """The words of a PDF without its line ends."""
    document = cast("Any", pypdfium2.PdfDocument)(path)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


@pytest.fixture
def person(street: Street) -> str:
    own = leader(street)
    save(street.liaison, [EditRecord(own, {"phone": "13800001234"})])
    consent(street, own, "bank_account")
    enter(street, own, bank_account=ACCOUNT)
    leader(street, "示例旁人")
    project(street, leader=own)
    return own


def test_it_tells_everything_and_is_noted(street: Street, person: str, tmp_path: Path) -> None:
    path = tmp_path / "copy.pdf"
    written = write_extract(street.liaison, person, path, why="本人申请查阅", lang="zh")
    told = read(path)
    for words in ("13800001234", ACCOUNT, "示例王一", "ZJ2015-C01-01", "告知同意", "第四十五条", "保存期限"):
        assert words in told
    assert "示例旁人" not in told
    assert not written.missing_glyphs
    verbs = [line.verb for line in audit_lines(street.liaison.store.conn, None)]
    assert {"printed", "viewed_private", "unmasked"} <= set(verbs)


def test_it_is_complete_in_english(street: Street, person: str, tmp_path: Path) -> None:
    write_extract(street.liaison, person, tmp_path / "copy.pdf", why="a request", lang="en")
    assert "How long" in read(tmp_path / "copy.pdf")


def test_who_may_not_see_may_not_print(street: Street, person: str, tmp_path: Path) -> None:
    auditor = replace(street.liaison, account=replace(street.liaison.account, role="AU"))
    with pytest.raises(NotAllowed):
        write_extract(auditor, person, tmp_path / "copy.pdf", why="审计", lang="zh")
    with pytest.raises(InputError):
        write_extract(street.liaison, person, tmp_path / "copy.pdf", why=" ", lang="zh")
    with pytest.raises(InputError):
        write_extract(street.liaison, street.community, tmp_path / "copy.pdf", why="查阅", lang="zh")
    assert not (tmp_path / "copy.pdf").exists()
