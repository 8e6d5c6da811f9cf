"""The communities as tiles on the office's home page: each coloured and lettered by how its hand-ins stand."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from zjdesk.gui.context import Context
from zjdesk.gui.screens.board_lines import TONES, summary_of
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.flow import FlowLayout
from zjdesk.gui.widgets.plain import Card, button, clear, row, words
from zjdesk.gui.widgets.tips import tip

if TYPE_CHECKING:
    from zjdesk.ops.completeness import Community, Completeness

_WIDTH = 124
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Tile(QPushButton):
    """One community; the arrow keys go to its neighbours."""

    def __init__(self, ctx: Context, one: Community, step: Callable[[Tile, Qt.Key], None]) -> None:
        super().__init__()
        self.code = one.code
        self._step = step
        said = sentence_of(ctx, one)
        self.setProperty("role", "tile")
        self.setProperty("tone", TONES[one.state])
        self.setAutoDefault(False)
        self.setFixedWidth(ctx.px(_WIDTH))
        self.ensurePolished()
        room = ctx.px(_WIDTH - 24) - self.fontMetrics().horizontalAdvance("中  ")
        name = self.fontMetrics().elidedText(one.name, Qt.TextElideMode.ElideRight, room)
        self.setText(f"{ctx.t(f'board.mark_{one.state}')}  {name}")
        self.setToolTip(tip(said))
        self.setAccessibleName(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Go to a neighbour, or open."""
        key = Qt.Key(event.key())
        if key in _STEPS or key in _ROWS:
            self._step(self, key)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def sentence_of(ctx: Context, one: Community) -> str:
    """Return how a community stands, in a sentence."""
    return ctx.t(
        "board.tile",
        code=one.code,
        name=one.name,
        state=ctx.t(f"board.state_{one.state}"),
        since=day(one.since),
        due=one.due or EMPTY,
    )


class CommunityTiles(Card):
    """All communities by code; a tile opens its line on the board. Tab comes here once, arrows go on."""

    def __init__(self, ctx: Context, open_line: Callable[[str], None]) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        self._open = open_line
        self.tiles: list[Tile] = []
        self._counts = words("", tone="muted")
        whole = button(ctx.t("board.open"), lambda: ctx.go("board"))
        self.add(row(words(ctx.t("board.home"), "heading"), self._counts, None, whole, spacing=ctx.px(12)))
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, gap=ctx.px(6))
        self.add(self._holder)
        self.hide()

    def show_found(self, found: Completeness) -> None:
        """Show how they stand now; nothing while there is no community."""
        kept = next((tile.code for tile in self.tiles if tile.hasFocus()), "")
        clear(self._flow)
        self.tiles = [Tile(self._ctx, one, self._step) for one in found.communities]
        for number, tile in enumerate(self.tiles):
            tile.setFocusPolicy(Qt.FocusPolicy.ClickFocus if number else Qt.FocusPolicy.StrongFocus)
            tile.clicked.connect(partial(self._opened, tile.code))
            self._flow.addWidget(tile)
            if tile.code == kept:
                self._enter(tile)
        self._counts.setText(summary_of(self._ctx, found))
        self.setVisible(bool(self.tiles))

    def _opened(self, code: str, _checked: bool = False) -> None:
        self._open(code)

    def _step(self, tile: Tile, key: Qt.Key) -> None:
        place = self.tiles.index(tile)
        if key in _STEPS:
            self._enter(self.tiles[max(0, min(len(self.tiles) - 1, place + _STEPS[key]))])
            return
        beyond = [one for one in self.tiles if (one.y() - tile.y()) * _ROWS[key] > 0]
        if beyond:
            self._enter(min(beyond, key=lambda one: (abs(one.y() - tile.y()), abs(one.x() - tile.x()))))

    def _enter(self, tile: Tile) -> None:
        for one in self.tiles:
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is tile else Qt.FocusPolicy.ClickFocus)
        tile.setFocus()
