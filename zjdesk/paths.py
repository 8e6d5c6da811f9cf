"""The one place that knows where declarations, SQL, resources and the user's data lie."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def data_root() -> Path:
    """Return the folder that holds ``forms``, ``db`` and ``resources``: frozen build, wheel or checkout."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "zjdesk" / "_data"
    package = Path(__file__).resolve().parent
    installed = package / "_data"
    return installed if installed.is_dir() else package.parent


def forms_dir() -> Path:
    """Return the folder of the declarations."""
    return data_root() / "forms"


def db_dir() -> Path:
    """Return the folder of migrations and views."""
    return data_root() / "db"


def resources_dir() -> Path:
    """Return the folder of fonts, icons, styles, translations, help and demo data."""
    return data_root() / "resources"


def default_store_dir() -> Path:
    """Return where this user's store lies when no other is named."""
    from platformdirs import user_data_path

    return user_data_path("zjdesk", appauthor=False) / "store"


def default_anchor_dir() -> Path:
    """Return where anchors lie: outside every store, so that copying a store does not copy them."""
    from platformdirs import user_state_path

    return user_state_path("zjdesk", appauthor=False) / "anchors"


def default_log_dir() -> Path:
    """Return where the program's diary lies."""
    from platformdirs import user_log_path

    return user_log_path("zjdesk", appauthor=False)
