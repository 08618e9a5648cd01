"""One figure of one limit as the history stores it, and the rule which figures are stored. Pure.

A figure is stored when it is a change: another percentage, another window, or the confirmation of an unconfirmed
figure. This module must not know where entries are stored.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from brim.backend.readings.evaluation import SPEND
from brim.backend.readings.figures import RESET_TOLERANCE, ROUNDING
from brim.model.numbers import MAX_PERCENT
from brim.model.usage import is_outdated
from brim.words.extrausage import money_label

if TYPE_CHECKING:
    from brim.model.account import Account
    from brim.model.usage import Reading

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
RESET_TOLERANCE_MS = RESET_TOLERANCE // _MILLISECOND
MAX_TEXT_LENGTH = 200
"""Characters of an id or a label."""
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""A time before or after these is invalid."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One figure."""

    account: str
    """Id of the account: 16 hex digits."""
    window: str
    """Id of the window, or `spend` for extra usage in percent of its cap."""
    label: str
    """The limit's name for a person, for example `Session`."""
    length_seconds: int | None
    read_at: datetime
    """When the figure was true, to the millisecond."""
    percent: float | None
    """Percent used; None when the window had not started."""
    resets_at: datetime | None
    """When the window ends; all entries of one window have the same time here."""
    source: str
    """A Source, or a value that a newer Brim has written."""
    confirmed: bool = True
    """False for an unconfirmed figure that no second reading agreed with."""
    reset_moves: bool = field(default=False, compare=False)
    """The vendor moves the reset of a running window. It is not stored: a moved window has its newest reset."""


class EntryChange(StrEnum):
    """What an entry adds to the one before it."""

    NONE = "none"
    CHANGE = "change"
    AGREEMENT = "agreement"
    """The same figure, now confirmed, after an unconfirmed one."""


def reading_entries(account: Account, reading: Reading) -> tuple[HistoryEntry, ...]:
    """The valid figures of a reading, in its order.

    A window with a reset and without a percentage gives no entry, nor does one that was over when it was read.
    """
    entries = [
        HistoryEntry(
            account=account.id,
            window=printable_text(window.id),
            label=printable_text(window.label),
            length_seconds=window.length_seconds or None,
            read_at=to_whole_milliseconds(window.read_at),
            percent=window.percent,
            resets_at=None if window.resets_at is None else to_whole_milliseconds(window.resets_at),
            source=str(window.source),
            confirmed=window.confirmed,
            reset_moves=window.reset_moves,
        )
        for window in reading.windows
        if not is_outdated(window)
    ]
    spend = reading.spend
    repeats_limit = spend is not None and not spend.beyond_plan and reading.windows
    if spend is not None and spend.enabled and spend.percent is not None and not repeats_limit:
        at = to_whole_milliseconds(reading.fetched_at)
        entries.append(
            HistoryEntry(
                account.id,
                SPEND,
                money_label(spend),
                None,
                at,
                spend.percent,
                None,
                str(reading.source),
                confirmed=True,
            )
        )
    return tuple(entry for entry in entries if _is_valid(entry))


def change_from(previous: HistoryEntry | None, entry: HistoryEntry) -> EntryChange:
    """What an entry adds to the previous one of the same limit; `previous` is None for the first entry."""
    if previous is None:
        return EntryChange.CHANGE
    same_window = belongs_to_window(entry, previous.resets_at)
    if same_window and entry.percent == previous.percent:
        return EntryChange.AGREEMENT if entry.confirmed and not previous.confirmed else EntryChange.NONE
    if entry.read_at == previous.read_at:
        return EntryChange.NONE  # of two figures of the same time, the first one stays
    confirmed = entry.confirmed and previous.confirmed
    if not same_window or entry.percent is None or previous.percent is None or not confirmed:
        return EntryChange.CHANGE
    rounded_down = previous.percent - ROUNDING < entry.percent < previous.percent  # two sources round differently
    return EntryChange.NONE if rounded_down else EntryChange.CHANGE


def belongs_to_window(entry: HistoryEntry, resets_at: datetime | None) -> bool:
    """Whether an entry belongs to the window with that reset: reset times of one window differ slightly.

    An entry that was read after that reset belongs to the next window, however short it is.
    """
    if entry.resets_at is None or resets_at is None:
        return entry.resets_at is resets_at
    next_window = resets_at <= entry.read_at < entry.resets_at
    return abs(entry.resets_at - resets_at) <= RESET_TOLERANCE and not next_window


def to_whole_milliseconds(when: datetime) -> datetime:
    """The same time in UTC, without fractions of a millisecond."""
    return when.astimezone(UTC).replace(microsecond=when.microsecond // 1_000 * 1_000)


def to_milliseconds(when: datetime) -> int:
    """Milliseconds since the epoch."""
    return (when - _EPOCH) // _MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """The time, in UTC, from milliseconds since the epoch."""
    return datetime.fromtimestamp(milliseconds / 1_000, UTC)


def is_valid_time(when: datetime) -> bool:
    """Whether a time can be stored: it is not from a clock that was never set, nor a mistake in a file."""
    return EARLIEST <= when <= LATEST


def printable_text(text: str) -> str:
    """A foreign text, shortened and without characters that cannot be printed; `?` when nothing is left."""
    printable = text if text.isprintable() else "".join(letter for letter in text if letter.isprintable())
    return printable[:MAX_TEXT_LENGTH] or "?"


def _is_valid(entry: HistoryEntry) -> bool:
    if not is_valid_time(entry.read_at) or (entry.resets_at is not None and not is_valid_time(entry.resets_at)):
        return False
    if entry.percent is None:
        return entry.resets_at is None
    return 0 <= entry.percent <= MAX_PERCENT
