"""The entrance: what is imported, which language is spoken, and what an exit code means."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.source import ROOT
from zjdesk.cli.main import run

HEAVY = ("pandas", "PySide6", "reportlab", "sqlite_utils", "openpyxl", "pyqtgraph")
BREAK = (
    "import sys; from zjdesk.cli import main; from zjdesk.ops import exchange; exchange.digest = None;"
    "sys.exit(main.run(sys.argv[1:]))"
)
IMPORTED = "import sys; from zjdesk.cli.main import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"


def alone(script: str, *arguments: object, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, **surroundings},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [("--help",), ("record", "list", "community")], ids=" ".join)
def test_light_commands_import_nothing_heavy(office: Terminal, command: tuple[str, ...]) -> None:
    said = alone(IMPORTED, "--store", office.store, *command)
    assert said.returncode == 0
    assert not set(HEAVY) & set(said.stderr.split())


def test_without_a_command_the_window_opens(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def window(store: Path, *, account: str | None = None) -> int:
        opened.append(store)
        return 0

    monkeypatch.setattr("zjdesk.gui.app.run", window)
    assert terminal().code == 0
    assert opened == [tmp_path / "office"]


def test_a_bundle_alone_opens_the_window_that_looks_at_it(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[Path, list[Path]]] = []

    def window(store: Path, *, account: str | None = None, bundles: list[Path]) -> int:
        opened.append((store, bundles))
        return 0

    monkeypatch.setattr("zjdesk.gui.app.run", window)
    assert terminal(tmp_path / "福沈 1.ZJB", "b.zjb").code == 0
    assert opened == [(tmp_path / "office", [tmp_path / "福沈 1.ZJB", Path("b.zjb")])]


def test_an_unknown_command_is_a_usage_error(terminal: Terminal) -> None:
    assert terminal("dance").code == 2


def test_a_missing_store_is_named_with_a_remedy(terminal: Terminal) -> None:
    said = terminal("digest")
    assert said.code == 5
    assert str(terminal.store) in said.err
    assert said.out == ""


def test_the_language_can_be_chosen(terminal: Terminal) -> None:
    chinese, english = terminal("digest"), terminal("digest", lang="en")
    assert not chinese.err.isascii()
    assert english.err.replace("“", "").replace("”", "").isascii()


def test_the_store_may_come_from_the_environment(office: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZJDESK_STORE", str(office.store))
    assert run(["record", "list", "community"]) == 0


def test_several_people_must_say_who_they_are(office: Terminal) -> None:
    assert office("account", "add", "示例财务", "--role", "SF").code == 0
    said = office("record", "list", "community")
    assert said.code == 4
    assert "--as" in said.err
    assert office("--as", "示例财务", "record", "list", "community").code == 0
    assert [row["name"] for row in office("--as", "示例财务", "account", "list", "--json").json].count("示例财务") == 1


def test_our_mistake_is_a_sentence_and_a_file(office: Terminal, tmp_path: Path) -> None:
    said = alone(BREAK, "--store", office.store, "digest", XDG_STATE_HOME=str(tmp_path / "diary"))
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    (written,) = (tmp_path / "diary").rglob("*.txt")
    assert str(written) in said.stderr
    assert "TypeError" in written.read_text("utf-8")


def test_a_key_pressed_before_all_is_loaded_leaves_quietly() -> None:
    script = (
        "import sys, types; import zjdesk.__main__ as entrance; busy = types.ModuleType('zjdesk.cli.main');"
        "busy.__getattr__ = lambda name: (_ for _ in ()).throw(KeyboardInterrupt);"
        "sys.modules['zjdesk.cli.main'] = busy; entrance.main()"
    )
    said = alone(script)
    assert (said.returncode, said.stderr) == (2, "")


def test_a_developer_may_see_the_traceback(office: Terminal) -> None:
    said = alone(BREAK, "--store", office.store, "digest", ZJDESK_DEBUG="1")
    assert said.returncode == 1
    assert "Traceback" in said.stderr
