"""A snapshot as icon values: which figure, which level and state, where an even pace would stand.

Pure functions of a snapshot and of what the desktop wants. This module must not know pixels or D-Bus.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.model.account import Health
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.icon.spec import GaugeSpec, IconSpec, Mark
from brim.words import formatting

if TYPE_CHECKING:
    from datetime import datetime

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Level, Window
    from brim.tray.icon.spec import Appearance

FULL = 100
SPEND = "spend"
"""The figure of a plan that has money and no window."""
AUTO = "auto"
"""The setting that pins no window."""

_PACE_STEP = 5
"""Percent. The mark of the even pace moves no oftener, so that an unchanged reading is seldom drawn anew."""

STARTING = IconSpec(None, mark=Mark.STARTING)
"""What stands in the tray before anything is known."""

_MARKS = {
    Health.EXPIRED: Mark.STALE,
    Health.NO_SCOPE: Mark.STALE,
    Health.BLOCKED: Mark.BLOCKED,
    Health.OFFLINE: Mark.OFFLINE,
    Health.ERROR: Mark.STALE,
    Health.STALE: Mark.STALE,
    Health.SIGNED_OUT: Mark.SIGNED_OUT,
}
_NEED_LOGIN = {Health.EXPIRED, Health.NO_SCOPE, Health.SIGNED_OUT}


@dataclass(frozen=True, slots=True)
class IconChoices:
    """What the user chose for the icon."""

    style: IconStyle = IconStyle.DIGITS
    scheme: IconScheme = IconScheme.AUTO
    show: IconShow = IconShow.USED
    window: str = AUTO
    animate: bool = True


def icon_choices(snapshot: Snapshot) -> IconChoices:
    """The choices that came with a snapshot; what it does not name is at its default."""
    said = {option.key.removeprefix("icon."): str(option.value) for option in snapshot.options}
    return IconChoices(
        IconStyle(said.get("style", IconStyle.DIGITS)),
        IconScheme(said.get("scheme", IconScheme.AUTO)),
        IconShow(said.get("show", IconShow.USED)),
        said.get("window", AUTO),
        said.get("animate") != str(False),
    )


def icon_spec(snapshot: Snapshot) -> IconSpec:
    """The icon values of the most pressing account."""
    chosen = icon_choices(snapshot)
    plain = IconSpec(None, demo=snapshot.demo, style=chosen.style, scheme=chosen.scheme, show=chosen.show)
    view = snapshot.most_urgent_account
    if view is None:
        return replace(plain, mark=Mark.STARTING)
    window = shown_window(view, chosen.window)
    percent, level = _figure(view, window)
    if percent is None and view.health in _NEED_LOGIN:
        return replace(plain, mark=Mark.SIGNED_OUT)
    return replace(
        plain,
        percent=floored(percent),
        level=level,
        mark=_mark(view, window, percent),
        pace=pace(window, snapshot.made_at),
        session_and_week=_both(view, snapshot.made_at) if chosen.style is IconStyle.TWO else None,
    )


def text(snapshot: Snapshot) -> str:
    """The icon's figure as text beside it, for users who want that; empty for all others."""
    if not any(option.key == "icon.text" and option.value is True for option in snapshot.options):
        return ""
    shown = icon_spec(snapshot)
    percent = FULL - shown.percent if shown.show is IconShow.REMAINING and shown.percent is not None else shown.percent
    return formatting.tray_label(percent, sure=not shown.dimmed and shown.mark is not Mark.UNCONFIRMED)


def moving(snapshot: Snapshot) -> bool:
    """Whether the icon may move: something is being read, and the user wants it to show."""
    return icon_choices(snapshot).animate and any(view.being_read for view in snapshot.accounts)


def with_appearance(look: IconSpec, appearance: Appearance) -> IconSpec:
    """The look as this desktop wants it: its scheme counts where the user chose none."""
    return replace(look, scheme=appearance.scheme) if look.scheme is IconScheme.AUTO else look


def headline_percent(view: AccountView) -> float | None:
    """The one number of an account: that of its headline window, or of its spend."""
    return _figure(view, view.headline_window)[0]


def shown_window(view: AccountView, pinned: str) -> Window | None:
    """The window in the icon: the pinned one, or the headline where that is gone; None for the spend."""
    return next((window for window in view.windows if window.id == pinned), view.headline_window)


def floored(percent: float | None) -> int | None:
    """A percentage as the icon shows it, 0 to 100, so that 100 is kept for a limit that is reached."""
    return None if percent is None else max(0, min(FULL, math.floor(percent)))


def pace(window: Window | None, now: datetime) -> int | None:
    """Where an even spread stands, in percent and steps of 5; None outside the window or when it has no length.

    It goes by the hours of work where the calendar names any, else by the time that has gone.
    """
    if window is None or window.resets_at is None or not window.length_seconds:
        return None
    left = (window.resets_at - now).total_seconds()
    if not 0 <= left <= window.length_seconds:
        return None
    gone = FULL * (1 - left / window.length_seconds)
    if window.forecast is not None and window.forecast.even_percent is not None:
        gone = window.forecast.even_percent
    return round(gone / _PACE_STEP) * _PACE_STEP


def _figure(view: AccountView, window: Window | None) -> tuple[float | None, Level]:
    if window is not None:
        return window.percent, view.level if window.headline else window.level
    if view.headline == SPEND and view.spend is not None:
        return view.spend.percent, view.level
    return None, view.level


def _mark(view: AccountView, window: Window | None, percent: float | None) -> Mark:
    found = _MARKS.get(view.health, Mark.NONE) if view.stale or percent is None else Mark.NONE
    if found is Mark.NONE and view.stale:
        return Mark.STALE
    if found is Mark.NONE and window is not None and not window.confirmed and percent is not None:
        return Mark.UNCONFIRMED
    if found is Mark.NONE and view.fetched_at is None and view.problem is None:
        return Mark.STARTING
    return found


def _both(view: AccountView, now: datetime) -> tuple[GaugeSpec, GaugeSpec]:
    """The session, and the week that counts for all models or, without one, the fullest other window."""
    session = next((window for window in view.windows if window.kind == "session"), None)
    others = [window for window in view.windows if window is not session]
    whole = (window for window in others if window.kind == "weekly_all")
    week = next(whole, None) or max(others, key=lambda window: window.percent or 0, default=None)
    return _gauge(session, now), _gauge(week, now)


def _gauge(window: Window | None, now: datetime) -> GaugeSpec:
    if window is None:
        return GaugeSpec(None)
    return GaugeSpec(floored(window.percent), window.level, pace(window, now))
