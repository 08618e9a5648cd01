"""What the other side says of its own troubles: one look for all Brim programs of a machine, five minutes apart.

`incidents/<provider>.json` in the state folder: `schema` (1), `asked_at` (a look began), `looked_at` (the last one that
was answered) and `incident` as it was then: null, or `title`, `affects` (a list of services) and `since` (null when it
is not known). Times are UTC, ISO 8601. Beside it a `.lock` is held while one process looks. Other tools may read it.

A look is made only where somebody opens the menu or a request failed for which the other side may be to blame. This
module must not know where incidents are reported, nor how they are shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim.backend.system.files import file_version, is_read_only, read_object, set_aside, write_object
from brim.backend.system.stateformat import FORMAT, Time
from brim.errors import ReadError, StateError
from brim.model.account import Incident
from brim.words import settings as wrong

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from filelock import BaseFileLock

    from brim.backend.fetching.attempts import AttemptHistory

FLOOR = timedelta(minutes=5)
"""Between two looks."""
LASTING = timedelta(minutes=15)
"""What was reported so long ago says nothing of now."""


@dataclass(frozen=True, slots=True)
class IncidentNote:
    """What the last look brought."""

    asked_at: datetime | None = None
    looked_at: datetime | None = None
    incident: Incident | None = None

    def reported(self, past: AttemptHistory, now: datetime) -> Incident | None:
        """The incident that counts at `now`: one from a short while ago, or from after the last attempt failed."""
        if self.incident is None or self.looked_at is None:
            return None
        fresh = self.looked_at <= now < self.looked_at + LASTING
        told_since = past.theirs and past.tried_at is not None and self.looked_at >= past.tried_at
        return self.incident if fresh or told_since else None


def check_needed(note: IncidentNote, past: AttemptHistory) -> bool:
    """Whether the last attempt failed by what may be the other side's fault, and nobody has looked since."""
    if not past.theirs or past.tried_at is None:
        return False
    return note.asked_at is None or note.asked_at < past.tried_at


def check_allowed(note: IncidentNote, now: datetime) -> bool:
    """Whether the last look is long enough ago; a time ahead is that of a clock that was wrong."""
    return note.asked_at is None or not note.asked_at <= now < note.asked_at + FLOOR


class IncidentFile(BaseModel):
    """`incident` in the file."""

    model_config = FORMAT

    title: str = Field(max_length=200, description="in the other side's words")
    affects: tuple[str, ...] = Field(default=(), description="services, in our words")
    since: Time | None = Field(default=None, description="when it began")


class IncidentNoteFile(BaseModel):
    """The whole file."""

    model_config = FORMAT

    asked_at: Time | None = Field(default=None, description="a look began")
    looked_at: Time | None = Field(default=None, description="the last look that was answered")
    incident: IncidentFile | None = Field(default=None, description="what was reported then")

    def value(self) -> IncidentNote:
        """The note that the file tells."""
        told = self.incident
        incident = None if told is None else Incident(told.title, told.affects, told.since)
        return IncidentNote(self.asked_at, self.looked_at, incident)


class IncidentCache:
    """The one note of a provider, shared through a file."""

    def __init__(self, path: Path | None) -> None:
        """Share through `path`; with None nobody is ever asked. What cannot be written is kept in memory."""
        self._path = path
        self._unsaved: IncidentNote | None = None

    def version(self) -> object:
        """Changes whenever `load` may give something else; opens no file."""
        return self._unsaved if self._unsaved is not None or self._path is None else file_version(self._path)

    def load(self) -> IncidentNote:
        """What is known."""
        if self._unsaved is not None:
            return self._unsaved
        if self._path is None:
            return IncidentNote()
        try:
            return IncidentNoteFile.model_validate(read_object(self._path) or {}).value()
        except ValidationError as error:
            set_aside(self._path, wrong.invalid_value_count(error.error_count()))
            return IncidentNote()

    async def refresh(self, fetch: Callable[[], Awaitable[Incident | None]], now: Callable[[], datetime]) -> None:
        """Look with `fetch`, unless somebody does or did so within the floor. What was known outlives a failure."""
        lock = self._enter()
        if lock is None:
            return
        try:
            note = await asyncio.to_thread(self.load)
            if not check_allowed(note, now()):
                return
            note = replace(note, asked_at=now())
            await asyncio.to_thread(self._save, note)
            try:
                incident = await fetch()
            except ReadError as error:
                logger.bind(file="incidents").debug("No look at the status page: {}", error)
                return
            await asyncio.to_thread(self._save, replace(note, looked_at=now(), incident=incident))
        finally:
            lock.release()

    def _enter(self) -> BaseFileLock | None:
        """Become the one process that looks; None when another one is, or when that cannot be known."""
        from filelock import FileLock, Timeout

        if self._path is None:
            return None
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(self._path.with_suffix(".lock"), blocking=False)
            lock.acquire()
        except (Timeout, OSError, NotImplementedError):
            return None
        return lock

    def _save(self, note: IncidentNote) -> None:
        if self._path is None or is_read_only():
            return
        data = IncidentNoteFile.model_validate(note).model_dump(mode="json")
        try:
            write_object(self._path, {"schema": 1} | data)
        except StateError as error:
            logger.bind(file=self._path.name).debug("{}", error)
            self._unsaved = note
        else:
            self._unsaved = None
