"""Starts zjdesk: without a command the window, otherwise the command line."""

from __future__ import annotations

import sys
from multiprocessing import freeze_support


def main() -> None:
    """Run what the arguments ask for and leave with its exit code."""
    freeze_support()  # a frozen program starts its own workers through this door
    from zjdesk.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
