"""Help and usage errors in the chosen language; help texts are written “中文 · English” beside the commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

import click

from zjdesk.i18n import Lang, text

BETWEEN = " · "
REQUIRED = "[required]"
# What click itself says, and our key for it.
CLICKS_OWN = {
    "Commands": "cli.commands",
    "Options": "cli.options",
    "Show this message and exit.": "cli.help_option",
    "Show the version and exit.": "cli.version_option",
}
_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)$")
_ADDED = re.compile(r"\s*(\[[^\]]*\])?$")


def half(lang: Lang, words: str) -> str:
    """Return the half of “中文 · English” that is in ``lang``; what click adds in brackets is kept."""
    if words in CLICKS_OWN:
        return text(lang, CLICKS_OWN[words])
    added = _ADDED.search(words)
    body = words[: added.start()] if added else words
    chinese, _, english = body.partition(BETWEEN)
    chosen = chinese if lang == "zh" else english or chinese
    note = (added.group(1) or "") if added else ""
    return f"{chosen} {text(lang, 'cli.required') if note == REQUIRED else note}".rstrip()


class Page(click.HelpFormatter):
    """A page of help in one language."""

    def __init__(self, lang: Lang, **measures: Any) -> None:
        super().__init__(**measures)
        self._lang = lang

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, args, text(self._lang, "cli.usage") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{half(self._lang, heading)}\n")

    def write_text(self, text: str) -> None:
        """Write a paragraph."""
        super().write_text(half(self._lang, text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of names with what they are."""
        super().write_dl([(name, half(self._lang, words)) for name, words in rows], col_max, col_spacing)


class Room(click.Context):
    """The surroundings of one command; its help is in the language of the desk."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return an empty page of help."""
        return Page(getattr(self.obj, "lang", "zh"), width=self.terminal_width, max_width=self.max_content_width)


def speaking(command: click.Command) -> click.Command:
    """Let a command and those under it speak the desk's language, in full sentences also in lists."""
    command.context_class = Room
    command.short_help = command.help
    for below in getattr(command, "commands", {}).values():
        speaking(below)
    return command


def complaint(lang: Lang, error: click.ClickException) -> Iterator[str]:
    """Say in lines what was wrong with a command line, and where its help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        yield error.format_message()
        return
    yield _sentence(lang, error)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        yield text(lang, "cli.see_help", command=f"{context.command_path} --help")


def _sentence(lang: Lang, error: click.ClickException) -> str:
    if isinstance(error, click.exceptions.NoSuchCommand):
        return _unknown(lang, "cli.no_such_command", error.command_name, _near(error))
    if isinstance(error, click.NoSuchOption):
        return _unknown(lang, "cli.no_such_option", error.option_name, error.possibilities)
    if isinstance(error, click.BadParameter):
        return _wrong_value(lang, error)
    if isinstance(error, click.BadOptionUsage):
        return text(lang, "cli.option_needs_value", name=error.option_name)
    extra = _EXTRA.search(error.message)
    key = "cli.too_much" if extra else "cli.not_understood"
    return text(lang, key, names=extra.group(1) if extra else error.format_message())


def _near(error: click.exceptions.NoSuchCommand) -> list[str]:
    group = error.ctx.command if error.ctx is not None else None
    known = group.list_commands(error.ctx) if isinstance(group, click.Group) and error.ctx is not None else ()
    return get_close_matches(error.command_name, known)


def _unknown(lang: Lang, key: str, name: str, near: Sequence[str] | None) -> str:
    said = text(lang, key, name=name)
    return (
        said + text(lang, "cli.perhaps", names="、".join(near) if lang == "zh" else ", ".join(near)) if near else said
    )


def _wrong_value(lang: Lang, error: click.BadParameter) -> str:
    hint = error.param.get_error_hint(error.ctx).replace("'", "") if error.param is not None else ""
    kind = error.param.type if error.param is not None else None
    if isinstance(error, click.MissingParameter):
        return text(lang, "cli.missing_parameter", name=hint)
    if isinstance(kind, click.Choice):
        return text(lang, "cli.not_a_choice", name=hint, known=", ".join(map(str, kind.choices)))
    return text(lang, "cli.not_a_number" if isinstance(kind, click.types.IntParamType) else "cli.bad_value", name=hint)
