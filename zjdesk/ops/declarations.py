"""Declarations as a person or a script reads them: list, one form, verification, data dictionary."""

from __future__ import annotations

import csv
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import Any

from zjdesk.errors import DeviceError, InputError, NotAllowed, Problem
from zjdesk.forms.load import load_catalogue, verify_issued
from zjdesk.forms.load import verify as verify_forms
from zjdesk.forms.model import Catalogue, Field, Form
from zjdesk.i18n import Lang
from zjdesk.ops import audit
from zjdesk.ops.audit import Verb
from zjdesk.ops.cells import plain_cell
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.store.entry import FORM, PARENT
from zjdesk.store.ids import uuid7
from zjdesk.store.store import Save

MAX_DECLARATION = 200_000  # bytes; our longest has a tenth of it

DICTIONARY = (
    "form",
    "form_zh",
    "field",
    "label_zh",
    "label_en",
    "type",
    "required",
    "choices",
    "refers_to",
    "sensitivity",
    "rule",
)


def catalogue() -> Catalogue:
    """Return the program's own declarations."""
    return load_catalogue(forms_dir())


def list_forms(lang: Lang) -> list[dict[str, Any]]:
    """Return code, name, version and label of every form."""
    known = catalogue()
    forms = sorted((known.form(name) for name in known.names()), key=lambda form: form.code)
    return [
        {"code": form.code, "name": form.name, "version": form.version, "label": form.label.text(lang)}
        for form in forms
    ]


def as_object(name: str) -> dict[str, Any]:
    """Return a form's declaration as a plain object."""
    form = catalogue().form(name)
    return asdict(form) | {"columns": list(form.columns)}


def verify(folder: Path | None = None) -> list[Problem]:
    """Return everything that is wrong with the declarations in ``folder`` (the program's own by default)."""
    chosen = folder or forms_dir()
    if not (chosen / "records").is_dir():
        raise InputError("ops.no_declarations", path=str(chosen))
    return verify_forms(chosen)


def issue(session: Session, file: Path, why: str = "") -> Form:
    """Send a declaration to every laptop, for a new form or in the place of an older one (office only).

    Raises InputError with everything that is wrong with it, and unless its version is newer. Values that no longer
    fit are kept and listed.
    """
    store = session.store
    if store.installation.kind != "office" or session.account.role != "SA":
        raise NotAllowed("ops.office_only")
    name, text = file.stem, _text(file)
    form, problems = verify_issued(forms_dir(), name, text)
    if problems:
        raise InputError("forms.bad_declaration", tuple(problems), name=name, count=len(problems))
    known = store.catalogue.form(name).version if name in store.catalogue else 0
    if form.version <= known:
        raise InputError("ops.form_not_newer", form=form.label, version=known + 1)
    values = {PARENT: None, "name": name, "version": form.version, "text": text}
    with store.transaction():
        store.append(session.account.id, [("street", [Save(uuid7(store.env.now()), FORM, 1, values)])], why)
        store.take_issued()
        audit.note(session, Verb.DECIDED, {"form": name, "version": form.version}, why)
    return form


def _text(file: Path) -> str:
    try:
        raw = file.read_bytes()
        if len(raw) > MAX_DECLARATION:
            raise InputError("ops.declaration_too_large", path=str(file), limit=MAX_DECLARATION)
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise InputError("ops.not_read", path=str(file), detail=error.strerror) from error
    except UnicodeDecodeError:
        raise InputError("ops.not_read", path=str(file), detail="UTF-8") from None


def _described(form: Form, field: Field) -> dict[str, str]:
    """Return a field's line of the data dictionary."""
    return {
        "form": form.name,
        "form_zh": form.label.zh,
        "field": field.name,
        "label_zh": field.label.zh,
        "label_en": field.label.en,
        "type": field.type,
        "required": "*" if field.required else "",
        "choices": " ".join(f"{choice.code}={choice.label.zh}" for choice in field.choices),
        "refers_to": field.to or "",
        "sensitivity": field.sensitivity,
        "rule": field.rule or "",
    }


def write_dictionary(path: Path) -> None:
    """Write the data dictionary as CSV with a byte-order mark, so that WPS and Excel read it."""
    known = catalogue()
    text = StringIO(newline="")
    rows = csv.DictWriter(text, DICTIONARY)
    rows.writeheader()
    for name in known.names():
        form = known.form(name)
        for field in form.fields:
            rows.writerow({column: plain_cell(cell) for column, cell in _described(form, field).items()})
    try:
        path.write_text(text.getvalue(), "utf-8-sig")
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(path), detail=error.strerror) from error
