"""The virtual environment of a checkout: made once, filled from a lock file, left alone while the lock is the same."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
PYTHON = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = FOLDER / "installed.json"
RUN_LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"  # holds everything of requirements.lock, at the same versions


def works() -> bool:
    """Tell whether the environment stands, has pip, and runs the Python that runs this file."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; print(*sys.version_info[:2])"
    answer = subprocess.run([str(PYTHON), "-c", question], check=False, capture_output=True, text=True)
    return answer.stdout.split() == [str(part) for part in sys.version_info[:2]]


def create() -> None:
    """Make the environment anew."""
    if FOLDER.exists():
        shutil.rmtree(FOLDER)
    subprocess.run([sys.executable, "-m", "venv", str(FOLDER)], check=True)


def fingerprint(lock: str) -> str:
    """Return what changes when the libraries or the project must be installed again."""
    digest = hashlib.sha256(f"{ROOT} {sys.version_info[:2]}".encode())
    for name in (lock, "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamps() -> dict[str, str]:
    """Return the fingerprints of what is installed, by lock file."""
    if not STAMP.exists():
        return {}
    return dict(json.loads(STAMP.read_text("utf-8")))


def pip(*arguments: str) -> None:
    """Run pip in the environment; its own configuration and variables are left as they are."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True, cwd=ROOT)


def fill(lock: str) -> None:
    """Install the locked libraries and the project itself."""
    pip("install", "-qq", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", lock)
    pip("install", "-qq", "--no-index", "--no-deps", "--no-build-isolation", "--editable", ".")
    held = (RUN_LOCK, TEST_LOCK) if lock == TEST_LOCK else (RUN_LOCK,)
    STAMP.write_text(json.dumps(stamps() | {name: fingerprint(name) for name in held}), "utf-8")


def prepare(lock: str) -> bool:
    """Bring the environment to a lock file; return whether anything had to be done."""
    if PYTHON.exists() and stamps().get(lock) == fingerprint(lock):
        return False
    if not works():
        create()
    fill(lock)
    return True
