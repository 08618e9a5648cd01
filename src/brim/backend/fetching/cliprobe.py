"""What became of asking the provider's own program, which a person alone may want: shared by all Brim programs.

`program.json` in an account's folder: `schema` (1), `asked_at` (the last time), `health` and `problem` of that (null
while it is under way), `seconds` that it took, `attempts` (`total`, `day`, `today`: by UTC day) and `reading` (the last
figures that it gave, in the form of `reading.json`). `program.lock` in the state folder is held while one process asks,
for whatever account. The program asks the server as itself, so this is an attempt of its own kind: it does not count
among the requests in `gate.json`, but none of those follows it within the floor. Other tools may read the file.

This module must not know what the program is, nor how it is asked.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.fetching.gatefiles import Attempts, ProblemFile, ReadingFile
from brim.backend.system.files import file_version, is_read_only, read_object, set_aside, write_object
from brim.backend.system.stateformat import Time
from brim.errors import ReadError, StateError
from brim.model.account import Health, Problem
from brim.words import settings as wrong

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.model.usage import Reading

_SHAPE = ConfigDict(extra="ignore", from_attributes=True, allow_inf_nan=False, use_enum_values=True)
FLOOR = timedelta(minutes=1)
"""Between two times that it is asked."""
_FILE = "program.json"
_PEEK_SECONDS = 0.1
_PEEKS = 400
"""Somebody else's question is awaited a little longer than it may take."""


@dataclass(frozen=True, slots=True)
class CliProbeResult:
    """What is known of it."""

    at: datetime | None = None
    """The last time that it was asked."""
    health: Health | None = None
    """How that ended; None while it is under way."""
    problem: Problem | None = None
    reading: Reading | None = None
    """The last figures that it gave."""
    seconds: float | None = None
    attempts: Attempts = field(default_factory=Attempts)

    def allowed_at(self, now: datetime) -> datetime | None:
        """Before this time it is not asked again; None when it can be now."""
        if self.at is None or not self.at <= now < self.at + FLOOR:
            return None
        return self.at + FLOOR


class CliProbeFile(BaseModel):
    """`program.json`."""

    model_config = _SHAPE

    asked_at: Time | None = Field(default=None, description="the last time")
    health: Health | None = Field(default=None, description="how it ended; null while it is under way")
    problem: ProblemFile | None = Field(default=None, description="words for a failure")
    seconds: float | None = Field(default=None, ge=0, description="how long it took")
    attempts: Attempts = Field(default_factory=Attempts, description="how often")
    reading: ReadingFile | None = Field(default=None, description="the last figures that it gave")

    def value(self) -> CliProbeResult:
        """What the file tells."""
        return CliProbeResult(
            at=self.asked_at,
            health=None if self.health is None else Health(self.health),
            problem=None if self.problem is None else Problem(self.problem.title, self.problem.message),
            reading=None if self.reading is None else self.reading.value(),
            seconds=self.seconds,
            attempts=self.attempts,
        )


class CliProbe:
    """The question to the program of one account."""

    def __init__(self, folder: Path | None, lock: Path | None) -> None:
        """Share through `folder`, and ask alone by `lock`; with None, or where nothing can be written, from memory."""
        self._folder, self._lock = folder, lock
        self._kept: CliProbeResult | None = CliProbeResult() if folder is None else None

    def version(self) -> object:
        """Changes whenever `load` may give something else; opens no file."""
        return file_version(self._folder / _FILE) if self._kept is None and self._folder is not None else self._kept

    def load(self) -> CliProbeResult:
        """What is known."""
        if self._kept is not None or self._folder is None:
            return self._kept or CliProbeResult()
        path = self._folder / _FILE
        try:
            return CliProbeFile.model_validate(read_object(path) or {}).value()
        except ValidationError as error:
            set_aside(path, wrong.invalid_value_count(error.error_count()))
            return CliProbeResult()

    async def run(self, question: Callable[[], Awaitable[Reading]], now: Callable[[], datetime]) -> None:
        """Ask, unless that was done within the floor. While another process asks, its answer is awaited and taken."""
        for _ in range(_PEEKS):
            if (leave := self._enter()) is not None:
                break
            await asyncio.sleep(_PEEK_SECONDS)
        else:
            return
        try:
            known = await asyncio.to_thread(self.load)
            if known.allowed_at(now()) is None:
                await self._ask(known, question, now)
        finally:
            leave()

    async def _ask(
        self, known: CliProbeResult, question: Callable[[], Awaitable[Reading]], now: Callable[[], datetime]
    ) -> None:
        began = now()
        day = f"{began.astimezone(UTC):%Y-%m-%d}"
        today = known.attempts.today if known.attempts.day == day else 0
        known = CliProbeResult(
            began, reading=known.reading, attempts=Attempts(total=known.attempts.total + 1, day=day, today=today + 1)
        )
        await asyncio.to_thread(self._save, known)
        try:
            reading = await question()
        except ReadError as error:
            logger.bind(health=error.health).info("{}", error)
            known = replace(known, health=error.health, problem=error.problem)
        else:
            known = replace(known, health=Health.OK, reading=reading)
        took = round(max((now() - began).total_seconds(), 0.0), 1)
        await asyncio.to_thread(self._save, replace(known, seconds=took))

    def _enter(self) -> Callable[[], None] | None:
        """Become the one process that asks, and how to let others; None when one asks. Without a usable lock, go on."""
        if self._lock is None:
            return _stay
        from filelock import FileLock, Timeout

        try:
            self._lock.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(self._lock, blocking=False)
            lock.acquire()
        except Timeout:
            return None
        except (OSError, NotImplementedError) as error:
            logger.bind(file=self._lock.name).warning("Other Brim processes cannot be seen: {}", error)
            return _stay
        return lock.release

    def _save(self, asked: CliProbeResult) -> None:
        if self._folder is None or self._kept is not None:
            self._kept = asked
        if self._folder is None or is_read_only():
            return
        told = CliProbeFile(
            asked_at=asked.at,
            health=asked.health,
            problem=None if asked.problem is None else ProblemFile.model_validate(asked.problem),
            seconds=asked.seconds,
            attempts=asked.attempts,
            reading=None if asked.reading is None else ReadingFile.model_validate(asked.reading),
        )
        try:
            write_object(self._folder / _FILE, {"schema": 1} | told.model_dump(mode="json"))
        except StateError as error:
            logger.bind(file=_FILE).warning("{} Until then Brim goes on from memory.", error)
            self._kept = asked
        else:
            self._kept = None


def _stay() -> None:
    """Nobody was kept out."""
