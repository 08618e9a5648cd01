"""How figures read: percentages, times, durations and money, for every place that shows them.

Pure functions of their inputs. This module must not know where the words go: tooltip, menu, notice or terminal.
Times are shown in the machine's own time zone, as its locale writes them; `zone` is for callers that need another.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.model.usage import Level
from brim.words import localeformat

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.usage import Spend, Window

_DAY_SECONDS = 86_400
_HOUR_SECONDS = 3_600
_MINUTE_SECONDS = 60
_WEEK = timedelta(days=6)
_LOGIN_WARNING = timedelta(days=3)
"""The end of a login is told so long ahead."""

LEVEL_WORDS = {
    Level.CALM: "calm",
    Level.WATCH: "past half",
    Level.WARN: "getting close",
    Level.CRITICAL: "nearly full",
    Level.EXHAUSTED: "limit reached",
    Level.PAYING: "limit reached, extra usage pays",
    Level.UNKNOWN: "unknown",
}


def percent_text(value: float | None) -> str:
    """`41%`, floored so that 100% is said only of a limit that is reached; a dash when unknown."""
    return "–" if value is None else f"{math.floor(value)}%"


WIDEST_TRAY_LABEL = "(100%)"
"""The widest text that `beside` makes of a percentage."""


def tray_label(value: int | None, *, sure: bool) -> str:
    """A percentage as text beside the icon: `41%`, in brackets when it is old or doubtful; empty when unknown."""
    if value is None:
        return ""
    return f"{value}%" if sure else f"({value}%)"


def clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The time of day, with the weekday or the date where the day is not today: `14:00`, `Thu 09:00`, `5 Dec 09:00`."""
    local = when.astimezone(zone)
    today = now.astimezone(zone)
    if local.date() == today.date():
        return localeformat.current_format().clock(local.timetuple())
    if abs(local.date() - today.date()) <= _WEEK:
        return localeformat.current_format().weekday(local.timetuple())
    return localeformat.current_format().date(local.timetuple())


def at_clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The same within a sentence: `at 14:00`, `on Thu 09:00`."""
    today = when.astimezone(zone).date() == now.astimezone(zone).date()
    return f"{'at' if today else 'on'} {clock_text(when, now, zone)}"


def reset_clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The same to the nearest minute: a reset that the server gives as 07:59:59.41 is eight o'clock to everybody."""
    return clock_text(when + timedelta(seconds=30), now, zone)


def precise_clock_text(when: datetime, zone: tzinfo | None = None) -> str:
    """The time of day with seconds, rounded up so that it is never too early: `11:04:13`."""
    whole = when if when.microsecond == 0 else when.replace(microsecond=0) + timedelta(seconds=1)
    return localeformat.current_format().clock(whole.astimezone(zone).timetuple(), seconds=True)


def duration_text(seconds: float) -> str:
    """The two largest units: `3 d 4 h`, `2 h 05 min`, `12 min`, `40 s`; nothing is shorter than `0 s`."""
    whole = max(0, int(seconds))
    days, rest = divmod(whole, _DAY_SECONDS)
    hours, rest = divmod(rest, _HOUR_SECONDS)
    minutes, left = divmod(rest, _MINUTE_SECONDS)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes:02d} min"
    if minutes:
        return f"{minutes} min"
    return f"{left} s"


def reset_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """When the window starts anew: `resets 14:00`; says so when that has passed or is not known."""
    if window.resets_at is None:
        return "not started" if window.percent is None else "no reset time"
    if window.resets_at <= now:
        unread = ", not read since" if window.read_at < window.resets_at else ""
        return f"reset at {reset_clock_text(window.resets_at, now, zone)}{unread}"
    return f"resets {reset_clock_text(window.resets_at, now, zone)}"


def reset_countdown_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """The same with the time that is left, for text of one moment: `resets 14:00, in 2 h 05 min`."""
    when = reset_text(window, now, zone)
    if window.resets_at is None or window.resets_at <= now:
        return when
    return f"{when}, in {duration_text((window.resets_at - now).total_seconds())}"


def window_text(value: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """One window in words: `5-hour session 41%, resets 14:00`."""
    return f"{value.label} {percent_text(value.percent)}{unconfirmed_mark(value)}, {reset_text(value, now, zone)}"


def unconfirmed_mark(value: Window, mark: str = " (unconfirmed)") -> str:
    """The mark behind a percentage that a second reading has not confirmed; empty where there is none to confirm."""
    return "" if value.confirmed or value.percent is None else mark


def login_end_text(when: datetime | None, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`Login ends Thu 09:00: sign in again before`, from three days ahead on until it has ended; else None."""
    if when is None or not now < when <= now + _LOGIN_WARNING:
        return None
    return f"Login ends {clock_text(when, now, zone)}: sign in again before"


def money_text(spend: Spend) -> str:
    """Extra usage in money: `18.02 of 300.00 USD`, `12.50 USD, no cap`; says so when it is off or nothing is known."""
    if not spend.enabled:
        return "off"
    if spend.used is None:
        return "on"
    currency = spend.currency or ""
    if spend.limit is None:
        return f"{spend.used} {currency}".strip() + ", no cap"
    return f"{spend.used} of {spend.limit} {currency}".strip()
