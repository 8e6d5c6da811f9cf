"""照片: many photos at a time, from files, a whole folder or the clipboard, each put to its activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFileDialog, QFrame, QVBoxLayout

from zjdesk.errors import UserError
from zjdesk.gui.backend import Backend
from zjdesk.gui.context import Context
from zjdesk.gui.page import Page
from zjdesk.gui.photographs import Source, Surroundings
from zjdesk.gui.screens.photo_rows import DOUBT, HELD, PICTURE, SOURCE, PhotoGrid, PhotoModel, wrong_cells
from zjdesk.gui.widgets.files import DropField
from zjdesk.gui.widgets.plain import button, icon_button, row, words
from zjdesk.i18n import text

if TYPE_CHECKING:
    from zjdesk.ops.changes import Change, Changes
    from zjdesk.ops.picture import Picture

_AT_ONCE, _LOOKED_AT_ONCE = 4, 8  # pictures in one piece of work, so that other work may come between
_TOLD = 3

Found = tuple[list[tuple[Source, "Picture"]], list[tuple[str, UserError]]]


class PhotosPage(Page):
    """Takes in photos; nothing is written before a person saves, and then all at once."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "photos")
        self.with_back()
        self._args: dict[str, Any] = {}
        self._activity: str | None = None
        self._around = Surroundings((), ())
        self._looked: dict[str, int] = {}
        self._waiting: list[Source] = []
        self._refused: list[tuple[str, UserError]] = []
        self._busy = False
        self.model = PhotoModel(ctx)
        self.grid = PhotoGrid(ctx, self.model)
        self._save = self.with_action(button(ctx.t("photos.save", n=0), self.save, "primary"))
        self._drop = DropField(ctx, self.take)
        self._file = icon_button(ctx, "photo", ctx.t("photos.files"), self._ask_files)
        ways = (self._file, button(ctx.t("photos.folder"), self._ask_folder), button(ctx.t("photos.paste"), self.paste))
        line = row(*ways, words(ctx.t("photos.hint"), "muted", wrap=True))
        line.setStretch(len(ways), 1)
        self._drop.body.addLayout(line)
        self.body.addWidget(self._drop)
        self.told = words("", "heading")
        self._stop = button(ctx.t("photos.stop"), self.stop)
        self.consent = self._consent()
        self.body.addLayout(row(self.told, self._stop, None, words(ctx.t("photos.for_all"), "muted"), self.consent))
        frame = QFrame()
        frame.setObjectName("framed")
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.addWidget(self.grid)
        frame.setMinimumHeight(ctx.px(220))
        self.body.addWidget(frame, 1)
        self.first = self._file
        self.commands = {"save": self.save}
        self.model.edited.connect(self._tell)
        self._tell()

    def arrive(self, **args: Any) -> None:
        """Take in photos of a project (``project``), or all of one activity (``activity``)."""
        if args != self._args:
            self.model.show_rows(())
        self._args, self._activity = args, args.get("activity")
        project, activity = args.get("project"), self._activity

        def read(backend: Backend) -> Surroundings:
            return backend.surroundings(project or (backend.get(activity).parent if activity else None))

        self.ctx.tasks.run(self, read, self._surround)

    def take(self, paths: Sequence[Path]) -> None:
        """Read the pictures among files and folders."""
        from zjdesk.ops.picture import pictures_in

        chosen = list(paths)
        self.ctx.tasks.run_beside(
            self,
            lambda: pictures_in(chosen),
            lambda found: self._begin([Source(one.name, one) for one in found]),
            self.trouble,
        )

    def paste(self) -> None:
        """Read what lies in the clipboard: files, or a picture."""
        held = QGuiApplication.clipboard().mimeData()
        if held.hasUrls():
            self.take([Path(url.toLocalFile()) for url in held.urls() if url.isLocalFile()])
        elif held.hasImage():
            self._begin(
                [
                    Source(
                        self.ctx.t("photos.pasted", n=len(self.model.rows) + 1),
                        image=QGuiApplication.clipboard().image(),
                    )
                ]
            )
        else:
            self.notice("warn", self.ctx.t("photos.nothing_to_paste"))

    def stop(self) -> None:
        """Read no further; what was read stays."""
        self._waiting.clear()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ctrl+V takes pictures in, wherever nothing is typed."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    # Reading

    def _surround(self, around: Surroundings) -> None:
        self._around = around
        self.model.surround(around)
        self.grid.offer(around)
        self._look_at_earlier(iter([one.sha256 for one in around.earlier if one.sha256 not in self._looked]))

    def _begin(self, sources: Sequence[Source]) -> None:
        here = {row[SOURCE].path for row in self.model.rows} | {one.path for one in self._waiting}
        fresh = [one for one in sources if one.path is None or one.path not in here]
        if not fresh:
            self.notice("warn", self.ctx.t("photos.none_found"))
            return
        self.notices.clear()
        self._refused.clear()
        self._waiting += fresh
        if not self._busy:
            self._read_on()

    def _read_on(self) -> None:
        now, self._waiting = self._waiting[:_AT_ONCE], self._waiting[_AT_ONCE:]
        self._busy = bool(now)
        self._tell()
        if now:
            self.ctx.tasks.run_beside(self, lambda: read_all(now), self._came, self._broke)
        else:
            self._compare()
            self._say_refused()

    def _came(self, found: Found) -> None:
        good, bad = found
        self.model.add_pictures(good, self._activity)
        self._refused += bad
        self._read_on()

    def _broke(self, error: BaseException) -> None:
        self._busy = False
        self.trouble(error)

    def _look_at_earlier(self, left: Iterator[str]) -> None:
        """Look at the photos that are here already, a few at a time."""
        now = list(islice(left, _LOOKED_AT_ONCE))
        if not now:
            self._compare()
            return

        def looked(found: dict[str, int]) -> None:
            self._looked |= found
            self._look_at_earlier(left)

        self.ctx.tasks.run(self, lambda backend: backend.photo_looks(now), looked)

    def _compare(self) -> None:
        """Find the photos that were evidence before, or that come twice."""
        from zjdesk.ops.photo_matching import doubts

        pictures = [row[PICTURE] for row in self.model.rows]
        earlier, looked = self._around.earlier, dict(self._looked)
        if pictures and not self._busy:
            self.ctx.tasks.run_beside(
                self, lambda: (pictures, doubts(pictures, earlier, looked)), self._doubt, self.trouble
            )

    def _doubt(self, made: tuple[list[Picture], list[Any]]) -> None:
        pictures, doubts = made
        if pictures == [row[PICTURE] for row in self.model.rows]:
            self.model.doubt(doubts)

    def _say_refused(self) -> None:
        if self._refused:
            keys = [(f"{error.key}_remedy", error) for _, error in self._refused[:_TOLD]]
            told = [text(self.ctx.lang, key, **error.params).strip() for key, error in keys]
            names = "、".join(name for name, _ in self._refused[:_TOLD])
            said = self.ctx.t("photos.refused", n=len(self._refused), names=names)
            self.notice("warn", said, " ".join(dict.fromkeys(told)))

    # What is shown

    def _tell(self) -> None:
        ctx, rows = self.ctx, self.model.rows
        taken = [one for one in rows if one["take"]]
        open_ = sum(1 for one in taken if not one.get("activity") or not one.get("faces_consent"))
        doubted = sum(1 for one in rows if one[DOUBT])
        said = ctx.t("photos.read", n=len(rows), open=open_, doubted=doubted) if rows else ctx.t("photos.empty")
        if self._busy:
            said = ctx.t("photos.reading", n=len(rows), left=len(self._waiting) + _AT_ONCE)
        self.told.setText(said)
        self._stop.setVisible(self._busy)
        self._save.setText(ctx.t("photos.save", n=len(taken)))
        self._save.setAccessibleName(self._save.text())
        self._save.setEnabled(bool(taken) and not self._busy and ctx.may_write("photo"))

    def _consent(self) -> QComboBox:
        ctx, field = self.ctx, self.ctx.catalogue.form("photo").field("faces_consent")
        box = QComboBox()
        box.setAccessibleName(ctx.t("photos.for_all") + ctx.label(field.label))
        box.addItem(ctx.t("photos.choose", name=ctx.label(field.label)), None)
        for choice in field.choices:
            box.addItem(ctx.label(choice.label), choice.code)
        box.activated.connect(self._say_consent)
        return box

    def _say_consent(self, number: int) -> None:
        if self.consent.itemData(number) is not None:
            self.model.say_for_all("faces_consent", self.consent.itemData(number))

    def _ask_files(self) -> None:
        self._ask(QFileDialog.FileMode.ExistingFiles)

    def _ask_folder(self) -> None:
        self._ask(QFileDialog.FileMode.Directory)

    def _ask(self, mode: QFileDialog.FileMode) -> None:
        dialog = QFileDialog(self, self.ctx.t("photos.files"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        dialog.filesSelected.connect(lambda names: self.take([Path(name) for name in names]))
        dialog.open()

    # Saving

    def save(self) -> None:
        """Keep the photos and write them as one action, all or none."""
        if not self._save.isEnabled():
            return
        wrong = wrong_cells(self.ctx, self.model.rows)
        self.model.complain(wrong)
        if wrong:
            number, name = min(wrong)
            columns = [field.name for field in self.model.fields]
            self.grid.setCurrentIndex(self.model.index(number, columns.index(name)))
            self.notice("danger", self.ctx.t("photos.wrong", n=len(wrong)))
            return
        self._save.setEnabled(False)
        rows = [dict(one) for one in self.model.rows if one["take"]]
        title = self.ctx.t("photos.saving", n=len(rows))
        self.ctx.tasks.run_long(
            self, title, lambda backend, watch: write(backend, rows, watch), self._saved, self._failed
        )

    def _saved(self, made: Changes | None) -> None:
        if made is None:
            self.notice("ok", self.ctx.t("photos.stopped"))
            self._tell()
            return
        self.model.show_rows(())
        self._tell()
        self.ctx.wrote(made)
        self.ctx.say(self.ctx.t("photos.saved", n=len(made.ids)), undo=True)
        self.ctx.wire.back.emit()

    def _failed(self, error: BaseException) -> None:
        self._tell()
        self.trouble(error)


def read_all(sources: Sequence[Source]) -> Found:
    """Read some pictures; what cannot be read is told with why, and stops none of the others."""
    from zjdesk.ops.picture import read_picture

    good, bad = [], []
    for source in sources:
        try:
            good.append((source, read_picture(source.name, source.read())))
        except UserError as error:
            bad.append((source.name, error))
    return good, bad


def write(backend: Backend, rows: Sequence[dict[str, Any]], watch: Any) -> Changes | None:
    """Keep the pictures, then write their records as one action; None when a person stopped it before."""
    from zjdesk.ops.changes import NewRecord

    changes: list[Change] = []
    for first in range(0, len(rows), _AT_ONCE):
        if watch.is_set():
            return None
        now = rows[first : first + _AT_ONCE]
        kept = backend.keep_pictures([one[SOURCE] for one in now])
        changes += [
            NewRecord("photo", {"activity": one["activity"], "file": sha, **{name: one[name] for name in HELD}})
            for one, sha in zip(now, kept, strict=True)
        ]
        watch(len(changes), len(rows))
    return backend.save(changes)
