"""One reader per machine: a lock, the last reading and what is known of earlier attempts, shared through files.

Each account has a folder `accounts/<id>/` in the state folder, where `<id>` is 16 hex digits. Other tools may read it:

`reading.json`: `schema` (1), `fetched_at`, `source`, `plan`, `windows` (each with `id`, `kind`, `label`, `percent`,
`resets_at`, `length_seconds`, `source`, `read_at`, `active`, `confirmed`) and `spend` (`enabled`, `used`, `limit`,
`currency`, `percent`; money as decimal strings in major units). The last reading that succeeded. `confirmed` is as it
was when it was read: what became of a doubtful figure since, and what other sources say, is in `figures.json`.

`gate.json`: `schema` (1), `asked_at` and `asked_before` (the last two requests were sent), `tried_at`, `health` and
`problem` of the last attempt, `failures` in a row, `blocked_until`, `refused` (stamp of a login that did not work; not
made from a token), `theirs` (the server was reached and may be at fault), `jitter` (seconds added to the next
interval), `attempts` (`total`, `day`, `today`: requests sent, by UTC day) and `recent` (the last ten attempts, oldest
first: `at`, `health` and `seconds` until the outcome; null when no request was sent).

`unsaved` is empty and there only while `gate.json` could not be written, for example on a full disk: its time of
access is `asked_at`, its time of change `blocked_until` or the same. `lock` is held while one process asks. Times are
UTC, ISO 8601. Keys that are not known here are kept. Files are replaced in one step. This module must not know how a
reading is made, nor when one is due.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

from loguru import logger
from pydantic import (
    BaseModel,
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
)

from brim.backend.fetching.cadence import AttemptHistory
from brim.backend.system.files import Json, file_version, is_read_only, read_object, set_aside, write_object
from brim.backend.system.stateformat import FORMAT, Money, Time, clamp_time
from brim.errors import StateError
from brim.model.account import Health, Problem
from brim.model.usage import Reading, Source, Spend, Window
from brim.words import settings as wrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filelock import BaseFileLock


UNSAVED = "unsaved"
RECENT = 10
"""How many attempts are remembered."""


class WindowFile(BaseModel):
    """One window in `reading.json`."""

    model_config = FORMAT

    id: str = Field(description="kind, or kind:scope name")
    kind: str = Field(description="session, weekly_all, weekly_scoped, or the server's own word")
    label: str = Field(description="what a person reads")
    percent: float | None = Field(default=None, description="percent used; null when not started")
    resets_at: Time | None = Field(default=None, description="when the window starts anew")
    length_seconds: int | None = Field(default=None, description="18000, 604800 or null")
    source: Source = Field(description="where the figure came from")
    read_at: Time = Field(description="when the figure was true")
    active: bool = Field(default=False, description="the server's headline")
    confirmed: bool = Field(default=True, description="false while a doubtful figure waits for a second reading")


class SpendFile(BaseModel):
    """Extra usage in `reading.json`."""

    model_config = FORMAT

    enabled: bool = Field(description="whether extra usage is on")
    used: Money | None = Field(default=None, description="major units")
    limit: Money | None = Field(default=None, description="major units; null without a cap")
    currency: str | None = Field(default=None, description="ISO 4217 code")
    percent: float | None = Field(default=None, description="of the cap")


class ReadingFile(BaseModel):
    """`reading.json`."""

    model_config = FORMAT

    fetched_at: Time = Field(description="when the reading was made")
    source: Source = Field(description="where it came from")
    plan: str | None = Field(default=None, description="for example Max 5x")
    windows: tuple[WindowFile, ...] = Field(default=(), description="the limits")
    spend: SpendFile | None = Field(default=None, description="extra usage")

    def value(self) -> Reading:
        """The reading that the file tells."""
        windows = tuple(Window(**dict(window) | {"source": Source(window.source)}) for window in self.windows)
        spend = None if self.spend is None else Spend(**dict(self.spend))
        return Reading(self.fetched_at, Source(self.source), windows, spend, self.plan)


class ProblemFile(BaseModel):
    """What went wrong, in `gate.json`."""

    model_config = FORMAT

    title: str = Field(description="what is wrong")
    message: str = Field(description="what to do next")


class Attempts(BaseModel):
    """Requests sent for this account by all of Brim's processes on this machine."""

    model_config = FORMAT

    total: int = Field(default=0, ge=0, description="ever")
    day: str = Field(default="", description="the UTC day that `today` counts, as 2026-11-23")
    today: int = Field(default=0, ge=0, description="on that day")


