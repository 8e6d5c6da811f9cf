"""The sheet of one photo: the day is taken from the picture, unless somebody wrote one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zjdesk.gui.context import Context
from zjdesk.gui.forms.sheet import FormSheet

if TYPE_CHECKING:
    from zjdesk.forms.model import Form
    from zjdesk.gui.backend import Backend

_FILE, _DAY = "file", "taken_on"


class PhotoSheet(FormSheet):
    """Fills in when the picture was taken, as soon as there is a picture that says so."""

    def __init__(self, ctx: Context, form: Form, *, near: str | None = None) -> None:
        super().__init__(ctx, form, near=near)
        self.rows[_FILE].editor.changed.connect(self._ask_day)

    def _ask_day(self) -> None:
        sha = self.rows[_FILE].editor.value
        if sha and not self.rows[_DAY].value:
            self._ctx.tasks.run(self, lambda backend: day_of(backend, sha), self._fill_in)

    def _fill_in(self, day: str | None) -> None:
        if day is not None and not self.rows[_DAY].value:
            self.put({_DAY: day})


def day_of(backend: Backend, sha: str) -> str | None:
    """Return the day on which a kept picture says that it was taken."""
    from zjdesk.errors import InputError
    from zjdesk.ops.picture import read_picture

    data = backend.read_file(sha)
    try:
        day = read_picture("", data).day if data is not None else None
    except InputError:
        return None
    return day.isoformat() if day else None


def sheet_of(ctx: Context, form: Form, near: str | None) -> FormSheet:
    """Return the sheet for the fields of a form."""
    return PhotoSheet(ctx, form, near=near) if form.name == "photo" else FormSheet(ctx, form, near=near)
