"""Write the lock files: every library of the program and of its tests, with exact version and hashes.

``python packaging/lock.py`` keeps the versions already locked; ``--upgrade`` takes the newest that fit.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV = "uv==0.13.8"
# Lock file -> what it takes beside the program's own libraries; the tests run on the program's versions.
LOCKS = {
    "requirements.lock": ["--group", "build"],
    "requirements-test.lock": ["--group", "build", "--group", "test", "--constraint", "requirements.lock"],
}


def find_uv(folder: Path) -> str:
    """Return uv from the PATH, or one put into ``folder``."""
    found = shutil.which("uv")
    if found:
        return found
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(programs / "python"), "-m", "pip", "install", "--quiet", UV], check=True)
    return str(programs / "uv")


def compile_lock(uv: str, name: str, takes: list[str], extra: list[str]) -> None:
    """Resolve one lock file for every platform and every Python the program runs on."""
    command = [uv, "pip", "compile", "pyproject.toml", "--quiet", "--no-config", "--universal"]
    command += [
        "--python-version",
        "3.11",
        "--generate-hashes",
    ]
    command += ["--no-emit-find-links", "--no-emit-index-url", "--custom-compile-command", "packaging/lock.py"]
    subprocess.run([*command, *takes, *extra, "--output-file", name], check=True, cwd=ROOT)


def main() -> None:
    """Write all lock files."""
    with tempfile.TemporaryDirectory() as folder:
        uv = find_uv(Path(folder))
        for name, takes in LOCKS.items():
            compile_lock(uv, name, takes, sys.argv[1:])


if __name__ == "__main__":
    main()
