"""Start to a painted window against a bare PySide6 window, whole processes, CPU time.

Run: python -m tests.benchmarks.paint STORE. The goal is a ratio of at most 2.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

TIMES = 7

BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("zjdesk")
label.resize(1366, 768)
label.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""

OURS = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from zjdesk.gui import app as gui


class Painted(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and getattr(watched, "isWindow", lambda: False)():
            QTimer.singleShot(0, gui.application().quit)
        return False


application = gui.application([])
watch = Painted()
application.installEventFilter(watch)
gui.run(Path(sys.argv[1]))
"""


def cpu(arguments: list[str], env: dict[str, str]) -> float:
    """Return the CPU seconds of one finished process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, env=env, check=True, capture_output=True, timeout=60)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def run(store: Path) -> None:
    """Print both medians and the ratio."""
    with tempfile.TemporaryDirectory() as anchors:
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "ZJDESK_ANCHORS": anchors}
        bare, ours = [], []
        for _ in range(TIMES):
            bare.append(cpu([sys.executable, "-c", BARE], env))
            ours.append(cpu([sys.executable, "-c", OURS, str(store)], env))
    one, other = statistics.median(ours[1:]), statistics.median(bare[1:])
    print(  # noqa: T201
        f"first paint: {one * 1000:.0f} ms CPU against {other * 1000:.0f} ms of a bare window: ratio {one / other:.2f}"
    )


if __name__ == "__main__":
    run(Path(sys.argv[1]))
