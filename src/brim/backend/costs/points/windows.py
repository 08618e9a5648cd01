"""Makes windows of limits from what the history has of them. Pure.

This module must not know where readings are stored, nor what is computed from windows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.costs.points.values import LimitWindow
from brim.model.usage import CLOCK_SLACK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from brim.backend.forecast.windowcurve import WindowCurve
    from brim.model.usage import Window

_SLACK = CLOCK_SLACK.total_seconds()


def windows_of(curves: Iterable[WindowCurve], length: float, shown: Window | None = None) -> list[LimitWindow]:
    """The windows of a limit that is so many seconds long, oldest first, with their readings.

    A window after an early reset begins with the last reading of the one before it. `shown`: the running window as it
    was read last. The history has changes only, so its time says until when the percentage stood still.
    """
    windows: list[LimitWindow] = []
    last_read = float("-inf")
    for curve in curves:
        if curve.resets_at is None or not curve.points:
            continue
        end = curve.resets_at.timestamp()
        readings = tuple((at.timestamp(), percent) for at, percent in curve.points)
        start = max(end - length, last_read) if last_read < end else end - length
        windows.append(LimitWindow(start, end, readings))
        last_read = max(at for at, _ in readings)
    return windows if shown is None else _with_shown(windows, length, shown)


def _with_shown(windows: Sequence[LimitWindow], length: float, shown: Window) -> list[LimitWindow]:
    if shown.percent is None or shown.resets_at is None or not shown.confirmed:
        return [*windows]
    end, reading = shown.resets_at.timestamp(), (shown.read_at.timestamp(), shown.percent)
    if windows and abs(windows[-1].end - end) <= _SLACK:
        last = windows[-1]
        return [*windows[:-1], LimitWindow(last.start, last.end, (*last.readings, reading))]
    if windows and windows[-1].end > end:
        return [*windows]  # it is older than what the history has
    return [*windows, LimitWindow(end - length, end, (reading,))]
