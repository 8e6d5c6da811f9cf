"""Sets what Qt reads from the environment before it starts: the input method on Linux."""

from __future__ import annotations

import sys
from collections.abc import MutableMapping

_FCITX = ("fcitx", "fcitx5")


def prepare(environ: MutableMapping[str, str], platform: str = sys.platform) -> None:
    """Make a Chinese input method work: Qt's wheels talk to fcitx5 only through the IBus portal."""
    if not platform.startswith("linux"):
        return
    wanted = environ.get("QT_IM_MODULE", "")
    named = wanted or environ.get("GTK_IM_MODULE", "") or environ.get("XMODIFIERS", "").removeprefix("@im=")
    if named in _FCITX or (not wanted and named == ""):
        environ["QT_IM_MODULE"] = "ibus"
    if named in _FCITX:
        environ["IBUS_USE_PORTAL"] = "1"
