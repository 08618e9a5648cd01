"""Readings from files on this machine, without a request: Claude Code's own last reading, and its status line's.

Claude Code stores its last answer from the usage endpoint in `.claude.json` under `cachedUsageUtilization` (Claude Code
2.1.330: written after a successful read, with time and account; seen days old). `brim statusline` stores what the
status line last reported in the data folder, one file for each of Claude Code's folders. This module must not know
who uses a reading, nor which source wins.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from brim.backend.providers import valueparsing
from brim.backend.providers.claude import usagejson
from brim.backend.providers.claude.credentials import Credentials
from brim.backend.providers.claude.identity import speaks_of
from brim.backend.system.files import read_object
from brim.backend.system.stateformat import Time
from brim.errors import ReadError
from brim.model.usage import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.backend.providers.claude.claudejson import ClaudeJson
    from brim.backend.providers.claude.credentials import Login
    from brim.backend.system.files import Json
    from brim.model.usage import Reading


_MAX_CLOCK_SKEW = timedelta(minutes=1)
"""A time may be this far in the future: it was rounded, or the file was written meanwhile."""


class CachedUsage(BaseModel):
    """`cachedUsageUtilization` in `.claude.json`."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    fetched_at: valueparsing.Time = Field(alias="fetchedAtMs", description="epoch milliseconds")
    account_uuid: str | None = Field(default=None, alias="accountUuid", description="whose figures these are")
    utilization: dict[str, object] = Field(description="a body of the usage endpoint")


class StatuslineFile(BaseModel):
    """A file of `brim statusline`."""

    model_config = ConfigDict(extra="ignore")

    received_at: Time = Field(description="when Claude Code sent it")
    rate_limits: dict[str, dict[str, object]] = Field(description="by window: used_percentage, resets_at")


def cached_reading(section: object, account_uuid: str | None) -> Reading | None:
    """Claude Code's last reading, from the value of `cachedUsageUtilization`; None when it is another account's."""
    try:
        cached = CachedUsage.model_validate(section)
    except ValidationError:
        return None
    if cached.account_uuid is not None and account_uuid is not None and cached.account_uuid != account_uuid:
        return None
    return None if cached.fetched_at is None else _reading(cached.utilization, cached.fetched_at, Source.CACHE)


def reading_for(content: ClaudeJson, login: Login) -> Reading | None:
    """Claude Code's own last reading, if it is of the account and the organisation of a login."""
    credentials = login.credentials or Credentials()
    if not speaks_of(content.profile, credentials):
        return None
    return cached_reading(content.usage, credentials.account_uuid or content.profile.account_uuid)


def statusline_path(state_dir: Path, config_dir: Path) -> Path:
    """The file of `brim statusline` for one of Claude Code's folders; the same also through a symbolic link."""
    real_path = os.path.realpath(config_dir).encode(errors="surrogatepass")
    return state_dir / "statusline" / f"{hashlib.sha256(real_path).hexdigest()[:16]}.json"


def statusline_reading(path: Path) -> Reading | None:
    """What the status line last reported, without windows that had ended by then; None when nothing is left."""
    try:
        file = StatuslineFile.model_validate(read_object(path))
    except ValidationError:
        return None
    body: Json = {
        name: {"utilization": window.get("used_percentage"), "resets_at": window.get("resets_at")}
        for name, window in file.rate_limits.items()
        if name != "spend_limit"  # of a gateway, with money in another form
    }
    reading = _reading(body, file.received_at, Source.STATUSLINE)
    if reading is None:
        return None
    earlier = dict(_earlier_times(file, body))
    windows = [replace(window, read_at=earlier.get(window.id, window.read_at)) for window in reading.windows]
    running = [window for window in windows if window.resets_at is None or window.resets_at > window.read_at]
    return replace(reading, windows=tuple(running)) if running else None


def _earlier_times(file: StatuslineFile, body: Json) -> Iterator[tuple[str, datetime]]:
    """The ids of windows that the last report did not contain, and the time of the report that did."""
    for name, window in file.rate_limits.items():
        at = valueparsing.parse_time(window.get("told_at"))
        if at is not None and (reading := _reading({name: body.get(name)}, at, Source.STATUSLINE)) is not None:
            yield from ((window.id, at) for window in reading.windows)


def between(reading: Reading | None, earliest: datetime, now: datetime) -> Reading | None:
    """The part of a reading that is from `earliest` or later, and not from the future; None when there is none.

    Figures from before the login changed may be another account's; a time in the future is from a clock that was wrong.
    """
    if reading is None or not earliest <= reading.fetched_at <= now + _MAX_CLOCK_SKEW:
        return None
    windows = tuple(window for window in reading.windows if window.read_at >= earliest)
    return replace(reading, windows=windows) if windows else None


def _reading(body: Json, at: datetime, source: Source) -> Reading | None:
    try:
        reading = usagejson.parse(body, at)
    except ReadError:
        return None
    windows = tuple(replace(window, source=source) for window in reading.windows)
    return replace(reading, source=source, windows=windows)
