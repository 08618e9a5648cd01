"""The icon as PNG files, for hosts that read files only.

The files lie in a folder for this user alone and are removed at the end. This module must not know which host reads
them.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from brim.privatefiles import is_folder, is_there, open_plain

if TYPE_CHECKING:
    from brim.tray.icon.iconspec import IconSpec

_SIDE = 22
"""Pixels: what the panels of MATE and others with Ayatana's indicators draw."""
_KEPT = 2
"""A host may still read the file of the icon before."""
_PREFIX = "brim-icon-"


class IconFiles:
    """Owner of the folder and of the files in it."""

    def __init__(self) -> None:
        """Begin without a file."""
        self._folder: Path | None = None
        self._files: dict[IconSpec, Path] = {}
        self._count = 0

    def path(self, icon: IconSpec) -> str:
        """The file that holds this icon; empty where no file can be written."""
        file = self._files.pop(icon, None)
        try:
            if file is None or not is_there(file):
                file = self._write(icon)
        except OSError:
            return ""
        self._files[icon] = file
        for old in list(self._files)[:-_KEPT]:
            with contextlib.suppress(OSError):
                self._files.pop(old).unlink(missing_ok=True)
        return str(file)

    def remove(self) -> None:
        """Remove the folder."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
            self._files.clear()

    def _write(self, icon: IconSpec) -> Path:
        from brim.tray.icon import render

        if self._folder is None or not is_folder(self._folder):
            self._folder = _make_folder()
            atexit.register(self.remove)
        self._count += 1
        file = self._folder / f"brim-{self._count}.png"  # another name for another icon: hosts keep what they have read
        with open(file, "wb", opener=open_plain) as output:
            render.draw(icon, _SIDE).save(output)  # without a format, so that Pillow imports its part for PNG alone
        return file


def _make_folder() -> Path:
    """A folder in that of the session, or among the temporary files; those of programs that were killed are removed."""
    session = os.environ.get("XDG_RUNTIME_DIR")
    if not session or not is_folder(session):
        return Path(tempfile.mkdtemp(prefix=_PREFIX))
    for folder in Path(session).iterdir():
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if folder.name.startswith(_PREFIX) and pid.isdecimal() and not is_there(f"/proc/{pid}"):
            shutil.rmtree(folder, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=session))
