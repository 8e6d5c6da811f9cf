"""Starts zjdesk: without a command the window, otherwise the command line."""

from __future__ import annotations

import sys
from multiprocessing import freeze_support


def main() -> None:
    """Run what the arguments ask for and leave with its exit code."""
    freeze_support()  # a frozen program starts its own workers through this door
    try:
        from zjdesk.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before there is anybody who could say so
        code = 2
    sys.exit(code)


if __name__ == "__main__":
    main()
