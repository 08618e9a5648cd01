"""Allows one tray for each user, by a lock file, where there is no session bus to own a name on.

The system releases the lock when its process ends, however it ends, so nothing is left behind that prevents Brim
from starting. This module must not know where the folder comes from.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from brim.privatefiles import make_folder
from brim.tray.desktop.display import AlreadyRunningError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_NAME = "tray.lock"


@contextmanager
def single_instance(folder: Path) -> Iterator[None]:
    """Be the only tray of this folder for the duration of the block.

    Raises AlreadyRunningError when another process is. Where nothing can be locked, the block runs all the same.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / FILE_NAME, mode=0o600, blocking=False)
    try:
        make_folder(folder)
        lock.acquire()
    except Timeout as error:
        raise AlreadyRunningError from error
    except (OSError, NotImplementedError) as error:
        from loguru import logger

        reason = error.strerror if isinstance(error, OSError) else error
        logger.warning("Whether another Brim runs cannot be seen: {} cannot be locked ({}).", folder, reason)
    try:
        yield
    finally:
        lock.release()
