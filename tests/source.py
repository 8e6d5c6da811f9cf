"""The program's source as syntax trees, for the tests that hold its shape."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Import:
    """One module that a file imports: where, relative level, and whether for types only."""

    module: str
    line: int
    level: int
    for_types: bool
    at_top: bool


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Return the path from the top of the checkout."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """Return the file's text."""
        return self.path.read_text("utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Return the file's syntax tree."""
        return ast.parse(self.text)

    def functions(self) -> Iterator[tuple[str, int]]:
        """Yield every function with its length in lines."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1

    def imports(self) -> Iterator[Import]:
        """Yield every import, wherever it stands."""
        yield from _imports(self.tree, for_types=False, at_top=True)

    def calls(self) -> Iterator[tuple[str, ast.Call]]:
        """Yield every call with the last part of the called name."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name):
                    yield node.func.id, node
                elif isinstance(node.func, ast.Attribute):
                    yield node.func.attr, node


def _imports(node: ast.AST, *, for_types: bool, at_top: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, node.lineno, 0, for_types, at_top)
    elif isinstance(node, ast.ImportFrom):
        package = node.module or ""
        for alias in node.names:
            yield Import(f"{package}.{alias.name}", node.lineno, node.level, for_types, at_top)
    else:
        typed = for_types or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test))
        inside = not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for child in ast.iter_child_nodes(node):
            yield from _imports(child, for_types=typed, at_top=at_top and inside)


@cache
def sources(folder: str) -> tuple[Source, ...]:
    """Return every Python file with content under a folder of the checkout."""
    files = sorted((ROOT / folder).rglob("*.py"))
    return tuple(Source(file) for file in files if file.stat().st_size)
