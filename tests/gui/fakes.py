"""The real backend with stand-ins for what a small sample store cannot give."""

from __future__ import annotations

from zjdesk.gui.store_backend import StoreBackend


class SampleBackend(StoreBackend):
    """Real records; figures and report still to be connected."""
