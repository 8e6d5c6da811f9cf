"""Sends the pages of a PDF to a real printer, one to one; off the window's thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from zjdesk.errors import Cancelled, DeviceError
from zjdesk.gui.widgets.paper_view import page_image, page_sizes

FINEST = 300  # dots an inch: enough for codes and small print, and quick
_INCH = 72.0

# Called with the pages done and their number; True stops the work.
Step = Callable[[int, int], bool]


def any_printer() -> bool:
    """Tell whether this computer knows a printer."""
    return bool(QPrinterInfo.availablePrinterNames())


def new_printer() -> QPrinter:
    """Return the computer's usual printer, set to whole sheets of A4."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setFullPage(True)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return printer


def print_pages(data: bytes, printer: QPrinter, step: Step) -> int:
    """Print every page in its own direction and true size; return how many.

    Raises DeviceError when the printer takes no pages, and Cancelled when ``step`` asks to stop.
    """
    sizes = page_sizes(data)
    lay_page(printer, sizes[0])
    painter = QPainter()
    if not painter.begin(printer):
        raise DeviceError("gui_papers.printer_failed", name=printer.printerName())
    try:
        for number, size in enumerate(sizes):
            if step(number, len(sizes)):
                printer.abort()
                raise Cancelled("sync.cancelled")
            lay_page(printer, size)
            if number and not printer.newPage():
                raise DeviceError("gui_papers.printer_failed", name=printer.printerName())
            _draw(painter, printer, page_image(data, number, size[0] / _INCH * FINEST))
    finally:
        painter.end()
    return len(sizes)


def lay_page(printer: QPrinter, size: tuple[float, float]) -> None:
    """Lay the next sheet upright or across, without margins."""
    across = size[0] > size[1]
    way = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), way, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


def _draw(painter: QPainter, printer: QPrinter, image: QImage) -> None:
    painter.drawImage(printer.pageLayout().fullRectPixels(printer.resolution()), image)
