"""JSON files that more than one program reads: whole or not at all, and never a reason to stop.

This module must not know what the files say.
"""

from __future__ import annotations

import json
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loguru import logger

from brim.errors import StateError
from brim.words import settings as words

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 4_000_000
"""Bytes; a larger file is none of ours."""
_READ_ONLY: int = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_NO_TRACE: int = getattr(os, "O_NOATIME", 0)

type Json = dict[str, Any]  # Any: foreign JSON, given its shape by a pydantic model at once

_SPARED: ContextVar[list[str] | None] = ContextVar("_SPARED", default=None)


@contextmanager
def read_only() -> Iterator[list[str]]:
    """For the time of the block, also in its threads, nothing here is written, moved or complained about.

    What is wrong with a file stands in the list instead, in words: the name of the file and why.
    """
    spared: list[str] = []
    before = _SPARED.set(spared)
    try:
        yield spared
    finally:
        _SPARED.reset(before)


def is_read_only() -> bool:
    """Whether nothing may be written now."""
    return _SPARED.get() is not None


def file_version(path: Path) -> tuple[int, int, int] | None:
    """Changes whenever a file does: its time in nanoseconds, its size and its number; None when there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def short_path(path: Path) -> str:
    """The path as people write it: `~/.claude`."""
    with suppress(RuntimeError):  # a user without a home folder
        if path.is_relative_to(home := Path.home()) and path != home:
            return f"~{os.sep}{path.relative_to(home)}"
    return str(path)


def read_regular_file(path: Path, largest: int) -> bytes:
    """The bytes of a plain file; raises OSError also for what would keep us waiting or is over `largest` bytes.

    Where the system lets us, not even the time of the last reading changes.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(0, words.NOT_PLAIN)
    try:
        handle = os.open(path, _READ_ONLY | _NO_TRACE)
    except PermissionError:  # Linux lets only the owner of a file read it without a trace
        handle = os.open(path, _READ_ONLY)
    with os.fdopen(handle, "rb") as file:
        raw = file.read(largest + 1)
    if len(raw) > largest:
        raise OSError(0, words.TOO_LARGE)
    return raw


def read_object(path: Path) -> Json | None:
    """The JSON object in a file; None when there is no such file, or none that can be used.

    A file that holds something else is set aside as `<name>.broken`: nothing is lost, and the next write succeeds.
    """
    try:
        raw = read_regular_file(path, LARGEST)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if (spared := _SPARED.get()) is not None:
            spared.append(words.broken_unread(path.name, error.strerror))
        else:
            logger.bind(file=path.name).warning("{} cannot be read and counts as absent: {}", path.name, error.strerror)
        return None
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        data = None
    if isinstance(data, dict):
        return data
    set_aside(path, words.NO_OBJECT)
    return None


def set_aside(path: Path, why: str) -> None:
    """Move a file that cannot be used out of the way, and say so."""
    if (spared := _SPARED.get()) is not None:
        spared.append(words.broken(path.name, why))
        return
    logger.bind(file=path.name).warning(
        "{} cannot be used as it is and is kept as {}.broken: {}", path.name, path.name, why
    )
    with suppress(OSError):
        path.replace(path.with_name(f"{path.name}.broken"))


def write_object(path: Path, data: Json) -> None:
    """Put a JSON object in place of a file in one step, making its folder if need be; raises StateError."""
    if is_read_only():
        return
    temporary: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=False, indent=1)
            file.write("\n")
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise StateError(*words.unwritable(path, error.strerror)) from error
