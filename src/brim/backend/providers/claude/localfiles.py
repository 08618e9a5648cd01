"""What Claude Code's own files say of the limits: readings that ask nobody.

Its last answer from the usage endpoint lies in `.claude.json` under `cachedUsageUtilization` (Claude Code 2.1.330:
written after a successful read, with time and account; seen days old). What its statusline last told is kept by
`brim statusline` in the state folder, one file for each of its folders. This module must not know who asks, nor which
source wins.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from brim.backend.providers import values
from brim.backend.providers.claude import usagejson
from brim.backend.system.files import read_object
from brim.errors import ReadError
from brim.model.usage import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brim.backend.system.files import Json
    from brim.model.usage import Reading


_SKEW = timedelta(minutes=1)
"""So far ahead a time may be: it was rounded, or told meanwhile."""


class CachedUsage(BaseModel):
    """`cachedUsageUtilization` in `.claude.json`."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    fetched_at: values.Time = Field(alias="fetchedAtMs", description="epoch milliseconds")
    account_uuid: str | None = Field(default=None, alias="accountUuid", description="whose figures these are")
    utilization: dict[str, object] = Field(description="a body of the usage endpoint")


class StatuslineFile(BaseModel):
    """A file of `brim statusline`."""

    model_config = ConfigDict(extra="ignore")

    received_at: AwareDatetime = Field(description="when Claude Code told it")
    rate_limits: dict[str, dict[str, object]] = Field(description="by window: used_percentage, resets_at")


def cached_reading(section: object, account_uuid: str | None) -> Reading | None:
    """Claude Code's last reading, from the value of `cachedUsageUtilization`; None when it is another account's."""
    try:
        found = CachedUsage.model_validate(section)
    except ValidationError:
        return None
    if found.account_uuid is not None and account_uuid is not None and found.account_uuid != account_uuid:
        return None
    return None if found.fetched_at is None else _reading(found.utilization, found.fetched_at, Source.CACHE)


def statusline_path(state_dir: Path, claude_dir: Path) -> Path:
    """Where `brim statusline` keeps what the Claude Code of a folder told."""
    real = os.path.realpath(claude_dir).encode(errors="surrogatepass")
    return state_dir / "statusline" / f"{hashlib.sha256(real).hexdigest()[:16]}.json"


def statusline_reading(path: Path) -> Reading | None:
    """What the statusline last told; a window that had ended by then is left out."""
    try:
        found = StatuslineFile.model_validate(read_object(path))
    except ValidationError:
        return None
    body: Json = {
        name: {"utilization": window.get("used_percentage"), "resets_at": window.get("resets_at")}
        for name, window in found.rate_limits.items()
        if name != "spend_limit"  # a gateway's, with money of its own kind
    }
    reading = _reading(body, found.received_at.astimezone(UTC), Source.STATUSLINE)
    if reading is None:
        return None
    told_at = dict(_told_at(found, body))
    windows = [replace(one, read_at=told_at.get(one.id, one.read_at)) for one in reading.windows]
    running = [one for one in windows if one.resets_at is None or one.resets_at > one.read_at]
    return replace(reading, windows=tuple(running)) if running else None


def _told_at(found: StatuslineFile, body: Json) -> Iterator[tuple[str, datetime]]:
    """The ids of windows that were not told last, and when they were."""
    for name, window in found.rate_limits.items():
        at = values.time(window.get("told_at"))
        if at is not None and (reading := _reading({name: body.get(name)}, at, Source.STATUSLINE)) is not None:
            yield from ((one.id, at) for one in reading.windows)


def since(reading: Reading | None, earliest: datetime, now: datetime) -> Reading | None:
    """What of a reading was told from `earliest` on, and not after `now`; None when nothing was.

    What is from before the login changed may be another account's, and a time ahead is that of a clock that was wrong.
    """
    if reading is None or not earliest <= reading.fetched_at <= now + _SKEW:
        return None
    windows = tuple(one for one in reading.windows if one.read_at >= earliest)
    return replace(reading, windows=windows) if windows else None


def _reading(body: Json, at: datetime, source: Source) -> Reading | None:
    try:
        made = usagejson.parse(body, at)
    except ReadError:
        return None
    windows = tuple(replace(window, source=source) for window in made.windows)
    return replace(made, source=source, windows=windows)
