"""`brim completions`: prints the script that makes a shell complete commands, options and their values.

The scripts stand beside this file; `make shared-files` makes them from the argument parser, long before a user asks.
This module must not know what they contain.
"""

from __future__ import annotations

from pathlib import Path

from brim.printing import show

SHELLS = {"bash": "brim.bash", "zsh": "brim.zsh", "fish": "brim.fish", "powershell": "brim.ps1"}
"""The shells, with the file for each."""
DONE = 0


def run(shell: str) -> int:
    """Print the script of a shell; returns 0."""
    show(Path(__file__).with_name(SHELLS[shell]).read_text("utf-8"), end="")
    return DONE
