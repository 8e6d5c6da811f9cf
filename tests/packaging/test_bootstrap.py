"""The set-up brings a bare machine to the program, and names what it may not install."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import bootstrap
import environment
import machine
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without OpenGL, without Python's own venv and without a name for D-Bus."""
    monkeypatch.setattr(machine, "MACHINE_IDS", ())
    monkeypatch.setattr(machine, "loads", lambda library: library != "libGL.so.1")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)


@pytest.mark.usefixtures("bare")
def test_what_is_missing_is_found() -> None:
    assert machine.missing_packages() == [f"python3.{sys.version_info.minor}-venv", "libgl1", "dbus"]


@pytest.mark.usefixtures("bare")
def test_a_user_who_may_not_install_gets_one_line_to_paste(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "prefix", lambda: None)
    with pytest.raises(machine.MachineError) as raised:
        machine.prepare()
    line = str(raised.value).splitlines()[-1]
    assert line.startswith("sudo apt-get update && sudo apt-get install")
    assert line.endswith("-venv libgl1 dbus")


def test_a_whole_machine_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "loads", lambda _library: True)
    monkeypatch.setattr(machine, "MACHINE_IDS", (ROOT / "pyproject.toml",))
    monkeypatch.setattr(machine, "install", lambda _packages: pytest.fail("nothing is missing"))
    assert machine.prepare() == []


def test_an_installed_environment_is_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    filled: list[str] = []
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "works", lambda: True)
    monkeypatch.setattr(environment, "pip", lambda *arguments: filled.append(arguments[-1]))
    assert environment.prepare(environment.TEST_LOCK)
    assert filled == [environment.TEST_LOCK, "."]
    assert not environment.prepare(environment.TEST_LOCK)
    assert not environment.prepare(environment.RUN_LOCK), "the tests' lock holds the program's libraries"


def test_a_changed_lock_is_installed_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "STAMP", tmp_path / "installed.json")
    monkeypatch.setattr(environment, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "works", lambda: True)
    monkeypatch.setattr(environment, "pip", lambda *_arguments: None)
    environment.prepare(environment.RUN_LOCK)
    monkeypatch.setattr(environment, "fingerprint", lambda lock: f"another {lock}")
    assert environment.prepare(environment.RUN_LOCK)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders a demo was built in; building only makes the office's folder."""
    folders: list[str] = []

    def build(command: list[str], **_options: object) -> None:
        folders.append(command[-2])
        (Path(command[-2]) / "office").mkdir(parents=True)

    monkeypatch.setattr("subprocess.run", build)
    return folders


def test_the_reference_programme_is_built_once(built: list[str], tmp_path: Path) -> None:
    bootstrap.build_demo(tmp_path / "demo")
    bootstrap.build_demo(tmp_path / "demo")
    assert built == [str(tmp_path / "demo")]


def test_a_build_that_was_cut_off_is_begun_again(built: list[str], tmp_path: Path) -> None:
    (tmp_path / "demo.building").touch()
    (tmp_path / "demo" / "office").mkdir(parents=True)
    (tmp_path / "demo" / "office" / "half").touch()
    bootstrap.build_demo(tmp_path / "demo")
    assert len(built) == 1
    assert not (tmp_path / "demo" / "office" / "half").exists()
    assert not (tmp_path / "demo.building").exists()


def test_without_a_screen_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(bootstrap, "set_up", lambda _lock: None)
    with pytest.raises(machine.MachineError, match="no screen"):
        bootstrap.run([])


@pytest.mark.parametrize("name", ["run", "test"])
def test_the_shell_files_are_short_and_sound(name: str) -> None:
    script = PACKAGING / name
    assert len(script.read_text("utf-8").splitlines()) <= 20
    assert len((PACKAGING / f"{name}.ps1").read_text("utf-8").splitlines()) <= 20
    assert subprocess.run(["sh", "-n", str(script)], check=False).returncode == 0


def test_the_set_up_needs_the_standard_library_only() -> None:
    own = {file.stem for file in PACKAGING.glob("*.py")}
    for name in ("bootstrap", "environment", "machine"):
        text = (PACKAGING / f"{name}.py").read_text("utf-8")
        imported = set(re.findall(r"^(?:from|import) (\w+)", text, re.MULTILINE))
        assert imported <= own | sys.stdlib_module_names


def test_the_locks_are_whole_and_name_no_machine() -> None:
    program = (ROOT / environment.RUN_LOCK).read_text("utf-8")
    tests = (ROOT / environment.TEST_LOCK).read_text("utf-8")
    for text in (program, tests):
        pins = re.findall(r"^[a-z].*?==\S+.*?\\\n(    --hash=sha256:[0-9a-f]{64})", text, re.MULTILINE)
        assert len(pins) == len(re.findall(r"^[a-z]", text, re.MULTILINE))
        assert not re.search(r"://|^ *-(e|f|i|-find-links|-(extra-)?index-url) |/(home|root|opt|tmp)/", text)
    pinned = re.compile(r"^[a-z]\S+==\S+", re.MULTILINE)
    assert set(pinned.findall(program)) <= set(pinned.findall(tests))


def test_ci_runs_the_command_of_the_readme() -> None:
    assert "packaging/test" in (ROOT / "README.md").read_text("utf-8")
    assert (ROOT / ".ci" / "run").read_text("utf-8").splitlines()[-1] == "packaging/test"
