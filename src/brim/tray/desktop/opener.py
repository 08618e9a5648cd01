"""Shows a folder in the desktop's file manager, a page in its browser. This module must not know what is in them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.words import menu

if TYPE_CHECKING:
    from pathlib import Path


_SECONDS = 10.0
_OPENER = "open" if sys.platform == "darwin" else "xdg-open"


class OpenError(BrimError):
    """Nothing could show it."""


def show(folder: Path) -> None:
    """Show a folder and do not wait for it to be closed; raises OpenError when nothing shows it."""
    try:
        if sys.platform == "win32":
            import os

            os.startfile(folder)  # noqa: S606 - a folder of ours
        elif not _opens(str(folder)):
            raise OpenError(menu.FOLDER_NOT_OPENED, menu.path_text(str(folder)))
    except OSError as error:
        raise OpenError(menu.FOLDER_NOT_OPENED, menu.path_text(str(folder))) from error


def browse(url: str) -> None:
    """Show a page and do not wait for it to be closed; raises OpenError when nothing shows it."""
    if sys.platform not in {"win32", "darwin"} and shutil.which(_OPENER) is not None:
        shown = _opens(url)  # Python's own way lets this program's complaints reach the terminal
    else:
        import webbrowser

        shown = webbrowser.open(url)
    if not shown:
        raise OpenError(menu.PAGE_NOT_OPENED, menu.path_text(url))


def _opens(what: str) -> bool:
    """Whether the desktop's opener takes it; one that stays in the foreground has taken it."""
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the desktop's own opener
        [_OPENER, what], stdin=nowhere, stdout=nowhere, stderr=nowhere
    )
    try:
        return process.wait(_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True
