"""JSON files that several programs read: each is replaced as a whole or not at all, and a bad one stops no program.

This module must not know what the files say.
"""

from __future__ import annotations

import json
import math
import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from loguru import logger

from brim.backend.system.readonly import is_read_only, read_only_problems
from brim.errors import StateError
from brim.privatefiles import is_folder, is_plain, make_folder, move_aside, read_plain
from brim.words import statefiles as words

MAX_BYTES = 4_000_000
"""A larger file is not one of ours."""

type Json = dict[str, Any]  # Any: foreign JSON, given its shape by a pydantic model at once

_MAX_DEPTH = 32
_MAX_INTEGER = 1 << 63
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_LEFTOVER_SECONDS = 60.0
"""A temporary file that is older was left behind by a process that was killed."""


def file_version(path: Path) -> tuple[int, int, int] | None:
    """Changes whenever a file does: modification time in nanoseconds, size and inode; None when there is no file."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def short_path(path: Path) -> str:
    """The path as people write it: `~/folder`."""
    with suppress(RuntimeError):  # a user without a home folder
        if path.is_relative_to(home := Path.home()) and path != home:
            return f"~{os.sep}{path.relative_to(home)}"
    return str(path)


def read_regular_file(path: Path, max_bytes: int) -> bytes:
    """The bytes of a regular file.

    Raises OSError when it cannot be read, when it is not a regular file (a pipe would block) and when it is over
    `max_bytes`. Where the system permits it, the access time of the file stays as it is.
    """
    raw = read_plain(path, max_bytes + 1)
    if len(raw) > max_bytes:
        raise OSError(0, words.too_large())
    return raw


def read_object(path: Path) -> Json | None:
    """The JSON object in a file; None when the file is absent or cannot be used.

    A file with other content, or what is no plain file, is renamed to `<name>.broken`: nothing is lost, and the next
    write succeeds. Members that no file of ours can hold count as absent; the others are kept.
    """
    try:
        raw = read_regular_file(path, MAX_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if not error.errno and is_plain(path):
            set_aside(path, words.too_large())
        elif not clear_path(path):
            _report_unreadable(path, error)
        return None
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        set_aside(path, words.not_a_json_object())
        return None
    sound = {name: value for name, value in data.items() if _is_sound(name) and _is_sound(value)}
    if len(sound) < len(data):
        set_aside(path, words.invalid_value_count(len(data) - len(sound)))
        with suppress(StateError):  # a wait must not get lost
            write_object(path, sound)
    return sound


def _is_sound(value: object) -> bool:
    """Whether a value can be calculated with and written again: all its texts, numbers and its depth are ordinary."""
    unchecked = [(value, 0)]
    while unchecked:
        item, depth = unchecked.pop()
        match item:
            case str():
                sound = not _HALF_CHARACTER.search(item)
            case float():
                sound = math.isfinite(item)
            case int():
                sound = abs(item) < _MAX_INTEGER
            case dict() | list():
                sound = depth < _MAX_DEPTH
                children = (*item.keys(), *item.values()) if isinstance(item, dict) else item
                unchecked += [(child, depth + 1) for child in children]
            case _:
                sound = True
        if not sound:
            return False
    return True


def _report_unreadable(path: Path, error: OSError) -> None:
    """Report a file, or the folder whose files all cannot be read; the same thing once in this process."""
    closed = (folder for folder in reversed(path.parents) if is_folder(folder) and not os.access(folder, os.X_OK))
    name = path.name if (folder := next(closed, None)) is None else short_path(folder)
    if (problems := read_only_problems()) is not None:
        problems.append(words.not_read(name, error.strerror))
        return
    cause = (name, str(error.strerror))
    if cause not in _reported:
        _reported.add(cause)
        logger.bind(file=name).warning("{} cannot be read and counts as absent: {}", *cause)


_reported: set[tuple[str, str]] = set()


def set_aside(path: Path, why: str) -> None:
    """Rename a file that cannot be used to `<name>.broken`, and log why."""
    if (problems := read_only_problems()) is not None:
        problems.append(words.invalid(path.name, why))
        return
    logger.bind(file=path.name).warning(
        "{} cannot be used as it is and is kept as {}.broken: {}", path.name, path.name, why
    )
    try:
        path.replace(path.with_name(f"{path.name}.broken"))
    except OSError:  # something else has that name
        move_aside(path)


def clear_path(path: Path) -> bool:
    """Set aside what is at a path and is neither a plain file nor a folder: to read or write it would block, or worse.

    Returns whether there was such a thing.
    """
    if is_plain(path) is not False or is_folder(path):
        return False
    set_aside(path, words.not_a_regular_file())
    return True


def write_object(path: Path, data: Json) -> None:
    """Replace a file by a JSON object in one step, and make its folder if needed; raises StateError."""
    if is_read_only():
        return
    temporary: Path | None = None
    try:
        text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False).encode()
    except (ValueError, RecursionError) as error:
        raise StateError(*words.unwritable(path, words.unwritable_value())) from error
    try:
        make_folder(path.parent)
        remove_leftovers(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(text + b"\n")
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise StateError(*words.unwritable(path, error.strerror)) from error


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files of killed processes; another process may rename or remove them at any moment."""
    for leftover in path.parent.iterdir():
        if leftover.name.startswith(f".{path.name}."):
            with suppress(OSError):
                if time.time() - leftover.lstat().st_mtime > _LEFTOVER_SECONDS:
                    leftover.unlink()
