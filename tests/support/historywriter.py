"""A process that records readings one after the other, and prints a number for each pair: `FOLDER FIRST STEP`.

Each number n stands for two readings of one limit on day n: n / 1000 percent at midnight, and a little more half an
hour later. A line with n on standard output means that both were recorded, and that the second one is in the file.
"""

from __future__ import annotations

import asyncio
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from brim import logs
from brim.backend.history.recorder import HistoryRecorder
from brim.model.usage import Reading, Source, Window
from tests.support.historyrecords import START, WORK

if TYPE_CHECKING:
    from brim.model.account import Account

_MIDNIGHT = START.replace(hour=0)


async def write(folder: Path, first: int, step: int, account: Account = WORK) -> None:
    """Record readings until the process is killed."""
    number = first
    now = _MIDNIGHT
    history = HistoryRecorder(folder, lambda: now, lock_timeout=5.0)
    while True:
        for half in (0, 1):
            now = reading_time(number, half)
            reset = _MIDNIGHT + timedelta(days=number, hours=5)
            window = Window(
                "session", "session", "Session", reading_percent(number, half), reset, 18_000, Source.API, now
            )
            await history.record(account, Reading(now, Source.API, (window,)))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += step


def reading_time(number: int, half: int) -> datetime:
    """The time of a reading."""
    return _MIDNIGHT + timedelta(days=number, minutes=30 * half)


def reading_percent(number: int, half: int) -> float:
    """The percentage of a reading."""
    return (number + half / 2) / 1000


if __name__ == "__main__":
    logs.to_stderr()
    asyncio.run(write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
