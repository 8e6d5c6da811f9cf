"""From a declared chart and its figures to plain chart data: values, colours, words and the way to the records."""

from __future__ import annotations

from collections.abc import Sequence

from zjdesk.i18n import text
from zjdesk.report.blocks import Figure
from zjdesk.report.charts import Bar, Chart, Kind, Series
from zjdesk.report.declaration import FigureForm, SeriesForm
from zjdesk.report.numbers import Numbers, Reading

# Neighbouring slices differ in lightness on a black-and-white printer, and so do the two waves.
SLICES = ("c1", "c4", "c5", "c2", "c6", "c3")
WAVES = ("c5", "c1")
PLAIN = ("c1",)


def figure(form: FigureForm, numbers: Numbers) -> Figure:
    """Return 图n with its chart and the caption that stands underneath."""
    number = text(numbers.lang, "report.figure_number", number=form.number)
    title = form.label.text(numbers.lang)
    caption = text(numbers.lang, "report.caption", number=number, title=title)
    return Figure(number, caption, chart(form, numbers))


def chart(form: FigureForm, numbers: Numbers) -> Chart:
    """Return a chart with every value counted now."""
    colours = colours_of(form.kind, len(form.series))
    series = tuple(
        _series(each, form, numbers, colours if form.kind == "pie" else (colours[number],))
        for number, each in enumerate(form.series)
    )
    categories = tuple(bar.label for bar in series[0].bars)
    title = form.label.text(numbers.lang)
    return Chart(form.kind, title, categories, series, form.axis, note(form, series, numbers), describe(title, series))


def colours_of(kind: Kind, series: int) -> tuple[str, ...]:
    """Return the colours of a pie's slices, or of the series of any other chart."""
    if kind == "pie":
        return SLICES
    return WAVES if series > 1 else PLAIN


def _series(declared: SeriesForm, form: FigureForm, numbers: Numbers, colours: Sequence[str]) -> Series:
    readings = [numbers.one(declared.indicator, key) for key in declared.keys]
    shown = [each for each in readings if each.n or each.key not in form.optional]
    if form.ranked:
        shown.sort(key=lambda reading: -reading.n)
    bars = tuple(_bar(each, colours[place % len(colours)], form, numbers) for place, each in enumerate(shown))
    return Series(declared.label.text(numbers.lang), colours[0], bars)


def _bar(reading: Reading, colour: str, form: FigureForm, numbers: Numbers) -> Bar:
    inner = None
    if form.hatched and form.hatched[0] == reading.key:
        inner = _bar(numbers.one(reading.figure.indicator, form.hatched[1]), colour, form, numbers)
    share = str(reading.share)
    hover = text(numbers.lang, "report.hover", label=reading.label, n=reading.n, base=reading.base, share=share)
    return Bar(str(reading.label), reading.figure.n, reading.figure.base, share, reading.trace, colour, hover, inner)


def note(form: FigureForm, series: Sequence[Series], numbers: Numbers) -> str:
    """Return the line on n and base under a chart, for each wave its own."""
    base = form.base.text(numbers.lang)
    parts = []
    for each in series:
        n = each.bars[0].base if each.bars else 0
        parts.append(text(numbers.lang, "report.base_of" if each.label else "report.base", wave=each.label, n=n or 0))
    gap = text(numbers.lang, "report.base_gap")
    return text(numbers.lang, "report.base_named", bases=gap.join(parts), base=base)


def describe(title: str, series: Sequence[Series]) -> str:
    """Return the chart in words, for a reader who cannot see it."""
    lines = [f"{each.label} {'; '.join(bar.hover for bar in each.bars)}".strip() for each in series]
    return f"{title}: {' | '.join(lines)}"
