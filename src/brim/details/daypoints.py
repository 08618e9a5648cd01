"""Points of a limit by day and by project, session or model, out of the points of its windows. Pure.

What was used here and `elsewhere` add up to the official percentages. This module must not know where points come from.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.costs.report import GroupBy
from brim.localzone import local_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from brim.backend.costs.points.values import Points, Share, WindowPoints
    from brim.backend.system.files import Json


@dataclass(frozen=True, slots=True)
class DayPoints:
    """The points of one limit since some time."""

    limit: str
    """The name of the limit."""
    days: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(float)))
    """By day, and then by key."""
    elsewhere: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    """By day."""
    rows: dict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0.0, 0.0, 0.0]))
    """By key: value, and the range."""
    elsewhere_row: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])


def day_points(limit: str, windows: Iterable[WindowPoints], by: GroupBy, since: float) -> DayPoints:
    """The sums of windows; of one that began before `since`, what was used from then on."""
    found = DayPoints(limit)
    for window in windows:
        local: dict[str, float] = defaultdict(float)
        sums: dict[str, float] = defaultdict(float)
        for share in window.shares:
            day, key = _day(share.at), _key(share, by)
            local[day] += share.points
            if share.at >= since:
                found.days[day][key] += share.points
                sums[key] += share.points
        ranges = _ranges(window, by)
        for key, value in sums.items():
            _add(found.rows[key], ranges.get(key), value)
        kept = 0.0
        for day, value in _elsewhere(window, local).items():
            if day >= _day(since):
                found.elsewhere[day] += value
                kept += value
        _add(found.elsewhere_row, window.elsewhere, kept)
    return found


def points_json(row: list[float]) -> Json:
    """Value and range as JSON has them."""
    return dict(zip(("value", "low", "high"), (round(part, 2) for part in row), strict=True))


def _ranges(window: WindowPoints, by: GroupBy) -> Mapping[str, Points]:
    if by is GroupBy.PROVIDER:
        return {}
    return {GroupBy.MODEL: window.models, GroupBy.SESSION: window.sessions}.get(by, window.projects)


def _add(row: list[float], whole: Points | None, value: float) -> None:
    """Add a part of a window's points, with as large a part of its range."""
    part = value / whole.value if whole is not None and whole.value > 0 else 0.0
    low, high = (value, value) if whole is None else (whole.low * part, whole.high * part)
    for index, amount in enumerate((value, low, high)):
        row[index] += amount


def _elsewhere(window: WindowPoints, local: Mapping[str, float]) -> dict[str, float]:
    """What nothing here explains, on the days on which the official percentage grew by more than was used here."""
    growth: dict[str, float] = defaultdict(float)
    highest = 0.0
    for at, percent in sorted((at, percent) for at, percent in window.window.readings if percent is not None):
        growth[_day(at)] += max(0.0, percent - highest)
        highest = max(highest, percent)
    rest = {day: max(0.0, value - local.get(day, 0.0)) for day, value in growth.items()}
    total = sum(rest.values())
    if total <= 0:
        return {_day(window.read_at): window.elsewhere.value}
    return {day: value * window.elsewhere.value / total for day, value in rest.items()}


def _key(share: Share, by: GroupBy) -> str:
    if by is GroupBy.MODEL:
        return share.model
    if by is GroupBy.PROVIDER:
        return share.place.provider
    return share.place.session if by is GroupBy.SESSION else share.place.project


def _day(at: float) -> str:
    return local_time(datetime.fromtimestamp(at, UTC)).date().isoformat()
