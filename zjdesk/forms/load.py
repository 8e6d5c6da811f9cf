"""Declarations on disk to a catalogue: nothing is parsed before it is asked for, errors are listed at once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from zjdesk.errors import Problem
from zjdesk.forms.choices import read_choice_lists
from zjdesk.forms.declare import Shared, read_form, read_life_cycles
from zjdesk.forms.model import Catalogue, Form, Survey
from zjdesk.forms.source import Source, open_source, refuse
from zjdesk.forms.survey import read_survey

CHOICES = "_choices"
LIFE_CYCLES = "_life_cycles"
_PARENT_LINE = re.compile(r"^parent[ \t]*=[ \t]*\{([^}\n]*)\}", re.MULTILINE)
_VERSION = re.compile(r"^version[ \t]*=[ \t]*([0-9]{1,6})[ \t]*$", re.MULTILINE)
_QUOTED = re.compile(r"=\s*\"([a-z0-9_]+)\"")


def load_catalogue(folder: Path) -> Catalogue:
    """Return the declarations under ``folder`` (``records``, ``surveys``); each is read on first use."""
    return _catalogue(_Reader(folder))


def _catalogue(reader: _Reader) -> Catalogue:
    return Catalogue(
        reader.names,
        reader.survey_names,
        cache(reader.form),
        cache(reader.survey),
        cache(reader.parents),
        cache(reader.digest),
        lambda texts, earlier: _catalogue(reader.with_issued(texts, earlier)),
        cache(reader.of_version) if reader.has_earlier else None,
    )


def verify_issued(folder: Path, name: str, text: str) -> tuple[Form, list[Problem]]:
    """Return the form that a text declares beside those under ``folder``, and everything that is wrong with it."""
    return _Reader(folder).declared(name, text)


def verify(folder: Path) -> list[Problem]:
    """Return everything that is wrong with the declarations under ``folder``, file by file."""
    from zjdesk.forms.paper_check import paper_problems
    from zjdesk.forms.verify import verify_catalogue

    problems: list[Problem] = []
    reader = _Reader(folder)
    shared = reader.shared_into(problems)
    surveys = [reader.survey_into(name, problems) for name in reader.survey_names]
    forms = [reader.form_into(name, shared, surveys, problems) for name in reader.names]
    problems += verify_catalogue(folder, forms, surveys)
    problems += paper_problems(folder, forms)
    return sorted(problems, key=lambda problem: problem.file)


class _Reader:
    """Reads one folder of declarations."""

    def __init__(
        self,
        folder: Path,
        issued: Mapping[str, str] | None = None,
        earlier: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._folder = folder
        self._issued = issued or {}
        self._earlier = earlier or {}
        self._records = folder / "records"
        self._surveys = folder / "surveys"
        self.names = tuple(sorted({*_stems(self._records), *self._issued}))
        self.survey_names = tuple(_stems(self._surveys))
        self._shared = cache(self._read_shared)

    def with_issued(self, texts: Mapping[str, str], earlier: Mapping[str, Sequence[str]]) -> _Reader:
        """Return a reader with those of the texts that are newer than what lies here and that it can read."""
        newer = {name: text for name, text in texts.items() if version_in(text) > self._version(name)}
        read = {name: text for name, text in newer.items() if not self.declared(name, text)[1]}
        return _Reader(self._folder, read, earlier)

    @property
    def has_earlier(self) -> bool:
        """Whether forms were issued in more than one version, or in another than the built-in one."""
        return bool(self._earlier)

    def of_version(self, name: str, version: int) -> Form:
        """Return the newest form of that name that is not newer than ``version``, else the oldest."""
        built_in = _Reader(self._folder)
        known = {built_in.form(name).version: built_in.form(name)} if name in built_in.names else {}
        for text in reversed(self._earlier.get(name, ())):
            form, problems = self.declared(name, text)
            if not problems and form.version not in known:
                known[form.version] = form
        older = [one for one in known if one <= version]
        return known[max(older) if older else min(known)] if known else self.form(name)

    def declared(self, name: str, text: str) -> tuple[Form, list[Problem]]:
        """Return the form that a text declares, and what is wrong with it."""
        problems: list[Problem] = []
        beside = _Reader(self._folder, {name: text})
        surveys = [self.survey(survey) for survey in self.survey_names] if _surveyed(text) else []
        return beside.form_into(name, beside.shared_into(problems), surveys, problems), problems

    def _version(self, name: str) -> int:
        return version_in(self._text(name)) if name in self.names else 0

    def form(self, name: str) -> Form:
        problems: list[Problem] = []
        surveyed = _surveyed(self._text(name))
        surveys = [self.survey(survey) for survey in self.survey_names] if surveyed else []
        form = self.form_into(name, self._shared(), surveys, problems)
        refuse(name, problems)
        return form

    def survey(self, name: str) -> Survey:
        problems: list[Problem] = []
        survey = self.survey_into(name, problems)
        refuse(name, problems)
        return survey

    def form_into(self, name: str, shared: Shared, surveys: Iterable[Survey], problems: list[Problem]) -> Form:
        return read_form(self._source(name, problems).root(), name, shared, tuple(surveys))

    def _source(self, name: str, problems: list[Problem]) -> Source:
        if name in self._issued:
            return Source(f"records/{name}.toml", self._issued[name], problems)
        return open_source(self._records / f"{name}.toml", problems)

    def survey_into(self, name: str, problems: list[Problem]) -> Survey:
        shared = read_choice_lists(self._shared_source(self._surveys, CHOICES, problems).root())
        return read_survey(open_source(self._surveys / f"{name}.toml", problems).root(), name, shared)

    def _read_shared(self) -> Shared:
        problems: list[Problem] = []
        shared = self.shared_into(problems)
        refuse("records", problems)
        return shared

    def shared_into(self, problems: list[Problem]) -> Shared:
        lists = read_choice_lists(self._shared_source(self._records, CHOICES, problems).root())
        cycles = read_life_cycles(self._shared_source(self._records, LIFE_CYCLES, problems).root())
        return Shared(lists, cycles, self.names)

    @staticmethod
    def _shared_source(folder: Path, stem: str, problems: list[Problem]) -> Source:
        path = folder / f"{stem}.toml"
        name = f"{folder.name}/{path.name}"
        return open_source(path, problems) if path.is_file() else Source(name, "", problems)

    def parents(self) -> Mapping[str, tuple[str, ...]]:
        """Return every form's parents, read from one line of its file (parsed only where that fails)."""
        return {name: self._parents_of(name) for name in self.names}

    def _parents_of(self, name: str) -> tuple[str, ...]:
        found = _PARENT_LINE.search(self._text(name))
        if found is None:
            return tuple(self.form(name).parent.values())
        return tuple(_QUOTED.findall(found.group(1)))

    def digest(self) -> str:
        total = hashlib.sha256()
        for path in [*sorted(self._records.glob("*.toml")), *sorted(self._surveys.glob("*.toml"))]:
            total.update(f"{path.parent.name}/{path.name}\n".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
        for name, text in sorted(self._issued.items()):
            total.update(f"issued/{name}\n".encode())
            total.update(hashlib.sha256(text.encode()).digest())
        for name, texts in sorted(self._earlier.items()):
            total.update(f"earlier/{name} {hashlib.sha256(repr(list(texts)).encode()).hexdigest()}\n".encode())
        return total.hexdigest()

    def _text(self, name: str) -> str:
        if name in self._issued:
            return self._issued[name]
        return (self._records / f"{name}.toml").read_text("utf-8", errors="replace")


def version_in(text: str) -> int:
    """Return the version that a declaration says it has, 0 when it says none."""
    found = _VERSION.search(text)
    return int(found.group(1)) if found else 0


def _stems(folder: Path) -> Iterable[str]:
    return sorted(path.stem for path in folder.glob("*.toml") if not path.stem.startswith("_"))


def _surveyed(text: str) -> bool:
    return re.search(r"^surveyed\s*=\s*true", text, re.MULTILINE) is not None
