"""Behind every number that counts lie as many records; behind an amount or a mean lie those that it adds up."""

from __future__ import annotations

import pytest

from tests.stats.programme import Programme
from zjdesk.paths import forms_dir
from zjdesk.stats.figures import figures
from zjdesk.stats.indicators import load_indicators
from zjdesk.stats.model import Indicator
from zjdesk.stats.records import records
from zjdesk.stats.views import install

INDICATORS = load_indicators(forms_dir() / "indicators")


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_every_number_leads_to_its_records(reference_once: Programme, indicator: Indicator) -> None:
    install(reference_once.conn)
    found = figures(reference_once.conn, [indicator])[indicator.name]
    for figure in found:
        behind = records(reference_once.conn, indicator.name, figure.key)
        if indicator.key(figure.key).measure == "sum":  # fen are no records: the projects or sources that have them
            assert (len(behind) > 0) == (figure.n != 0), figure.key
        else:
            assert len(behind) == figure.n, figure.key
