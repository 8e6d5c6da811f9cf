"""The photos of a record, small; those that show people only after a reason was given, which is noted."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from zjdesk.forms.model import Field, Form
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import ask_to_reveal
from zjdesk.gui.icons import picture
from zjdesk.gui.values import hidden_in
from zjdesk.gui.widgets.files import small_image
from zjdesk.gui.widgets.plain import icon_button, row

if TYPE_CHECKING:
    from zjdesk.store.read import Record

_HASH = re.compile(r"[0-9a-f]{64}")
_SMALL, _MOST = 96, 3


class Thumbnails(QWidget):
    """The files of one field; veiled ones show a picture of a photo and, for those who may, an eye."""

    def __init__(self, ctx: Context, form: Form, field: Field, record: Record) -> None:
        super().__init__()
        self._ctx, self._field, self._record = ctx, field, record
        self.photos = [Thumbnail(ctx, sha) for sha in hashes(record.values.get(field.name))[:_MOST]]
        veiled = field.name in hidden_in(form, record)
        self.eye = icon_button(ctx, "eye", ctx.t("pending.see_photo"), self._ask, "quiet")
        self.eye.setVisible(veiled and ctx.may_reveal(form.name, field.name))
        self.setLayout(row(*self.photos, self.eye, None))
        if not veiled:
            self._open()

    def _ask(self) -> None:
        ask_to_reveal(self._ctx, self.window(), self._ctx.label(self._field.label), self.reveal)

    def reveal(self, why: str) -> None:
        """Show the photos; that they were seen is noted with the reason."""
        own, name, failed = self._record.id, self._field.name, self._ctx.wire.failed.emit
        self._ctx.tasks.run(self, lambda backend: backend.reveal(own, name, why), lambda _value: self._open(), failed)

    def _open(self) -> None:
        self.eye.hide()
        for photo in self.photos:
            photo.read()


class Thumbnail(QLabel):
    """One photo, read off the window's thread when it may be seen."""

    def __init__(self, ctx: Context, sha: str) -> None:
        super().__init__()
        self._ctx, self._sha, self._size = ctx, sha, ctx.px(_SMALL)
        self.setFixedSize(QSize(self._size, self._size))
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(ctx.t("pending.photo"))
        self.setPixmap(picture("photo", ctx.theme["muted"], ctx.px(40)))
        self.shown = False

    def read(self) -> None:
        """Show the photo."""
        self._ctx.tasks.run(self, partial(small_image, sha=self._sha, size=self._size), self._show)

    def _show(self, image: QImage | None) -> None:
        if image is not None and not image.isNull():
            self.setPixmap(QPixmap.fromImage(image))
            self.shown = True


def hashes(value: Any) -> list[str]:
    """Return the files that a value names."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, str) and _HASH.fullmatch(item)]
