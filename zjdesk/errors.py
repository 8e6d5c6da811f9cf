"""Errors of the user's world, each with a sentence, a remedy and an exit code, apart from bugs of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with an input: where it stands, and the text keys that say what and what to do.

    ``key`` names the sentence in the translations; ``key + "_remedy"`` names the remedy.
    """

    file: str
    place: str
    key: str
    params: Mapping[str, object] = field(default_factory=dict)


class ZjdeskError(Exception):
    """Any error that zjdesk raises on purpose."""

    exit_code: ClassVar[int] = 1


class BugError(ZjdeskError):
    """Something that only a mistake of ours can cause; the message is for us."""


class UserError(ZjdeskError):
    """Something in the user's world that stops the work; nothing was changed and nothing is lost.

    ``key`` names the sentence in the translations (``area.name``), ``params`` fill it.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, key: str, /, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.params = params

    def __str__(self) -> str:
        return f"{self.key} {self.params}" if self.params else self.key


class UsageError(UserError):
    """The command was not understood (exit code 2)."""

    exit_code = 2


class InputError(UserError):
    """The input is wrong (exit code 3); ``problems`` lists each place."""

    exit_code = 3

    def __init__(self, key: str, /, problems: tuple[Problem, ...] = (), **params: object) -> None:
        super().__init__(key, **params)
        self.problems = problems

    def __str__(self) -> str:
        places = "; ".join(f"{item.file} {item.place} {item.key}" for item in self.problems)
        return f"{super().__str__()} {places}".rstrip()


class NotAllowed(UserError):
    """This person or this installation may not do that (exit code 4)."""

    exit_code = 4


class DeviceError(UserError):
    """The disk, the stick or the store failed (exit code 5)."""

    exit_code = 5


class Cancelled(UserError):
    """A person stopped long work; nothing of it was done."""

    exit_code = 5
