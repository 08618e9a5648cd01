"""Which notice was sent: kept across restarts, so that none comes twice. Written by the tray only.

`episodes.json` in the state folder: `schema` (1), `welcomed_at`, and `sent`, a list of `account`, `window`, `reset`
(UTC, to the minute; null when the window has none), `threshold` (percent) and `sent_at`. This module must not know when
a notice is due.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from loguru import logger
from pydantic import BaseModel, Field, ValidationError

from brim.backend.files import read_object, set_aside, write_object
from brim.backend.gate import FORMAT, Time
from brim.errors import StateError

if TYPE_CHECKING:
    from pathlib import Path

TOLERANCE = timedelta(minutes=2)
"""The server's reset times differ by fractions of a second between calls and rows."""
_KEPT = timedelta(days=40)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Episode:
    """One threshold of one window, once."""

    account: str
    window: str
    reset: datetime | None
    threshold: int
    sent_at: datetime

    def matches(self, other: Episode) -> bool:
        """Whether both mean the same crossing."""
        if (self.account, self.window, self.threshold) != (other.account, other.window, other.threshold):
            return False
        if self.reset is None or other.reset is None:
            return self.reset is other.reset
        return abs(self.reset - other.reset) <= TOLERANCE


def to_minute(when: datetime) -> datetime:
    """Rounded to the nearest minute."""
    return (when + timedelta(seconds=30)).replace(second=0, microsecond=0)


class EpisodeFile(BaseModel):
    """One entry of `sent`."""

    model_config = FORMAT

    account: str = Field(description="id of the account")
    window: str = Field(description="id of the window, or spend")
    reset: Time | None = Field(default=None, description="its reset, to the minute")
    threshold: int = Field(description="percent")
    sent_at: Time = Field(description="when the notice was sent")


class EpisodesFile(BaseModel):
    """`episodes.json`."""

    model_config = FORMAT

    welcomed_at: Time | None = Field(default=None, description="when the notice of the first start was sent")
    sent: tuple[EpisodeFile, ...] = Field(default=(), description="notices sent")


class Episodes:
    """The notices sent, in a file and in memory."""

    def __init__(self, path: Path | None) -> None:
        """Keep them in `path`; with None in memory only."""
        self._path = path
        self._sent: tuple[Episode, ...] = ()
        self._welcomed_at: datetime | None = None

    @property
    def sent(self) -> tuple[Episode, ...]:
        """Every notice that still matters."""
        return self._sent

    @property
    def welcomed(self) -> bool:
        """Whether the notice of the first start was sent."""
        return self._welcomed_at is not None

    def load(self) -> None:
        """Read the file, if there is one that can be used."""
        data = read_object(self._path) if self._path is not None else None
        if data is None or self._path is None:
            return
        try:
            content = EpisodesFile.model_validate(data)
        except ValidationError as error:
            set_aside(self._path, f"{error.error_count()} values cannot be used")
            return
        self._welcomed_at = content.welcomed_at
        self._sent = tuple(Episode(**dict(episode)) for episode in content.sent)

    def keep(self, sent: tuple[Episode, ...], now: datetime) -> None:
        """Replace what was sent, without what is over; when the disk refuses, memory still prevents a second notice."""
        self._sent = tuple(one for one in sent if now - (one.reset or one.sent_at) < _KEPT)[-_MOST:]
        self._save()

    def welcome(self, now: datetime) -> None:
        """Note that the notice of the first start is sent."""
        self._welcomed_at = now
        self._save()

    def _save(self) -> None:
        if self._path is None:
            return
        sent = tuple(EpisodeFile.model_validate(one) for one in self._sent)
        content = EpisodesFile(welcomed_at=self._welcomed_at, sent=sent)
        kept = read_object(self._path) or {}
        try:
            write_object(self._path, kept | {"schema": 1} | content.model_dump(mode="json"))
        except StateError as error:
            logger.bind(file=self._path.name).warning("{} A notice may come again after a restart.", error)
