"""报告: built in the background, looked through here, saved where it is wanted."""

from __future__ import annotations

from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QComboBox, QFileDialog, QLabel, QListWidget, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, icon_button, row, words

if TYPE_CHECKING:
    from zjdesk.i18n import Lang

_LANGUAGES: tuple[tuple[Lang, str], ...] = (("zh", "中文"), ("en", "English"))
_WIDTH = 760


class ReportPage(Page):
    """Preview of the evaluation report."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "report")
        self._file: Path | None = None
        self.language = QComboBox()
        self.language.setAccessibleName(ctx.t("settings.language"))
        for code, name in _LANGUAGES:
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(ctx.lang))
        self._save = button(ctx.t("report.save"), self._ask_place)
        self._save.setEnabled(False)
        self.head.addWidget(self.language)
        self.head.addWidget(self._save)
        self._build = self.with_action(icon_button(ctx, "report", ctx.t("report.build"), self.build, "primary"))
        self._empty = EmptyState(
            ctx, "report", ctx.t("report.none"), button(ctx.t("report.build"), self.build, "primary")
        )
        self._holder = Card(ctx)
        self._holder.add(self._empty)
        self._pages = QListWidget()
        self._pages.setObjectName("list")
        self._pages.setAccessibleName(ctx.t("report.pages"))
        self._pages.setFixedWidth(ctx.px(130))
        self._pages.currentRowChanged.connect(self._turn_to)
        self._sheet = QLabel()
        self._sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._sheet.setAccessibleName(ctx.t("report.preview"))
        self._told = words("", tone="muted", wrap=True)
        self._preview = self._lay_out()
        self.body.addWidget(self._holder, 1)
        self.body.addWidget(self._preview, 1)
        self._preview.hide()
        self.commands = {"save": self._ask_place, "new": self.build}
        self.first = self._build

    def build(self) -> None:
        """Build the report in the background."""
        lang: Lang = self.language.currentData()
        path = Path(gettempdir()) / f"zjdesk-report-{lang}.pdf"
        self._build.setEnabled(False)
        self.ctx.tasks.run_long(
            self,
            self.ctx.t("report.building"),
            lambda backend, watch: (path, backend.report(path, lang, "final", watch)),
            self._built,
            self._failed,
        )

    def _lay_out(self) -> QWidget:
        preview = QWidget()
        layout = QVBoxLayout(preview)
        layout.setContentsMargins(0, 0, 0, 0)
        paper = QWidget()
        inner = QVBoxLayout(paper)
        inner.addWidget(self._sheet)
        line = row(self._pages, spacing=self.ctx.px(12))
        line.addWidget(scrolled(paper), 1)
        layout.addLayout(line, 1)
        layout.addWidget(self._told)
        return preview

    def _built(self, made: tuple[Path, int]) -> None:
        self._file, pages = made
        self._build.setEnabled(True)
        self._save.setEnabled(True)
        self._holder.hide()
        self._preview.show()
        self._told.setText(self.ctx.t("report.built", n=pages))
        self._pages.clear()
        self._pages.addItems([self.ctx.t("report.page", n=number) for number in range(1, pages + 1)])
        self._pages.setCurrentRow(0)
        self._pages.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._build.setEnabled(True)
        self.trouble(error)

    def _turn_to(self, number: int) -> None:
        path, width = self._file, self.ctx.px(_WIDTH)
        if path is not None and number >= 0:
            ratio = self.devicePixelRatioF()
            self.ctx.tasks.run(self, lambda _backend: page_image(path, number, width * ratio), self._show_page)

    def _show_page(self, image: QImage) -> None:
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(self.devicePixelRatioF())
        self._sheet.setPixmap(pixmap)

    def _ask_place(self) -> None:
        if self._file is None:
            return
        dialog = QFileDialog(self, self.ctx.t("report.save"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.ctx.t("report.file_name"))
        dialog.fileSelected.connect(lambda name: self.save_as(Path(name)))
        dialog.open()

    def save_as(self, target: Path) -> None:
        """Save the report that is shown."""
        source = self._file
        if source is not None:
            self.ctx.tasks.run(self, lambda _backend: _copy(source, target), self._saved)

    def _saved(self, target: Path) -> None:
        self.notice("ok", self.ctx.t("report.saved", path=str(target)), self.ctx.t("report.saved_next"))


def page_image(path: Path, number: int, width: float) -> QImage:
    """Return one page of a PDF as an image, ``width`` pixels wide."""
    import pypdfium2

    pdf: Any = pypdfium2
    document = pdf.PdfDocument(path)
    try:
        page = document[number]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
        pillow = bitmap.to_pil().convert("RGB")
        data = pillow.tobytes()
        image = QImage(data, pillow.width, pillow.height, 3 * pillow.width, QImage.Format.Format_RGB888)
        return image.copy()
    finally:
        document.close()


def _copy(source: Path, target: Path) -> Path:
    from zjdesk.errors import DeviceError

    try:
        target.write_bytes(source.read_bytes())
    except OSError as error:
        raise DeviceError("ops.not_written", path=str(target), detail=error.strerror) from error
    return target
