"""The line at the lower edge: whose store, what is unsent, the last backup, and long work with its cancel."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QToolButton, QWidget

from zjdesk.gui.about import About
from zjdesk.gui.context import Context
from zjdesk.gui.icons import icon
from zjdesk.gui.pace import Pace
from zjdesk.gui.values import size_words
from zjdesk.gui.widgets.plain import button, words

_BYTES = frozenset({"sync.packing", "sync.writing", "sync.checking", "sync.reading"})


class StatusLine(QWidget):
    """Says quietly how things stand."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ctx = ctx
        self._store = words("")
        self._unsent = words("")
        self._backup = words("")
        self._task = words("")
        self._pace = words("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(ctx.px(140))
        self._bar.setAccessibleName(ctx.t("window.progress"))
        self._cancel = button(ctx.t("window.cancel_task"), self._stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(ctx.px(16), ctx.px(4), ctx.px(16), ctx.px(4))
        layout.setSpacing(ctx.px(16))
        for item in (self._store, self._unsent, self._backup):
            layout.addWidget(item)
        layout.addStretch(1)
        for shown in (self._task, self._bar, self._pace, self._cancel):
            layout.addWidget(shown)
        layout.addWidget(self._lock())
        self.setMinimumHeight(ctx.px(34))
        self.end()
        self.tell(ctx.about)

    def _lock(self) -> QToolButton:
        ctx = self._ctx
        made = QToolButton()
        made.setObjectName("tool")
        made.setIcon(icon("lock", ctx.theme["muted"], ctx.px(16)))
        made.setIconSize(QSize(ctx.px(16), ctx.px(16)))
        made.setAccessibleName(ctx.t("shortcuts.lock"))
        made.setToolTip(f"{ctx.t('shortcuts.lock')}  Ctrl+L")
        made.clicked.connect(ctx.wire.locked)
        return made

    def tell(self, about: About) -> None:
        """Show how the store stands."""
        t = self._ctx.t
        if not about.store:
            self._store.setText(t("window.loading"))
            return
        self._store.setText(t("window.status_store", store=about.store, account=about.account))
        self._unsent.setText(t("window.status_unsent", n=about.unsent) if about.unsent else t("window.status_all_sent"))
        when = datetime.fromtimestamp(about.backup / 1000).strftime("%Y-%m-%d %H:%M") if about.backup else "—"
        self._backup.setText(t("window.status_backup", when=when))

    def begin(self, title: str) -> None:
        """Show that long work has begun."""
        self._task.setText(title)
        self._bar.setRange(0, 0)
        self._pace.setText("")
        self._cancel.setEnabled(True)
        self._show_task(True)

    def move_on(self, pace: Pace, key: str = "") -> None:
        """Show how far it is, how fast, and how long it will take."""
        if pace.percent is not None:
            self._bar.setRange(0, 100)
            self._bar.setValue(pace.percent)
        self._pace.setText(pace_words(self._ctx, pace, key))

    def end(self) -> None:
        """Show that nothing runs."""
        self._show_task(False)

    def _stop(self) -> None:
        self._cancel.setEnabled(False)
        self._pace.setText(self._ctx.t("window.cancelling"))
        self._ctx.tasks.cancel()

    def _show_task(self, shown: bool) -> None:
        for item in (self._task, self._bar, self._pace, self._cancel):
            item.setVisible(shown)
        for item in (self._unsent, self._backup):
            item.setVisible(not shown)


def pace_words(ctx: Context, pace: Pace, key: str = "") -> str:
    """Return progress, rate and remaining time in words; ``key`` says what the pieces are."""
    parts = [f"{pace.percent}%"] if pace.percent is not None else []
    if pace.rate and key in _BYTES:
        parts.append(ctx.t("window.rate_bytes", size=size_words(pace.rate)))
    elif pace.rate and not key.startswith("report.") and not key.endswith("_several"):
        parts.append(ctx.t("window.rate", n=f"{pace.rate:,}"))
    if pace.remaining is not None:
        minutes, seconds = divmod(pace.remaining, 60)
        unit = "window.remaining_minutes" if minutes else "window.remaining_seconds"
        parts.append(ctx.t(unit, minutes=minutes, seconds=seconds))
    return " · ".join(parts)
