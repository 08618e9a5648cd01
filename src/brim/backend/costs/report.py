"""Sums of usage by day, week, month, model, project, provider, session or window, with their list price.

Pure. This module must not know files, nor how sums are shown.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from operator import add
from typing import TYPE_CHECKING

import msgspec

from brim.backend.costs.tokens import Tokens
from brim.localzone import local_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, tzinfo

    from brim.backend.costs.cells import Cell
    from brim.backend.costs.prices import PriceTable
    from brim.backend.transcripts.answer import PriceClass

_SESSION_LENGTH = timedelta(hours=5)


class GroupBy(StrEnum):
    """What a row of a report is about."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    MODEL = "model"
    PROJECT = "project"
    PROVIDER = "provider"
    SESSION = "session"
    WINDOW = "window"


@dataclass(frozen=True, slots=True)
class UsageRow:
    """The sums of one day, model, project..."""

    key: str
    tokens: Tokens
    cost: float | None
    """USD at list price of all that has a price; None where nothing has one."""
    unpriced: tuple[str, ...] = ()
    """Models whose tokens have no price."""
    project: str | None = None
    """Of a session: where most of it happened."""
    last_at: datetime | None = None
    """When the last of it was, to five minutes."""
    provider: str | None = None
    """Whose program it was; None where several took part."""
    estimated: bool = False
    """Of a window: its times are a guess, because no official reading tells them."""


@dataclass(frozen=True, slots=True)
class OfficialWindow:
    """A 5-hour window whose end the server has told."""

    begin: datetime
    end: datetime
    root_paths: frozenset[str]
    """The folders of its account."""


@dataclass(slots=True)
class _Sum:
    """The sums of one row while they are made."""

    tokens: list[int] = field(default_factory=lambda: [0] * 7)
    cost: float = 0.0
    priced: bool = False
    unpriced: tuple[str, ...] = ()
    projects: dict[str, int] | None = None
    last: int = 0
    provider: str | None = ""
    """Empty before the first cell."""

    def add(self, cell: Cell, cost: float | None) -> None:
        counts = msgspec.structs.astuple(cell.tokens)
        self.tokens = [*map(add, self.tokens, counts)]
        if cost is None:
            if cell.price_class.model not in self.unpriced:
                self.unpriced += (cell.price_class.model,)
        else:
            self.cost += cost
            self.priced = True
        if self.projects is not None:
            project = cell.place.project
            self.projects[project] = self.projects.get(project, 0) + sum(counts[1:-1])
        self.last = max(self.last, cell.start)
        if cell.place.provider != self.provider:
            self.provider = None if self.provider != "" else cell.place.provider

    def row(self, key: str, *, estimated: bool) -> UsageRow:
        return UsageRow(
            key,
            Tokens(*self.tokens),
            self.cost if self.priced else None,
            tuple(sorted(self.unpriced)),
            max(self.projects, key=self.projects.__getitem__) if self.projects else None,
            datetime.fromtimestamp(self.last, UTC) if self.last else None,
            self.provider,
            estimated,
        )


def usage_rows(
    cells: Iterable[Cell],
    by: GroupBy,
    prices: PriceTable,
    *,
    zone: tzinfo | None = None,
    windows: Sequence[OfficialWindow] = (),
) -> list[UsageRow]:
    """The sums by what is asked: times in their order, everything else with the most expensive first.

    Days, weeks (from Monday) and months are those of the machine's own time zone. Cells come in the order of time.
    `windows` are the official ones; an answer outside of them belongs to an estimated one.
    """
    sums: dict[str, _Sum] = {}
    guessed: set[str] = set()
    key_of = keys_of(by, zone, windows, guessed)
    price = _cached_price(prices)
    for cell in cells:
        key = key_of(cell)
        found = sums.get(key)
        if found is None:
            found = sums[key] = _Sum(projects={} if by is GroupBy.SESSION else None)
        found.add(cell, price(cell))
    rows = [sums.pop(key).row(key, estimated=key in guessed) for key in list(sums)]
    if by in {GroupBy.MODEL, GroupBy.PROJECT, GroupBy.PROVIDER, GroupBy.SESSION}:
        return sorted(rows, key=lambda row: (-(row.cost or 0.0), -row.tokens.total, row.key))
    return sorted(rows, key=lambda row: row.key)


