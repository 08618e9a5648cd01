"""Opens a folder in the desktop's file manager, a page in its browser, and a text file in its editor.

This module must not know what is in them.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from brim.childenvironment import child_environment
from brim.errors import BrimError
from brim.tray.desktop.openingprogram import FILE, PAGE, TEXT, opening_command
from brim.words import menu, settingsfile

if TYPE_CHECKING:
    from pathlib import Path


_TIMEOUT_SECONDS = 10.0
_OPENER = "open" if sys.platform == "darwin" else "xdg-open"
_NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class OpenError(BrimError):
    """The folder, page or file could not be opened."""


def open_folder(folder: Path) -> None:
    """Open a folder and do not wait for it to be closed; raises OpenError when no program opens it."""
    command = opening_command(FILE) if sys.platform == "win32" else (_OPENER,)
    try:
        opened = _opens(*command, str(folder))
    except OSError as error:
        raise OpenError(*menu.folder_not_opened(str(folder))) from error
    if not opened:
        raise OpenError(*menu.folder_not_opened(str(folder)))


def open_text_file(path: Path) -> None:
    """Open a text file and do not wait for it to be closed; raises OpenError when no program opens it."""
    if sys.platform == "win32":
        command: tuple[str, ...] = opening_command(TEXT)
    elif sys.platform == "darwin":
        command = (_OPENER, "-t")  # in the editor for texts: no program need know this kind of file
    else:
        command = (_OPENER,)
    try:
        opened = _opens(*command, str(path))
    except OSError as error:
        raise OpenError(*settingsfile.not_opened(str(path))) from error
    if not opened:
        raise OpenError(*settingsfile.not_opened(str(path)))


def open_page(url: str) -> None:
    """Open a page and do not wait for it to be closed; raises OpenError when no program opens it."""
    has_opener = sys.platform not in {"win32", "darwin"} and shutil.which(_OPENER) is not None
    if not _opens(*((_OPENER,) if has_opener else opening_command(PAGE)), url):
        raise OpenError(*menu.page_not_opened(url))


def _opens(*command: str) -> bool:
    """Whether the desktop's opener accepts it. An opener that stays in the foreground has accepted it."""
    null = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603 - the desktop's own opener
        command, stdin=null, stdout=null, stderr=null, env=child_environment(), creationflags=_NO_WINDOW
    )
    try:
        return process.wait(_TIMEOUT_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True
