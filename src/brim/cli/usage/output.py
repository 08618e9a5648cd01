"""What `brim usage` prints for programs: one JSON object, or CSV. This module must not know how sums are made."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from brim.backend.costs.report import GroupBy, UsageRow

type Json = bool | int | float | str | list[Json] | dict[str, Json] | None

_COLUMNS = (
    "key",
    "input",
    "output",
    "cache_read",
    "cache_write_5m",
    "cache_write_1h",
    "web_searches",
    "answers",
    "cost",
    "unpriced",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so would be computed by a spreadsheet."""


@dataclass(frozen=True, slots=True)
class UsageReport:
    """What is printed."""

    by: GroupBy
    since: datetime
    until: datetime
    rows: tuple[UsageRow, ...]
    total: UsageRow
    prices_as_of: date


def report_json(report: UsageReport) -> str:
    """The whole report as one JSON object; costs are decimal text in USD."""
    return json.dumps(
        {
            "schema": 1,
            "by": str(report.by),
            "since": _time(report.since),
            "until": _time(report.until),
            "rows": [_row_json(row) for row in report.rows],
            "total": _row_json(report.total),
            "unpriced": list(report.total.unpriced),
            "prices_as_of": report.prices_as_of.isoformat(),
        },
        indent=2,
    )


def write_csv(report: UsageReport, file: TextIO) -> None:
    """The rows with a heading, and the total as the last one."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for row in (*report.rows, report.total):
        values = _row_json(row)
        writer.writerow(list(_cells(values)))


def _cells(values: dict[str, Json]) -> Iterator[str]:
    for name in _COLUMNS:
        value = values[name]
        text = " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        yield f"'{text}" if text.startswith(_FORMULA) else text


def _row_json(row: UsageRow) -> dict[str, Json]:
    tokens = row.tokens
    return {
        "key": row.key,
        "input": tokens.input,
        "output": tokens.output,
        "cache_read": tokens.cache_read,
        "cache_write_5m": tokens.cache_write_5m,
        "cache_write_1h": tokens.cache_write_1h,
        "web_searches": tokens.web_searches,
        "answers": tokens.answers,
        "cost": None if row.cost is None else f"{row.cost:.6f}",
        "unpriced": list(row.unpriced),
        "points": None,
        **({"project": row.project} if row.project is not None else {}),
        **({"estimated": True} if row.estimated else {}),
    }


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
