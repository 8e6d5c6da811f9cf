"""The program's own diary: what went wrong by a mistake of ours, without personal data."""

from __future__ import annotations

import platform
import traceback
from datetime import datetime
from pathlib import Path

from zjdesk.paths import default_log_dir

KEEP = 20


def write_report(error: BaseException) -> Path | None:
    """Write where a mistake happened (no values, no messages) into the diary's folder; None when it cannot be."""
    folder = default_log_dir()
    lines = [f"{type(error).__name__} on Python {platform.python_version()}, {platform.platform()}"]
    lines += [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    path = folder / f"{datetime.now().strftime('%Y%m%d-%H%M%S-%f')}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        for old in sorted(folder.glob("*.txt"))[:-KEEP]:
            old.unlink()
    except OSError:
        return None
    return path
