"""One question to the package index: which versions of Brim are there? At most once a day for all processes.

It names nothing but Brim and its version, as each request does. Nothing of an answer is sent back, not even an ETag:
a server could give each user another one. Without a connection the question is asked again an hour later, without a
word; a refusal or an answer that cannot be used waits for a day, or for as long as the server asks. Where the question
cannot be noted down, nothing is asked, because every start would ask again. This module must not know who shows the
result.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from loguru import logger

from brim.backend.network.client import open_client
from brim.backend.network.faults import RequestProgress
from brim.backend.network.get import get
from brim.backend.network.request import OK, Request
from brim.backend.network.retryafter import retry_after
from brim.backend.system.clock import since_boot
from brim.backend.updates.names import PATH
from brim.backend.updates.updatefile import Known
from brim.backend.updates.versions import newest_version
from brim.errors import OfflineError, ReadError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from filelock import BaseFileLock

    from brim.backend.updates.updatefile import UpdateFile

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
LONGEST_WAIT = timedelta(days=7)
"""A server may ask for more, and a wrong clock may have stored more."""
_TOTAL_SECONDS = 15.0


def check_due(known: Known, now: datetime, address: str) -> bool:
    """Whether a request may be sent; another index than the last one is asked at once."""
    if known.not_before is None or known.address != address:
        return True
    return not now < known.not_before <= now + LONGEST_WAIT


async def check(
    file: UpdateFile, server: str, now: Callable[[], datetime], elapsed: Callable[[], float] = since_boot
) -> Known:
    """Ask if that is due, and return what is known then; never raises for what a server or a network does.

    `elapsed` are seconds that nobody can set: a wall clock that goes wrong and right again asks nothing.
    """
    address, lock = f"{server}{PATH}", _enter(file)
    known = await asyncio.to_thread(file.load)
    if lock is None:
        return known  # another process asks, or no lock can be used
    try:
        if not check_due(known, now(), address) or file.asked_within(DAY, address, elapsed()):
            return known
        if known.address != address:
            known = Known(on=known.on, address=address)
        known = replace(known, asked_at=now(), not_before=now() + DAY)
        if not await asyncio.to_thread(file.save, known):  # first: a process that is killed has asked, too
            return known  # another one would ask again
        file.note_request(address, elapsed())
        known = await _ask(known, now)
        if known.not_before is not None and known.not_before - now() <= HOUR:
            file.note_request("", 0.0)  # it has not left this machine
        await asyncio.to_thread(file.save, known)
    finally:
        lock.release()
    return known


async def _ask(known: Known, now: Callable[[], datetime]) -> Known:
    progress = RequestProgress()
    try:
        async with open_client(_TOTAL_SECONDS) as http, asyncio.timeout(_TOTAL_SECONDS):
            status, answer, body = await get(http, Request(known.address, explained=()), progress)
    except (ReadError, TimeoutError) as error:
        logger.bind(file="updates").debug("The index was not asked for versions: {}", type(error).__name__)
        again = now() + HOUR if isinstance(error, OfflineError) and not progress.sent else known.not_before
        return replace(known, not_before=again)
    return await asyncio.to_thread(_learned, known, status, answer, body, now())  # a long answer takes a while


def _learned(known: Known, status: int, answer: Mapping[str, str], body: bytes, now: datetime) -> Known:
    """What is known after an answer."""
    wait = min(retry_after(answer.get("retry-after"), now) or 0.0, LONGEST_WAIT.total_seconds())
    known = replace(known, not_before=now + max(DAY, timedelta(seconds=wait)))
    if status not in OK or (project := _project(body)) is None:
        logger.bind(file="updates").debug("The index answered with status {}, and no versions", status)
        return known
    return replace(known, answered_at=now, latest=newest_version(project, sys.version_info[:2]))


def _project(body: bytes) -> dict[str, object] | None:
    """The JSON object in a body; None for any other one."""
    try:
        found = json.loads(body, parse_int=float)  # float: integers of any length
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _enter(file: UpdateFile) -> BaseFileLock | None:
    """Take the lock; None when another process has it, or when no lock can be used."""
    from filelock import FileLock, Timeout

    try:
        lock = FileLock(file.path.with_suffix(".lock"), mode=0o600, blocking=False)
        lock.acquire()
    except (Timeout, OSError, NotImplementedError):
        return None
    return lock
