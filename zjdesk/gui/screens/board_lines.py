"""How communities, computers and what they wrote stand on the board of hand-ins: their lines, words and tones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zjdesk.gui.context import Context
from zjdesk.gui.values import EMPTY, day
from zjdesk.gui.widgets.plain import Card, button, row, words
from zjdesk.gui.widgets.table import Table
from zjdesk.gui.widgets.table_model import Head, Line
from zjdesk.ops.completeness import GAP, NONE, OVERDUE, SILENT, WHOLE, Community

if TYPE_CHECKING:
    from zjdesk.ops.completeness import Completeness, Computer, Feed

TONES = {OVERDUE: "danger", GAP: "warn", NONE: "muted", SILENT: "muted", WHOLE: "ok"}
_MOST_GAPS, _MOST_PLACES = 3, 3


@dataclass(frozen=True)
class Chosen:
    """A community or a computer with its feeds and the ids of its computers."""

    name: str
    feeds: tuple[Feed, ...]
    computers: tuple[str, ...]
    files_missing: int

    @classmethod
    def of(cls, one: Community | Computer) -> Chosen:
        """Return one line of the board as it was chosen."""
        lacking = sum(feed.files_missing for feed in one.feeds)
        computers = tuple(each.id for each in one.computers) if isinstance(one, Community) else (one.id,)
        return cls(one.name, one.feeds, computers, lacking)


def community_heads(ctx: Context) -> tuple[Head, ...]:
    """Return the columns of the communities."""
    t = ctx.t
    return (
        Head(t("board.code"), width=6),
        Head(t("board.community"), width=0),
        Head(t("board.computer"), width=14),
        *_common_heads(ctx),
    )


def computer_heads(ctx: Context) -> tuple[Head, ...]:
    """Return the columns of the computers."""
    t = ctx.t
    return (
        Head(t("board.computer"), width=0),
        Head(t("settings.kind"), width=10),
        Head(t("settings.communities"), width=16),
        *_common_heads(ctx),
    )


def community_line(ctx: Context, one: Community) -> Line:
    """Return a community as it stands in the table."""
    between = "、" if ctx.lang == "zh" else ", "
    computers = between.join(each.name for each in one.computers) or EMPTY
    return _line(ctx, one, (one.code, one.name, computers), one.files)


def computer_line(ctx: Context, one: Computer, names: Mapping[str, str]) -> Line:
    """Return a computer as it stands in the table."""
    between = "、" if ctx.lang == "zh" else ", "
    places = [names.get(code, code) for code in one.communities]
    if len(places) > _MOST_PLACES:
        where = ctx.t("settings.many_communities", first=places[0], n=len(places))
    else:
        where = between.join(places) or EMPTY
    announced = sum(feed.announced for feed in one.feeds)
    files = (announced - one.files_missing, announced)
    return _line(ctx, one, (one.name, ctx.t(f"settings.kind_{one.kind}"), where), files)


def summary_of(ctx: Context, found: Completeness) -> str:
    """Return how many communities stand how, the best first."""
    counts = {state: sum(one.state == state for one in found.communities) for state in TONES}
    between = "，" if ctx.lang == "zh" else ", "
    return between.join(ctx.t(f"board.count_{state}", n=n) for state, n in reversed(counts.items()) if n)


class FeedsCard(Card):
    """What every computer wrote in the chosen community, or the chosen computer everywhere, and ways to look at it."""

    def __init__(
        self, ctx: Context, records: Callable[[], None], files: Callable[[], None], computer: Callable[[], None]
    ) -> None:
        super().__init__(ctx)
        self._ctx = ctx
        t = ctx.t
        self._title = words("", "heading")
        self.records = button(t("board.look"), records)
        self.files = button(t("board.look_files"), files)
        self.computer = button(t("board.look_computer"), computer)
        heads = (
            Head(t("board.written_by"), width=0),
            Head(t("board.scope"), width=12),
            Head(t("board.last_seen"), width=10, tip=t("exchange.newest_tip")),
            Head(t("board.held"), True, 6),
            Head(t("board.missing"), True, 14, t("exchange.gap_tip")),
            Head(t("board.files"), True, 8, t("board.files_tip")),
        )
        self.table = Table(ctx, "board_feeds", heads)
        self.table.view.setMinimumHeight(ctx.px(36 * 3))
        self.add(row(self._title, None, self.records, self.files, self.computer), self.table)

    def show_chosen(self, one: Chosen | None) -> None:
        """Show another community or computer."""
        self.setVisible(one is not None)
        if one is None:
            return
        self._title.setText(self._ctx.t("board.feeds_of", name=one.name))
        self.records.setVisible(bool(one.feeds))
        self.files.setVisible(bool(one.files_missing))
        self.table.setProperty("sized", False)  # gaps are as long as they are
        self.table.show_lines([self._line(feed) for feed in sorted(one.feeds, key=lambda feed: -feed.last)])

    def _line(self, feed: Feed) -> Line:
        t = self._ctx.t
        kind = feed.scope.partition(":")[0]
        scope = t(f"board.scope_{kind}", code=feed.community or "")
        gaps = [f"{first}–{last}" if first != last else str(first) for first, last in feed.gaps[:_MOST_GAPS]]
        more = "…" if len(feed.gaps) > _MOST_GAPS else ""
        missing = f"{feed.missing:,}（{'、'.join(gaps)}{more}）" if feed.missing else "0"
        cells = (
            feed.name or EMPTY,
            scope,
            day(feed.last_seen),
            f"{feed.last - feed.missing:,}",
            missing,
            files_words((feed.present, feed.announced)),
        )
        tones = ("", "", "", "", "warn" if feed.missing else "", "warn" if feed.files_missing else "")
        return Line(feed.id, cells, (*cells[:3], feed.last - feed.missing, feed.missing, feed.files_missing), tones)


def files_words(files: tuple[int, int]) -> str:
    """Return how many files arrived of how many that were announced."""
    present, announced = files
    return f"{present:,} / {announced:,}" if announced else EMPTY


def _common_heads(ctx: Context) -> tuple[Head, ...]:
    t = ctx.t
    return (
        Head(t("board.state"), width=8),
        Head(t("board.since"), width=10),
        Head(t("board.due"), width=8),
        Head(t("board.missing"), True, 6, t("exchange.gap_tip")),
        Head(t("board.files"), True, 8, t("board.files_tip")),
    )


def _line(ctx: Context, one: Community | Computer, names: tuple[str, str, str], files: tuple[int, int]) -> Line:
    due, lacking = one.due or EMPTY, files[1] - files[0]
    cells = (
        *names,
        ctx.t(f"board.state_{one.state}"),
        day(one.since),
        due,
        f"{one.missing:,}",
        files_words(files),
    )
    late = "danger" if one.state == OVERDUE else ""
    tones = ("", "", "", TONES[one.state], "", late, "warn" if one.missing else "", "warn" if lacking else "")
    order = list(TONES).index(one.state)
    return Line(one.id, cells, (*names, order, one.since or 0, due, one.missing, lacking), tones)
