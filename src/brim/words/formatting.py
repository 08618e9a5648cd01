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
from brim.words.money import spent_of_limit
from brim.words.translation import N_, _

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

_LEVELS = {
    Level.CALM: N_("OK"),
    Level.WATCH: N_("over half"),
    Level.WARN: N_("high"),
    Level.CRITICAL: N_("almost at limit"),
    Level.EXHAUSTED: N_("limit reached"),
    Level.PAYING: N_("limit reached, using extra usage"),
    Level.UNKNOWN: N_("unknown"),
}


def level_text(level: Level) -> str:
    """The level of a limit, for the middle of a line: `almost at limit`."""
    return _(_LEVELS[level])


def window_level_text(window: Window) -> str:
    """The level of a limit in words; that the vendor refuses where it does, whatever the percentage says."""
    if not window.refused:
        return level_text(window.level)
    if window.level is Level.PAYING:
        return _("refused by the vendor now, using extra usage")
    return refused_text()


def refused_text() -> str:
    """The vendor refuses requests under a limit, whatever its percentage says; for the middle of a line."""
    return _("refused by the vendor now")


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
    if show is IconShow.USED:
        return _("{percent} used", percent=percent)
    return _("{percent} left", percent=percent)


WIDEST_TRAY_LABEL = "(100%)"
"""The widest text that `tray_label` returns."""


def tray_label(percent: int | None, *, reliable: bool) -> str:
    """A percentage as text beside the icon: `41%`, in brackets when it is old or unconfirmed; empty when unknown."""
    if percent is None:
        return ""
    return f"{percent}%" if reliable else f"({percent}%)"


def clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """The time of day, with the weekday or the date where the day is not today: `14:00`, `Thu 09:00`, `5 Dec 09:00`.

    A date that is half a year away or more has its year: `5 Dec 09:00 (2036)`.
    """
    local = local_time(when, zone)
    today = local_time(now, zone)
    if local.date() == today.date():
        return localeformat.current_format().clock(local.timetuple())
    if abs(local.date() - today.date()) <= _WEEKDAY_RANGE:
        return localeformat.current_format().weekday(local.timetuple())
    then = local.timetuple()
    return localeformat.dated(localeformat.current_format().date(then), then, today.timetuple())


def at_clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """`clock_text` with its preposition: `at 14:00`, `on Thu 09:00`."""
    clock = clock_text(when, now, zone)
    if local_time(when, zone).date() == local_time(now, zone).date():
        return _("at {clock}", clock=clock)
    return _("on {day_and_clock}", day_and_clock=clock)


def reset_clock_text(when: datetime, now: datetime, zone: tzinfo | None = None) -> str:
    """`clock_text` of the nearest minute: the server reports a reset at eight o'clock as 07:59:59.41."""
    return clock_text(when + timedelta(seconds=30), now, zone)


def precise_clock_text(when: datetime, zone: tzinfo | None = None) -> str:
    """The time of day with seconds, rounded up so that it is never too early: `11:04:13`."""
    rounded_up = when if when.microsecond == 0 else when.replace(microsecond=0) + timedelta(seconds=1)
    return localeformat.current_format().clock(local_time(rounded_up, zone).timetuple(), seconds=True)


def duration_text(seconds: float) -> str:
    """A duration in its two largest units: `3 d 4 h`, `2 h 05 min`, `2 h`, `40 s`; negative ones read `0 s`."""
    whole_seconds = max(0, int(seconds))
    days, rest = divmod(whole_seconds, _DAY_SECONDS)
    hours, rest = divmod(rest, _HOUR_SECONDS)
    minutes, rest_seconds = divmod(rest, _MINUTE_SECONDS)
    if days:
        return _("{days} d {hours} h", days=days, hours=hours) if hours else _("{days} d", days=days)
    if hours:
        return (
            _("{hours} h {minutes:02d} min", hours=hours, minutes=minutes) if minutes else _("{hours} h", hours=hours)
        )
    if minutes:
        return _("{minutes} min", minutes=minutes)
    return _("{seconds} s", seconds=rest_seconds)


