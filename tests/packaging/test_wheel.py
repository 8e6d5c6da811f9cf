"""The program runs from an installed wheel, far from the checkout, with its declarations and resources inside."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def run(command: list[str | Path], folder: Path) -> str:
    """Run a command in a folder of its own, without the checkout on any path, and return what it prints."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ZJDESK"))}
    surroundings |= {"HOME": str(folder), "PYTHONIOENCODING": "utf-8", "COLUMNS": "200"}
    words = [str(word) for word in command]
    done = subprocess.run(words, check=False, capture_output=True, cwd=folder, env=surroundings, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs folder of an environment that holds the wheel, and borrows the libraries of this one."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder], check=True, cwd=ROOT)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "env"], check=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    question = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(run([programs / "python", "-c", question], folder).strip())
    # A path file inside the borrowed folder is not read, so an editable install there does not count.
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    pip: list[str | Path] = [sys.executable, "-m", "pip", "--python", programs / "python", "install", "-qq"]
    subprocess.run([*pip, "--no-index", "--no-deps", next(folder.glob("zjdesk-*.whl"))], check=True)
    return programs


def test_the_program_comes_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    question = "import zjdesk, zjdesk.paths as paths; print(zjdesk.__file__, paths.data_root(), sep='\\n')"
    module, data = run([installed / "python", "-c", question], tmp_path).splitlines()
    assert Path(module).is_relative_to(installed.parent)
    assert Path(data) == Path(module).parent / "_data"
    resources = [f"resources/{each.name}" for each in (ROOT / "resources").iterdir() if each.name != "help"]
    for part in ("forms/records", "db/migrations", *resources):
        assert any((Path(data) / part).iterdir())


def test_the_command_answers(installed: Path, tmp_path: Path) -> None:
    assert "--store" in run([installed / "zjdesk", "--help"], tmp_path)


def test_the_declarations_are_inside(installed: Path, tmp_path: Path) -> None:
    assert "activity_record" in run([installed / "zjdesk", "forms", "list"], tmp_path)
