"""`brim completions`: prints the script that makes a shell complete commands, options and their values.

`make shared-files` makes the scripts from the argument parser, long before a user asks. They stand below `share`, but
that for PowerShell, which has no place there. This module must not know what they contain.
"""

from __future__ import annotations

from pathlib import Path

from brim.packagefiles import SHARE
from brim.printing import show

SHELLS = {
    "bash": Path(SHARE, "bash-completion", "completions", "brim"),
    "zsh": Path(SHARE, "zsh", "site-functions", "_brim"),
    "fish": Path(SHARE, "fish", "vendor_completions.d", "brim.fish"),
    "powershell": Path(__file__).with_name("brim.ps1"),
}
"""The shells, with the file for each."""
DONE = 0


def run(shell: str) -> int:
    """Print the script of a shell; returns 0."""
    show(SHELLS[shell].read_text("utf-8"), end="")
    return DONE
