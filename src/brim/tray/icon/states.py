"""Sample icon values for every named state, to see the icon in a state without being in it.

This module must not know how the icon is drawn.
"""

from __future__ import annotations

from enum import StrEnum

from brim.model.level import LEVEL_THRESHOLDS, Level
from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.iconspec import GaugeSpec, IconSpec, StateMark


class IconState(StrEnum):
    """Everything that the icon can show: the levels, then the states of a figure."""

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
SAMPLE_PERCENTS = {IconState.CALM: 32, IconState.WATCH: 62, IconState.WARN: 78, IconState.CRITICAL: 95}
"""A typical percent used for each level below the limit; the states of a figure have that of `calm`."""
SAMPLE_TEXTS = {IconState.EXHAUSTED: "2h", IconState.PAYING: "$"}
"""What stands in place of the number at the limit."""
SAMPLE_PACE = 70
_WEEK_FRACTION = 0.6
"""The sample's week is as full as this fraction of its session."""


def sample_spec(
    state: IconState | None = None,
    percent: int | None = None,
    *,
    style: IconStyle = IconStyle.NUMBER,
    scheme: IconScheme = IconScheme.AUTO,
) -> IconSpec:
    """The icon of a state, or of no special state, at a percentage from 0 to 100; at the limit it is always 100."""
    if state is IconState.SIGNED_OUT:
        return IconSpec(None, mark=StateMark.SIGNED_OUT, style=style, scheme=scheme)
    if state in {IconState.EXHAUSTED, IconState.PAYING}:
        used = FULL
    else:
        default = SAMPLE_PERCENTS.get(state or IconState.CALM, SAMPLE_PERCENTS[IconState.CALM])
        used = percent if percent is not None else default
    level = Level(state.value) if state is not None and state.value in set(Level) else level_of(used)
    return IconSpec(
        used,
        level,
        StateMark(state.value) if state is not None and state.value in set(StateMark) else StateMark.NONE,
        demo=state is IconState.DEMO,
        style=style,
        scheme=scheme,
        pace=SAMPLE_PACE,
        gauges=_gauges(used, level),
        text=SAMPLE_TEXTS.get(state) if state is not None else None,
    )


def level_of(percent: int) -> Level:
    """The level of a percentage where nobody pays beyond the limit."""
    reached = (level for level, threshold in LEVEL_THRESHOLDS.items() if percent >= threshold)
    return max(reached, key=LEVEL_THRESHOLDS.__getitem__)


def _gauges(used: int, level: Level) -> tuple[GaugeSpec, GaugeSpec]:
    week = int(used * _WEEK_FRACTION)
    return GaugeSpec(used, level, SAMPLE_PACE, numbered=True), GaugeSpec(week, level_of(week), SAMPLE_PACE)
