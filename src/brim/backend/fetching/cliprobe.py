"""Runs of the provider's own program for its usage, only ever on request: shared by all Brim processes.

`program.json` in an account's folder: `schema` (1), `asked_at` (the last run), its `health` and `problem` (null while
it lasts), its `seconds`, `attempts` (as in `gate.json`) and `reading` (the last usage that it
reported, in the form of `reading.json`). `program.lock` in the data folder is held during a run, for any account. The
program sends a request of its own, so a run does not count among the requests in `gate.json`, but none of those follows
it within FLOOR. Other tools may read the file.

This module must not know what the program is, nor how it is run.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.fetching.gateformat import ProblemFile, ReadingFile, RequestCounts
from brim.backend.system.files import file_version, read_object, set_aside, write_object
from brim.backend.system.readonly import is_read_only
from brim.backend.system.stateformat import Duration, Time
from brim.errors import ReadError, StateError
from brim.model.account import Health, Problem
from brim.privatefiles import make_folder
from brim.words import fetcherrors as words
from brim.words import statefiles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.model.usage import Reading

_SHAPE = ConfigDict(extra="ignore", from_attributes=True, allow_inf_nan=False, use_enum_values=True)
FLOOR = timedelta(minutes=1)
"""Between two runs."""
_FILE = "program.json"
_LOCK_RETRY_SECONDS = 0.1
_LOCK_RETRIES = 400
"""Another process is awaited a little longer than a run may take."""


@dataclass(frozen=True, slots=True)
class CliProbeResult:
    """The last run."""

    at: datetime | None = None
    """When it started; None when there was none."""
    health: Health | None = None
    """How it ended; None while it lasts."""
    problem: Problem | None = None
    reading: Reading | None = None
    """The last usage that a run reported."""
    seconds: float | None = None
    attempts: RequestCounts = field(default_factory=RequestCounts)

    def allowed_at(self, now: datetime) -> datetime | None:
        """The time before which the program is not run again; None when it may run now."""
        if self.at is None or not self.at <= now < self.at + FLOOR:
            return None
        return self.at + FLOOR


class CliProbeFile(BaseModel):
    """`program.json`."""

    model_config = _SHAPE

    asked_at: Time | None = Field(default=None, description="when the last run started")
    health: Health | None = Field(default=None, description="how it ended; null while it lasts")
    problem: ProblemFile | None = Field(default=None, description="what went wrong")
    seconds: Duration | None = Field(default=None, description="how long it took")
    attempts: RequestCounts = Field(default_factory=RequestCounts, description="how often")
    reading: ReadingFile | None = Field(default=None, description="the last usage that it reported")

    def value(self) -> CliProbeResult:
        """The content as a value."""
        return CliProbeResult(
            at=self.asked_at,
            health=None if self.health is None else Health(self.health),
            problem=None if self.problem is None else Problem(self.problem.title, self.problem.message),
            reading=None if self.reading is None else self.reading.value(),
            seconds=self.seconds,
            attempts=self.attempts,
        )


class CliProbe:
    """Runs the program for one account."""

    def __init__(self, folder: Path | None, lock: Path | None, *, long_lived: bool = True) -> None:
        """Share through `folder`, with one run at a time by `lock`.

        With None, or where nothing can be written, everything stays in memory. A process that is not `long_lived` does
        not run the program there: the next process would run it again at once.
        """
        self._folder, self._lock = folder, lock
        self._long_lived = long_lived
        self._log = logger.bind(account=folder.name if folder is not None else "simulated")
        self._in_memory: CliProbeResult | None = CliProbeResult() if folder is None else None

    def version(self) -> object:
        """Differs whenever `load` may return something else; opens no file."""
        if self._in_memory is not None or self._folder is None:
            return self._in_memory
        return file_version(self._folder / _FILE)

    def load(self) -> CliProbeResult:
        """The last run."""
        if self._in_memory is not None or self._folder is None:
            return self._in_memory or CliProbeResult()
        path = self._folder / _FILE
        try:
            return CliProbeFile.model_validate(read_object(path) or {}).value()
        except ValidationError as error:
            set_aside(path, statefiles.invalid_value_count(error.error_count()))
            return CliProbeResult()

    async def run(self, read_usage: Callable[[], Awaitable[Reading]], now: Callable[[], datetime]) -> None:
        """Run the program, unless it ran within FLOOR. During a run of another process, wait for its result."""
        for _ in range(_LOCK_RETRIES):
            if (release := self._acquire()) is not None:
                break
            await asyncio.sleep(_LOCK_RETRY_SECONDS)
        else:
            return
        try:
            result = await asyncio.to_thread(self.load)
            if result.allowed_at(now()) is None:
                await self._run(result, read_usage, now)
        finally:
            release()

    async def _run(
        self, result: CliProbeResult, read_usage: Callable[[], Awaitable[Reading]], now: Callable[[], datetime]
    ) -> None:
        began = now()
        result = CliProbeResult(began, reading=result.reading, attempts=result.attempts.with_request(began))
        await asyncio.to_thread(self._save, result)
        try:
            self._check_kept()
            reading = await read_usage()
        except ReadError as error:
            self._log.bind(health=error.health).info("{}", error)
            result = replace(result, health=error.health, problem=error.problem)
        else:
            result = replace(result, health=Health.OK, reading=reading)
        seconds = round(max((now() - began).total_seconds(), 0.0), 1)
        await asyncio.to_thread(self._save, replace(result, seconds=seconds))

    def _acquire(self) -> Callable[[], None] | None:
        """Take the lock; returns its release, a dummy without a usable lock, or None when another process has it."""
        if self._lock is None:
            return _release_nothing
        from filelock import FileLock, Timeout

        try:
            make_folder(self._lock.parent)
            lock = FileLock(self._lock, mode=0o600, blocking=False)
            lock.acquire()
        except Timeout:
            return None
        except (OSError, NotImplementedError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            self._log.bind(file=self._lock.name).warning("Other Brim processes cannot be seen: {}", reason)
            return _release_nothing
        return lock.release

    def _check_kept(self) -> None:
        if self._in_memory is not None and not self._long_lived:
            raise ReadError(*words.time_not_kept(self._folder))

    def _save(self, result: CliProbeResult) -> None:
        if self._folder is None or self._in_memory is not None:
            self._in_memory = result
        if self._folder is None or is_read_only():
            return
        content = CliProbeFile(
            asked_at=result.at,
            health=result.health,
            problem=None if result.problem is None else ProblemFile.model_validate(result.problem),
            seconds=result.seconds,
            attempts=result.attempts,
            reading=None if result.reading is None else ReadingFile.model_validate(result.reading),
        )
        try:
            write_object(self._folder / _FILE, {"schema": 1} | content.model_dump(mode="json"))
        except StateError as error:
            self._log.bind(file=_FILE).warning("{} Until then Brim goes on from memory.", error)
            self._in_memory = result
        else:
            self._in_memory = None


def _release_nothing() -> None:
    """No lock was taken."""
