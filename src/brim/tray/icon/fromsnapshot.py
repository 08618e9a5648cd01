"""Converts a snapshot to icon values: which figure, which level and state, where an even pace would be.

Pure functions of a snapshot and of the desktop's appearance. This module must not know pixels or D-Bus.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.model.account import SPEND, Health
from brim.model.level import Level
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.icon.countdown import countdown, next_change
from brim.tray.icon.iconspec import GaugeSpec, IconSpec, StateMark
from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window
    from brim.tray.icon.iconspec import Appearance

FULL = 100
MONEY = "$"
"""In place of the number while extra usage is spent."""
_SESSION, _WEEK = "session", "weekly_all"
_PACE_STEP = 5
"""Percent. The pace mark moves in these steps, so that an unchanged reading is seldom drawn again."""

STARTING = IconSpec(None, mark=StateMark.STARTING)
"""The icon before anything is known."""

_MARKS = {
    Health.EXPIRED: StateMark.STALE,
    Health.NO_SCOPE: StateMark.STALE,
    Health.BLOCKED: StateMark.BLOCKED,
    Health.OFFLINE: StateMark.OFFLINE,
    Health.ERROR: StateMark.STALE,
    Health.STALE: StateMark.STALE,
    Health.SIGNED_OUT: StateMark.SIGNED_OUT,
}
_NEEDS_LOGIN = {Health.EXPIRED, Health.NO_SCOPE, Health.SIGNED_OUT}


@dataclass(frozen=True, slots=True)
class IconOptions:
    """The user's settings for the icon."""

    style: IconStyle = IconStyle.NUMBER
    scheme: IconScheme = IconScheme.AUTO
    show: IconShow = IconShow.USED
    animate: bool = True


def icon_options(snapshot: Snapshot) -> IconOptions:
    """The icon settings that came with a snapshot; a setting that it does not name has its default."""
    values = {option.key.removeprefix("icon."): str(option.value) for option in snapshot.options}
    return IconOptions(
        IconStyle(values.get("style", IconStyle.NUMBER)),
        IconScheme(values.get("scheme", IconScheme.AUTO)),
        IconShow(values.get("show", IconShow.USED)),
        values.get("animate") != str(False),
    )


def icon_spec(snapshot: Snapshot, now: datetime) -> IconSpec:
    """The icon values of the most urgent account; `now` counts for the time until a reset."""
    options = icon_options(snapshot)
    blank = IconSpec(None, demo=snapshot.demo, style=options.style, scheme=options.scheme, show=options.show)
    view = snapshot.shown_account
    if view is None:
        return replace(blank, mark=StateMark.STARTING)
    window = view.shown_window
    percent, level = _percent_and_level(view, window)
    if percent is None and view.health in _NEEDS_LOGIN:
        return replace(blank, mark=StateMark.SIGNED_OUT)
    return replace(
        blank,
        percent=floor_percent(percent),
        level=level,
        mark=_mark(view, window, percent),
        pace=even_pace(window, snapshot.made_at),
        gauges=_gauges(view, window, snapshot.made_at),
        text=_text(window, percent, level, now),
        provider=view.account.vendor.mark if snapshot.several_providers else "",
    )


def icon_changes_after(snapshot: Snapshot, now: datetime) -> float | None:
    """Seconds until the icon of this snapshot changes automatically; None when it does not."""
    view = snapshot.shown_account
    window = None if view is None else view.shown_window
    if window is None or window.resets_at is None or icon_spec(snapshot, now).text in {None, MONEY}:
        return None
    change = next_change(window.resets_at - now)
    return None if change is None else change.total_seconds()


def label(snapshot: Snapshot) -> str:
    """The icon's figure as text beside it; empty unless the user wants that (`icon.text`)."""
    if not any(option.key == "icon.text" and option.value is True for option in snapshot.options):
        return ""
    spec = icon_spec(snapshot, snapshot.made_at)
    percent = FULL - spec.percent if spec.show is IconShow.REMAINING and spec.percent is not None else spec.percent
    return formatting.tray_label(percent, reliable=not spec.dimmed and spec.mark is not StateMark.UNCONFIRMED)


def animated(snapshot: Snapshot) -> bool:
    """Whether the icon may move: an account is being read, and the user wants the icon to show it."""
    return icon_options(snapshot).animate and any(view.being_read for view in snapshot.accounts)


def with_appearance(spec: IconSpec, appearance: Appearance) -> IconSpec:
    """The icon for this desktop: the desktop's scheme counts where the user chose none."""
    return replace(spec, scheme=appearance.scheme) if spec.scheme is IconScheme.AUTO else spec


def floor_percent(percent: float | None) -> int | None:
    """A percentage as the icon shows it: 0 to 100, floored, so that 100 means that the limit is reached."""
    return None if percent is None else max(0, min(FULL, math.floor(percent)))


def even_pace(window: Window | None, now: datetime) -> int | None:
    """Where an even spread is now, in percent and steps of 5; None outside the window or when it has no length.

    It follows the hours of work where the calendar names any, else the time that has passed.
    """
    if window is None or window.resets_at is None or not window.length_seconds:
        return None
    left = (window.resets_at - now).total_seconds()
    if not 0 <= left <= window.length_seconds:
        return None
    passed = FULL * (1 - left / window.length_seconds)
    if window.forecast is not None and window.forecast.even_percent is not None:
        passed = window.forecast.even_percent
    return round(passed / _PACE_STEP) * _PACE_STEP


def _percent_and_level(view: AccountView, window: Window | None) -> tuple[float | None, Level]:
    if window is not None:
        return window.percent, view.level if window.headline else window.level
    if view.headline == SPEND and view.spend is not None:
        return view.spend.percent, view.level
    return None, view.level


def _mark(view: AccountView, window: Window | None, percent: float | None) -> StateMark:
    mark = _MARKS.get(view.health, StateMark.NONE) if view.stale or percent is None else StateMark.NONE
    if mark is StateMark.NONE and view.stale:
        return StateMark.STALE
    if mark is StateMark.NONE and window is not None and not window.confirmed and percent is not None:
        return StateMark.UNCONFIRMED
    if mark is StateMark.NONE and view.fetched_at is None and view.problem is None:
        return StateMark.STARTING
    return mark


def _text(window: Window | None, percent: float | None, level: Level, now: datetime) -> str | None:
    """What takes the place of the number at the limit: the time until the reset, or that money is spent."""
    if percent is None or percent < FULL:
        return None
    if level is Level.PAYING:
        return MONEY
    if window is None or window.resets_at is None or window.resets_at <= now:
        return None
    return countdown(window.resets_at - now)


def _gauges(view: AccountView, numbered: Window | None, now: datetime) -> tuple[GaugeSpec, ...]:
    """The session over another limit; an account without a session has its week in the first place.

    The other limit is the one whose number is shown, else the fullest. An account with one limit has one bar.
    """
    known = [window for window in view.windows if window.percent is not None]
    kinds = {window.kind: window for window in reversed(known)}
    first = kinds.get(_SESSION) or kinds.get(_WEEK)
    others = [window for window in known if window is not first]
    second = max(others, key=lambda window: (window is numbered, window.percent or 0), default=None)
    return tuple(_gauge(window, now, numbered=window is numbered) for window in (first, second) if window is not None)


def _gauge(window: Window, now: datetime, *, numbered: bool) -> GaugeSpec:
    return GaugeSpec(floor_percent(window.percent), window.level, even_pace(window, now), numbered)
