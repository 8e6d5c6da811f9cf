"""The shape of the program: layers, where Qt may stand, and what lies at the top of the checkout."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch

from tests.source import ROOT, Import, Source, sources

BASE = frozenset({"errors", "paths", "settings", "i18n", "diagnostics"})
# A layer may import itself and what stands in a row before its own.
ROWS = (BASE, {"forms"}, {"store"}, {"sync", "stats"}, {"report"}, {"ops"}, {"demo"}, {"cli", "gui"}, {"__main__"})
ROW_OF = {layer: number for number, row in enumerate(ROWS) for layer in row}
EDGES = ("cli", "gui")
# What the edges may run of the program: base, declarations, the verbs, the demo, and data without behaviour.
OPEN_TO_EDGES = BASE | {"forms", "ops", "demo"}
PLAIN_DATA = ("zjdesk.report.charts", "zjdesk.report.blocks", "zjdesk.report.traces")
# The one door from the command line to the window: no command, or a demo to look at.
DOOR = "zjdesk.gui.app.run"
# What takes a second to import together; imported where it is used, so that the window opens at once.
HEAVY = {
    *("pandas", "numpy", "sqlite_utils", "reportlab", "pyqtgraph", "openpyxl", "pyxform", "PIL", "pypdfium2"),
    *("elementpath", "pypinyin", "cn2an", "rapidfuzz", "jinja2"),
}
QT = ("PySide6", "shiboken6", "pyqtgraph")
TOP = {
    *(".ci", ".gitignore", "LICENSE", "README.md", "pyproject.toml", "requirements.lock", "requirements-test.lock"),
    *("db", "forms", "packaging", "resources", "tests", "zjdesk"),
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "tools"}
TESTS_BESIDE_THE_PACKAGE = {"flows", "property", "faults", "benchmarks", "packaging", "security", "fuzz", "kept"}

PROGRAM = sources("zjdesk")
EVERYTHING = PROGRAM + sources("tests") + sources("packaging")


def layer_of(module: str) -> str:
    """Return the layer of a module ``zjdesk.<layer>…``."""
    return module.split(".")[1]


def layer(source: Source) -> str:
    """Return the layer a file belongs to."""
    return source.path.relative_to(ROOT / "zjdesk").parts[0].removesuffix(".py")


def own_imports(source: Source) -> list[Import]:
    """Return what a file imports of the program itself."""
    return [found for found in source.imports() if found.module.startswith("zjdesk.")]


def foreign(places: tuple[str, ...] | set[str]) -> Iterator[tuple[str, str, Import]]:
    """Yield layer, place and import for all that files of some layers import from other layers."""
    for source in PROGRAM:
        if layer(source) in places:
            for found in own_imports(source):
                if layer_of(found.module) != layer(source):
                    yield layer(source), f"{source.name}:{found.line} {found.module}", found


def goes_left(mine: str, found: Import) -> bool:
    """Tell whether an import goes to an earlier row, stays among the base modules, or opens the window."""
    theirs = layer_of(found.module)
    if mine == "cli" and found.module == DOOR:
        return not found.at_top
    return ROW_OF[theirs] < ROW_OF[mine] or (mine in BASE and theirs in BASE)


def is_plain(module: str) -> bool:
    """Tell whether this is a module of plain data, or a name in one."""
    return module in PLAIN_DATA or module.rpartition(".")[0] in PLAIN_DATA


def is_open_to_edges(found: Import) -> bool:
    """Tell whether the command line and the window may import this; types may be named freely."""
    plain = is_plain(found.module)
    return found.for_types or plain or found.module == DOOR or layer_of(found.module) in OPEN_TO_EDGES


def test_every_file_stands_in_a_layer() -> None:
    assert {layer(source) for source in PROGRAM} - {"__init__"} <= set(ROW_OF)


def test_arrows_point_to_the_left() -> None:
    assert not [place for mine, place, found in foreign(set(ROW_OF)) if not goes_left(mine, found)]


def test_the_edges_call_verbs_only() -> None:
    assert not [place for _mine, place, found in foreign(EDGES) if not is_open_to_edges(found)]


def test_plain_data_is_plain() -> None:
    modules = [source for source in PROGRAM if source.name.removesuffix(".py").replace("/", ".") in PLAIN_DATA]
    assert len(modules) == len(PLAIN_DATA)
    for source in modules:
        assert all(is_plain(found.module) or layer_of(found.module) in BASE for found in own_imports(source))
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                assert [ast.unparse(one) for one in node.decorator_list] == ["dataclass(frozen=True)"], node.name


def test_qt_stands_in_the_window_only() -> None:
    core = [source for source in PROGRAM if layer(source) != "gui"]
    assert not [source.name for source in core if any(found.module.split(".")[0] in QT for found in source.imports())]


def test_the_core_neither_prints_nor_keeps_globals() -> None:
    for source in PROGRAM:
        assert not [node.lineno for node in ast.walk(source.tree) if isinstance(node, ast.Global)], source.name
        if layer(source) != "cli":
            assert not [call.lineno for name, call in source.calls() if name == "print"], source.name


def test_imports_are_absolute() -> None:
    assert not [source.name for source in EVERYTHING if any(found.level for found in source.imports())]


def test_package_files_are_empty() -> None:
    full = [source.name for source in EVERYTHING if source.path.name == "__init__.py"]
    assert set(full) <= {"zjdesk/__init__.py"}


def test_the_start_path_stays_light() -> None:
    program = "import sys, zjdesk.__main__, zjdesk.cli.main, zjdesk.gui.app, zjdesk.gui.window; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd=ROOT)
    assert not {name.partition(".")[0] for name in done.stdout.split()} & HEAVY


def test_names_say_what_a_file_is_for() -> None:
    assert not [source.name for source in EVERYTHING if source.path.stem in VAGUE]


def test_only_what_belongs_lies_at_the_top() -> None:
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text("utf-8").split()]
    found = {path.name for path in ROOT.iterdir()} - {".git"}
    assert {name for name in found if not any(fnmatch(name, pattern) for pattern in ignored)} == TOP


def test_tests_mirror_the_package() -> None:
    packages = {path.name for path in (ROOT / "zjdesk").iterdir() if path.is_dir()}
    folders = {source.path.relative_to(ROOT / "tests").parts[0] for source in sources("tests")}
    assert {name for name in folders if not name.endswith(".py")} <= packages | TESTS_BESIDE_THE_PACKAGE
