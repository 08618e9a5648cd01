"""Puts a text on the clipboard with each desktop's own program for that.

On Linux the program that copies must go on serving the text, so Brim leaves that to another program: wl-copy, xclip or
xsel, the first one that exists. Under X Brim serves the text itself where there is none. The text goes in on standard
input, never as an argument. This module must not know what is copied.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from brim.childenvironment import child_environment
from brim.errors import BrimError
from brim.words import menu

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMEOUT_SECONDS = 5.0
_X11_PROGRAMS = (("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input"))
_WAYLAND_PROGRAMS = (("wl-copy",),)


class ClipboardError(BrimError):
    """Nothing could be copied."""

    def __init__(self) -> None:
        """The message names the programs to install."""
        super().__init__(*menu.copy_failed())


def copy(text: str) -> None:
    """Put a text on the clipboard; raises ClipboardError when no program takes it."""
    for command in _commands():
        if shutil.which(command[0]) is not None and _copy_with(command, text):
            return
    if not _serve_on_x11(text):
        raise ClipboardError


def _commands() -> Sequence[Sequence[str]]:
    if sys.platform == "win32":
        return (("clip.exe",),)
    elif sys.platform == "darwin":  # noqa: RET505 - mypy knows platforms by branches
        return (("pbcopy",),)
    else:
        return (*(_WAYLAND_PROGRAMS if os.environ.get("WAYLAND_DISPLAY") else ()), *_X11_PROGRAMS)


def _serve_on_x11(text: str) -> bool:
    """Whether Brim serves the text itself. Not beside Wayland: its desktops copy X's clipboard only now and then."""
    if sys.platform == "linux" and os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        from brim.tray.desktop import xclipboard

        return xclipboard.serve(text)
    return False


def _copy_with(command: Sequence[str], text: str) -> bool:
    encoding = "utf-16-le" if sys.platform == "win32" else "utf-8"
    try:
        completed = subprocess.run(  # noqa: S603 - one of the programs named above
            command,
            input=text.encode(encoding, "replace"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return completed.returncode == 0
