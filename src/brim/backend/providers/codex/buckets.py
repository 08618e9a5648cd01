"""The limits of one pool of usage: by their length, never by their place; and whether the vendor refuses now.

Facts (public captures and issue threads, 2026): a pool has up to two limits, in slots that say nothing of their length:
since July 2026 the week of many plans is in the first one, and free plans have 30 days there. Some programs report the
minutes that remain in place of the length. Work may be refused far below 100%. This module must not know which source
a number came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providers import windows
from brim.model.usage import Source
from brim.words import limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from brim.model.usage import Window

_KNOWN = (windows.HOURS_5, windows.DAY, windows.WEEK, windows.DAYS_30)
_ROUNDING = 120
"""Seconds; some programs report 299 minutes for 5 hours."""
_MAX_LENGTH = 400 * windows.DAY
_JUST_BEGUN = 60
"""Seconds; a limit whose reset is a whole length ahead has not begun."""
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class Slot:
    """One limit as a source reports it."""

    name: str
    """The name of its place, such as `primary`."""
    percent: float | None
    resets_at: datetime | None
    length_seconds: int | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """One pool of usage."""

    slots: tuple[Slot, ...]
    scope: str | None = None
    """The model or use that it is for; None for all other use."""
    refused: bool = False
    """The vendor refuses requests of this pool now."""
    detail: str | None = None
    """What tells it apart from another one with its scope; None where only its limits differ."""


def given_length(seconds: float | None) -> int | None:
    """A length that the server itself gives, as whole seconds; None when it is none."""
    if seconds is None or not 0 < seconds <= _MAX_LENGTH:
        return None
    return next((known for known in _KNOWN if abs(known - seconds) <= _ROUNDING), round(seconds))


def reported_length(minutes: float | None) -> int | None:
    """A length that a program reports; None where it may be the time that remains."""
    length = given_length(None if minutes is None else minutes * 60)
    return length if length in _KNOWN or (length or 0) > windows.DAY else None


def assumed_length(slot: str, left: timedelta | None) -> int:
    """The length of a limit whose source names none: by its slot, unless more time than that is left."""
    length = windows.WEEK if "secondary" in slot else windows.HOURS_5
    slack = timedelta(seconds=_ROUNDING)
    longer = (known for known in _KNOWN if known >= length and known != windows.DAY)
    return next((known for known in longer if left is None or left <= timedelta(seconds=known) + slack), length)


def windows_of(buckets: Iterable[Bucket], read_at: datetime, source: Source = Source.API) -> tuple[Window, ...]:
    """The limits of several pools, in each pool the shortest first; one that is listed twice only once.

    Another one with the same length and the same use has the name of its place or of its pool, too.
    """
    found: dict[str, Window] = {}
    for bucket in buckets:
        pairs = zip(bucket.slots, _windows(bucket, read_at, source), strict=True)
        for slot, made in sorted(pairs, key=lambda pair: pair[1].length_seconds or _MAX_LENGTH):
            _keep(made, _told_apart(bucket, slot), found)
    return tuple(found.values())


def _keep(made: Window, other_scope: str, found: dict[str, Window]) -> None:
    key = made.id.casefold()
    known = found.setdefault(key, made)
    if known.percent is None or made.percent is None:  # one alone says how much is used
        found[key] = made if known.percent is None else known
        return
    if (known.percent, known.resets_at) == (made.percent, made.resets_at):
        return
    renamed = windows.window(None, None, made.length_seconds, made.read_at, other_scope)
    found.setdefault(renamed.id.casefold(), replace(made, id=renamed.id, kind=renamed.kind, label=renamed.label))


def _told_apart(bucket: Bucket, slot: Slot) -> str:
    detail = bucket.detail or slot.name.removesuffix("_window").replace("_", " ")
    return detail if bucket.scope is None else limits.told_apart(bucket.scope, detail)


def _windows(bucket: Bucket, read_at: datetime, source: Source) -> list[Window]:
    percents = [slot.percent or 0.0 for slot in bucket.slots]
    full_ones_explain = any(percent >= _FULL for percent in percents)
    made = []
    for slot, percent in zip(bucket.slots, percents, strict=True):
        window = windows.window(slot.percent, slot.resets_at, slot.length_seconds, read_at, bucket.scope)
        refused = bucket.refused and (percent >= _FULL or not full_ones_explain)
        window = replace(window, source=source, refused=refused, reset_moves=True)
        made.append(replace(window, resets_at=None) if _has_not_begun(window) else window)
    return made


def _has_not_begun(window: Window) -> bool:
    """Whether nothing is used and the reset is a whole length ahead, where it stays until the first use."""
    if window.percent != 0 or window.resets_at is None or window.length_seconds is None:
        return False
    return window.resets_at - window.read_at >= timedelta(seconds=window.length_seconds - _JUST_BEGUN)
