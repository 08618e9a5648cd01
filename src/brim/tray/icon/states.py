"""A look for every state that has a name, for those who want to see the icon without living through it.

This module must not know how a look is drawn.
"""

from __future__ import annotations

from enum import StrEnum

from brim.model.options import IconScheme, IconStyle
from brim.model.usage import LEVEL_THRESHOLDS, Level
from brim.tray.icon.spec import GaugeSpec, IconSpec, Mark


class IconState(StrEnum):
    """What the icon can say: the levels, then what is to be known about a figure."""

    CALM = "calm"
    WATCH = "watch"
    WARN = "warn"
    CRITICAL = "critical"
    EXHAUSTED = "exhausted"
    PAYING = "paying"
    UNCONFIRMED = "unconfirmed"
    STALE = "stale"
    BLOCKED = "blocked"
    OFFLINE = "offline"
    SIGNED_OUT = "signed_out"
    DEMO = "demo"


FULL = 100
SAMPLES = {IconState.CALM: 32, IconState.WATCH: 62, IconState.WARN: 78, IconState.CRITICAL: 95}
"""Percent used that stands for a level; the states have that of `calm`."""
PACE = 70
_WEEK_PART = 0.6
"""A week as full as this part of the session."""


def sample(
    state: IconState | None = None,
    percent: int | None = None,
    *,
    style: IconStyle = IconStyle.DIGITS,
    scheme: IconScheme = IconScheme.AUTO,
) -> IconSpec:
    """A state, or the plain figure, at a percentage from 0 to 100; at the limit it is always 100."""
    if state is IconState.SIGNED_OUT:
        return IconSpec(None, mark=Mark.SIGNED_OUT, style=style, scheme=scheme)
    if state in {IconState.EXHAUSTED, IconState.PAYING}:
        used = FULL
    else:
        used = percent if percent is not None else SAMPLES.get(state or IconState.CALM, SAMPLES[IconState.CALM])
    level = Level(state.value) if state is not None and state.value in set(Level) else level_of(used)
    week = int(used * _WEEK_PART)
    return IconSpec(
        used,
        level,
        Mark(state.value) if state is not None and state.value in set(Mark) else Mark.NONE,
        demo=state is IconState.DEMO,
        style=style,
        scheme=scheme,
        pace=PACE,
        session_and_week=(GaugeSpec(used, level, PACE), GaugeSpec(week, level_of(week), PACE))
        if style is IconStyle.TWO
        else None,
    )


def level_of(percent: int) -> Level:
    """The level of a percentage where nobody pays beyond the limit."""
    return max(
        (level for level, least in LEVEL_THRESHOLDS.items() if percent >= least), key=LEVEL_THRESHOLDS.__getitem__
    )
