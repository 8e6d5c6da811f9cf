"""Everything held about one person, for that person: where, what for, how long (PIPL 45)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from zjdesk.errors import InputError
from zjdesk.forms.masking import is_hidden, publish
from zjdesk.forms.model import Field, Form
from zjdesk.forms.retention import load_retention
from zjdesk.i18n import Lang, text
from zjdesk.ops.audit import Verb
from zjdesk.ops.leaving import keep
from zjdesk.ops.privacy import open_fields
from zjdesk.ops.saves import need
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.report import extract, pdf
from zjdesk.report.extract import Section
from zjdesk.report.pdf import Written
from zjdesk.store.entry import STATE
from zjdesk.store.read import Record, columns, from_row
from zjdesk.store.schema import quoted
from zjdesk.sync.format import shown_name

PERSON = "person"
# Lists in which people stand by name only, without a row of their own; who is meant only the person can say.
BY_NAME = ("sign_in_entry", "handout_entry")


def write_extract(session: Session, person: str, path: Path, *, why: str, lang: Lang) -> Written:
    """Write the copy as PDF; raises NotAllowed for roles that may not see what it holds."""
    found = need(session.store.conn, session.store.catalogue, person)
    if found.form != PERSON:
        raise InputError("ops.not_a_person", id=person)
    own = list(_own(session, found))
    naming = list(_naming(session, found))
    private = [one for one in naming if session.store.catalogue.form(one.form).scope == "private"]
    open_fields(session, [(one.form, one.id) for one in (*own, *private)], why)
    sections = [*_sections(session, own, lang), *_sections(session, naming, lang, others=True)]
    name = str(found.values.get("name") or "")
    office = session.store.installation.name
    report = extract.build(sections, name=name, office=office, day=session.store.env.today().isoformat(), lang=lang)
    data, written = pdf.render(report)
    told = {"record": person, "what": "extract", "sections": len(sections), "file": shown_name(path)}
    keep(session, path, data, Verb.PRINTED, told, why)
    return written


def _own(session: Session, person: Record) -> Iterator[Record]:
    """Yield the person's record and all that lies in it."""
    yield person
    for form in session.store.catalogue.children(person.form):
        for child in _where(session, form, "_parent = ?", [bytes.fromhex(person.id)]):
            yield from _own(session, child)


def _naming(session: Session, person: Record) -> Iterator[Record]:
    """Yield what names the person elsewhere, with what is private there, and lines of that name in the community."""
    own = bytes.fromhex(person.id)
    for name in session.store.catalogue.names():
        form = session.store.catalogue.form(name)
        single = [f"{quoted(field.name)} = ?" for field in form.fields if field.to == PERSON and field.type == "ref"]
        several = [f"instr({quoted(field.name)}, ?)" for field in form.fields if _lists_people(field)]
        if form.name != "person_private" and (single or several):
            args: list[Any] = [own] * len(single) + [person.id] * len(several)
            for record in _where(session, name, " OR ".join([*single, *several]), args):
                yield from _own(session, record) if form.name == "subsidy_entry" else (record,)
    for name in BY_NAME:
        yield from _where(session, name, "name = ? AND _scope = ?", [person.values.get("name"), person.scope])


def _lists_people(field: Field) -> bool:
    return field.to == PERSON and field.type == "refs"


def _where(session: Session, form: str, test: str, args: list[Any]) -> list[Record]:
    declared = session.store.catalogue.form(form)
    sql = f"SELECT {columns(declared)} FROM {quoted(form)} WHERE _deleted = 0 AND ({test}) ORDER BY _created, _id"
    return [from_row(declared, row) for row in session.store.conn.execute(sql, args)]


def _sections(session: Session, records: list[Record], lang: Lang, *, others: bool = False) -> Iterator[Section]:
    """Yield a section for each form; where ``others`` may be named, what is told of them is masked."""
    kept = load_retention(forms_dir())
    for name in dict.fromkeys(record.form for record in records):
        form, keeping = session.store.catalogue.form(name), kept.get(name)
        yield Section(
            form=form.label.text(lang),
            where=text(lang, f"ops.extract_{form.scope}"),
            purpose=keeping.purpose.text(lang) if keeping else "—",
            keeping=keeping.basis.text(lang) if keeping else "—",
            records=tuple(
                tuple(_lines(session, form, one, lang, others=others and name not in BY_NAME))
                for one in records
                if one.form == name
            ),
        )


def _lines(session: Session, form: Form, record: Record, lang: Lang, *, others: bool) -> Iterator[tuple[str, str]]:
    for field in form.fields:
        value = record.values.get(field.name)
        if value is None or field.name == STATE:
            continue
        hidden = others and (is_hidden(field) or field.mask is not None) and field.sensitivity != "P3"
        shown = publish(field, value, lang) if hidden else value
        yield field.label.text(lang), _words(session, field, shown, lang)


def _words(session: Session, field: Field, value: Any, lang: Lang) -> str:
    if isinstance(value, list):
        return "、".join(_words(session, field, one, lang) for one in value)
    if isinstance(value, bool):
        return text(lang, "ops.yes" if value else "ops.no")
    if field.type == "money" and isinstance(value, int):
        return f"{value // 100}.{value % 100:02}"
    if field.type in ("ref", "refs"):
        return _title(session, field, str(value))
    if field.type in ("file", "files"):
        return text(lang, "ops.extract_file", name=str(value)[:8])
    choice = field.choice(str(value))
    return choice.label.text(lang) if choice else str(value)


def _title(session: Session, field: Field, own: str) -> str:
    """Return how a record that is named is called; other people by their surname only."""
    form = session.store.catalogue.form(field.to or PERSON)
    rows = _where(session, form.name, "_id = ?", [bytes.fromhex(own)])
    names = [form.field(name) for name in form.title if name in form.by_name and form.field(name).to is None]
    parts = [str(publish(one, rows[0].values[one.name])) for one in names if rows and one.name in rows[0].values]
    return " ".join(parts) or "—"
