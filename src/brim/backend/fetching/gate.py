"""One reader per machine: a lock and the two files that all Brim processes share about one account.

Each account has a folder `accounts/<id>/` in the data folder, where `<id>` is 16 hex digits. `reading.json` and
`gate.json` are described in `gateformat`. `unsaved` is an empty file that exists only while `gate.json` could not be
written, for example on a full disk: its access time is `asked_at`, its modification time is `blocked_until` or the
same. `lock` is held while one process sends a request. Unknown keys are preserved. Files are replaced in one step. This
module must not know how a reading is made, nor when one is due.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

from loguru import logger
from pydantic import BaseModel, ValidationError

from brim.backend.fetching.attempts import AttemptHistory
from brim.backend.fetching.gateformat import RECENT, AttemptHistoryFile, AttemptOutcome, ReadingFile, RequestCounts
from brim.backend.system.files import Json, file_version, read_object, set_aside, write_object
from brim.backend.system.readonly import is_read_only
from brim.backend.system.times import clamp_time
from brim.errors import StateError
from brim.privatefiles import is_there, make_folder
from brim.words import statefiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from filelock import BaseFileLock

    from brim.model.account import Health
    from brim.model.usage import Reading

UNSAVED = "unsaved"


class Gate:
    """The shared knowledge of all Brim processes about one account."""

    def __init__(self, folder: Path | None, *, long_lived: bool = True) -> None:
        """Share through `folder`; with None, keep everything in memory.

        In a `long_lived` process the memory also holds what cannot be written.
        """
        self._folder = folder
        self._long_lived = long_lived
        self._log = logger.bind(account=folder.name if folder is not None else "simulated")
        self._history = AttemptHistory()
        self._reading: Reading | None = None
        self._attempts = RequestCounts()
        self._recent: tuple[AttemptOutcome, ...] = ()
        self._unsaved = folder is None
        self._kept = False
        self._saves = 0
        self._lock: BaseFileLock | None = None
        self._held = False

    @property
    def attempts(self) -> RequestCounts:
        """Requests counted so far, as last loaded or counted."""
        return self._attempts

    @property
    def recent(self) -> tuple[AttemptOutcome, ...]:
        """The last attempts, oldest first, as last loaded or recorded."""
        return self._recent

    @property
    def kept(self) -> bool:
        """Whether other processes, and later ones, know when the last saved request was sent."""
        return self._kept

    def acquire(self) -> bool:
        """Take the lock without waiting; False when another process holds it, True where no lock can be used."""
        acquired = self._try_lock()
        self._held |= acquired
        return acquired

    @contextmanager
    def held(self) -> Iterator[bool]:
        """Hold the lock for the time of the block; yields False when another process has it."""
        if self._held:
            yield True
            return
        acquired = self.acquire()
        try:
            yield acquired
        finally:
            if acquired:
                self.release()

    def release(self) -> None:
        """Let other processes send requests."""
        self._held = False
        lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()

    def _try_lock(self) -> bool:
        if self._folder is None:
            return True
        from filelock import FileLock, Timeout

        try:
            make_folder(self._folder)
        except OSError:
            return True  # the next write says why
        try:
            lock = FileLock(self._folder / "lock", mode=0o600, blocking=False)
            lock.acquire()
        except Timeout:
            return False
        except (OSError, NotImplementedError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            self._log.warning("Other Brim processes cannot be seen: {} cannot be locked ({}).", self._folder, reason)
            return True
        self._lock = lock
        return True

    def load(self) -> tuple[AttemptHistory, Reading | None]:
        """The attempts and the last reading, from the files or, when they could not be written, from memory."""
        if self._folder is not None and not self._unsaved:
            self._load(self._folder)
        return self._history, self._reading

    def _load(self, folder: Path) -> None:
        """Take over what the files say; a file that somebody removed comes back as this process knows it."""
        gate_path, reading_path = folder / "gate.json", folder / "reading.json"
        gate_removed = self._history.asked_at is not None and not is_there(gate_path)
        reading_removed = self._reading is not None and not is_there(reading_path)
        if not gate_removed:
            file = _parse(AttemptHistoryFile, gate_path, repair=True)
            self._attempts = file.counts() if file is not None else RequestCounts()
            self._recent = file.recent if file is not None else ()
            history = file.value() if file is not None else AttemptHistory()
            self._history = _with_unsaved_times(history, folder / UNSAVED)
        if not reading_removed:
            reading = _parse(ReadingFile, reading_path)
            self._reading = reading.value() if reading is not None else None
        if gate_removed or reading_removed:
            self.save(self._history, self._reading)

    def versions(self) -> tuple[object, ...]:
        """Differs whenever `load` may return something else; opens no file."""
        names = ("gate.json", "reading.json", UNSAVED) if self._folder is not None and not self._unsaved else ()
        return (self._saves, *(file_version(self._folder / name) for name in names if self._folder is not None))

    def count_request(self, now: datetime) -> None:
        """Count a request that is about to be sent."""
        self._attempts = self._attempts.with_request(now)

    def record_outcome(self, at: datetime, health: Health, seconds: float | None) -> None:
        """Remember how an attempt ended; written by the next `save`. `seconds` is None when no request was sent."""
        self._recent = (*self._recent, AttemptOutcome(at=at, health=health, seconds=seconds))[-RECENT:]

    def save(self, history: AttemptHistory, reading: Reading | None = None) -> None:
        """Write the outcome of an attempt; when the disk refuses, remember it in memory and log that once."""
        self._history, self._reading = history, reading or self._reading
        self._saves += 1
        if self._folder is None or is_read_only():
            return
        counts = {"attempts": self._attempts, "recent": self._recent}
        content = AttemptHistoryFile.model_validate(history).model_copy(update=counts)
        try:
            if self._unsaved and reading is None:
                reading = self._reading
            if reading is not None:
                _write(self._folder / "reading.json", ReadingFile.model_validate(reading))
            _write(self._folder / "gate.json", content)
        except StateError as error:
            self._kept = _write_unsaved(history, self._folder / UNSAVED)
            if not self._unsaved and (self._kept or self._long_lived):  # else `kept` is told
                self._log.warning("{} Until then Brim goes on from memory.", error)
            self._unsaved = True
        else:
            self._unsaved, self._kept = False, True
            with suppress(OSError):
                (self._folder / UNSAVED).unlink(missing_ok=True)


def _write_unsaved(history: AttemptHistory, path: Path) -> bool:
    """Store the two times that hold others back as the times of an empty file: a full disk has room for it.

    Returns whether that succeeded.
    """
    if history.asked_at is None:
        return True
    try:
        path.touch(mode=0o600)
        os.utime(path, (history.asked_at.timestamp(), (history.blocked_until or history.asked_at).timestamp()))
    except OSError:
        return False
    return True


def _with_unsaved_times(history: AttemptHistory, path: Path) -> AttemptHistory:
    """The history with the times of that file; the request before counts as just as late, because it is not known."""
    try:
        found = path.stat()
    except OSError:
        return history
    asked_at, until = (clamp_time(datetime.fromtimestamp(when, UTC)) for when in (found.st_atime, found.st_mtime))
    if history.asked_at is not None and history.asked_at >= asked_at:
        return history
    blocked_until = until if until > asked_at else None
    return replace(history, asked_at=asked_at, asked_before=asked_at, blocked_until=blocked_until)


def _parse[M: BaseModel](model: type[M], path: Path, *, repair: bool = False) -> M | None:
    """The content of a file. With `repair`, bad values are left out and the rest is used: a wait must not get lost."""
    data = read_object(path)
    if data is None:
        return None
    try:
        return model.model_validate(data)
    except ValidationError as error:
        set_aside(path, statefiles.invalid_value_count(error.error_count()))
        bad = {fault["loc"][0] for fault in error.errors(include_url=False)}
    if not repair:
        return None
    good = {key: value for key, value in data.items() if key not in bad}
    with suppress(StateError):
        write_object(path, good)
    return model.model_validate(good)


def _write(path: Path, content: BaseModel) -> None:
    existing: Json = read_object(path) or {}
    schema: dict[Literal["schema"], int] = {"schema": 1}
    write_object(path, existing | schema | content.model_dump(mode="json"))
