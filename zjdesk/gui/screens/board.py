"""报送情况: when every community and computer handed in, what lacks, who is overdue, what to ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QLineEdit, QStackedWidget, QTabBar

from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.page import Page
from zjdesk.gui.pinyin import fits, keys
from zjdesk.gui.screens.board_lines import (
    Chosen,
    FeedsCard,
    community_heads,
    community_line,
    computer_heads,
    computer_line,
    summary_of,
)
from zjdesk.gui.where import ask_where, open_button
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import button, icon_button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.ops.completeness import STATES, WHOLE

if TYPE_CHECKING:
    from zjdesk.ops.completeness import Community, Completeness, Computer

_TABS = ("communities", "computers")
# The columns of either table that lead to the computer, and the one that leads to what lacks an attachment.
_TO_COMPUTER, _TO_FILES = (2, 3, 5), 7


class BoardPage(Page):
    """Communities on one tab, computers on the other; below, what each computer wrote of the chosen one."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "board")
        self.with_back()
        t = ctx.t
        self.now: Completeness | None = None
        self._found_by: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._wanted = ""
        self.print = self.with_action(icon_button(ctx, "report", t("board.print"), self._ask_print, "primary"))
        self.print.setEnabled(False)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(t("board.tabs"))
        for name in _TABS:
            self.tabs.addTab(t(f"board.{name}"))
        self.communities = self._table("board_communities", community_heads(ctx))
        self.computers = self._table("board_computers", computer_heads(ctx))
        self._stack = QStackedWidget()
        for table in (self.communities, self.computers):
            self._stack.addWidget(table)
        self.tabs.currentChanged.connect(self._turn)
        self.feeds = FeedsCard(ctx, self._records, self._without_files, self._to_computer)
        self._summary = words("", tone="muted", wrap=True)
        self.body.addLayout(self._build_filters())
        self.body.addWidget(self._summary)
        self.body.addWidget(self._stack, 3)
        self.body.addWidget(self.feeds, 2)
        self.first = self.communities.view
        self.commands = {"search": self._to_search, "back": self._clear_or_back}

    def arrive(self, **args: Any) -> None:
        """Read how complete everything is; ``community`` (a code) is chosen."""
        self._wanted = str(args.get("community", ""))
        if self._wanted:
            self.search.clear()
            self.filter.setCurrentIndex(0)
        self.ctx.tasks.run(self, _read, self._show)

    def keep(self, target: Path) -> None:
        """Write the list of what to ask for."""
        found, lang = self.now, self.ctx.lang
        if found is not None:
            self.ctx.tasks.run(self, lambda backend: backend.keep_asks(found, target, lang), self._kept, self.trouble)

    @property
    def chosen(self) -> Chosen | None:
        """Return the community or computer that is chosen."""
        if self.now is None:
            return None
        places: Iterable[Community | Computer] = (
            self.now.communities if self._stack.currentIndex() == 0 else self.now.computers
        )
        key = self._table_in_front.key
        return next((Chosen.of(one) for one in places if one.id == key), None)

    @property
    def _table_in_front(self) -> Table:
        return (self.communities, self.computers)[self._stack.currentIndex()]

    def _table(self, name: str, heads: Any) -> Table:
        ctx = self.ctx
        invite = button(ctx.t("laptops.open"), lambda: ctx.go("laptops"))
        table = Table(ctx, name, heads, empty=EmptyState(ctx, "exchange", ctx.t("board.none"), invite))
        table.chosen.connect(lambda _key: self._choose())
        table.opened.connect(lambda _key: self._open(table.view.currentIndex().column()))
        return table

    def _build_filters(self) -> Any:
        ctx, t = self.ctx, self.ctx.t
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("board.search"))
        self.search.setAccessibleName(t("board.search"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", ctx.theme["muted"], ctx.px(16)), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(ctx.px(260))
        self.search.textChanged.connect(self._fill)
        self.filter = QComboBox()
        self.filter.setAccessibleName(t("board.filter"))
        self.filter.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.filter.addItem(t("board.all"), "")
        self.filter.addItem(t("board.to_ask"), "ask")
        for state in STATES:
            self.filter.addItem(t(f"board.state_{state}"), state)
        self.filter.activated.connect(self._fill)
        return row(self.tabs, None, self.search, self.filter)

    def _show(self, found: tuple[Completeness, dict[str, tuple[str, tuple[str, ...]]]]) -> None:
        self.now, self._found_by = found
        now, t = self.now, self.ctx.t
        self._summary.setText(t("board.summary", counts=summary_of(self.ctx, now), days=now.days))
        self.print.setEnabled(True)
        self._fill()

    def _fill(self) -> None:
        if self.now is None:
            return
        shown = sorted(filter(self._fits, self.now.communities), key=_gravity)
        self.communities.show_lines([community_line(self.ctx, one) for one in shown])
        shown_too = sorted(filter(self._fits, self.now.computers), key=_gravity)
        names = {one.code: one.name for one in self.now.communities}
        self.computers.show_lines([computer_line(self.ctx, one, names) for one in shown_too])
        self._choose_wanted()
        self._choose()

    def _fits(self, one: Community | Computer) -> bool:
        wanted, state = self.filter.currentData(), one.state
        text, known = self._found_by.get(one.id, ("", ()))
        return (not wanted or wanted == state or (wanted == "ask" and state != WHOLE)) and fits(
            self.search.text(), text, known
        )

    def _choose_wanted(self) -> None:
        wanted = [one.id for one in self.now.communities if one.code == self._wanted] if self.now else []
        if wanted:
            self._wanted = ""
            self.tabs.setCurrentIndex(0)
            self.communities.choose(wanted[0])

    def _turn(self, tab: int) -> None:
        self._stack.setCurrentIndex(tab)
        self._choose()

    def _choose(self) -> None:
        self.feeds.show_chosen(self.chosen)

    def _open(self, column: int) -> None:
        """Open what is behind the cell."""
        if column in _TO_COMPUTER:
            self._to_computer()
        elif column == _TO_FILES:
            self._without_files()
        else:
            self._records()

    def _records(self) -> None:
        self._gather("records", lambda backend, feeds: backend.newest_of(feeds))

    def _without_files(self) -> None:
        self._gather("files", lambda backend, feeds: backend.without_files(feeds))

    def _gather(self, name: str, find: Callable[[Backend, list[str]], list[str]]) -> None:
        one = self.chosen
        if one is None:
            return
        ctx, feeds = self.ctx, [feed.id for feed in one.feeds]

        def go(ids: list[str]) -> None:
            if ids:
                ctx.go("records", title=ctx.t(f"board.{name}_of", name=one.name), ids=ids)
            else:
                ctx.say(ctx.t(f"board.no_{name}", name=one.name))

        ctx.tasks.run(self, lambda backend: find(backend, feeds), go)

    def _to_computer(self) -> None:
        one = self.chosen
        if one is not None:
            self.ctx.go("laptops", **({"installation": one.computers[0]} if one.computers else {}))

    def _ask_print(self) -> None:
        t = self.ctx.t
        ask_where(self, t("board.print"), t("board.file", day=self.ctx.today.isoformat()), self.keep)

    def _kept(self, path: Path) -> None:
        said = self.ctx.t("privacy.kept", path=str(path))
        self.notice("ok", said, self.ctx.t("board.kept_next"), (open_button(self.ctx, path),))

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _clear_or_back(self) -> None:
        if self.search.text():
            self.search.clear()
        else:
            self.ctx.wire.back.emit()


def _gravity(one: Community | Computer) -> int:
    return STATES.index(one.state)


def _read(backend: Backend) -> tuple[Completeness, dict[str, tuple[str, tuple[str, ...]]]]:
    found = backend.completeness()
    texts = {
        one.id: f"{one.code} {one.name} {' '.join(each.name for each in one.computers)}" for one in found.communities
    }
    for computer in found.computers:
        texts[computer.id] = " ".join((computer.name, *computer.people, *computer.communities))
    return found, {own: (text, keys(text)) for own, text in texts.items()}
