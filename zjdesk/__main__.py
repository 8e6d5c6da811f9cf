"""Starts zjdesk: without a command the window, otherwise the command line."""

from __future__ import annotations

import sys


def main() -> None:
    """Run what the arguments ask for and leave with its exit code."""
    from zjdesk.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
