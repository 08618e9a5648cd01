"""A process of its own, in which Windows opens a file, or Python finds a browser.

What these start inherits the environment of the process, which is a clean one. This module must not know who asks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from brim.ownprogram import OPEN_OPTION, is_frozen

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE, FILE, TEXT = "page", "file", "text"


def opening_command(kind: str) -> tuple[str, ...]:
    """The command for one of the kinds, which is given an address or a path as well."""
    if is_frozen():
        return (sys.executable, OPEN_OPTION, kind)
    return (sys.executable, "-E", "-P", "-m", __name__, kind)


def main(arguments: Sequence[str]) -> int:
    """Open one thing; returns 0 where it was opened."""
    kind, target = arguments
    if kind == PAGE:
        import webbrowser

        return int(not webbrowser.open(target))
    return _open_file(target, as_text=kind == TEXT)


def _open_file(path: str, *, as_text: bool) -> int:
    if sys.platform == "win32":
        try:
            os.startfile(path)  # noqa: S606 - the user asked for it
        except OSError:
            if not as_text:
                return 1
            subprocess.Popen(["notepad.exe", path])  # noqa: S603, S607 - no program is set for this kind of text
        return 0
    else:  # noqa: RET505 - mypy knows platforms by branches
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
