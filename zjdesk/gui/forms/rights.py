"""What people may ask for, beside a record: its history, a copy for the person, and erasing (the office's)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QWidget

from zjdesk.forms.model import Form
from zjdesk.gui.context import Context
from zjdesk.gui.forms.reason import reason_sheet
from zjdesk.gui.page import Page
from zjdesk.gui.where import ask_where, open_button
from zjdesk.gui.widgets.plain import button, icon_button

PERSON = "person"


class RecordRights(QWidget):
    """The buttons for one record; a form without anything personal has its history only."""

    def __init__(self, ctx: Context, page: Page) -> None:
        super().__init__()
        self._ctx = ctx
        self._page = page
        self._record, self._form = "", ""
        self.story = button(ctx.t("story.open"), lambda: ctx.go("story", record=self._record, form=self._form))
        self.print = icon_button(ctx, "print", ctx.t("papers.print_record"), self.ask_to_print)
        self.extract = button(ctx.t("privacy.extract"), self.ask_extract)
        self.erase = button(ctx.t("privacy.erase_record"), lambda: ctx.go("erasing", record=self._record))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ctx.px(8))
        layout.addWidget(self.print)
        layout.addWidget(self.story)
        layout.addWidget(self.extract)
        layout.addWidget(self.erase)
        self.hide()

    def show_record(self, form: Form, record: str | None) -> None:
        """Offer what may be done with a saved record."""
        self._record, self._form = record or "", form.name
        about = self._ctx.about
        personal = any(field.sensitivity != "P0" for field in form.fields)
        office = about.kind == "office" and about.role == "SA"
        self.extract.setVisible(form.name == PERSON and self._ctx.may_reveal(PERSON, "phone"))
        self.erase.setVisible(personal and office)
        self.setVisible(bool(record))

    def ask_to_print(self) -> None:
        """Go to the paper forms that this record fills."""
        if self._record:
            self._ctx.go("papers", record=self._record)

    def ask_extract(self) -> None:
        """Ask why the person's copy is printed, and where it is to go."""
        t = self._ctx.t
        title, remark = t("privacy.extract_named"), t("privacy.extract_remark")
        act = t("privacy.extract_act")
        reason_sheet(self._ctx, self.window(), title, self._ask_place, action=act, remark=remark).open()

    def keep_extract(self, target: Path, why: str) -> None:
        """Write the person's copy."""
        own, lang = self._record, self._ctx.lang
        self._ctx.tasks.run(
            self, lambda backend: backend.keep_extract(own, target, why, lang), self._kept, self._page.trouble
        )

    def _ask_place(self, why: str) -> None:
        t = self._ctx.t
        ask_where(
            self, t("privacy.extract_named"), t("privacy.extract_file"), lambda path: self.keep_extract(path, why)
        )

    def _kept(self, path: Path) -> None:
        t = self._ctx.t
        said = t("privacy.extract_kept", path=str(path))
        self._page.notice("ok", said, t("privacy.extract_next"), (open_button(self._ctx, path),))
