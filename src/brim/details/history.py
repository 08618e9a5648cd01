"""The history of each limit for a chart: not more points than a screen has, and every window's peak among them.

This module must not know how a chart is drawn.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.history import queries
from brim.backend.history.recorder import FILE_NAME
from brim.backend.history.store import HistoryStore
from brim.details.status import shared_status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from brim.backend.history.entry import HistoryEntry
    from brim.backend.system.files import Json

MAX_POINTS = 1_200


def limit_histories(state_dir: Path, since: datetime) -> list[Json]:
    """For each limit of each account: times in seconds, percentages, and its resets. Raises StateError."""
    store = HistoryStore(state_dir / FILE_NAME)
    try:
        with store.reading() as connection:
            if connection is None:
                return []
            labels = queries.accounts(connection)
            status = shared_status(state_dir)["accounts"]
            shown = {one["account"]["id"]: [limit["id"] for limit in one["windows"]] for one in status}
            return [
                {
                    "account": series.account,
                    "account_label": labels.get(series.account, series.account),
                    "window": series.window,
                    "label": series.label,
                    "resets": [int(at.timestamp()) for at in queries.reset_times(connection, series, since)],
                    **_points(queries.entries(connection, series, since)),
                }
                for series in queries.as_shown(queries.series(connection), shown)
            ]
    finally:
        store.close()


def _points(entries: Iterable[HistoryEntry]) -> Json:
    """Times and percentages; a reset begins at zero, so that no line leads from one window to the next."""
    times: list[int] = []
    values: list[float | None] = []
    last_reset: datetime | None = None
    for entry in entries:
        at = int(entry.read_at.timestamp())
        if (
            last_reset is not None
            and entry.resets_at != last_reset
            and entry.read_at >= last_reset - timedelta(hours=1)
        ):
            times.append(min(at, int(last_reset.timestamp())))
            values.append(None)
        times.append(at)
        values.append(entry.percent)
        last_reset = entry.resets_at
    kept = _kept(values)
    return {"times": [times[index] for index in kept], "percents": [values[index] for index in kept]}


def _kept(values: Sequence[float | None]) -> list[int]:
    """So many positions as a chart has room for: of each equal part the first, the last and the highest value."""
    if len(values) <= MAX_POINTS:
        return list(range(len(values)))
    size = -(-len(values) * 3 // MAX_POINTS)
    kept: set[int] = set()
    for begin in range(0, len(values), size):
        part = range(begin, min(begin + size, len(values)))
        kept |= {part[0], part[-1], max(part, key=lambda index: values[index] or 0.0)}
        kept |= {index for index in part if values[index] is None}
    return sorted(kept)


def since_days(days: float) -> datetime:
    """So many days ago."""
    return datetime.now(UTC) - timedelta(days=days)
