"""What the page shows of usage: sums of the cost file by day and by one thing, for charts and tables.

It reads what the tray, or the command that opened the page, has read of the transcripts. This module must not know how
a chart is drawn.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.reader import unread_compressed
from brim.backend.costs.report import GroupBy, total_row, usage_rows
from brim.backend.costs.roots import paths_of
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.providerlist.transcripts import program_of
from brim.details.daypoints import points_json
from brim.localzone import local_time
from brim.words import costs as words

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.costs.cells import Cell
    from brim.backend.costs.prices import PriceTable
    from brim.backend.costs.report import UsageRow
    from brim.backend.system.files import Json
    from brim.details.daypoints import DayPoints
    from brim.details.sources import Sources

MOST_PARTS = 8
"""Parts of a stacked bar; the rest is one more."""
OTHER = ""
"""The key of that rest."""


def first_moment(days: int) -> float:
    """When the first of so many days began, in seconds since the epoch; today is the last one."""
    today = local_time(datetime.now(UTC)).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return (today - timedelta(days=days - 1)).astimezone(UTC).timestamp()


def usage_of(
    sources: Sources, by: GroupBy, days: int, points: DayPoints | None = None, roots: frozenset[str] | None = None
) -> Json:
    """The last days, each in parts, and a table of all rows; with `roots` only those folders.

    Raises StateError, ConfigError.
    """
    prices = load_prices(sources.config_dir / USER_FILE)
    cells = cells_between(sources.state_dir, first_moment(days), roots=roots)
    rows = usage_rows(cells, by, prices)
    parts = [row.key for row in rows[:MOST_PARTS]]
    found = {
        "by": str(by),
        "prices_as_of": prices.as_of.isoformat(),
        "parts": parts + ([OTHER] if len(rows) > MOST_PARTS else []),
        "days": _days(cells, by, prices, parts, days),
        "rows": [_row(row) for row in rows],
        "total": _row(total_row(rows)),
        "providers": {name: program_of(name) for name in sorted({cell.place.provider for cell in cells})},
        "compressed": _compressed(sources, roots),
    }
    return found if points is None else _with_points(found, points)


def _compressed(sources: Sources, roots: frozenset[str] | None) -> str:
    """A sentence about session files that are not counted, because they were compressed before; empty without any."""
    counted = [root for root in sources.roots() if roots is None or paths_of((root,)) <= roots]
    store = CostStore(sources.state_dir / COSTS_FILE)
    try:
        number = unread_compressed(store, counted)
    finally:
        store.close()
    return words.compressed_files(number) if number else ""


def _with_points(found: Json, points: DayPoints) -> Json:
    """The same with the points of each day and row, and of elsewhere."""
    parts = found["parts"]
    for day in found["days"]:
        of_day = points.days.get(day["day"], {})
        values = [of_day.get(key, 0.0) for key in parts if key != OTHER]
        rest = [sum(value for key, value in of_day.items() if key not in parts)] if OTHER in parts else []
        day["points"] = [round(value, 3) for value in (*values, *rest, points.elsewhere.get(day["day"], 0.0))]
    for row in found["rows"]:
        row["points"] = points_json(points.rows[row["key"]]) if row["key"] in points.rows else None
    total = points.elsewhere_row[0] + sum(row[0] for row in points.rows.values())
    found["total"]["points"] = {"value": round(total, 2), "low": None, "high": None}
    return found | {"points_of": points.limit, "elsewhere": points_json(points.elsewhere_row)}


def usage_of_day(sources: Sources, day: str, roots: frozenset[str] | None = None) -> Json:
    """One day by project, session and model; with `roots` of those folders. Raises ValueError for what is no day."""
    begin = datetime.fromisoformat(day).replace(tzinfo=None)
    prices = load_prices(sources.config_dir / USER_FILE)
    end = begin + timedelta(days=1)
    since, until = (at.astimezone(UTC).timestamp() for at in (begin, end))
    cells = cells_between(sources.state_dir, since, until, roots)
    return {
        "day": f"{begin:%Y-%m-%d}",
        **{
            f"{by}s": [_row(row) for row in usage_rows(cells, by, prices)]
            for by in (GroupBy.PROJECT, GroupBy.SESSION, GroupBy.MODEL)
        },
    }


def cells_between(
    state_dir: Path, since: float, until: float | None = None, roots: frozenset[str] | None = None
) -> list[Cell]:
    """The sums of five minutes between two times, in seconds since the epoch; with `roots` of those folders.

    Raises StateError.
    """
    store = CostStore(state_dir / COSTS_FILE)
    try:
        cells = store.cells(since, until)
    finally:
        store.close()
    return cells if roots is None else [cell for cell in cells if cell.place.root in roots]


def _days(cells: list[Cell], by: GroupBy, prices: PriceTable, parts: list[str], days: int) -> list[Json]:
    """Each day, with the tokens and the cost of each part in the order of `parts`, and of the rest."""
    by_day: dict[str, list[Cell]] = {}
    today = local_time(datetime.now(UTC)).date()
    for number in range(days):
        by_day[(today - timedelta(days=days - 1 - number)).isoformat()] = []
    for cell in cells:
        day = local_time(datetime.fromtimestamp(cell.start, UTC)).date().isoformat()
        by_day.setdefault(day, []).append(cell)
    found = []
    for day, of_day in by_day.items():
        sums = {row.key: row for row in usage_rows(of_day, by, prices)}
        rest = total_row(row for key, row in sums.items() if key not in parts)
        ordered = [sums.get(key) for key in parts] + [rest]
        found.append(
            {
                "day": day,
                "tokens": [0 if row is None else row.tokens.total for row in ordered],
                "cost": [0.0 if row is None else round(row.cost or 0.0, 6) for row in ordered],
            }
        )
    return found


def _row(row: UsageRow) -> Json:
    return {
        "key": row.key,
        "project": row.project,
        "provider": row.provider,
        "answers": row.tokens.answers,
        "input": row.tokens.input,
        "output": row.tokens.output,
        "cache_read": row.tokens.cache_read,
        "cache_write": row.tokens.cache_write_5m + row.tokens.cache_write_1h,
        "tokens": row.tokens.total,
        "cost": None if row.cost is None else round(row.cost, 6),
        "unpriced": list(row.unpriced),
        "last_at": None if row.last_at is None else f"{row.last_at:%Y-%m-%dT%H:%M:%SZ}",
    }
