"""Opens a folder in the desktop's file manager and a page in its browser.

This module must not know what is in them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.words import menu

if TYPE_CHECKING:
    from pathlib import Path


_TIMEOUT_SECONDS = 10.0
_OPENER = "open" if sys.platform == "darwin" else "xdg-open"


class OpenError(BrimError):
    """The folder or page could not be opened."""


def open_folder(folder: Path) -> None:
    """Open a folder and do not wait for it to be closed; raises OpenError when no program opens it."""
    try:
        if sys.platform == "win32":
            import os

            os.startfile(folder)  # noqa: S606 - a folder of ours
        elif not _opens(str(folder)):
            raise OpenError(menu.FOLDER_NOT_OPENED, menu.path_text(str(folder)))
    except OSError as error:
        raise OpenError(menu.FOLDER_NOT_OPENED, menu.path_text(str(folder))) from error


def open_page(url: str) -> None:
    """Open a page and do not wait for it to be closed; raises OpenError when no program opens it."""
    if sys.platform not in {"win32", "darwin"} and shutil.which(_OPENER) is not None:
        opened = _opens(url)  # Python's own way lets this program's complaints reach the terminal
    else:
        import webbrowser

        opened = webbrowser.open(url)
    if not opened:
        raise OpenError(menu.PAGE_NOT_OPENED, menu.path_text(url))


def _opens(target: str) -> bool:
    """Whether the desktop's opener accepts it. An opener that stays in the foreground has accepted it."""
    null = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the desktop's own opener
        [_OPENER, target], stdin=null, stdout=null, stderr=null
    )
    try:
        return process.wait(_TIMEOUT_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True
