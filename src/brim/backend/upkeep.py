"""Calls once what keeps an installation up to date, late: when the start is over, for which somebody waits.

This module must not know what that does.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

_AFTER_SECONDS = 15.0
"""After a login the machine is busy for about so long."""


@asynccontextmanager
async def keeping_up(
    upkeep: Callable[[Path], None] | None, state_dir: Path, seconds: float = _AFTER_SECONDS
) -> AsyncIterator[None]:
    """Call it in a thread with the data folder after so many seconds, if the block lasts that long. It never raises."""
    if upkeep is None:
        yield
        return
    loop = asyncio.get_running_loop()
    call = loop.call_later(seconds, loop.run_in_executor, None, upkeep, state_dir)
    try:
        yield
    finally:
        call.cancel()
