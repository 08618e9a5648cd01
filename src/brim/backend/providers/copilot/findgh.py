"""Finds the GitHub CLI. This module must not know what it is run for."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from brim.privatefiles import is_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAME = "gh"
_USUAL_FOLDERS = ("~/.local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin", "/usr/local/bin", "/usr/bin")
_USUAL_FOLDERS_WINDOWS = ("C:/Program Files/GitHub CLI", "~/AppData/Local/Microsoft/WinGet/Links")


def find_gh(configured: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The configured program, else the one on the PATH, else one where it is usually installed; None without any.

    Only full paths count: anybody may have put a program into the current folder.
    """
    if configured is not None:
        usable_path = configured.is_absolute() and bool(is_plain(configured)) and os.access(configured, os.X_OK)
        return configured if usable_path else None
    for folder in _folders(environment):
        path = shutil.which(_NAME, path=str(folder))
        if path is not None and Path(path).parent == folder:
            return Path(path)
    return None


def _folders(environment: Mapping[str, str]) -> Iterator[Path]:
    yield from (Path(part) for part in environment.get("PATH", "").split(os.pathsep) if Path(part).is_absolute())
    for entry in _USUAL_FOLDERS_WINDOWS if sys.platform == "win32" else _USUAL_FOLDERS:
        try:
            yield Path(entry).expanduser()
        except RuntimeError:
            continue
