"""Tips show what somebody typed, whatever it looks like."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication

from tests.source import ROOT
from zjdesk.gui.widgets.tips import tip

NAMES = ["<b>示例</b>", '<img src="/etc/passwd">', "a < b & c\n第二行", "<?xml", "示例 & 王"]


@pytest.mark.parametrize("name", NAMES)
def test_markup_is_shown_as_it_was_typed(name: str, qapp: QApplication) -> None:
    said, document = tip(name), QTextDocument()
    if said != name:
        document.setHtml(said)
        assert document.toPlainText() == name
    else:
        assert "<" not in name


def test_every_tip_is_plain() -> None:
    files = sorted((ROOT / "zjdesk/gui").rglob("*.py"))
    calls = [
        (path.name, call) for path in files for call in re.findall(r"setToolTip\((.*)\)", Path(path).read_text("utf-8"))
    ]
    assert calls
    assert [call for call in calls if not call[1].startswith(("tip(", "ctx.t(", "self.ctx.t(", 'f"{ctx.t('))] == []
