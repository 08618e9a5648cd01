"""Brings the launcher up to date after an upgrade of Brim, as `brim launcher on` does; the tray calls it.

Where nothing is to be done, it reads one small file. It never puts a launcher where the user has none. This module must
not know which files a launcher needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from loguru import logger

from brim import __version__
from brim.cli.launcher.manifest import FILE_NAME, read_manifest
from brim.errors import BrimError
from brim.privatefiles import is_there
from brim.tray.desktop.autostart import is_start_command

if TYPE_CHECKING:
    from pathlib import Path


def keep_up_to_date(state_dir: Path) -> None:
    """Renew what another version put, or for a program that is gone; a failure is one line in the log. Never raises."""
    if not is_there(state_dir / FILE_NAME):
        return
    put = read_manifest(state_dir)
    if not put.command or (
        is_there(put.command[0]) and (put.version == __version__ or not is_start_command(put.command))
    ):
        return  # it is up to date, or of another copy
    from brim.cli.launcher.launcher import renew_launcher

    try:
        state = renew_launcher(state_dir)
    except BrimError as error:
        logger.bind(file=FILE_NAME).warning("The launcher was not brought up to date: {}", error)
        return
    if state is not None:
        logger.bind(file=FILE_NAME).info("The launcher was brought up to date; files left alone: {}", len(state.left))
