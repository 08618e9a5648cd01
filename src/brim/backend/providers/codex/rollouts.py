"""Readings from Codex's session files: the ends of the newest ones, without a request.

Facts (codex-rs, 2026): a line of type `event_msg` whose payload has the type `token_count` holds `rate_limits`, or
null. Forked and resumed sessions repeat old lines under new times, so a reset that had passed by then does not count,
nor one that is earlier than another. No line names an account, so those from before the login do not count.
This module must not know which files there are, nor which source wins.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.codex.snapshots import Snapshot, read_snapshot
from brim.backend.providers.valueparsing import parse_time
from brim.backend.system.files import file_version
from brim.model.usage import CLOCK_SLACK, Reading, Source
from brim.privatefiles import open_to_read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from brim.model.usage import Window

_TAILS = (128 * 1024, 2 * 1024 * 1024)
"""Bytes at the end of a file; more are read only where fewer hold no figure."""
_MARKS = (b'"token_count"', b'"rate_limits"')
_MAX_CLOCK_SKEW = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class _Line:
    at: datetime
    snapshot: Snapshot


class RolloutReader:
    """Reads session files; one that has not changed is not read again. Used by one thread at a time."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._lines: dict[Path, tuple[object, tuple[_Line, ...]]] = {}

    def reading(self, files: Iterable[Path], earliest: datetime, now: datetime) -> Reading | None:
        """What the files say of the time from `earliest` on; None when that is nothing. Never raises."""
        kept: dict[Path, tuple[object, tuple[_Line, ...]]] = {}
        best: dict[str, Window] = {}
        plan: tuple[datetime, str] | None = None
        for path in files:
            version = file_version(path)
            known = self._lines.get(path)
            kept[path] = known if known is not None and known[0] == version else (version, tuple(_lines(path)))
            lines = [line for line in kept[path][1] if earliest <= line.at <= now + _MAX_CLOCK_SKEW]
            for window in _of_file(lines).values():
                other = best.get(window.id)
                if other is None or _outweighs(window, other):
                    best[window.id] = window
            for line in lines:
                if line.snapshot.plan is not None and (plan is None or line.at >= plan[0]):
                    plan = line.at, line.snapshot.plan
        self._lines = kept
        if not best:
            return None
        shown = sorted(best.values(), key=lambda window: (":" in window.id, window.length_seconds or 0))
        at = max(window.read_at for window in shown)
        return Reading(at, Source.SESSIONS, tuple(shown), plan=None if plan is None else plan[1])


def _of_file(lines: Iterable[_Line]) -> dict[str, Window]:
    """The limits in one file: a later line counts, unless it repeats one from before a reset."""
    found: dict[str, Window] = {}
    for line in lines:
        for window in line.snapshot.windows:
            known = found.get(window.id)
            if known is None or not _resets_earlier(window, known):
                found[window.id] = window
    return found


def _outweighs(window: Window, other: Window) -> bool:
    """Of two files the one counts whose limit resets later; else the higher one, because a copy of a session lags."""
    if _resets_earlier(window, other) or _resets_earlier(other, window):
        return _resets_earlier(other, window)
    used, other_used = window.percent or 0.0, other.percent or 0.0
    return window.read_at > other.read_at if used == other_used else used > other_used


def _resets_earlier(window: Window, other: Window) -> bool:
    if window.resets_at is None or other.resets_at is None:
        return False
    return window.resets_at + CLOCK_SLACK < other.resets_at


def _lines(path: Path) -> Iterator[_Line]:
    """The lines with figures at the end of a file, oldest first; none where it cannot be read."""
    for size in _TAILS:
        try:
            raw, is_whole = _tail(path, size)
        except OSError:
            return
        lines = raw.split(b"\n")
        found = [line for text in (lines if is_whole else lines[1:]) if (line := _decode(text)) is not None]
        if found or is_whole:
            yield from found
            return


def _tail(path: Path, size: int) -> tuple[bytes, bool]:
    with open_to_read(path) as file:
        length = file.seek(0, os.SEEK_END)
        file.seek(max(0, length - size))
        return file.read(size), length <= size


def _decode(text: bytes) -> _Line | None:
    """The figures of one line; None for any other line, for one that is cut off, and where no limit ran then."""
    if not all(mark in text for mark in _MARKS):
        return None
    try:
        line = json.loads(text)
    except (ValueError, RecursionError):
        return None
    payload = line.get("payload") if isinstance(line, dict) else None
    at = parse_time(line.get("timestamp")) if isinstance(line, dict) else None
    if not isinstance(payload, dict) or payload.get("type") != "token_count" or at is None:
        return None
    raw = payload.get("rate_limits")
    snapshot = read_snapshot(raw, at, Source.SESSIONS) if isinstance(raw, dict) else None
    if snapshot is None:
        return None
    running = tuple(
        window
        for window in snapshot.windows
        if window.length_seconds is not None and (window.resets_at is None or window.resets_at > at)
    )
    return _Line(at, Snapshot(running, snapshot.plan)) if running else None