def total_row(rows: Iterable[UsageRow], key: str = "total") -> UsageRow:
    """The sum of rows."""
    rows = list(rows)
    costs = [row.cost for row in rows if row.cost is not None]
    providers = {row.provider for row in rows}
    return UsageRow(
        key,
        sum((row.tokens for row in rows), Tokens()),
        sum(costs) if costs else None,
        tuple(sorted({model for row in rows for model in row.unpriced})),
        provider=providers.pop() if len(providers) == 1 else None,
    )


def keys_of(
    by: GroupBy, zone: tzinfo | None = None, windows: Sequence[OfficialWindow] = (), guessed: set[str] | None = None
) -> Callable[[Cell], str]:
    """What row a cell belongs to; the keys of estimated windows are added to `guessed`."""
    if by is GroupBy.WINDOW:
        return _window_keys(windows, set() if guessed is None else guessed)
    return _plain_keys(by, zone)


def _cached_price(prices: PriceTable) -> Callable[[Cell], float | None]:
    days: dict[int, date] = {}

    @lru_cache(maxsize=4096)
    def rates(price_class: PriceClass, day: date) -> Callable[[Tokens], float] | None:
        return prices.rates_of(price_class, day)

    def price(cell: Cell) -> float | None:
        number = cell.start // 86_400
        day = days.get(number)
        if day is None:
            day = days[number] = datetime.fromtimestamp(cell.start, UTC).date()
        cost_of = rates(cell.price_class, day)
        return None if cost_of is None else cost_of(cell.tokens)

    return price


def _plain_keys(by: GroupBy, zone: tzinfo | None) -> Callable[[Cell], str]:
    if by is GroupBy.MODEL:
        return lambda cell: cell.price_class.model
    if by is GroupBy.PROJECT:
        return lambda cell: cell.place.project
    if by is GroupBy.SESSION:
        return lambda cell: cell.place.session
    if by is GroupBy.PROVIDER:
        return lambda cell: cell.place.provider
    known: dict[int, str] = {}

    def day_key(cell: Cell) -> str:
        quarter = cell.start // 900  # no zone has an offset that a quarter of an hour does not divide
        key = known.get(quarter)
        if key is None:
            day = local_time(datetime.fromtimestamp(quarter * 900, UTC), zone).date()
            if by is GroupBy.WEEK:
                day -= timedelta(days=day.weekday())
            key = known[quarter] = f"{day:%Y-%m}" if by is GroupBy.MONTH else day.isoformat()
        return key

    return day_key


def _window_keys(windows: Sequence[OfficialWindow], guessed: set[str]) -> Callable[[Cell], str]:
    """Keys of windows: the beginning of the official one, else of one that begins with the hour of its first answer.

    Without official times a window is taken to begin at the full hour (UTC) of the first answer after the last one.
    """
    estimates: dict[str, datetime] = {}
    official: dict[str, list[OfficialWindow]] = {}
    for window in sorted(windows, key=_begin):
        for root in window.root_paths:
            official.setdefault(root, []).append(window)

    def window_key(cell: Cell) -> str:
        at = datetime.fromtimestamp(cell.start, UTC)
        own = official.get(cell.place.root, [])
        number = bisect_right(own, at, key=_begin)
        while number and at < own[number - 1].end:  # of windows that overlap the first one counts
            number -= 1
        if number < len(own) and own[number].begin <= at < own[number].end:
            return _time_key(own[number].begin)
        begin = estimates.get(cell.place.root)
        if begin is None or at >= begin + _SESSION_LENGTH:
            begin = estimates[cell.place.root] = at.replace(minute=0, second=0)
        key = _time_key(begin)
        guessed.add(key)
        return key

    return window_key


def _begin(window: OfficialWindow) -> datetime:
    return window.begin


def _time_key(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
