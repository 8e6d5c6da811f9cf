"""The list of photos that are being taken in: a small picture, its activity, day, caption and people's consent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QPixmap

from zjdesk.forms.model import Field
from zjdesk.gui.backend import Candidate
from zjdesk.gui.context import Context
from zjdesk.gui.photographs import Source, Surroundings
from zjdesk.gui.pinyin import keys
from zjdesk.gui.widgets.grid import Grid
from zjdesk.gui.widgets.grid_model import GridLook, GridModel
from zjdesk.gui.widgets.table_model import Index
from zjdesk.gui.widgets.tips import tip
from zjdesk.i18n import Label

if TYPE_CHECKING:
    from zjdesk.ops.photo_matching import Doubt, Occasion
    from zjdesk.ops.picture import Picture

PICTURE, SOURCE, OWN_WORDS, DOUBT = "_picture", "_source", "_caption", "_doubt"
HELD = ("taken_on", "caption", "faces_consent", "shows_label")
_WIDTHS = (140, 60, 190, 190, 110, 0, 130, 130)
_TALL, _ACROSS = 60, 72
_NOWHERE = QModelIndex()


class PhotoModel(GridModel):
    """One line a photo; the lines come from files, so none is added by typing."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx
        look = GridLook(ctx.lang, ctx.theme["danger_surface"], ctx.theme["muted"])
        super().__init__(_fields(ctx), look, derive=self._follow)
        self.grows = False
        self.known: dict[str, Occasion] = {}
        self._small: dict[str, QPixmap] = {}
        self.show_rows(())

    def surround(self, around: Surroundings) -> None:
        """Take in the activities to choose from."""
        self.known = {one.id: one for one in around.occasions}
        self.names = {"activity_record": {one.id: named(one) for one in around.occasions}}

    def add_pictures(self, found: Sequence[tuple[Source, Picture]], activity: str | None) -> None:
        """Put photos at the end, each with the activity that it fits or the one that is named."""
        if not found:
            return
        first = len(self.rows)
        self.beginInsertRows(_NOWHERE, first, first + len(found) - 1)
        self.rows += [self._fresh_row(source, picture, activity) for source, picture in found]
        self.endInsertRows()
        self.edited.emit()

    def doubt(self, doubts: Sequence[Doubt | None]) -> None:
        """Say which photos were evidence before; the very same file is left out unless a person takes it in."""
        for row, doubt in zip(self.rows, doubts, strict=True):
            if doubt is not None and doubt.kind == "same" and row.get(DOUBT) != doubt:
                row["take"] = False
            row[DOUBT] = doubt
        self._follow_all()

    def say_for_all(self, name: str, value: Any) -> None:
        """Fill in one field of every photo that is to be taken in."""
        for row in self.rows:
            if row["take"]:
                row[name] = value
        self._follow_all()

    def remove(self, number: int) -> None:
        """Take a photo off the list; the file stays where it is."""
        if 0 <= number < len(self.rows):
            self.beginRemoveRows(_NOWHERE, number, number)
            del self.rows[number]
            self.endRemoveRows()
            self.edited.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a cell; the first shows the picture."""
        if index.column() == 0 and role == Qt.ItemDataRole.DecorationRole:
            return self._picture(self.rows[index.row()][PICTURE])
        told = super().data(index, role)
        if role == Qt.ItemDataRole.ToolTipRole and told is None:
            words = str(super().data(index, Qt.ItemDataRole.DisplayRole) or "")
            return tip(words) if words else None
        return told

    def _grow(self) -> None:
        """No blank line waits at the end."""

    def _picture(self, picture: Picture) -> QPixmap:
        if picture.sha256 not in self._small:
            drawn = QPixmap()
            drawn.loadFromData(picture.small)
            size = QSize(self._ctx.px(_ACROSS), self._ctx.px(_TALL - 6))
            shape, way = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            self._small[picture.sha256] = drawn.scaled(size, shape, way)
        return self._small[picture.sha256]

    def _fresh_row(self, source: Source, picture: Picture, activity: str | None) -> dict[str, Any]:
        from zjdesk.ops.photo_matching import match

        occasion = self.known.get(activity or "") or match(picture, list(self.known.values()))
        day = picture.day or (occasion.day if occasion else None)
        row = {PICTURE: picture, SOURCE: source, OWN_WORDS: "", DOUBT: None, "name": picture.name, "take": True}
        row |= {"activity": occasion.id if occasion else None, "taken_on": day.isoformat() if day else None}
        return self._follow({**row, "caption": "", "faces_consent": None, "shows_label": False})

    def _follow(self, row: dict[str, Any]) -> dict[str, Any]:
        """Fill in what follows: a caption nobody wrote, a day nobody knows, and what is to be looked at."""
        if PICTURE not in row:
            return row
        occasion = self.known.get(str(row.get("activity")))
        if occasion is not None and row.get("caption") in ("", None, row[OWN_WORDS]):
            row["caption"] = row[OWN_WORDS] = occasion.caption
        if occasion is not None and not row.get("taken_on"):
            row["taken_on"] = occasion.day.isoformat()
        row["finding"] = self._ctx.t("photos.and").join(findings(self._ctx, row, occasion, self.known, self.rows))
        return row

    def _follow_all(self) -> None:
        self.rows = [self._follow(row) for row in self.rows]
        self.complain({})
        self.edited.emit()


class PhotoGrid(Grid):
    """The list as a grid: tall rows, Enter goes on to the next cell and past the end of a row."""

    def __init__(self, ctx: Context, model: PhotoModel) -> None:
        super().__init__(ctx, model, ctx.t("photos.list"), _WIDTHS)
        self.verticalHeader().setDefaultSectionSize(ctx.px(_TALL))
        self.setIconSize(QSize(ctx.px(_ACROSS), ctx.px(_TALL - 6)))
        self.setWordWrap(True)

    def offer(self, around: Surroundings) -> None:
        """Offer the activities as one types, by words, pinyin or initials."""
        titles = [(one.id, named(one)) for one in around.occasions]
        self.candidates = {"activity": [Candidate(own, title, keys(title)) for own, title in titles]}

    def move_on(self) -> None:
        """Go to the next cell to fill in, from the last row's end nowhere."""
        columns = self._editable()
        now = self.currentIndex()
        later = [column for column in columns if column > now.column()]
        if later:
            self._go_to(now.row(), later[0])
        elif now.row() < len(self.cells.rows) - 1:
            self._go_to(now.row() + 1, columns[0])


