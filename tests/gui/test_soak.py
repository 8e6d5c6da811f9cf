"""Qt's calls that return nothing must not eat a reference to None (seen with later wheels on Python 3.11)."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QApplication, QCheckBox, QLabel
from pytestqt.qtbot import QtBot

ROUNDS = 20_000


def test_a_long_day_of_set_calls(qapp: QApplication, qtbot: QtBot) -> None:
    label, box = QLabel(), QCheckBox()
    qtbot.addWidget(label)
    qtbot.addWidget(box)
    before = sys.getrefcount(None)
    for number in range(ROUNDS):
        label.setText("示例")
        label.resize(100 + number % 2, 20)
        box.setChecked(bool(number % 2))
    assert abs(sys.getrefcount(None) - before) < ROUNDS / 10
