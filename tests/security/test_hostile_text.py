"""Names with markup, formulas and control characters: shown as typed or refused, run nowhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest

from tests.cli.terminal import Pair
from tests.ops.world import Street, leader, make_street
from zjdesk.cli.output import one_line
from zjdesk.errors import InputError
from zjdesk.ops.changes import NewRecord
from zjdesk.ops.edit import save
from zjdesk.ops.exchange import export, merge
from zjdesk.ops.extract import write_extract
from zjdesk.ops.queries import get
from zjdesk.ops.reporting import render_report
from zjdesk.settings import Environment
from zjdesk.store.entry import PARENT
from zjdesk.store.ids import uuid7
from zjdesk.store.store import Save

MARKUP = "示<b>&amp;</para><img src=x>"
FORMULA = "=HYPERLINK(A1)"
CONTROL = ["示例\x00王", "示例\x1b[2J王", "示例\u202e王", "示例\u2028王", "示例\x9b王", "示例\n王"]


@pytest.fixture
def street(tmp_path: Path, env: Environment) -> Iterator[Street]:
    """An office and a liaison who has merged its first bundle."""
    made = make_street(tmp_path, env)
    yield made
    made.office.close()
    made.liaison.close()


def read(pdf: bytes) -> str:
    """Return the words of a PDF without its line ends."""
    document = cast("Any", pypdfium2.PdfDocument)(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


@pytest.mark.parametrize("name", CONTROL, ids=ascii)
def test_control_characters_are_refused_when_typed(street: Street, name: str) -> None:
    with pytest.raises(InputError):
        leader(street, name)


@pytest.mark.parametrize("name", CONTROL, ids=ascii)
def test_control_characters_of_a_changed_program_are_kept_apart(street: Street, name: str) -> None:
    store, own = street.liaison.store, uuid7(street.liaison.store.env.now())
    values = {PARENT: street.community, "community": street.community, "name": name, "kind": "resident"}
    store.append(street.liaison.account.id, [(f"community:{street.community}", [Save(own, "person", 1, values)])])
    (sent,) = export(street.liaison, street.stick)
    merge(street.office, sent.files[0])
    assert "name" not in get(street.office, own).values
    kept = street.office.store.conn.execute("SELECT field FROM state_misfit WHERE record = ?", (bytes.fromhex(own),))
    assert kept.fetchall() == [("name",)]


def test_markup_in_a_name_is_printed_as_typed(street: Street, tmp_path: Path) -> None:
    own, path = leader(street, MARKUP), tmp_path / "extract.pdf"
    write_extract(street.liaison, own, path, why="本人申请查阅", lang="zh")
    assert MARKUP in read(path.read_bytes())


def test_markup_in_a_name_goes_through_the_report_as_typed(street: Street) -> None:
    name = "居民区<b>&amp;{{7*7}}"
    save(street.office, [NewRecord("community", {"code": "C02", "name": name, "committee_name": name})])
    pdf, _ = render_report(street.office, lang="zh")
    assert name in read(pdf)


def test_a_formula_in_a_record_is_text_in_every_table(pair: Pair) -> None:
    (own,) = pair.office.add("person", {"name": FORMULA, "kind": "resident", "community": pair.community})
    assert pair.office("record", "show", own, "--unmasked", "--why", FORMULA).code == 0
    path = pair.stick / "audit.csv"
    assert pair.office("audit", "export", "-o", path).code == 0
    cells = [cell for line in csv.reader(StringIO(path.read_text("utf-8-sig"), newline="")) for cell in line]
    assert f"'{FORMULA}" in cells
    assert FORMULA not in cells


@pytest.mark.parametrize("name", CONTROL, ids=ascii)
def test_a_terminal_gets_no_command(name: str) -> None:
    assert one_line(name).isprintable()
