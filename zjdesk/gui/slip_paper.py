"""The merge slip on paper: the same words as on the screen, as text or as PDF."""

from __future__ import annotations

import html
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter, QTextDocument

from zjdesk.gui.backend import Brought
from zjdesk.gui.context import Context
from zjdesk.gui.saving import keep_bytes
from zjdesk.gui.screens.findings import contents, findings, refusals

Style = Literal["h1", "h2", "p"]
Lines = Sequence[tuple[Style, str]]
_POINTS, _DPI, _MARGIN_MM = 10.5, 150, 5.0


def slip_lines(ctx: Context, brought: Brought, when: datetime) -> list[tuple[Style, str]]:
    """Return the slip line by line: what came from whom, what needs a look, what to do next."""
    t = ctx.t
    lines: list[tuple[Style, str]] = [
        ("h1", t("exchange.slip_title")),
        ("p", t("exchange.slip_where", store=ctx.about.store, account=ctx.about.account)),
        ("p", t("exchange.slip_when", when=f"{when:%Y-%m-%d %H:%M}")),
    ]
    for parcel in brought.parcels:
        counts = {name: f"{int(getattr(parcel, name)):,}" for name in ("new", "revised", "already")}
        lines += [("h2", parcel.sender), ("p", parcel.file), ("p", t("exchange.slip_counts", **counts))]
        kinds = contents(ctx, (parcel,))
        lines += [("p", t("exchange.contents", kinds=kinds))] if kinds else []
        lines += [("p", f"• {line}") for line in findings(ctx, (parcel,))]
    refused = refusals(ctx, brought)
    if refused:
        lines.append(("h2", t("exchange.not_merged")))
        lines += [("p", line) for line in refused]
    lines += [("h2", t("exchange.next")), ("p", next_step(ctx, brought))]
    return lines


def next_step(ctx: Context, brought: Brought) -> str:
    """Return what to do after a merge."""
    attention = sum(parcel.attention for parcel in brought.parcels)
    if brought.refused or brought.left:
        return ctx.t("exchange.next_again")
    return ctx.t("exchange.slip_attention", n=f"{attention:,}") if attention else ctx.t("exchange.slip_next")


def as_text(lines: Lines) -> str:
    """Return the slip as plain text."""
    return "".join(f"\n{words}\n" if style == "h2" else f"{words}\n" for style, words in lines)


def as_pdf(lines: Lines, family: str) -> bytes:
    """Return the slip as PDF on A4; takes some milliseconds, so never on the window's thread."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
    )
    document = QTextDocument()
    document.setDefaultStyleSheet(f"* {{ font-family: '{family}'; font-size: {_POINTS}pt }} h1 {{ font-size: 16pt }}")
    document.setHtml("".join(f"<{style}>{html.escape(words)}</{style}>" for style, words in lines))
    document.print_(writer)
    buffer.close()
    return bytes(buffer.data().data())


def keep_slip(target: Path, lines: Lines, family: str) -> Path:
    """Write the slip as PDF, or as text when the name ends in .txt."""
    if target.suffix.lower() == ".txt":
        return keep_bytes(target, as_text(lines).encode("utf-8-sig"))
    return keep_bytes(target, as_pdf(lines, family))
