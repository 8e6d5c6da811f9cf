"""Help and usage errors: Chinese by default, English throughout with ``--lang en``."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from tests.cli.terminal import Terminal
from zjdesk.cli.main import GROUPS, zjdesk

HAN = range(0x4E00, 0xA000)
WRONG = [
    (("dance",), "dance", "zjdesk --help"),
    (("recrod",), "record", "zjdesk --help"),
    (("record", "list"), "FORM", "zjdesk record list --help"),
    (("record", "list", "person", "--jsn"), "--json", "zjdesk record list --help"),
    (("record", "list", "person", "again"), "again", "zjdesk record list --help"),
    (("record", "delete", "x", "--why"), "--why", ""),
    (("init", "--office"), "--name", "zjdesk init --help"),
    (("stats", "show", "aware", "--wave", "late"), "mid, final", "zjdesk stats show --help"),
    (("bundle", "export", "x", "--volume-size", "0"), "--volume-size", "zjdesk bundle export --help"),
]


def commands(above: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    """Yield the names of every command under another."""
    for name, command in getattr(above, "commands", {}).items():
        yield (*names, name)
        yield from commands(command, *names, name)


def every_command() -> list[tuple[str, ...]]:
    """Return every command that can be given, with its groups."""
    context = click.Context(zjdesk)
    found: list[tuple[str, ...]] = [()]
    for name in sorted(GROUPS):
        command = zjdesk.get_command(context, name)
        assert command is not None
        found += [(name,), *commands(command, name)]
    return found


def is_english(words: str) -> bool:
    """Tell whether there is no Chinese character in a text."""
    return not any(ord(sign) in HAN for sign in words)


@pytest.mark.parametrize("names", every_command(), ids=" ".join)
def test_help_is_in_one_language(terminal: Terminal, names: tuple[str, ...]) -> None:
    chinese, english = terminal(*names, "--help"), terminal(*names, "--help", lang="en")
    assert (chinese.code, english.code) == (0, 0)
    assert " · " not in chinese.out + english.out
    assert is_english(english.out)
    assert chinese.out.startswith("用法：zjdesk")
    assert not is_english(chinese.out.split("\n")[2])


@pytest.mark.parametrize(("arguments", "named", "help_of"), WRONG, ids=[" ".join(case[0]) for case in WRONG])
def test_a_wrong_command_is_told_in_one_language(
    terminal: Terminal, arguments: tuple[str, ...], named: str, help_of: str
) -> None:
    chinese, english = terminal(*arguments), terminal(*arguments, lang="en")
    assert (chinese.code, chinese.out, english.code, english.out) == (2, "", 2, "")
    for said in (chinese, english):
        assert named in said.err
        assert help_of in said.err
    assert is_english(english.err)
    assert not is_english(chinese.err)


def test_a_group_alone_shows_its_commands(terminal: Terminal) -> None:
    said = terminal("record")
    assert (said.code, said.out) == (2, "")
    assert "history" in said.err


def test_what_the_system_says_is_translated(terminal: Terminal) -> None:
    chinese = terminal("forms", "dictionary", "-o", "/dev/full")
    english = terminal("forms", "dictionary", "-o", "/dev/full", lang="en")
    assert (chinese.code, english.code) == (5, 5)
    assert "磁盘已满" in chinese.err
    assert "the disk is full" in english.err
