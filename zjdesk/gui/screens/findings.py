"""What in received files needs a person, in a sentence each with what to do about it."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.errors import UserError
from zjdesk.gui.backend import ATTENTION, Brought, Parcel
from zjdesk.gui.context import Context
from zjdesk.gui.widgets.notices import Notice
from zjdesk.gui.widgets.plain import Card, words
from zjdesk.i18n import has, text


def findings(ctx: Context, parcels: Sequence[Parcel]) -> list[str]:
    """Return a sentence for each kind of thing that needs a look, the gravest first."""
    sums = {kind: sum(int(getattr(parcel, kind)) for parcel in parcels) for kind in ATTENTION}
    return [ctx.t(f"exchange.{kind}", n=f"{n:,}", **_cut(ctx, parcels, kind)) for kind, n in sums.items() if n]


def _cut(ctx: Context, parcels: Sequence[Parcel], kind: str) -> dict[str, str]:
    """Return how much of files that were cut off could be read, and whom to ask for them."""
    if kind != "cut":
        return {}
    cut = [parcel for parcel in parcels if parcel.cut]
    every = sum(parcel.members for parcel in cut)
    read = every - sum(parcel.cut for parcel in cut)
    senders = ("、" if ctx.lang == "zh" else ", ").join(dict.fromkeys(parcel.sender for parcel in cut))
    return {"every": f"{every:,}", "read": f"{read:,}", "sender": senders}


def told(ctx: Context, error: UserError) -> str:
    """Return an error with its remedy as one line."""
    remedy = f"{error.key}_remedy"
    parts = [text(ctx.lang, key, **error.params).strip() for key in (error.key, remedy) if has(key)]
    return ("" if ctx.lang == "zh" else " ").join(parts)


def refusals(ctx: Context, brought: Brought) -> list[str]:
    """Return a line for each file that was not taken, and one for those that were not reached."""
    lines = [told(ctx, one.error) for one in brought.refused]
    if brought.left:
        lines.append(ctx.t("exchange.left", n=len(brought.left)))
    return lines


def contents(ctx: Context, parcels: Sequence[Parcel]) -> str:
    """Return what kinds of records came, the most frequent first."""
    counts: dict[str, int] = {}
    for parcel in parcels:
        for form, n in parcel.by_form.items():
            counts[form] = counts.get(form, 0) + n
    order = sorted(counts.items(), key=lambda item: -item[1])
    named = [
        ctx.t("exchange.content", name=ctx.label(ctx.catalogue.form(form).label), n=f"{n:,}")
        for form, n in order
        if form in ctx.catalogue
    ]
    return ("、" if ctx.lang == "zh" else ", ").join(named)


def show_findings(ctx: Context, card: Card, brought: Brought) -> None:
    """Put the sentences into a card: refused files as notices, the rest under one heading."""
    for line in refusals(ctx, brought):
        card.add(Notice(ctx, "warn", line))
    found = findings(ctx, brought.parcels)
    if found:
        card.add(words(ctx.t("exchange.findings"), "heading"))
        card.add(*(words(f"• {line}", wrap=True) for line in found))
