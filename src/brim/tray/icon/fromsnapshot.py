"""Converts a snapshot to icon values: which figure, which level and state, where an even pace would be.

Pure functions of a snapshot and of the desktop's appearance. This module must not know pixels or D-Bus.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.model.account import Health
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.icon.iconspec import GaugeSpec, IconSpec, StateMark
from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.level import Level
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window
    from brim.tray.icon.iconspec import Appearance

FULL = 100
SPEND = "spend"
"""The headline of a plan that has spend and no window."""
AUTO = "auto"
"""The value of `icon.window` that pins no window."""

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

    style: IconStyle = IconStyle.DIGITS
    scheme: IconScheme = IconScheme.AUTO
    show: IconShow = IconShow.USED
    window: str = AUTO
    animate: bool = True


def icon_options(snapshot: Snapshot) -> IconOptions:
    """The icon settings that came with a snapshot; a setting that it does not name has its default."""
    values = {option.key.removeprefix("icon."): str(option.value) for option in snapshot.options}
    return IconOptions(
        IconStyle(values.get("style", IconStyle.DIGITS)),
        IconScheme(values.get("scheme", IconScheme.AUTO)),
        IconShow(values.get("show", IconShow.USED)),
        values.get("window", AUTO),
        values.get("animate") != str(False),
    )


def icon_spec(snapshot: Snapshot) -> IconSpec:
    """The icon values of the most urgent account."""
    options = icon_options(snapshot)
    blank = IconSpec(None, demo=snapshot.demo, style=options.style, scheme=options.scheme, show=options.show)
    view = snapshot.most_urgent_account
    if view is None:
        return replace(blank, mark=StateMark.STARTING)
    window = displayed_window(view, options.window)
    percent, level = _percent_and_level(view, window)
    if percent is None and view.health in _NEEDS_LOGIN:
        return replace(blank, mark=StateMark.SIGNED_OUT)
    return replace(
        blank,
        percent=floor_percent(percent),
        level=level,
        mark=_mark(view, window, percent),
        pace=even_pace(window, snapshot.made_at),
        session_and_week=_session_and_week(view, snapshot.made_at) if options.style is IconStyle.TWO else None,
    )


def label(snapshot: Snapshot) -> str:
    """The icon's figure as text beside it; empty unless the user wants that (`icon.text`)."""
    if not any(option.key == "icon.text" and option.value is True for option in snapshot.options):
        return ""
    spec = icon_spec(snapshot)
    percent = FULL - spec.percent if spec.show is IconShow.REMAINING and spec.percent is not None else spec.percent
    return formatting.tray_label(percent, reliable=not spec.dimmed and spec.mark is not StateMark.UNCONFIRMED)


def animated(snapshot: Snapshot) -> bool:
    """Whether the icon may move: an account is being read, and the user wants the icon to show it."""
    return icon_options(snapshot).animate and any(view.being_read for view in snapshot.accounts)


def with_appearance(spec: IconSpec, appearance: Appearance) -> IconSpec:
    """The icon for this desktop: the desktop's scheme counts where the user chose none."""
    return replace(spec, scheme=appearance.scheme) if spec.scheme is IconScheme.AUTO else spec


def displayed_window(view: AccountView, pinned: str) -> Window | None:
    """The window in the icon: the pinned one, or the headline where that no longer exists; None for the spend."""
    return next((window for window in view.windows if window.id == pinned), view.headline_window)


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


def _session_and_week(view: AccountView, now: datetime) -> tuple[GaugeSpec, ...]:
    """The session, and the week that counts for all models or, without one, the fullest other window.

    An account without a session has its week in the first place, and below it the fullest other window; an account with
    one limit has one gauge.
    """
    kinds = {window.kind: window for window in reversed(view.windows)}
    first = kinds.get("session") or kinds.get("weekly_all")
    others = [window for window in view.windows if window is not first]
    all_models = (window for window in others if window.kind == "weekly_all")
    second = next(all_models, None) or max(others, key=lambda window: window.percent or 0, default=None)
    if first is None or second is None:
        return (_gauge(first or second, now),)
    return _gauge(first, now), _gauge(second, now)


def _gauge(window: Window | None, now: datetime) -> GaugeSpec:
    if window is None:
        return GaugeSpec(None)
    return GaugeSpec(floor_percent(window.percent), window.level, even_pace(window, now))
