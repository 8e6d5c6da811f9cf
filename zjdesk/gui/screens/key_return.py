"""取回钥匙: the street's keys taken back from a stick and its code, or typed from both sheets of paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QLabel

from zjdesk.gui.context import Context
from zjdesk.gui.page import Page, scrolled
from zjdesk.gui.screens.street_key import keeps_keys
from zjdesk.gui.widgets.codes import CodeEditor, FileEditor
from zjdesk.gui.widgets.editors import LongTextEditor
from zjdesk.gui.widgets.lines import Lines
from zjdesk.gui.widgets.notices import EmptyState
from zjdesk.gui.widgets.plain import Card, button, column, row, words
from zjdesk.ops.key_sheets import wrong_lines

_WIDEST, _ROWS = 920, 13
_SHOWN = 5


class SheetEditor(LongTextEditor):
    """One sheet, checked line by line as it is typed; ``hint`` says how it stands."""

    def __init__(self, ctx: Context, number: int) -> None:
        super().__init__(ctx, ctx.t(f"street_key.sheet_{number}"))
        self._ctx = ctx
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(ctx.px(14))
        font.setStyleHint(QFont.StyleHint.Monospace)
        self.box.setFont(font)
        self.box.setFixedHeight(round(self.box.fontMetrics().lineSpacing() * _ROWS) + ctx.px(20))
        self.box.setPlaceholderText(ctx.t("street_key.sheet_like"))
        self.hint: QLabel = words(ctx.t("street_key.sheet_hint"), "hint", wrap=True)
        self.changed.connect(self.judge)

    @property
    def wrong(self) -> list[int]:
        """Return the lines that are not as they were printed."""
        return wrong_lines(self.value or "")

    def judge(self, *, whole: bool = False) -> bool:
        """Say which lines are wrong, and whether none is; the line being typed is left alone unless it is ``whole``."""
        t, typed = self._ctx.t, len([line for line in (self.value or "").splitlines() if line.strip()])
        wrong = [line for line in self.wrong if whole or line < typed]
        if wrong:
            between = "、" if self._ctx.lang == "zh" else ", "
            self._say(t("street_key.lines_wrong", lines=between.join(map(str, wrong[:_SHOWN]))), "danger")
        elif typed:
            self._say(t("street_key.lines_good", n=typed), "ok")
        else:
            self._say(t("street_key.sheet_hint"), "danger" if whole else "muted")
        self.mark(bool(wrong) or (whole and not typed))
        return not wrong and bool(typed)

    def _say(self, sentence: str, tone: str) -> None:
        self.hint.setText(sentence)
        self.hint.setProperty("tone", tone)
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)
        self.box.setAccessibleDescription(sentence)


class KeyReturnPage(Page):
    """Two ways back."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx, "key_return")
        self.with_back()
        if keeps_keys(ctx):
            self._build()
        else:
            self.body.addWidget(EmptyState(ctx, "lock", ctx.t("street_key.not_for_you")), 1)

    def from_stick(self) -> None:
        """Take the keys back from a stick's copy."""
        t = self.ctx.t
        if self.lines.lacking(t("unlock.fill_in"), self.file, self.code):
            return
        if not self.code.good:
            self.lines.tell(self.code, t("unlock.code_wrong"))
            return
        file, code = Path(self.file.value), str(self.code.value)
        self.ctx.tasks.run(self, lambda backend: backend.keys_from_stick(file, code), self._taken, self.trouble)

    def from_paper(self) -> None:
        """Take the keys back from what was typed of both sheets."""
        bad = [sheet for sheet in self.sheets if not sheet.judge(whole=True)]
        if bad:
            bad[0].box.setFocus()
            return
        typed = [str(sheet.value) for sheet in self.sheets]
        self.ctx.tasks.run(self, lambda backend: backend.keys_from_paper(typed), self._taken, self.trouble)

    def _build(self) -> None:
        ctx, t = self.ctx, self.ctx.t
        self.file = FileEditor(ctx, t("street_key.file"), "zjk")
        self.code = CodeEditor(ctx, t("street_key.code_of_slip"))
        self.lines = Lines(ctx)
        self.lines.add(self.file)
        self.lines.add(self.code)
        self.lines.under(self.code.hint)
        stick = Card(ctx, t("street_key.from_stick"))
        take = button(t("street_key.take_stick"), self.from_stick, "primary")
        stick.add(words(t("street_key.from_stick_about"), tone="muted", wrap=True), self.lines, row(take, None))
        self.sheets = (SheetEditor(ctx, 1), SheetEditor(ctx, 2))
        paper = Card(ctx, t("street_key.from_paper"))
        paper.add(words(t("street_key.from_paper_about"), tone="muted", wrap=True))
        for sheet in self.sheets:
            paper.add(words(sheet.name), sheet, sheet.hint)
        paper.add(row(button(t("street_key.take_paper"), self.from_paper, "primary"), None))
        for card in (stick, paper):
            card.setMaximumWidth(ctx.px(_WIDEST))
        self.body.addWidget(scrolled(column(stick, paper, None, spacing=ctx.px(12))))
        self.first = self.file

    def _taken(self, _done: Any) -> None:
        t = self.ctx.t
        for editor in (self.file, self.code, *self.sheets):
            editor.value = None
        self.notice("ok", t("street_key.back"), t("street_key.back_next"))
