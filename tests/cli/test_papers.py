"""``print``: paper forms for scripts, blank, pre-filled and filled."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import Pair, Terminal
from tests.report.test_pdf import plain, read


def test_a_blank_form_by_its_number_or_its_record_type(office: Terminal, tmp_path: Path) -> None:
    for name in ("F08", "f08", "sign_in_sheet"):
        said = office("print", name, "-o", tmp_path / f"{name}.pdf")
        assert (said.code, said.out) == (0, ""), said.err
        assert "活动签到表" in plain(read((tmp_path / f"{name}.pdf").read_bytes())[0])
        assert f"{name}.pdf" in said.err


def test_a_form_in_the_language_of_the_command(office: Terminal, tmp_path: Path) -> None:
    assert office("print", "F07", "-o", tmp_path / "a.pdf", lang="en").code == 0
    assert "Activity record" in " ".join(read((tmp_path / "a.pdf").read_bytes())[0].split())


def test_a_project_fills_in_what_is_known(archive: Pair, tmp_path: Path) -> None:
    (project,) = archive.office.list("project")
    said = archive.office("print", "F07", "-o", tmp_path / "a.pdf", "--project", project["id"])
    assert said.code == 0, said.err
    assert plain(project["name"]) in plain(read((tmp_path / "a.pdf").read_bytes())[0])


def test_copies_of_the_questionnaire_are_numbered(archive: Pair, tmp_path: Path) -> None:
    (project,) = archive.office.list("project")
    said = archive.office("print", "F22", "-o", tmp_path / "a.pdf", "--project", project["id"], "--copies", 3)
    assert said.code == 0, said.err
    pages = read((tmp_path / "a.pdf").read_bytes())
    assert len(pages) == 6
    assert ["2016M-C01-001" in pages[0], "2016M-C01-002" in pages[2], "2016M-C01-003" in pages[4]] == [True] * 3


def test_a_record_fills_its_form(archive: Pair, tmp_path: Path) -> None:
    response = archive.office.list("response")[0]
    for size in ((), ("--large",)):
        said = archive.office("print", "F22", "-o", tmp_path / "a.pdf", "--record", response["id"], *size)
        assert said.code == 0, said.err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("F99", "-o", "a.pdf"), 3),
        (("F07",), 2),
        (("F07", "-o", "a.txt"), 3),
        (("F07", "-o", "a.pdf", "--copies", "0"), 3),
        (("F07", "-o", "a.pdf", "--project", "0" * 32), 3),
        (("F07", "-o", "a.pdf", "--project", "0" * 32, "--record", "0" * 32), 2),
        (("F07", "-o", "a.pdf", "--unmasked"), 2),
        (("F07", "-o", "nowhere/a.pdf"), 5),
    ],
)
def test_what_is_wrong_is_said(
    office: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int
) -> None:
    monkeypatch.chdir(tmp_path)
    said = office("print", *arguments)
    assert said.code == code, said.err
    assert said.err.strip()
    assert not list(tmp_path.glob("*.pdf"))


def test_a_community_is_no_project(archive: Pair, tmp_path: Path) -> None:
    said = archive.office("print", "F07", "-o", tmp_path / "a.pdf", "--project", archive.community)
    assert said.code == 3
    assert archive.community in said.err
