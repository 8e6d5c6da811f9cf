"""Figures: what the indicators come to, and the records behind every number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from zjdesk.errors import InputError
from zjdesk.i18n import Lang
from zjdesk.ops.session import Session
from zjdesk.paths import forms_dir
from zjdesk.stats import figures, indicators, records
from zjdesk.stats.figures import By, Figure
from zjdesk.stats.model import Indicator, Wave


def names() -> tuple[str, ...]:
    """Return the names of all indicators."""
    return indicators.indicator_names(forms_dir() / "indicators")


def declared(name: str) -> Indicator:
    """Return an indicator's declaration."""
    if name not in names():
        raise InputError("ops.no_such_indicator", name=name)
    return indicators.load_indicator(forms_dir() / "indicators", name)


def show(
    session: Session,
    name: str,
    *,
    by: str | None = None,
    wave: str | None = None,
    as_of: str | None = None,
    community: str | None = None,
) -> tuple[Figure, ...]:
    """Return an indicator's figures, whole or broken down by community, project or wave."""
    declared(name)
    return figures.show(
        session.store.conn,
        name,
        by=cast("By | None", by),
        wave=cast("Wave | None", wave),
        as_of=as_of,
        community=community,
    )


def show_all(
    session: Session,
    names: Iterable[str],
    *,
    by: str | None = None,
    as_of: str | None = None,
    community: str | None = None,
) -> dict[str, tuple[Figure, ...]]:
    """Return the figures of several indicators, counted together."""
    return dict(figures.show_all(session.store.conn, names, by=cast("By | None", by), as_of=as_of, community=community))


def behind(
    session: Session,
    name: str,
    key: str,
    *,
    community: str | None = None,
    wave: str | None = None,
    as_of: str | None = None,
) -> list[str]:
    """Return the ids of the records that a number counts."""
    declared(name)
    return records.records(session.store.conn, name, key, community, wave=cast("Wave | None", wave), as_of=as_of)


def as_object(figure: Figure, lang: Lang) -> dict[str, Any]:
    """Return a figure as the command line prints it, its label in ``lang``."""
    return {
        "indicator": figure.indicator,
        "key": figure.key,
        "label": figure.label.text(lang),
        "n": figure.n,
        "base": figure.base,
        "share": figure.share,
        "shown": figure.shown,
        "at": figure.at,
        **figure.breakdown,
    }
