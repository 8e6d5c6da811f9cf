"""The collector is held back for a block and never longer."""

from __future__ import annotations

import gc

import pytest

from zjdesk.store.collector import held_back


def test_it_runs_again_after_a_fault() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), held_back():
        assert not gc.isenabled()
        with held_back():
            pass
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()
