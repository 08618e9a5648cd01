"""What `brim usage` prints for programs: one JSON object, or CSV. This module must not know how sums are made."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from itertools import chain
from textwrap import indent
from typing import TYPE_CHECKING, TextIO

from brim.backend.costs.report import UsageRow
from brim.backend.costs.tokens import Tokens
from brim.backend.history.csvcells import guarded
from brim.cli.usage.measured import NotKnown, SeveralAccounts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from brim.backend.costs.points.values import Points
    from brim.backend.costs.report import GroupBy
    from brim.cli.usage.measured import PointsReport

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
    "points",
    "points_low",
    "points_high",
    "project",
    "provider",
)

ELSEWHERE = UsageRow("elsewhere", Tokens(), None)
"""The row of what no answer on this computer explains."""


@dataclass(frozen=True, slots=True)
class UsageReport:
    """What is printed."""

    by: GroupBy
    since: datetime
    until: datetime
    rows: tuple[UsageRow, ...]
    total: UsageRow
    prices_as_of: date
    with_points: bool = False
    """Points were asked for."""
    measured: PointsReport | SeveralAccounts | NotKnown | None = None
    """The points; None where no official percentage is known."""
    begin: datetime | None = None
    """`since`, unless everything was asked for."""
    end: datetime | None = None
    """`until`, where one was asked for."""
    packed: int = 0
    """Compressed transcripts that could not be read."""

    @property
    def several_accounts(self) -> bool:
        """Whether there are no points because those of several accounts do not add up."""
        return isinstance(self.measured, SeveralAccounts)

    @property
    def uncounted_program(self) -> str | None:
        """The program of whose limits nobody knows what they count."""
        return self.measured.program if isinstance(self.measured, NotKnown) else None

    @property
    def points(self) -> PointsReport | None:
        """The points of the rows, where there are some."""
        return None if isinstance(self.measured, SeveralAccounts | NotKnown) else self.measured

    @property
    def points_limit(self) -> str | None:
        """Id of the limit of the points."""
        return None if self.points is None else self.points.limit

    def points_of(self, row: UsageRow) -> Points | None:
        """The points of a row; the total is the sum of all rows."""
        if self.points is None:
            return None
        if row is ELSEWHERE:
            return self.points.elsewhere
        if row is not self.total:
            return self.points.rows.get(row.key)
        from brim.backend.costs.points.values import Points

        parts = [*self.points.rows.values(), self.points.elsewhere]
        return Points(sum(one.value for one in parts), sum(one.low for one in parts), sum(one.high for one in parts))


def report_json(report: UsageReport) -> Iterator[str]:
    """The whole report as one JSON object, in pieces; costs are decimal text in USD."""
    frame = json.dumps(
        {
            "schema": 1,
            "by": str(report.by),
            "since": _time(report.since),
            "until": _time(report.until),
            **({"points_limit": report.points_limit} if report.with_points else {}),
            "rows": [],
            "total": _row_json(report.total, report.points_of(report.total)),
            "unpriced": list(report.total.unpriced),
            "prices_as_of": report.prices_as_of.isoformat(),
            "compressed_files": report.packed,  # they are not read, and not counted
        },
        indent=2,
    )
    begin, rows, end = frame.partition('"rows": [')  # quotes in texts stand behind a backslash
    yield begin + rows
    between = ""
    for values in _rows_json(report):
        yield f"{between}\n{indent(json.dumps(values, indent=2), '    ')}"
        between = ","
    yield f"{'\n  ' if between else ''}{end}\n"


def write_csv(report: UsageReport, file: TextIO) -> None:
    """The rows with a heading, and the total as the last one."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for values in chain(_rows_json(report), (_row_json(report.total, report.points_of(report.total)),)):
        writer.writerow(list(_cells(values)))


def _cells(values: dict[str, Json]) -> Iterator[str]:
    points = values["points"]
    parts = points if isinstance(points, dict) else {}
    found = {**values, "points": parts.get("value"), "points_low": parts.get("low"), "points_high": parts.get("high")}
    for name in _COLUMNS:
        value = found.get(name)
        text = " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
        yield guarded(text)


def _rows_json(report: UsageReport) -> Iterator[dict[str, Json]]:
    """The rows; with points also one of what was used elsewhere."""
    for row in chain(report.rows, () if report.points is None else (ELSEWHERE,)):
        yield _row_json(row, report.points_of(row))


def _points_json(points: Points | None) -> Json:
    if points is None:
        return None
    return {"value": round(points.value, 3), "low": round(points.low, 3), "high": round(points.high, 3)}


def _row_json(row: UsageRow, points: Points | None = None) -> dict[str, Json]:
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
        "points": _points_json(points),
        "provider": row.provider,
        **({"project": row.project} if row.project is not None else {}),
        **({"estimated": True} if row.estimated else {}),
    }


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
