"""Finds a program: where the settings say, on the PATH, or where it is usually installed.

A tray that was started at login often has a shorter PATH than a terminal. This module must not know any program.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.privatefiles import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_USUAL_FOLDERS = (
    "~/.local/bin",
    "~/.npm-global/bin",
    "~/.bun/bin",
    "~/.volta/bin",
    "/opt/homebrew/bin",
    "/usr/local/bin",
    "/usr/bin",
)
_USUAL_FOLDERS_WINDOWS = ("~/.local/bin", "~/AppData/Roaming/npm")


def find_program(
    name: str, configured: Path | None, environment: Mapping[str, str], more_folders: Iterable[str] = ()
) -> Path | None:
    """The configured program, else the one on the PATH, else one where it is usually installed; None if there is none.

    Only full paths count: anybody may have put a program into the current folder. `more_folders` are searched before
    the usual ones.
    """
    if configured is not None:
        return configured if _is_executable(configured) else None
    for folder in _folders(environment, more_folders):
        path = shutil.which(name, path=str(folder))
        if path is not None and Path(path).parent == folder:
            return Path(path)
    return None


def _folders(environment: Mapping[str, str], more_folders: Iterable[str]) -> Iterator[Path]:
    for folder in map(Path, environment.get("PATH", "").split(os.pathsep)):
        if folder.is_absolute():
            yield folder
    for entry in (*more_folders, *(_USUAL_FOLDERS_WINDOWS if sys.platform == "win32" else _USUAL_FOLDERS)):
        try:
            yield Path(entry).expanduser()
        except RuntimeError:
            continue


def _is_executable(path: Path) -> bool:
    return path.is_absolute() and bool(is_plain(path)) and os.access(path, os.X_OK)
