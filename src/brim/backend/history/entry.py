"""One figure of one limit as the history keeps it, and which figures are worth keeping. Pure.

A figure is kept when it is a change: another percentage, another window, or a doubt that is over. This module must not
know where entries are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.backend.readings.figures import RESET_TOLERANCE, ROUNDING
from brim.backend.readings.levels import SPEND
from brim.words.notifications import SPEND_LABEL

if TYPE_CHECKING:
    from brim.model.account import Account
    from brim.model.usage import Reading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(milliseconds=1)
TOLERANCE_MS = RESET_TOLERANCE // _STEP
LONGEST_TEXT = 200
"""Letters of an id or a label."""
HIGHEST = 1e6
"""Percent; more is a mistake."""
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Times before and after these are mistakes."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure."""

    account: str
    """Id of the account: 16 hex digits."""
    window: str
    """Id of the window, or `spend` for extra usage in percent of its cap."""
    label: str
    """What a person reads, for example `5-hour session`."""
    length_seconds: int | None
    read_at: datetime
    """When the figure was true, to the millisecond."""
    percent: float | None
    """Percent used; None when the window had not started."""
    resets_at: datetime | None
    """When the window ends; all entries of one window have the same time here."""
    source: str
    """A Source, or the word of a newer Brim."""
    confirmed: bool = True
    """False for a doubtful figure that no second reading agreed with."""


class Change(StrEnum):
    """What an entry adds to the one before it."""

    NONE = "none"
    CHANGE = "change"
    AGREEMENT = "agreement"
    """It says the same and is sure of it: the doubt about the one before is over."""


def entries(account: Account, reading: Reading) -> tuple[Entry, ...]:
    """All figures of a reading, in its own order. A percentage that is not known says nothing of a running window."""
    found = [
        Entry(
            account=account.id,
            window=printable(window.id),
            label=printable(window.label),
            length_seconds=window.length_seconds or None,
            read_at=to_millisecond(window.read_at),
            percent=window.percent,
            resets_at=None if window.resets_at is None else to_millisecond(window.resets_at),
            source=str(window.source),
            confirmed=window.confirmed,
        )
        for window in reading.windows
    ]
    spend = reading.spend
    if spend is not None and spend.enabled and spend.percent is not None:
        at = to_millisecond(reading.fetched_at)
        found.append(
            Entry(account.id, SPEND, SPEND_LABEL, None, at, spend.percent, None, str(reading.source), confirmed=True)
        )
    return tuple(entry for entry in found if _usable(entry))


def change(entry: Entry, before: Entry | None) -> Change:
    """What an entry adds to `before`, the one of the same limit that precedes it in time; None when there is none."""
    if before is None:
        return Change.CHANGE
    same = same_span(entry, before.resets_at)
    if same and entry.percent == before.percent:
        return Change.AGREEMENT if entry.confirmed and not before.confirmed else Change.NONE
    if entry.read_at == before.read_at:
        return Change.NONE  # two figures of one moment: the one that came first stays
    if not same or entry.percent is None or before.percent is None or not (entry.confirmed and before.confirmed):
        return Change.CHANGE
    rounded = before.percent - ROUNDING < entry.percent < before.percent  # two sources round apart
    return Change.NONE if rounded else Change.CHANGE


def same_span(entry: Entry, resets_at: datetime | None) -> bool:
    """Whether an entry belongs to the window with that reset: resets wander, but none names the window that follows."""
    if entry.resets_at is None or resets_at is None:
        return entry.resets_at is resets_at
    over = resets_at <= entry.read_at < entry.resets_at
    return abs(entry.resets_at - resets_at) <= RESET_TOLERANCE and not over


def to_millisecond(when: datetime) -> datetime:
    """The same time in UTC without parts of milliseconds."""
    return when.astimezone(UTC).replace(microsecond=when.microsecond // 1_000 * 1_000)


def milliseconds(when: datetime) -> int:
    """Milliseconds since the epoch."""
    return (when - _EPOCH) // _STEP


def moment(count: int) -> datetime:
    """The time so many milliseconds after the epoch."""
    return datetime.fromtimestamp(count / 1_000, UTC)


def sane(when: datetime) -> bool:
    """Whether a time can be kept: no clock that was never set, no mistake in a file."""
    return FIRST <= when <= LAST


def printable(foreign: str) -> str:
    """Somebody else's words, such that they can be kept and printed."""
    kept = foreign if foreign.isprintable() else "".join(letter for letter in foreign if letter.isprintable())
    return kept[:LONGEST_TEXT] or "?"


def _usable(entry: Entry) -> bool:
    if not sane(entry.read_at) or (entry.resets_at is not None and not sane(entry.resets_at)):
        return False
    if entry.percent is None:
        return entry.resets_at is None
    return 0 <= entry.percent <= HIGHEST
