"""Folders and files that only this user may read, and what is in their place instead of a plain file.

Standard library only, because the status line's command imports it at each call. This module must not know what a file
holds.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_FOLDER_MODE, _FILE_MODE, _OTHERS = 0o700, 0o600, 0o077
_OPEN_FLAGS: int = getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
"""Without O_NONBLOCK the opening of a pipe would wait for its other end."""
_NO_ACCESS_TIME: int = getattr(os, "O_NOATIME", 0)
_OWN_PREFIXES = (
    "accounts",
    "followers",
    "incidents",
    "statusline",
    "logs",
    "history.",
    "alerts.jsonl",
    ".alerts.jsonl",
)
_OWN_PARTS = (".json", ".lock")
"""Brim's own names in the data folder begin or go on so; a folder that a person chose may hold other files, too."""


def make_folder(path: str | os.PathLike[str]) -> None:
    """Make a folder and all that are missing above it for this user alone; raises OSError.

    os.makedirs() gives the mode to the last one only, and everybody may read the others.
    """
    missing = []
    folder = os.path.abspath(path)
    while not os.path.isdir(folder) and folder != os.path.dirname(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    for folder in reversed(missing):
        try:
            os.mkdir(folder, _FOLDER_MODE)
        except FileExistsError:
            if not os.path.isdir(folder):
                raise


def open_plain(path: str | os.PathLike[str], flags: int) -> int:
    """Open a plain file, as the `opener` of open(); a new one is for this user alone.

    Raises OSError, also for anything that is no plain file: a pipe would block, and a device would never end.
    """
    with suppress(FileNotFoundError):
        _check_plain(os.stat(path).st_mode)
    handle = os.open(path, flags | _OPEN_FLAGS, _FILE_MODE)
    try:
        _check_plain(os.fstat(handle).st_mode)
    except OSError:
        os.close(handle)
        raise
    return handle


def read_plain(path: str | os.PathLike[str], max_bytes: int) -> bytes:
    """The first bytes of a plain file; raises OSError as `open_plain` does.

    Where the system permits it, the access time of the file stays as it is.
    """
    with open_to_read(path) as file:
        return file.read(max_bytes)


def open_to_read(path: str | os.PathLike[str]) -> BinaryIO:
    """A plain file, open for reading, for as long as the caller needs; the same holds as for `read_plain`."""
    try:
        handle = open_plain(path, os.O_RDONLY | _NO_ACCESS_TIME)
    except PermissionError:  # Linux permits O_NOATIME only to the owner of a file
        handle = open_plain(path, os.O_RDONLY)
    return os.fdopen(handle, "rb")


def is_plain(path: str | os.PathLike[str]) -> bool | None:
    """Whether a path leads to a plain file; None when there is nothing, or nobody may look."""
    mode = _mode(path)
    return None if mode is None else stat.S_ISREG(mode)


def is_there(path: str | os.PathLike[str]) -> bool:
    """Whether there is anything at a path; False also where nobody may look, and for what is no path at all.

    Path.exists() raises there: for a closed folder, and for a name that is too long.
    """
    return _mode(path) is not None


def is_folder(path: str | os.PathLike[str]) -> bool:
    """Whether there is a folder at a path; False also where nobody may look, and for what is no path at all."""
    return stat.S_ISDIR(_mode(path) or 0)


def move_aside(path: str | os.PathLike[str]) -> str | None:
    """Rename what is at a path to the first free name `<path>.broken`, `<path>.broken-2`...

    Returns the new name; None when that is not possible.
    """
    target, number = f"{os.fspath(path)}.broken", 1
    while os.path.lexists(target):
        number += 1
        target = f"{os.fspath(path)}.broken-{number}"
    try:
        os.rename(path, target)
    except OSError:
        return None
    return target


def make_private(folder: str | os.PathLike[str]) -> None:
    """Take the rights of other users from a data folder and from Brim's own files in it. Never raises.

    Left alone are links, files of other users or of other programs, and a folder that is more than a data folder: one
    that many users share, or one that holds the home folder.
    """
    if sys.platform != "win32":  # there the rights of a user's folder count
        user, real = os.geteuid(), os.path.realpath(folder)
        home = os.path.realpath(os.path.expanduser("~"))
        shared = os.path.isdir(real) and os.stat(real).st_mode & stat.S_ISVTX
        if shared or os.path.commonpath((real, home)) == real:
            return
        for path in (real, *_own_paths(real)):
            with suppress(OSError):
                status = os.lstat(path)
                is_kept = stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)
                if is_kept and status.st_uid == user and status.st_mode & _OTHERS:
                    os.chmod(path, stat.S_IMODE(status.st_mode) & ~_OTHERS)


def _own_paths(folder: str) -> Iterator[str]:
    """The paths in a data folder that Brim has made: by their names in the folder itself, all in those below."""
    for place, folders, files in os.walk(folder):
        if place == folder:
            folders[:] = filter(_is_own, folders)
            files[:] = filter(_is_own, files)
        yield from (os.path.join(place, name) for name in (*folders, *files))


def _is_own(name: str) -> bool:
    return name.startswith(_OWN_PREFIXES) or any(part in name for part in _OWN_PARTS)


def _mode(path: str | os.PathLike[str]) -> int | None:
    try:
        return os.stat(path).st_mode
    except (OSError, ValueError):
        return None


def _check_plain(mode: int) -> None:
    if not stat.S_ISREG(mode):
        from brim.words.statefiles import not_a_regular_file

        raise OSError(0, not_a_regular_file())