def reset_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """When the window resets: `resets 14:00`; or that the reset has passed, or is not known."""
    if window.resets_at is None:
        if window.percent is not None:
            return _("no reset time")
        return _("usage not known") if window.unknown else _("unused")
    when = reset_clock_text(window.resets_at, now, zone)
    if window.resets_at > now:
        return _("resets {when}", when=when)
    if window.read_at < window.resets_at:
        return _("reset at {when}, not updated since", when=when)
    return _("window ended {when}, new usage awaited", when=when)


def passed_reset_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """When the window resets or was reset, and no more: `reset at 14:00`."""
    if window.resets_at is None or window.resets_at > now:
        return reset_text(window, now, zone)
    return _("reset at {when}", when=reset_clock_text(window.resets_at, now, zone))


def reset_countdown_text(window: Window, now: datetime, zone: tzinfo | None = None) -> str:
    """`reset_text` with the time that is left, for text that is shown once: `resets 14:00, in 2 h 05 min`."""
    if window.resets_at is None or window.resets_at <= now:
        return reset_text(window, now, zone)
    left = duration_text((window.resets_at - now).total_seconds())
    return _("resets {when}, in {left}", when=reset_clock_text(window.resets_at, now, zone), left=left)


def window_text(window: Window, now: datetime, show: IconShow, zone: tzinfo | None = None) -> str:
    """One window: `Session 41% used, resets 14:00`; without a percentage `Session: unused`."""
    resets = reset_text(window, now, zone)
    if window.refused:
        resets = refused_and_resets(resets) if window.resets_at is not None else refused_text()
    if window.percent is None:
        return _("{limit}: {resets}", limit=window.label, resets=resets)
    usage = f"{used_or_left_text(window.percent, show)}{unconfirmed_mark(window)}"
    return _("{limit} {usage}, {resets}", limit=window.label, usage=usage, resets=resets)


def refused_and_resets(resets: str) -> str:
    """That the vendor refuses, and when the limit resets: `refused by the vendor now, resets 14:00`."""
    return _("{refused}, {resets}", refused=refused_text(), resets=resets)


def usage_text(window: Window, show: IconShow) -> str:
    """The percentage of one limit where there is little room: `41%? used`; `25% used, refused`."""
    usage = used_or_left_text(window.percent, show, unconfirmed_mark(window, "?"))
    return _("{usage}, refused", usage=usage) if window.refused else usage


def unconfirmed_mark(window: Window, mark: str | None = None) -> str:
    """The mark after a percentage that is not confirmed; else empty."""
    if window.confirmed or window.percent is None:
        return ""
    return _(" (unconfirmed)") if mark is None else mark


def early_reset_text(
    early_reset: EarlyReset | None, now: datetime, show: IconShow, zone: tzinfo | None = None
) -> str | None:
    """`reset early at 22:15, from 96% used`; None without an early reset, and a day after it."""
    if early_reset is None or now - early_reset.at >= _SHOWN_AFTER_EARLY_RESET:
        return None
    return reset_early_text(early_reset.at, early_reset.before.percent, now, show, zone)


def reset_early_text(
    at: datetime, percent: float | None, now: datetime, show: IconShow, zone: tzinfo | None = None
) -> str:
    """When a window was reset before its time, and the usage before: `reset early at 22:15, from 96% used`."""
    usage = used_or_left_text(percent, show)
    return _("reset early {at_clock}, from {usage}", at_clock=at_clock_text(at, now, zone), usage=usage)


def login_end_text(
    when: datetime | None, now: datetime, zone: tzinfo | None = None, *, by_key: bool = False
) -> str | None:
    """`Login expires Thu 09:00: sign in again`, from three days before until then, else None; `by_key` is for a key."""
    if when is None or not now < when <= now + _LOGIN_WARNING:
        return None
    if by_key:
        return _("API key expires {when}: replace it", when=clock_text(when, now, zone))
    return _("Login expires {when}: sign in again", when=clock_text(when, now, zone))


def money_text(spend: Spend) -> str:
    """Extra usage in money: `$18.02 of $300`, `$12.50, no cap`; `off`, or `on` when the amount is not known."""
    if not spend.enabled:
        return _("off")
    if spend.used is None:
        return _("on")
    return spent_of_limit(spend.used, spend.limit, spend.currency)
