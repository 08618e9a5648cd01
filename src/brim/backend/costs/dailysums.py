"""Sums of the cost file by day, project and price class, made by SQLite: a few rows, however long the past is.

Used by one thread at a time. This module must not know what the sums are for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from brim.backend.costs.database import CostDatabase
from brim.backend.costs.store import COSTS_FILE
from brim.backend.costs.tokens import Tokens
from brim.backend.transcripts.answer import PriceClass

if TYPE_CHECKING:
    from pathlib import Path

_SLOTS_A_DAY = 288
_QUERY = """
SELECT slot / ?, project, model, fast, us_only, regional, long, sum(answers), sum(input), sum(output),
    sum(cache_write_5m), sum(cache_write_1h), sum(cache_read), sum(web_searches)
FROM cells JOIN places ON places.id = cells.place JOIN classes ON classes.id = cells.class WHERE slot >= ?
GROUP BY slot / ?, project, class ORDER BY 1
"""


class DaySum(NamedTuple):
    """What one project used of one class on one day."""

    day: int
    """Days in UTC since the epoch."""
    project: str
    price_class: PriceClass
    tokens: Tokens


class DailySums:
    """Reads the sums of one cost file."""

    def __init__(self, state_dir: Path, lock_timeout: float = 5.0) -> None:
        """`lock_timeout`: seconds to wait for another process that writes."""
        self._database = CostDatabase(state_dir / COSTS_FILE, lock_timeout)

    @property
    def opened(self) -> int:
        """Changes whenever another file is in use than before."""
        return self._database.opened

    def read(self, since: int = 0) -> list[DaySum]:
        """Those from a day on, the oldest first; none without a file. Raises StateError."""
        with self._database.open(create=False) as connection:
            if connection is None:
                return []
            rows = connection.execute(_QUERY, (_SLOTS_A_DAY, since * _SLOTS_A_DAY, _SLOTS_A_DAY))
            return [
                DaySum(day, project, PriceClass(model, *map(bool, flags[:4])), Tokens(*flags[4:]))
                for day, project, model, *flags in rows
            ]

    def close(self) -> None:
        """Close the file."""
        self._database.close()
