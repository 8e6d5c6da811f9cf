"""The house's numbers: short files, short functions, a sentence at the head of every file."""

from __future__ import annotations

import ast
from statistics import median, quantiles

from tests.source import sources

PROGRAM = sources("zjdesk")
EVERYTHING = PROGRAM + sources("tests") + sources("packaging")
LONGEST_FILE, MEDIAN_FILE = 400, 120
LONGEST_FUNCTION, USUAL_FUNCTION = 50, 25


def test_files_are_short() -> None:
    lengths = {source.name: len(source.text.splitlines()) for source in EVERYTHING}
    assert not {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE}


def test_every_file_opens_with_a_sentence() -> None:
    heads = {source.name: (ast.get_docstring(source.tree) or "").split("\n\n")[0] for source in EVERYTHING}
    assert not [name for name, head in heads.items() if not head.endswith(".")]


def test_a_function_fits_on_a_page() -> None:
    lengths = [(source.name, *function) for source in EVERYTHING for function in source.functions()]
    assert not [length for length in lengths if length[-1] > LONGEST_FUNCTION]


def test_nine_functions_in_ten_are_short() -> None:
    lengths = [lines for source in PROGRAM for _name, lines in source.functions()]
    assert quantiles(lengths, n=10)[-1] <= USUAL_FUNCTION


def test_the_usual_file_is_short() -> None:
    assert median(len(source.text.splitlines()) for source in PROGRAM) <= MEDIAN_FILE


def test_public_functions_and_classes_say_what_they_do() -> None:
    silent = [
        f"{source.name}:{node.lineno} {node.name}"
        for source in PROGRAM
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and ast.get_docstring(node) is None
    ]
    assert not silent
