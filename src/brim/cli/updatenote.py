"""A newer version of Brim, as one line below what a command prints on a terminal. Scripts never get it.

Nothing is asked: the line is what the tray found out, if checks are on. This module must not know which command it is.
"""

from __future__ import annotations

import sys
from pathlib import Path


def show_update() -> None:
    """Print the line after an empty one, where standard output is a terminal and a newer version is known."""
    if not sys.stdout.isatty():
        return
    from brim.backend.updates.notice import stored_update
    from brim.cli.bars.statefolder import data_folder

    update = stored_update(Path(data_folder()))
    if update is None:
        return
    from brim.terminal import plain, this_terminal
    from brim.words.updates import sentence

    screen = this_terminal()
    screen.show(((), *map(plain, screen.wrap(sentence(update)))))
