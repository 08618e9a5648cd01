"""Why the icon has its colour: one sentence, the same in menu, tooltip and commands.

The sentence names the limit, its percentage, the range of its level and the reset, and then how an unconfirmed or old
figure changes the drawing. It holds clock times only, so it stays true while it is shown. All functions are pure. This
module must not know where the sentence is shown, or how the levels are drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.account import Health
from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.words import formatting, sources
from brim.words.extrausage import extra_usage_text

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from brim.model.account import AccountView
    from brim.model.usage import Window

_REACHED = {Level.EXHAUSTED, Level.PAYING}


def icon_reason(view: AccountView, now: datetime, zone: tzinfo | None = None) -> str:
    """The sentence about an account, for the limit that its icon shows.

    `Nearly full: Week is at 93% used, 90% or more, and resets Thu 09:00; dimmed, because it is from 11:02 (Offline).`
    """
    window = view.shown_window
    parts = [_figure_part(view, window, now, zone)]
    if window is not None and (reason := sources.unconfirmed_reason(window, now, zone)) is not None:
        parts.append(f"drawn as unconfirmed until a second reading agrees, because {reason}")
    if view.stale and view.fetched_at is not None:
        read_at = window.read_at if window is not None else view.fetched_at
        parts.append(
            f"dimmed, because it is from {formatting.clock_text(read_at, now, zone)}{_stale_reason(view, now, zone)}"
        )
    return "; ".join(parts) + "."


def _figure_part(view: AccountView, window: Window | None, now: datetime, zone: tzinfo | None) -> str:
    """The limit, its percentage and its level, or why there is no figure."""
    if window is not None and window.percent is not None:
        figure = f"{window.label} is at {formatting.percent_text(window.percent)} used"
        threshold, reset = _threshold_text(window.level), formatting.reset_text(window, now, zone)
        return f"{_level_name(window.level)}: {figure}{f', {threshold},' if threshold else ''} and {reset}"
    if window is not None:
        return f"No figure: {window.label}, {formatting.reset_text(window, now, zone)}"
    spend = view.spend
    if spend is not None and spend.enabled and spend.percent is not None:
        figure = f"extra usage is at {formatting.percent_text(spend.percent)} of its cap"
        threshold = _threshold_text(spend.level)
        return f"{_level_name(spend.level)}: {figure}{f', {threshold}' if threshold else ''}"
    if spend is not None:
        return f"No figure: extra usage, {extra_usage_text(spend)}"
    return f"No figure: {view.problem.title if view.problem is not None else sources.NOTHING_READ}"


def _level_name(level: Level) -> str:
    name = formatting.level_text(level)
    return f"{name[:1].upper()}{name[1:]}"


def _threshold_text(level: Level) -> str:
    """The range of percentages of a level; empty for a reached limit and for an unknown level."""
    if level in _REACHED or level is Level.UNKNOWN:
        return ""
    return f"under {LEVEL_THRESHOLDS[Level.WATCH]}%" if level is Level.CALM else f"{LEVEL_THRESHOLDS[level]}% or more"


def _stale_reason(view: AccountView, now: datetime, zone: tzinfo | None) -> str:
    if view.problem is None:
        return ""
    until = ""
    if view.health is Health.BLOCKED and view.blocked_until is not None:
        until = f", until {formatting.clock_text(view.blocked_until, now, zone)}"
    return f" ({view.problem.title}{until})"
