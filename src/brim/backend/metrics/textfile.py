"""Writes metrics for a textfile collector: one file, replaced in one step, and only when something changed.

Facts: the collector reads every `*.prom` of its folder, as another user (node_exporter 1.5, tried), so the new file has
another ending until it is whole. On Windows a file cannot be replaced while somebody reads it. This module must not
know what the text says.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Event

from brim.backend.system.files import remove_leftovers
from brim.errors import StateError
from brim.privatefiles import is_there
from brim.words import metrics as words

_TRIES, _PAUSE_SECONDS = 4, 0.05
_READABLE = 0o644
"""The collector runs as another user."""


class TextFile:
    """One file."""

    def __init__(self, path: Path) -> None:
        """Nothing is written yet."""
        self._path = path
        self._written: bytes | None = None

    def write(self, text: str) -> None:
        """Replace the file if the text is another one, or if the file has gone; raises StateError.

        The folder is the collector's: it is not made here.
        """
        content = text.encode()
        if content == self._written and is_there(self._path):
            return
        temporary: Path | None = None
        try:
            remove_leftovers(self._path)
            handle, name = tempfile.mkstemp(prefix=f".{self._path.name}.", suffix=".tmp", dir=self._path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            temporary.chmod(_READABLE)
            _replace(temporary, self._path)
        except OSError as error:
            if temporary is not None:
                with suppress(OSError):
                    temporary.unlink()
            raise StateError(*words.textfile_unwritable(self._path, error.strerror)) from error
        self._written = content


def _replace(new: Path, old: Path) -> None:
    """Replace a file, also one that a collector reads just now."""
    for _ in range(_TRIES):
        try:
            new.replace(old)
        except PermissionError:
            Event().wait(_PAUSE_SECONDS)
        else:
            return
    new.replace(old)
