"""Puts a text on the clipboard, by the program that each desktop has for it.

On Linux whoever copies must go on serving the text, so it is left to a program that does: wl-copy, xclip or xsel, the
first that there is; under X this one serves it itself where there is none. The text goes in on standard input, never as
an argument. This module must not know what is copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Sequence

_SECONDS = 5.0
_X11 = (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))
_WAYLAND = (("wl-copy",),)


class ClipboardError(BrimError):
    """Nothing could be copied."""

    def __init__(self) -> None:
        """Say what is missing."""
        super().__init__(*menu.COPY_FAILED)


def copy(text: str) -> None:
    """Put a text on the clipboard; raises ClipboardError when nobody takes it."""
    for command in _commands():
        if shutil.which(command[0]) is not None and _taken(command, text):
            return
    if not _held(text):
        raise ClipboardError


def _commands() -> Sequence[Sequence[str]]:
    if sys.platform == "win32":
        return (("clip.exe",),)
    elif sys.platform == "darwin":  # noqa: RET505 - mypy knows platforms by branches
        return (("pbcopy",),)
    else:
        return (*(_WAYLAND if os.environ.get("WAYLAND_DISPLAY") else ()), *_X11)


def _held(text: str) -> bool:
    """Whether this program serves the text. A Wayland desktop looks at X's clipboard only now and then."""
    if sys.platform == "linux" and os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        from brim.tray.desktop import xclipboard

        return xclipboard.hold(text)
    return False


def _taken(command: Sequence[str], text: str) -> bool:
    encoding = "utf-16-le" if sys.platform == "win32" else "utf-8"
    nowhere = subprocess.DEVNULL
    try:
        done = subprocess.run(  # noqa: S603 - one of the programs named above
            command,
            input=text.encode(encoding, "replace"),
            stdout=nowhere,
            stderr=nowhere,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
