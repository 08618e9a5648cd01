"""The interface of one platform's start at login, and how its entry files are written.

This module must not know any platform, nor what is started.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class AutostartState:
    """What the desktop will do at the next login."""

    enabled: bool
    location: str
    """Where the entry is, or would be."""
    program: str = ""
    """What the entry starts, also when that is gone; empty where nothing says so."""


MAX_BYTES = 1_000_000
"""Read of an entry."""


class AutostartStore(Protocol):
    """The one entry by which a platform knows what to start. Every method raises OSError as the system does."""

    def read(self) -> AutostartState:
        """What the entry says now."""

    def enable(self, command: Sequence[str]) -> None:
        """Have this command started at login. May be repeated."""

    def disable(self) -> None:
        """Have nothing started at login. May be repeated."""


def remove_entry(path: Path) -> None:
    """Remove the file of an entry, if there is one, and the folder where nothing else is in it."""
    path.unlink(missing_ok=True)
    with suppress(OSError):  # others have entries there
        path.parent.rmdir()


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file, readable by everybody, whole or not at all. Creates its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