class Outcome(BaseModel):
    """One attempt that came to an end."""

    model_config = FORMAT

    at: Time = Field(description="when it began")
    health: Health = Field(description="how it ended")
    seconds: float | None = Field(default=None, ge=0, description="until its outcome; null when no request was sent")


def _usable(value: object) -> object:
    """The attempts of a list that can be understood: one that cannot must not cost the others."""
    return [one for one in value if _is_outcome(one)][-RECENT:] if isinstance(value, list | tuple) else ()


def _is_outcome(value: object) -> bool:
    try:
        _OUTCOME.validate_python(value)
    except ValidationError:
        return False
    return True


_OUTCOME = TypeAdapter(Outcome)


class PastFile(BaseModel):
    """`gate.json`."""

    model_config = FORMAT

    tried_at: Time | None = Field(default=None, description="the last attempt")
    asked_at: Time | None = Field(default=None, description="the last request sent")
    asked_before: Time | None = Field(default=None, description="the request before that")
    health: Health | None = Field(default=None, description="outcome of the last attempt")
    failures: int = Field(default=0, ge=0, description="failures of this kind in a row")
    problem: ProblemFile | None = Field(default=None, description="words for the failure")
    blocked_until: Time | None = Field(default=None, description="nobody asks before")
    refused: str | None = Field(default=None, description="stamp of the login that did not work")
    theirs: bool = Field(default=False, description="the failure may be the server's fault")
    jitter: float = Field(default=0.0, ge=0, description="seconds added to the next interval")
    attempts: Attempts = Field(default_factory=Attempts, description="requests sent")
    recent: Annotated[tuple[Outcome, ...], BeforeValidator(_usable)] = Field(
        default=(), description="the last attempts, oldest first"
    )

    def value(self) -> AttemptHistory:
        """The past that the file tells."""
        problem = None if self.problem is None else Problem(self.problem.title, self.problem.message)
        health = None if self.health is None else Health(self.health)
        return AttemptHistory(
            **{name: getattr(self, name) for name in AttemptHistory.__slots__} | {"problem": problem, "health": health}
        )


