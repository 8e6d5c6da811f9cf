"""The program's own declarations, and a folder of small ones to spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from zjdesk.forms.load import load_catalogue
from zjdesk.forms.model import Catalogue
from zjdesk.paths import forms_dir


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """Everything the program declares."""
    return load_catalogue(forms_dir())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two forms, one the child of the other, and a questionnaire."""
    (tmp_path / "records").mkdir()
    (tmp_path / "surveys").mkdir()
    (tmp_path / "records" / "club.toml").write_text(CLUB, "utf-8")
    (tmp_path / "records" / "visit.toml").write_text(VISIT, "utf-8")
    (tmp_path / "surveys" / "poll.toml").write_text(POLL, "utf-8")
    return tmp_path


CLUB = """\
code = "X01"
name = "club"
version = 1
label = { zh = "社团", en = "Club" }
parent = {}
scope = "street"
title = ["name"]

[[field]]
name = "name"
type = "text"
length = 20
label = { zh = "名称", en = "Name" }
required = true
"""

VISIT = """\
code = "X02"
name = "visit"
version = 1
label = { zh = "走访", en = "Visit" }
parent = { club = "club" }
scope = "community"
list = ["kind", "people"]

[[field]]
name = "kind"
type = "choice"
label = { zh = "方式", en = "Kind" }
choices = [
  { code = "call", label = { zh = "电话", en = "Call" } },
  { code = "walk", label = { zh = "步行", en = "Walk" } },
]

[[field]]
name = "people"
type = "int"
label = { zh = "人数", en = "People" }
relevant = "${kind} = 'walk'"
constraint = ". >= 1"
constraint_message = { zh = "至少1人。", en = "At least 1." }
"""

POLL = """\
name = "poll"
version = "1"
label = { zh = "问卷", en = "Poll" }
wave = "final"

[[list]]
name = "yes_no"
choices = [
  { code = "yes", label = { zh = "是", en = "Yes" } },
  { code = "-9", label = { zh = "未作答", en = "No answer" } },
]

[[question]]
type = "select_one yes_no"
name = "known"
label = { zh = "知道吗？", en = "Known?" }
"""
