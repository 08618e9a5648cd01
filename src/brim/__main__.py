"""Lets `python -m brim` and the `brim` command start the same thing."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; returns the exit code."""
    from brim.cli import command

    return command.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
