"""Collects all values of metrics from Brim's own files, for a tray and for a command alike; no request is sent.

Used by one thread at a time. This module must not know who gets the values.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from brim import __version__
from brim.backend.costs.dailysums import DailySums
from brim.backend.costs.points.accountpoints import AccountPoints, PointsAccount
from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.roots import paths_of
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.history.recorder import FILE_NAME as HISTORY_FILE
from brim.backend.history.store import HistoryStore
from brim.backend.metrics.accounts import account_values, running_windows
from brim.backend.metrics.counterfile import CounterFile
from brim.backend.metrics.counters import DAY_SECONDS, OPEN_DAYS, count_requests, count_usage
from brim.backend.metrics.requestnumbers import request_numbers
from brim.backend.outputs.latereports import newest_accounts
from brim.backend.outputs.metricvalues import MetricValues
from brim.backend.outputs.otlpjson import Origin
from brim.backend.outputs.statusfile import accounts_of, roots_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from brim.backend.costs.dailysums import DaySum
    from brim.backend.costs.prices import PriceTable
    from brim.backend.metrics.counters import Counters
    from brim.backend.outputs.metricvalues import AccountValues, LimitValues
    from brim.backend.outputs.statusfile import Report
    from brim.backend.providers.transcripts import TranscriptRoot
    from brim.backend.system.files import Json
    from brim.model.usage import Window


@dataclass(frozen=True, slots=True)
class Collected:
    """The values of one moment."""

    values: MetricValues
    origin: Origin
    at: float
    """Seconds since the epoch."""


class MetricsCollector:
    """Reads the files of one data folder."""

    def __init__(self, state_dir: Path, config_dir: Path, roots: Sequence[TranscriptRoot] = ()) -> None:
        """`roots`: the folders whose transcripts count, for a status that knows one account and not its folders."""
        self._state_dir = state_dir
        self._prices_file = config_dir / USER_FILE
        self._roots = roots
        self._file = CounterFile(state_dir)
        self._sums = DailySums(state_dir)
        self._costs = CostStore(state_dir / COSTS_FILE)
        self._history = HistoryStore(state_dir / HISTORY_FILE)
        self._points: AccountPoints | None = None
        self._prices: PriceTable | None = None
        self._whole_past_of: tuple[int, int] | None = None

    def collect(
        self, status: Json, now: float, reports: Sequence[Report] = (), *, with_costs: bool = True
    ) -> Collected:
        """All values; `status` is the content of `status.json`, `reports` what the status line told since.

        Without `with_costs` counters stay as they are stored, and no points are known. Raises ConfigError for prices
        that cannot be used, StateError for a file that cannot be read.
        """
        counters = self._count(now, with_costs=with_costs)
        accounts = []
        for account in newest_accounts(status, reports):
            values = account_values(account, now)
            accounts.append(self._with_points(values, account, status, now) if with_costs else values)
        found = MetricValues(
            __version__,
            tuple(accounts),
            counters.uses(),
            counters.unpriced,
            {account: total for account, (total, _) in counters.sent.items()},
        )
        return Collected(found, Origin(__version__, counters.instance, counters.started_at), now)

    def close(self) -> None:
        """Close the files."""
        self._sums.close()
        self._costs.close()
        self._history.close()

    def _count(self, now: float, *, with_costs: bool) -> Counters:
        numbers = request_numbers(self._state_dir)
        if with_costs:
            prices = load_prices(self._prices_file)
            if prices != self._prices:
                self._prices, self._points = prices, None
            today = int(now) // DAY_SECONDS
            days = self._days(today)

        def count(counters: Counters) -> None:
            for account, number in numbers.items():
                count_requests(counters, account, number)
            if with_costs:
                count_usage(counters, days, prices, today)

        return self._file.update(count)

    def _days(self, today: int) -> list[DaySum]:
        """The sums of the cost file: of the whole past once a day and for a new file, else of the open days."""
        if self._whole_past_of == (today, self._sums.opened):
            found = self._sums.read(today - OPEN_DAYS)
            if self._whole_past_of == (today, self._sums.opened):
                return found
        found = self._sums.read()
        self._whole_past_of = (today, self._sums.opened)
        return found

    def _with_points(self, values: AccountValues, account: Json, status: Json, now: float) -> AccountValues:
        """The account with what each project used of its running limits."""
        roots, provider = frozenset(roots_of(status, account)), str(account.get("provider"))
        if not roots and [one.get("provider") for one in accounts_of(status)].count(account.get("provider")) == 1:
            roots = paths_of(self._roots, provider)
        if not roots or self._prices is None:
            return values
        plan = account.get("plan")
        owner = PointsAccount(values.id, roots, provider, plan if isinstance(plan, str) else None)
        points_of = partial(self._limit_with_points, owner, running_windows(account, now), now)
        return replace(values, limits=tuple(map(points_of, values.limits)))

    def _limit_with_points(
        self, owner: PointsAccount, windows: dict[str, Window], now: float, limit: LimitValues
    ) -> LimitValues:
        if limit.id not in windows or self._prices is None:
            return limit
        if self._points is None:
            self._points = AccountPoints(self._history, self._costs, self._prices)
        found = self._points.running(owner, windows[limit.id], now)
        if found is None:
            return limit
        points = {folder: share.value for folder, share in found.projects.items()}
        return replace(limit, points=points, elsewhere=found.elsewhere.value)