class Gate:
    """What all processes of this machine know of one account."""

    def __init__(self, folder: Path | None) -> None:
        """Share through `folder`; with None, share with nobody and keep all in memory."""
        self._folder = folder
        self._log = logger.bind(account=folder.name if folder is not None else "simulated")
        self._past = AttemptHistory()
        self._reading: Reading | None = None
        self._attempts = Attempts()
        self._recent: tuple[Outcome, ...] = ()
        self._unsaved = folder is None
        self._saves = 0
        self._lock: BaseFileLock | None = None
        self._inside = False

    @property
    def attempts(self) -> Attempts:
        """Requests counted so far, as last loaded or counted."""
        return self._attempts

    @property
    def recent(self) -> tuple[Outcome, ...]:
        """The last attempts, oldest first, as last loaded or noted."""
        return self._recent

    def enter(self) -> bool:
        """Try to become the one process that asks; False when another one is. Without a usable lock, go ahead alone."""
        entered = self._try_lock()
        self._inside |= entered
        return entered

    @contextmanager
    def entered(self) -> Iterator[bool]:
        """Whether this is the one process that may change the files, for the time of the block."""
        if self._inside:
            yield True
            return
        mine = self.enter()
        try:
            yield mine
        finally:
            if mine:
                self.leave()

    def leave(self) -> None:
        """Let others ask."""
        self._inside = False
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def _try_lock(self) -> bool:
        if self._folder is None:
            return True
        from filelock import FileLock, Timeout

        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = FileLock(self._folder / "lock", blocking=False)
            lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            self._log.warning("Other Brim processes cannot be seen: {} cannot be locked ({}).", self._folder, error)
            return True
        self._lock = lock
        return True

    def load(self) -> tuple[AttemptHistory, Reading | None]:
        """What is known, from the files or, when they could not be written, from memory."""
        if self._folder is not None and not self._unsaved:
            past = _parse(PastFile, self._folder / "gate.json", mend=True)
            reading = _parse(ReadingFile, self._folder / "reading.json")
            self._attempts = past.attempts if past is not None else Attempts()
            self._recent = past.recent if past is not None else ()
            self._past = _with_mark(past.value() if past is not None else AttemptHistory(), self._folder / UNSAVED)
            self._reading = reading.value() if reading is not None else None
        return self._past, self._reading

    def marks(self) -> tuple[object, ...]:
        """Changes whenever `load` may give something else; opens no file."""
        names = ("gate.json", "reading.json", UNSAVED) if self._folder is not None and not self._unsaved else ()
        return (self._saves, *(file_version(self._folder / name) for name in names if self._folder is not None))

    def count(self, now: datetime) -> None:
        """Count a request that is about to be sent."""
        day = f"{now.astimezone(UTC):%Y-%m-%d}"
        today = self._attempts.today if self._attempts.day == day else 0
        self._attempts = Attempts(total=self._attempts.total + 1, day=day, today=today + 1)

    def note(self, at: datetime, health: Health, seconds: float | None) -> None:
        """Remember how an attempt ended; kept with the next `save`."""
        self._recent = (*self._recent, Outcome(at=at, health=health, seconds=seconds))[-RECENT:]

    def save(self, past: AttemptHistory, reading: Reading | None = None) -> None:
        """Keep the outcome of an attempt; when the disk refuses, remember it and say so once."""
        self._past, self._reading = past, reading or self._reading
        self._saves += 1
        if self._folder is None or is_read_only():
            return
        known = PastFile.model_validate(past).model_copy(update={"attempts": self._attempts, "recent": self._recent})
        try:
            if self._unsaved and reading is None:
                reading = self._reading
            if reading is not None:
                _write(self._folder / "reading.json", ReadingFile.model_validate(reading))
            _write(self._folder / "gate.json", known)
        except StateError as error:
            if not self._unsaved:
                self._log.warning("{} Until then Brim goes on from memory.", error)
            self._unsaved = True
            _mark(past, self._folder / UNSAVED)
        else:
            self._unsaved = False
            with suppress(OSError):
                (self._folder / UNSAVED).unlink(missing_ok=True)


def _mark(past: AttemptHistory, path: Path) -> None:
    """Note the two times that keep others from asking in those of an empty file, which a full disk has room for."""
    if past.asked_at is None:
        return
    with suppress(OSError):
        path.touch(mode=0o600)
        os.utime(path, (past.asked_at.timestamp(), (past.blocked_until or past.asked_at).timestamp()))


def _with_mark(past: AttemptHistory, path: Path) -> AttemptHistory:
    try:
        found = path.stat()
    except OSError:
        return past
    asked_at, until = (clamp_time(datetime.fromtimestamp(when, UTC)) for when in (found.st_atime, found.st_mtime))
    if past.asked_at is not None and past.asked_at >= asked_at:
        return past
    return replace(past, asked_at=asked_at, blocked_until=until if until > asked_at else None)


def _parse[M: BaseModel](model: type[M], path: Path, *, mend: bool = False) -> M | None:
    """What a file says. With `mend`, bad values are left out and the rest counts: a wait must not get lost."""
    data = read_object(path)
    if data is None:
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        set_aside(path, wrong.invalid_value_count(error.error_count()))
        bad = {fault["loc"][0] for fault in error.errors(include_url=False)}
    if not mend:
        return None
    good = {key: value for key, value in data.items() if key not in bad}
    with suppress(StateError):
        write_object(path, good)
    return model.model_validate(good)


def _write(path: Path, content: BaseModel) -> None:
    kept: Json = read_object(path) or {}
    schema: dict[Literal["schema"], int] = {"schema": 1}
    write_object(path, kept | schema | content.model_dump(mode="json"))
