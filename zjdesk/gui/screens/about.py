"""关于: which version this is, under which licence, and what it is made of."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from zjdesk.gui.context import Context
from zjdesk.gui.widgets.plain import Card, words

# Name and licence of what a person uses with the window; the whole list stands in packaging/LICENSES.md.
PARTS = (
    ("Qt 6, PySide6", "LGPL-3.0"),
    ("SQLCipher, SQLite", "BSD-3-Clause, public domain"),
    ("ReportLab", "BSD-3-Clause"),
    ("PDFium, pypdfium2", "BSD-3-Clause, Apache-2.0"),
    ("pyqtgraph", "MIT"),
    ("Noto Sans SC, Noto Serif SC", "SIL OFL 1.1"),
)


class AboutCard(Card):
    """A few lines about the program itself."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, ctx.t("settings.about"))
        self._ctx = ctx
        self._version = words(ctx.t("settings.version", number=""))
        self.add(self._version, words(ctx.t("settings.licence"), wrap=True))
        parts = [ctx.t("settings.parts"), *(f"{name} · {licence}" for name, licence in PARTS)]
        self.add(words("\n".join(parts), tone="muted"))
        ctx.tasks.run(self, lambda _backend: own_version(), self._show)

    def _show(self, number: str) -> None:
        self._version.setText(self._ctx.t("settings.version", number=number))


def own_version() -> str:
    """Return the version that is installed, nothing when it runs from files alone."""
    try:
        return version("zjdesk")
    except PackageNotFoundError:
        return ""
