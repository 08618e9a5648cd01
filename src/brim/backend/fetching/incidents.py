"""Incidents that the provider's status page reports: one check for all Brim processes of a machine, 5 minutes apart.

`incidents/<provider>.json` in the data folder: `schema` (1), `asked_at` (a check started), `looked_at` (the last check
that was answered) and `incident` as it was then: null, or `title`, `affects` (a list of services) and `since` (null
when unknown). Times are UTC, ISO 8601. A `.lock` beside it is held during a check. Other tools may read the file.

A check happens only when somebody opens the menu, or when a request failed through a possible fault of the server. This
module must not know where incidents are reported, nor how they are shown.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim.backend.system.files import file_version, read_object, set_aside, write_object
from brim.backend.system.readonly import is_read_only
from brim.backend.system.stateformat import FORMAT, Line, Time
from brim.errors import ReadError, StateError
from brim.model.account import Incident
from brim.privatefiles import make_folder
from brim.words import statefiles

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from filelock import BaseFileLock

    from brim.backend.fetching.attempts import AttemptHistory

FLOOR = timedelta(minutes=5)
"""Between two checks."""
LASTING = timedelta(minutes=15)
"""An older report says nothing about the present."""


@dataclass(frozen=True, slots=True)
class IncidentNote:
    """The result of the last check."""

    asked_at: datetime | None = None
    looked_at: datetime | None = None
    incident: Incident | None = None

    def reported(self, past: AttemptHistory, now: datetime) -> Incident | None:
        """The incident that is relevant at `now`: a recent one, or one reported since the last attempt failed."""
        if self.incident is None or self.looked_at is None:
            return None
        fresh = self.looked_at <= now < self.looked_at + LASTING
        reported_since = past.theirs and past.tried_at is not None and self.looked_at >= past.tried_at
        return self.incident if fresh or reported_since else None


def check_needed(note: IncidentNote, past: AttemptHistory) -> bool:
    """Whether the last attempt failed through a possible fault of the server, with no check since."""
    if not past.theirs or past.tried_at is None:
        return False
    return note.asked_at is None or note.asked_at < past.tried_at


def check_allowed(note: IncidentNote, now: datetime) -> bool:
    """Whether the last check is long enough ago; a time in the future comes from a wrong clock."""
    return note.asked_at is None or not note.asked_at <= now < note.asked_at + FLOOR


class IncidentFile(BaseModel):
    """`incident` in the file."""

    model_config = FORMAT

    title: Line = Field(max_length=200, description="in the words of the provider")
    affects: tuple[str, ...] = Field(default=(), description="services, in Brim's words")
    since: Time | None = Field(default=None, description="when it began")


class IncidentNoteFile(BaseModel):
    """The whole file."""

    model_config = FORMAT

    asked_at: Time | None = Field(default=None, description="a check started")
    looked_at: Time | None = Field(default=None, description="the last check that was answered")
    incident: IncidentFile | None = Field(default=None, description="what was reported then")

    def value(self) -> IncidentNote:
        """The content as a value."""
        file = self.incident
        incident = None if file is None else Incident(file.title, file.affects, file.since)
        return IncidentNote(self.asked_at, self.looked_at, incident)


class IncidentCache:
    """The incident note of one provider, shared through a file."""

    def __init__(self, path: Path | None, *, long_lived: bool = True) -> None:
        """Share through `path`; with None no check happens.

        In a `long_lived` process a note that cannot be written stays in memory; in another one no check follows it.
        """
        self._path = path
        self._long_lived = long_lived
        self._unsaved: IncidentNote | None = None

    def version(self) -> object:
        """Differs whenever `load` may return something else; opens no file."""
        return self._unsaved if self._unsaved is not None or self._path is None else file_version(self._path)

    def load(self) -> IncidentNote:
        """The last note."""
        if self._unsaved is not None:
            return self._unsaved
        if self._path is None:
            return IncidentNote()
        try:
            return IncidentNoteFile.model_validate(read_object(self._path) or {}).value()
        except ValidationError as error:
            set_aside(self._path, statefiles.invalid_value_count(error.error_count()))
            return IncidentNote()

    async def refresh(self, fetch: Callable[[], Awaitable[Incident | None]], now: Callable[[], datetime]) -> None:
        """Check with `fetch`, unless a process does or did within FLOOR. A failed check keeps the last note."""
        lock = self._enter()
        if lock is None:
            return
        try:
            note = await asyncio.to_thread(self.load)
            if not check_allowed(note, now()):
                return
            note = replace(note, asked_at=now())
            await asyncio.to_thread(self._save, note)
            if self._unsaved is not None and not self._long_lived:
                return
            try:
                incident = await fetch()
            except ReadError as error:
                logger.bind(file="incidents").debug("The status page was not fetched: {}", error)
                return
            await asyncio.to_thread(self._save, replace(note, looked_at=now(), incident=incident))
        finally:
            lock.release()

    def _enter(self) -> BaseFileLock | None:
        """Take the lock of the check; None when another process has it, or when no lock can be used."""
        from filelock import FileLock, Timeout

        if self._path is None:
            return None
        try:
            make_folder(self._path.parent)
            lock = FileLock(self._path.with_suffix(".lock"), mode=0o600, blocking=False)
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