def named(one: Occasion) -> str:
    """Return an activity as it is chosen: its day and its title."""
    return f"{one.day.isoformat()} {one.title}"


def findings(
    ctx: Context,
    row: Mapping[str, Any],
    occasion: Occasion | None,
    known: Mapping[str, Occasion],
    rows: Sequence[Mapping[str, Any]],
) -> list[str]:
    """Return what a person should look at before a photo is taken in; the gravest first."""
    from zjdesk.ops.picture import SHORT_SIDE

    picture, doubt = row[PICTURE], row.get(DOUBT)
    found = []
    if doubt is not None:
        found.append(ctx.t(f"photos.{doubt.kind}", of=_of(ctx, doubt, known, rows)))
    if occasion is not None and picture.day is not None and abs((picture.day - occasion.day).days) >= 1:
        found.append(ctx.t("photos.other_day", day=occasion.day.isoformat()))
    if occasion is None:
        found.append(ctx.t("photos.no_activity"))
    if picture.day is None:
        found.append(ctx.t("photos.no_day"))
    elif picture.from_name:
        found.append(ctx.t("photos.day_from_name"))
    if picture.longest < SHORT_SIDE:
        found.append(ctx.t("photos.coarse", pixels=picture.longest))
    return found


def wrong_cells(ctx: Context, rows: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], str]:
    """Return what must be mended before the photos can be taken in, by line and field."""
    form = ctx.catalogue.form("photo")
    wrong: dict[tuple[int, str], str] = {}
    for number, row in enumerate(rows):
        if not row["take"]:
            continue
        for name in ("activity", "taken_on", "caption", "faces_consent"):
            if row.get(name) in (None, ""):
                label = ctx.t("photos.activity") if name == "activity" else ctx.label(form.field(name).label)
                wrong[number, name] = ctx.t("photos.needed", name=label)
        if row.get("taken_on") and not _is_day(str(row["taken_on"])):
            wrong[number, "taken_on"] = ctx.t("photos.not_a_day")
    return wrong


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _of(ctx: Context, doubt: Doubt, known: Mapping[str, Occasion], rows: Sequence[Mapping[str, Any]]) -> str:
    if doubt.beside is not None:
        return str(rows[doubt.beside]["name"]) if doubt.beside < len(rows) else ""
    held = known.get(doubt.earlier.parent) if doubt.earlier else None
    return named(held) if held else ctx.t("photos.elsewhere")


def _fields(ctx: Context) -> tuple[Field, ...]:
    """Return the columns: those of a photo as declared, between what the program knows and what it found."""
    form = ctx.catalogue.form("photo")

    def own(name: str, kind: str, **more: Any) -> Field:
        words = ctx.t(f"photos.{name}")
        return Field(name, kind, Label(words, words), **more)

    return (
        own("name", "text", calculation="1", stored=True),
        own("take", "bool"),
        own("finding", "text", calculation="1", stored=True),
        own("activity", "ref", to="activity_record", required=True),
        *(form.field(name) for name in HELD),
    )
