"""Shows a folder in the desktop's file manager. This module must not know what is in it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from brim.errors import BrimError
from brim.words import menu

if TYPE_CHECKING:
    from pathlib import Path


_SECONDS = 10.0


class OpenError(BrimError):
    """The folder could not be shown."""


def show(folder: Path) -> None:
    """Show a folder and do not wait for it to be closed; raises OpenError when nothing shows it."""
    try:
        if sys.platform == "win32":
            import os

            os.startfile(folder)  # noqa: S606 - a folder of ours
        else:
            program = "open" if sys.platform == "darwin" else "xdg-open"
            nowhere = subprocess.DEVNULL
            process = subprocess.Popen(  # noqa: S603 - the desktop's own opener
                [program, str(folder)], stdin=nowhere, stdout=nowhere, stderr=nowhere
            )
            with suppress(subprocess.TimeoutExpired):  # a file manager that stays in the foreground
                if process.wait(_SECONDS):
                    raise OpenError(menu.CANNOT_OPEN, menu.it_is(str(folder)))
    except OSError as error:
        raise OpenError(menu.CANNOT_OPEN, menu.it_is(str(folder))) from error
