"""Counters that never fall: what of the cost file was counted already, and what is new.

The cost file may be made again from fewer transcripts than before, and prices change. So for each of the last days, and
for all older ones together, it is known how much was counted: only what is above that is new. It is added at the price
that holds now, and never priced again. Pure. This module must not know files.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.costs.tokens import Tokens
from brim.backend.outputs.metriclabels import label_text, project_name
from brim.backend.outputs.metricvalues import CountedUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from brim.backend.costs.dailysums import DaySum
    from brim.backend.costs.prices import PriceTable
    from brim.backend.transcripts.answer import PriceClass

DAY_SECONDS = 86_400
OPEN_DAYS = 3
"""So many days are known one by one: late answers and clocks that are wrong change no older one by much."""
CLOSED = -1
"""In place of a day: all older ones."""

type Use = tuple[str, PriceClass]
"""Name of a project, and a class."""
type Sums = tuple[int, ...]
"""Input, output, cache reads, writes of 5 minutes, writes of an hour, web searches."""
NOTHING: Sums = (0,) * 6


@dataclass(slots=True)
class Counters:
    """What was counted so far. Changed by `count_usage` and `count_requests` only."""

    started_at: float
    """When counting began, in seconds since the epoch."""
    instance: str
    """Names this machine to a receiver: letters by chance."""
    revision: int = 0
    """Higher each time that it is stored."""
    first_open_day: int = 0
    """Days before it are one; it never falls."""
    used: dict[tuple[str, str], Sums] = field(default_factory=dict)
    """By project and model."""
    cost: dict[tuple[str, str], float] = field(default_factory=dict)
    """USD, by project and model."""
    unpriced: dict[str, int] = field(default_factory=dict)
    """By model."""
    marks: dict[tuple[int, str, PriceClass], Sums] = field(default_factory=dict)
    """How much of a day, a project and a class is counted."""
    sent: dict[str, tuple[int, int]] = field(default_factory=dict)
    """By account: how many were counted, and the number that its file had then."""

    def uses(self) -> tuple[CountedUse, ...]:
        """The counters of projects and models."""
        return tuple(
            CountedUse(project, model, sums[:5], self.cost.get((project, model)))
            for (project, model), sums in self.used.items()
        )


def count_usage(counters: Counters, days: Iterable[DaySum], prices: PriceTable, today: int) -> None:
    """Add what is new in the sums of the cost file, all of them or those of the open days.

    `today` in days in UTC since the epoch.
    """
    counters.first_open_day = max(counters.first_open_day, today - OPEN_DAYS)
    _close_days(counters)
    closed: dict[Use, Sums] = {}
    for (day, project, price_class), sums in _by_name(days):
        key, current = (day, project, price_class), sums
        if day < counters.first_open_day:
            use = (project, price_class)
            key, current = (CLOSED, *use), _added(closed.get(use, NOTHING), sums)
            closed[use] = current
        mark = counters.marks.get(key, NOTHING)
        new = tuple(max(0, now - before) for now, before in zip(current, mark, strict=True))
        if any(new):
            counters.marks[key] = _added(mark, new)
            _count(counters, (project, price_class), new, prices, day)


def count_requests(counters: Counters, account: str, number: int) -> None:
    """Add the requests since the last time; a number that is lower than then began anew at 0."""
    total, seen = counters.sent.get(account, (0, 0))
    counters.sent[account] = (total + (number - seen if number >= seen else number), number)


def _close_days(counters: Counters) -> None:
    """Make one of all days that are over for long."""
    for key in [key for key in counters.marks if CLOSED < key[0] < counters.first_open_day]:
        _, project, price_class = key
        whole = (CLOSED, project, price_class)
        counters.marks[whole] = _added(counters.marks.get(whole, NOTHING), counters.marks.pop(key))


def _by_name(days: Iterable[DaySum]) -> Iterator[tuple[tuple[int, str, PriceClass], Sums]]:
    """The sums of folders with the same name are one; the oldest first."""
    found: dict[tuple[int, str, PriceClass], Sums] = {}
    names: dict[str, str] = {}
    for day, folder, price_class, tokens in days:
        name = names.get(folder)
        if name is None:
            name = names[folder] = project_name(folder)
        key = (max(day, 0), name, price_class._replace(model=label_text(price_class.model)))
        found[key] = _added(found.get(key, NOTHING), _sums(tokens))
    return iter(sorted(found.items(), key=lambda item: item[0][0]))


def _sums(tokens: Tokens) -> Sums:
    return (
        tokens.input,
        tokens.output,
        tokens.cache_read,
        tokens.cache_write_5m,
        tokens.cache_write_1h,
        tokens.web_searches,
    )


def _count(counters: Counters, use: Use, new: Sums, prices: PriceTable, day: int) -> None:
    project, price_class = use
    key = (project, price_class.model)
    counters.used[key] = _added(counters.used.get(key, NOTHING), new)
    entered, output, read, short, long, searches = new
    tokens = Tokens(0, entered, output, short, long, read, searches)
    date = datetime.fromtimestamp(min(day, _LAST_DAY) * DAY_SECONDS, UTC).date()
    cost = prices.cost(price_class, date, tokens)
    if cost is None:
        counters.unpriced[price_class.model] = counters.unpriced.get(price_class.model, 0) + tokens.total
    else:
        counters.cost[key] = counters.cost.get(key, 0.0) + cost


_LAST_DAY = 2_900_000
"""In the year 9909: no date is later."""


def _added(one: Sums, other: Sums) -> Sums:
    return tuple(map(sum, zip(one, other, strict=True)))
