"""Finds logins in other folders of Claude Code than the one that counts, to say which folder to name.

Facts: people keep several accounts in folders such as `~/.claude-work`, and other programs read a list of folders from
CLAUDE_CONFIG_DIR, which Claude Code itself takes for one folder. A login that is found here is never used. This module
must not know what is said about it.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.claude.credentials import StoredLogin, decode
from brim.backend.settings.values.fieldtypes import expand_home
from brim.backend.system.files import MAX_BYTES, read_regular_file
from brim.privatefiles import is_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME, _PREFIX = ".credentials.json", ".claude"
_MAX_FOLDERS = 50
_SEPARATORS = re.compile(rf"[,{re.escape(os.pathsep)}]")


def usual_folders_with_login(searched: Path) -> tuple[Path, ...]:
    """The folders with a login among those that people use, in the home folder; without the one that was searched."""
    return tuple(folder for folder in _usual_folders() if folder != searched and _has_login(folder))


def listed_folders_with_login(path: Path) -> tuple[Path, ...]:
    """The folders with a login of a path that is a list of folders; empty where it is one folder, or none has one."""
    parts = [part.strip() for part in _SEPARATORS.split(str(path))]
    return () if is_folder(path) else tuple(filter(_has_login, _expanded(parts[:_MAX_FOLDERS])))


def _expanded(parts: list[str]) -> Iterator[Path]:
    for part in filter(None, parts):
        with suppress(ValueError):
            yield expand_home(Path(part))


def _usual_folders() -> Iterator[Path]:
    try:
        home = Path.home()
        names = sorted(path for path in home.iterdir() if path.name.startswith(_PREFIX))
    except (OSError, RuntimeError):
        return
    yield from islice((path for path in names if is_folder(path)), _MAX_FOLDERS)
    yield home / ".config" / "claude"


def _has_login(folder: Path) -> bool:
    """Whether a folder holds a login in any state."""
    try:
        return decode(read_regular_file(folder / _NAME, MAX_BYTES)) != StoredLogin()
    except OSError:
        return False
