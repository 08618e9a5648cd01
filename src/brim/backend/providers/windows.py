"""Limits of any length: id, kind and label follow from the length, never from the place in an answer.

This module must not know which vendor has which limit.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.providers.valueparsing import parse_text
from brim.model.usage import Source, Window
from brim.words import limits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

HOURS_5 = 5 * 3600
DAY = 86_400
WEEK = 7 * DAY
DAYS_30 = 30 * DAY
_MONTH = range(28 * DAY, 31 * DAY + 1)
_SLACK = timedelta(days=2)
_FURTHEST = 400 * DAY
"""Seconds; no limit resets later."""
_MAX_SCOPE = 150
"""Letters of a scope, which may be of two names of the vendor."""
_NAMELESS = "?"
"""The scope whose name has nothing that can be printed."""


def month_before(resets_at: datetime) -> int:
    """Seconds of the calendar month that ends at a reset: 28 to 31 days, from the same day one month earlier."""
    year, month = (resets_at.year, resets_at.month - 1) if resets_at.month > 1 else (resets_at.year - 1, 12)
    began = resets_at.replace(year=year, month=month, day=min(resets_at.day, monthrange(year, month)[1]))
    return round((resets_at - began) / timedelta(seconds=1))


def kind_of(length_seconds: int | None, *, scoped: bool = False) -> str:
    """The kind of a limit: session, daily, weekly_all, monthly, `N_hours` or `N_days`; `limit` without a length."""
    suffix = "_scoped" if scoped else ""
    if length_seconds == WEEK:
        return "weekly_scoped" if scoped else "weekly_all"
    if length_seconds is None:
        return f"limit{suffix}"
    if length_seconds in _MONTH:
        return f"monthly{suffix}"
    known = {HOURS_5: "session", DAY: "daily"}.get(length_seconds)
    if known is not None:
        return f"{known}{suffix}"
    days, hours = length_seconds / DAY, length_seconds / 3600
    return f"{days:.0f}_days{suffix}" if days >= 1 else f"{max(hours, 1):.0f}_hours{suffix}"


def window(
    percent: float | None,
    resets_at: datetime | None,
    length_seconds: int | None,
    read_at: datetime,
    scope: str | None = None,
) -> Window:
    """A limit of a vendor by its length; `scope` is a model or a kind of use, in the vendor's own word."""
    scope = None if scope is None else parse_text(scope, _MAX_SCOPE) or _NAMELESS
    kind = kind_of(length_seconds, scoped=scope is not None)
    resets_at = None if _is_too_far(resets_at, read_at, _FURTHEST) else resets_at
    return Window(
        id=kind if scope is None else f"{kind}:{scope}",
        kind=kind,
        label=limits.label(length_seconds, scope),
        percent=percent,
        resets_at=resets_at,
        length_seconds=None if _is_too_far(resets_at, read_at, length_seconds) else length_seconds,
        source=Source.API,
        read_at=read_at,
        unknown=percent is None,
    )


def _is_too_far(resets_at: datetime | None, read_at: datetime, seconds: float | None) -> bool:
    """Whether a reset is further ahead than a limit of so many seconds can have it, also where clocks differ by days.

    Such a limit began in the future, so one of its length and its reset is wrong, and it has no pace.
    """
    if resets_at is None or seconds is None:
        return False
    return resets_at - read_at > timedelta(seconds=seconds) + _SLACK


def worked_out(used: float, limit: float) -> float | None:
    """Percent used of two amounts that both come from the vendor; None for a limit that is none.

    A window with it says so: `replace(window, source=Source.AMOUNTS)`.
    """
    return None if limit <= 0 else 100 * used / limit


def month_window(
    percent: float | None, resets_at: datetime | None, read_at: datetime, scope: str | None = None
) -> Window:
    """A limit of a month of the calendar, as long as the month before its reset."""
    length = DAYS_30 if resets_at is None else month_before(resets_at)
    made = window(percent, resets_at, length, read_at, scope)
    return replace(
        made, label=limits.month_label(None if scope is None else parse_text(scope, _MAX_SCOPE) or _NAMELESS)
    )


def distinct(found: Iterable[Window]) -> tuple[Window, ...]:
    """The limits, each with an id of its own: of two with one name, the later one has its number, too."""
    kept: dict[str, Window] = {}
    for made in found:
        number = str(len(kept) + 1)
        repeated = replace(made, id=f"{made.id} {number}", label=limits.told_apart(made.label, number))
        one = repeated if made.id in kept else made
        kept.setdefault(one.id, one)
    return tuple(kept.values())
