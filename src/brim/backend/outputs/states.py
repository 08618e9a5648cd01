"""The one table of states that bars and scripts see: the name of each, its urgency and its color.

Standard library only. This module must not know the form of any output.
"""

from __future__ import annotations

OK, WARN, CRITICAL, EXHAUSTED, PAYING = "ok", "warn", "critical", "exhausted", "paying"
STALE, ERROR, NONE = "stale", "error", "none"
STATES = (OK, WARN, CRITICAL, EXHAUSTED, PAYING, STALE, ERROR, NONE)
"""`stale`: the figures are old; `error`: there are none, and why is known; `none`: nothing is known."""

_LEVELS = {
    "calm": OK,
    "watch": OK,
    "warn": WARN,
    "critical": CRITICAL,
    "exhausted": EXHAUSTED,
    "paying": PAYING,
}
"""The state of a limit with each level of `brim.model.level`."""
_THRESHOLDS = ((100, "exhausted"), (90, "critical"), (75, "warn"), (50, "watch"))
"""As in `brim.model.level`, which imports more."""
COLORS = {
    OK: "",
    WARN: "#d99a00",
    CRITICAL: "#e8590c",
    EXHAUSTED: "#e03131",
    PAYING: "#ae3ec9",
    STALE: "#8a8a8a",
    ERROR: "#e03131",
    NONE: "#8a8a8a",
}
"""Readable on light and on dark bars; empty for the bar's own color."""
URGENT = frozenset({CRITICAL, EXHAUSTED})
I3STATUS_RS = {
    OK: "Idle",
    WARN: "Warning",
    CRITICAL: "Critical",
    EXHAUSTED: "Critical",
    PAYING: "Info",
    ERROR: "Warning",
}
"""The words of i3status-rust; any other state is Idle."""


def state_of_level(level: str) -> str:
    """The state of a fresh reading with a level."""
    return _LEVELS.get(level, NONE)


def level_of_percent(percent: float | None) -> str:
    """The level of a percentage used, where its source names none."""
    if percent is None:
        return "unknown"
    return next((level for minimum, level in _THRESHOLDS if percent >= minimum), "calm")
