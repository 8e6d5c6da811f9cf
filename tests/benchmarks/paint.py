"""Start of the process to the first painted window, against a bare PySide6 window.

Run: python -m tests.benchmarks.paint STORE. The goal is a ratio of at most 2.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TIMES = 21

WATCH = """
import os, time
from PySide6.QtCore import QEvent, QObject


class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and getattr(watched, "isWindow", lambda: False)():
            print(time.monotonic(), flush=True)
            os._exit(0)
        return False
"""

BARE = (
    WATCH
    + """
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
watch = Painted()
app.installEventFilter(watch)
label = QLabel("zjdesk")
label.resize(1366, 768)
label.show()
app.exec()
"""
)

OURS = (
    WATCH
    + """
import sys
from pathlib import Path
from zjdesk.gui import app as gui
application = gui.application([])
watch = Painted()
application.installEventFilter(watch)
gui.run(Path(sys.argv[1]))
"""
)


def seconds(arguments: list[str], env: dict[str, str]) -> float:
    """Return the seconds from the start of a process to its first painted window."""
    start = time.monotonic()
    done = subprocess.run(arguments, env=env, check=True, capture_output=True, timeout=60, encoding="utf-8")
    return float(done.stdout) - start


def run(store: Path) -> None:
    """Print both medians and the ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        own = {"QT_QPA_PLATFORM": "offscreen", "ZJDESK_ANCHORS": scratch, "PYTHONPYCACHEPREFIX": scratch}
        env = {**os.environ, **own}
        env.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled; the first round compiles it here
        bare, ours = [], []
        for _ in range(TIMES):
            bare.append(seconds([sys.executable, "-c", BARE], env))
            ours.append(seconds([sys.executable, "-c", OURS, str(store)], env))
    one, other = statistics.median(ours[1:]), statistics.median(bare[1:])
    print(  # noqa: T201
        f"first paint: {one * 1000:.0f} ms against {other * 1000:.0f} ms of a bare window: ratio {one / other:.2f}"
    )


if __name__ == "__main__":
    run(Path(sys.argv[1]))
