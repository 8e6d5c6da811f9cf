"""The strip of pages at the left: pictures with words, pictures alone when the window is narrow."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.pages import NAVIGATION

WIDE = 196
NARROW = 66
NARROW_BELOW = 1200


class Navigation(QWidget):
    """Shows where one is and leads elsewhere."""

    def __init__(self, ctx: Context, go: Callable[[str], None]) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ctx = ctx
        self._brand = QLabel(ctx.t("window.brand"))
        self._brand.setObjectName("brand")
        self._places = {spec.name: self._place(number, spec.name, go) for number, spec in enumerate(NAVIGATION, 1)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(ctx.px(8), ctx.px(16), ctx.px(8), ctx.px(8))
        layout.setSpacing(ctx.px(4))
        layout.addWidget(self._brand)
        layout.addSpacing(ctx.px(12))
        for place in self._places.values():
            layout.addWidget(place)
        layout.addStretch(1)
        self.narrow(False)

    def _place(self, number: int, name: str, go: Callable[[str], None]) -> QToolButton:
        ctx = self._ctx
        place = QToolButton()
        place.setObjectName("place")
        place.setText("  " + ctx.t(f"pages.{name}"))
        place.setAccessibleName(ctx.t(f"pages.{name}"))
        place.setToolTip(f"{ctx.t(f'pages.{name}')}  Alt+{number}")
        place.setIcon(icon(name, ctx.theme["nav_text"], ctx.px(20), on=ctx.theme["on_primary"]))
        place.setIconSize(QSize(ctx.px(20), ctx.px(20)))
        place.setCheckable(True)
        place.setAutoExclusive(True)
        place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        place.setMinimumHeight(ctx.px(40))
        place.clicked.connect(lambda: go(name))
        return place

    def mark(self, name: str) -> None:
        """Show which page is in front."""
        if name in self._places:
            self._places[name].setChecked(True)

    def narrow(self, narrow: bool) -> None:
        """Show pictures alone, or words beside them."""
        manner = Qt.ToolButtonStyle.ToolButtonIconOnly if narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for place in self._places.values():
            place.setToolButtonStyle(manner)
        self._brand.setText("" if narrow else self._ctx.t("window.brand"))
        self.setFixedWidth(self._ctx.px(NARROW) if narrow else self._ctx.px(WIDE))
