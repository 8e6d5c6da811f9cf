"""Pictures, tables and key files made to break a reader: a sentence each, quickly, in little memory."""

from __future__ import annotations

import csv
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from tests.source import ROOT
from zjdesk.errors import InputError, UserError
from zjdesk.i18n import explain
from zjdesk.ops import invitation_table
from zjdesk.ops.photos import MOST_PIXELS, without_place
from zjdesk.store import vault

CORPUS = ROOT / "tests/security/corpus"
MOST_MEMORY = 100 << 20


def kept(start: str) -> list[Path]:
    """Return the files of the corpus whose names begin so."""
    found = sorted(CORPUS.glob(f"{start}-*"))
    assert found
    return found


def sentence(error: UserError) -> str:
    """Return what the user is told."""
    return explain("zh", error)


@pytest.mark.parametrize("path", kept("picture"), ids=lambda path: path.name)
def test_a_broken_picture_is_cleaned_or_refused(path: Path) -> None:
    tracemalloc.start()
    try:
        without_place(path.read_bytes())
    except InputError as error:
        assert sentence(error)
    finally:
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < MOST_MEMORY


def test_a_picture_that_unpacks_to_too_much_is_refused() -> None:
    data = (CORPUS / "picture-bomb.png").read_bytes()
    width, height = (int.from_bytes(data[place : place + 4], "big") for place in (16, 20))
    assert width * height > MOST_PIXELS
    with pytest.raises(InputError):
        without_place(data)


@pytest.mark.parametrize("path", kept("table"), ids=lambda path: path.name)
def test_a_broken_table_is_refused_in_words(path: Path) -> None:
    with pytest.raises(InputError) as refused:
        invitation_table.read_table(path)
    assert refused.value.key in {"ops.table_not_read", "ops.table_columns", "ops.table_empty"}
    assert sentence(refused.value)


def test_a_table_that_unpacks_to_too_much_is_not_unpacked() -> None:
    with zipfile.ZipFile(CORPUS / "table-bomb.xlsx") as packed:
        assert sum(one.file_size for one in packed.infolist()) > invitation_table.MOST_UNPACKED
    with pytest.raises(InputError, match=r"table_not_read"):
        invitation_table.read_table(CORPUS / "table-bomb.xlsx")


@pytest.mark.parametrize("rows", [invitation_table.MOST_ROWS, invitation_table.MOST_ROWS + 1])
def test_a_table_may_have_so_many_rows_and_no_more(rows: int, tmp_path: Path) -> None:
    path = tmp_path / "laptops.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["电脑名称", "电脑类型", "居民区代码"], *([["福沈", "联络员", "C01"]] * rows)])
    if rows <= invitation_table.MOST_ROWS:
        assert len(invitation_table.read_table(path)) == rows
        return
    with pytest.raises(InputError, match=r"table_too_large"):
        invitation_table.read_table(path)


def test_a_table_of_too_many_bytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "laptops.csv"
    with path.open("wb") as file:
        file.truncate(invitation_table.MOST_BYTES + 1)
    with pytest.raises(InputError, match=r"table_too_large"):
        invitation_table.read_table(path)


@pytest.mark.parametrize("path", kept("keys"), ids=lambda path: path.name)
def test_a_key_file_cannot_ask_for_more_than_is_stated(path: Path) -> None:
    with pytest.raises(UserError) as refused:
        vault.parse(path.read_bytes(), path.name)
    assert sentence(refused.value)
