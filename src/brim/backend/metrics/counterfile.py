"""The files that keep the counters of metrics over restarts: `metrics.json` and its copy, in the data folder.

`metrics.json`: `schema` (1), `started_at` and `instance`, `revision`, `first_open_day`, `totals` (each with project,
model, the tokens of each kind and web searches, and the cost in USD or null), `unpriced` (tokens by model), `marks`
(what is counted of each day, project, model and its flags; day -1 is all older ones), `sent` (requests by account: how
many, and the number in `gate.json` then) and `check`, a checksum of all of it. `metrics-copy.json` has the same: a
damaged file costs no counter. Tray and commands change them one at a time. This module must not know what is counted.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_hex
from typing import TYPE_CHECKING

import msgspec
from loguru import logger

from brim.backend.metrics.counters import NOTHING, Counters, Sums
from brim.backend.system.files import read_object, set_aside, write_object
from brim.backend.transcripts.answer import PriceClass
from brim.errors import StateError
from brim.privatefiles import make_folder
from brim.words import metrics as words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from brim.backend.system.files import Json

METRICS_FILE, COPY_FILE, LOCK_FILE = "metrics.json", "metrics-copy.json", "metrics.lock"
_SCHEMA = 1
_FLAGS = 4
"""Of a class, behind the model."""


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a file holds, before it is made into counters."""

    started_at: float
    instance: str
    revision: int
    first_open_day: int
    totals: list[tuple[str, str, str, float | None]]
    unpriced: dict[str, int]
    marks: list[tuple[int, str, str, str, str]]
    sent: dict[str, tuple[int, int]]


class CounterFile:
    """The counters of this machine."""

    def __init__(self, state_dir: Path, now: Callable[[], float] = time.time, lock_seconds: float = 5.0) -> None:
        """`lock_seconds`: how long to wait for another process that counts."""
        self._folder = state_dir
        self._now = now
        self._lock_seconds = lock_seconds
        self._complaint = ""

    def update(self, count: Callable[[Counters], None]) -> Counters:
        """The counters after `count` changed them, stored before anybody sees them.

        Where they cannot be stored, or another process counts for long, they stay as they were: a counter that is not
        kept would fall at the next start. May raise what `count` raises; then nothing is stored.
        """
        with self._locked() as is_ours:
            counters, intact = self._load()
            if not is_ours:
                return counters
            before = _content(counters)
            count(counters)
            if intact and _content(counters) == before:
                return counters
            counters.revision += 1
            try:
                self._store(_content(counters))
            except StateError as error:
                self._complain(str(error))
                return self._load()[0]
            self._complaint = ""
            return counters

    def read(self) -> Counters:
        """The counters as they are stored."""
        return self._load()[0]

    def _load(self) -> tuple[Counters, bool]:
        """The newest counters, and whether both files have them."""
        found = [self._read(self._folder / name) for name in (METRICS_FILE, COPY_FILE)]
        known = [counters for counters in found if counters is not None]
        if not known:
            return Counters(self._now(), token_hex(8)), False
        newest = max(known, key=lambda counters: counters.revision)
        return newest, all(one is not None and one.revision == newest.revision for one in found)

    def _read(self, path: Path) -> Counters | None:
        data = read_object(path)
        if data is None:
            return None
        check, schema = data.pop("check", None), data.pop("schema", None)
        if schema == _SCHEMA and check == _checksum(data):
            with suppress(msgspec.ValidationError):
                return _counters(msgspec.convert(data, _Stored))
        set_aside(path, words.counters_damaged())
        return None

    def _store(self, content: Json) -> None:
        whole = {"schema": _SCHEMA, "check": _checksum(content)} | content
        for name in (METRICS_FILE, COPY_FILE):
            write_object(self._folder / name, whole)

    @contextmanager
    def _locked(self) -> Iterator[bool]:
        """Whether this process may change the counters; without locks on this file system it may."""
        from filelock import FileLock, Timeout

        lock = FileLock(self._folder / LOCK_FILE, mode=0o600, timeout=self._lock_seconds)
        try:
            make_folder(self._folder)
            lock.acquire()
        except Timeout:
            yield False
            return
        except (OSError, NotImplementedError):
            yield True  # the next write says what is wrong with the folder
            return
        try:
            yield True
        finally:
            lock.release()

    def _complain(self, text: str) -> None:
        if text != self._complaint:
            self._complaint = text
            logger.bind(file=METRICS_FILE).warning("{}", text)


def _content(counters: Counters) -> Json:
    return {
        "started_at": counters.started_at,
        "instance": counters.instance,
        "revision": counters.revision,
        "first_open_day": counters.first_open_day,
        "totals": [[*key, _sums_text(sums), counters.cost.get(key)] for key, sums in counters.used.items()],
        "unpriced": dict(counters.unpriced),
        "marks": [
            [day, name, of.model, "".join(str(int(flag)) for flag in of[1:]), _sums_text(sums)]
            for (day, name, of), sums in counters.marks.items()
        ],
        "sent": {account: list(numbers) for account, numbers in counters.sent.items()},
    }


def _counters(stored: _Stored) -> Counters:
    """The counters of a file; raises ValidationError for one that no counter can have."""
    return Counters(
        stored.started_at,
        stored.instance,
        stored.revision,
        stored.first_open_day,
        {(project, model): _sums(text) for project, model, text, _ in stored.totals},
        {(project, model): cost for project, model, _, cost in stored.totals if cost is not None},
        dict(stored.unpriced),
        {
            (day, name, PriceClass(model, *(flag == "1" for flag in flags[:_FLAGS]))): _sums(text)
            for day, name, model, flags, text in stored.marks
        },
        dict(stored.sent),
    )


def _sums_text(sums: Sums) -> str:
    """Numbers in one text: a list of them would be a line for each."""
    return " ".join(map(str, sums))


def _sums(text: str) -> Sums:
    sums = tuple(int(part) for part in text.split(" ") if part.isdecimal())
    if len(sums) != len(NOTHING):
        raise msgspec.ValidationError(words.counters_damaged())
    return sums


def _checksum(content: Json) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=8).hexdigest()
