"""Figures as text: percentages, times, durations and money.

All functions are pure. Times are shown in the machine's own time zone, as its locale writes them; `zone` is for callers
that need another one. This module must not know where the text is shown: tooltip, menu, notification or terminal.
"""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.localzone import local_time
from brim.model.level import Level
from brim.model.options import IconShow
from brim.words import localeformat

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.usage import EarlyReset, Spend, Window

_FULL = 100
_DAY_SECONDS = 86_400
_HOUR_SECONDS = 3_600
_MINUTE_SECONDS = 60
_WEEKDAY_RANGE = timedelta(days=6)
_LOGIN_WARNING = timedelta(days=3)
"""How long ahead the end of a login is announced."""

_SHOWN_AFTER_EARLY_RESET = timedelta(days=1)

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
    """`41%`, rounded down so that only a reached limit reads 100%; a dash when unknown."""
    return "–" if value is None else f"{math.floor(value)}%"


def shown_percent(used: float | None, show: IconShow) -> int | None:
    """The percentage to show of one that is used, rounded as in the icon: what is used, or what is left of 100."""
    if used is None:
        return None
    return math.floor(used) if show is IconShow.USED else max(0, _FULL - math.floor(used))


def used_or_left_text(used: float | None, show: IconShow, mark: str = "") -> str:
    """`41% used` or `59% left`, with a mark after the percentage; a dash when unknown."""
    if used is None:
        return percent_text(None)
    percent = f"{shown_percent(used, show)}%{mark}"
    return f"{percent} used" if show is IconShow.USED else f"{percent} left"


WIDEST_TRAY_LABEL = "(100%)"
"""The widest text that `tray_label` returns."""


def tray_label(percent: int | None, *, reliable: bool) -> str:
    """A percentage as text beside the icon: `41%`, in brackets when it is old or unconfirmed; empty when unknown."""
    if percent is None:
        return ""
    return f"{percent}%" if reliable else f"({percent}%)"


def clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The time of day, with the weekday or the date where the day is not today: `14:00`, `Thu 09:00`, `5 Dec 09:00`."""
    local = local_time(when, zone)
    today = local_time(now, zone)
    if local.date() == today.date():
        return localeformat.current_format().clock(local.timetuple())
    if abs(local.date() - today.date()) <= _WEEKDAY_RANGE:
        return localeformat.current_format().weekday(local.timetuple())
    return localeformat.current_format().date(local.timetuple())


def at_clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """`clock_text` with its preposition: `at 14:00`, `on Thu 09:00`."""
    today = local_time(when, zone).date() == local_time(now, zone).date()
    return f"{'at' if today else 'on'} {clock_text(when, now, zone)}"


def reset_clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """`clock_text` of the nearest minute: the server reports a reset at eight o'clock as 07:59:59.41."""
    return clock_text(when + timedelta(seconds=30), now, zone)


def precise_clock_text(when: datetime, zone: tzinfo | None = None) -> str:
    """The time of day with seconds, rounded up so that it is never too early: `11:04:13`."""
    rounded_up = when if when.microsecond == 0 else when.replace(microsecond=0) + timedelta(seconds=1)
    return localeformat.current_format().clock(local_time(rounded_up, zone).timetuple(), seconds=True)


def duration_text(seconds: float) -> str:
    """A duration in its two largest units: `3 d 4 h`, `2 h 05 min`, `12 min`, `40 s`; negative ones read `0 s`."""
    whole_seconds = max(0, int(seconds))
    days, rest = divmod(whole_seconds, _DAY_SECONDS)
    hours, rest = divmod(rest, _HOUR_SECONDS)
    minutes, rest_seconds = divmod(rest, _MINUTE_SECONDS)
    if days:
        return f"{days} d {hours} h"
    if hours:
        return f"{hours} h {minutes:02d} min"
    if minutes:
        return f"{minutes} min"
    return f"{rest_seconds} s"


def reset_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """When the window resets: `resets 14:00`; or that the reset has passed, or is not known."""
    if window.resets_at is None:
        return "not started" if window.percent is None else "no reset time"
    if window.resets_at <= now:
        unread = ", not read since" if window.read_at < window.resets_at else ""
        return f"reset at {reset_clock_text(window.resets_at, now, zone)}{unread}"
    return f"resets {reset_clock_text(window.resets_at, now, zone)}"


def reset_countdown_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """`reset_text` with the time that is left, for text that is shown once: `resets 14:00, in 2 h 05 min`."""
    when = reset_text(window, now, zone)
    if window.resets_at is None or window.resets_at <= now:
        return when
    return f"{when}, in {duration_text((window.resets_at - now).total_seconds())}"


def window_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """One window: `5-hour session 41%, resets 14:00`."""
    return f"{window.label} {percent_text(window.percent)}{unconfirmed_mark(window)}, {reset_text(window, now, zone)}"


def unconfirmed_mark(window: Window, mark: str = " (unconfirmed)") -> str:
    """The mark after an unconfirmed percentage; empty for a confirmed one, or where there is no percentage."""
    return "" if window.confirmed or window.percent is None else mark


def early_reset_text(early_reset: EarlyReset | None, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`reset early at 22:15, from 96%`; None without an early reset, and a day after it."""
    if early_reset is None or now - early_reset.at >= _SHOWN_AFTER_EARLY_RESET:
        return None
    return reset_early_text(early_reset.at, early_reset.before.percent, now, zone)


def reset_early_text(at: datetime, percent: float | None, now: datetime, zone: tzinfo | None = None) -> str:
    """When a window was reset before its time, and the percentage before: `reset early at 22:15, from 96%`."""
    return f"reset early {at_clock_text(at, now, zone)}, from {percent_text(percent)}"


def login_end_text(when: datetime | None, now: datetime, zone: tzinfo | None = None) -> str | None:
    """`Login ends Thu 09:00: sign in again before`, from three days before the end until the end; else None."""
    if when is None or not now < when <= now + _LOGIN_WARNING:
        return None
    return f"Login ends {clock_text(when, now, zone)}: sign in again before"


def money_text(spend: Spend) -> str:
    """Extra usage in money: `18.02 of 300.00 USD`, `12.50 USD, no cap`; `off`, or `on` when the amount is not known."""
    if not spend.enabled:
        return "off"
    if spend.used is None:
        return "on"
    currency = spend.currency or ""
    if spend.limit is None:
        return f"{spend.used} {currency}".strip() + ", no cap"
    return f"{spend.used} of {spend.limit} {currency}".strip()
