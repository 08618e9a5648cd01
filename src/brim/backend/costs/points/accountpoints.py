"""The points of limits, from the history and the cost file: reads only what is needed, and keeps what it learned.

It learns when a window ends, and once an hour while one runs. Used by one thread at a time. This module must not know
how points are computed, nor who shows them.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from brim.backend.costs.points.features import Weigher
from brim.backend.costs.points.learning import MAX_WINDOWS, KnownWindow, learn
from brim.backend.costs.points.scale import SessionGrowth, scaled_to_week, session_growths
from brim.backend.costs.points.windowpoints import points_of
from brim.backend.costs.points.windows import windows_of
from brim.backend.history import queries
from brim.backend.providerlist.transcripts import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from brim.backend.costs.points.features import Use
    from brim.backend.costs.points.values import LimitWindow, Multipliers, WindowPoints
    from brim.backend.costs.prices import PriceTable
    from brim.backend.costs.store import CostStore
    from brim.backend.forecast.windowcurve import WindowCurve
    from brim.backend.history.store import HistoryStore
    from brim.model.usage import Window

SESSION = "session"
"""The limit that is read most finely: others take from it how models and kinds of tokens count."""
_SHORT = 36 * 3_600
"""Seconds; for longer windows sums of five minutes are fine enough."""
_PAST = 30 * 86_400
"""From so many seconds of the past a limit is learned, and from 30 windows at most."""
_RELEARN = 3_600.0


@dataclass(frozen=True, slots=True)
class PointsAccount:
    """Whose limits they are, and which answers count."""

    id: str
    roots: frozenset[str]
    """The folders of its program that belong to it."""
    provider: str
    plan: str | None = None
    """The label of its plan: with another one learning starts again."""


@dataclass(frozen=True, slots=True)
class _Learned:
    account: PointsAccount
    at: float
    last_end: float
    """The reset of the newest window."""
    multipliers: Multipliers | None
    growths: tuple[SessionGrowth, ...]
    """Of the session."""

    def is_fresh(self, now: float) -> bool:
        """Whether it is younger than an hour, and no window has ended since."""
        return 0 <= now - self.at < _RELEARN and not self.at < self.last_end <= now


@dataclass(frozen=True, slots=True)
class _Limit:
    """One limit and its windows."""

    id: str
    length: float
    windows: Sequence[LimitWindow]

    @property
    def scope(self) -> str | None:
        """The model that counts alone, in the server's word; None where all count."""
        _, scoped, scope = self.id.partition(":")
        return scope if scoped else None


class AccountPoints:
    """Computes points for the accounts of this process."""

    def __init__(self, history: HistoryStore, costs: CostStore, prices: PriceTable) -> None:
        """`history` and `costs` are read only, and closed by their owner.

        An account has points where its provider says which models draw on its limits in proportion to prices.
        """
        self._history = history
        self._costs = costs
        self._weighers = {kind.provider: Weigher(prices, kind.plan_models) for kind in KINDS if kind.plan_models}
        self._learned: dict[tuple[str, str], _Learned] = {}
        self._plans: dict[str, tuple[str, float]] = {}

    def running(self, account: PointsAccount, shown: Window, now: float) -> WindowPoints | None:
        """The points of a running window as it is shown; None without a percentage, a reset or a length.

        `now`: seconds since the epoch. Raises StateError when a file cannot be read.
        """
        if (
            shown.percent is None
            or shown.resets_at is None
            or not shown.length_seconds
            or account.provider not in self._weighers
        ):
            return None
        limit = self._limit(account.id, shown.id, shown.resets_at.timestamp() - shown.length_seconds, shown)
        if limit is None or not limit.windows:
            return None
        window = limit.windows[-1]
        learned = self._multipliers(account, limit.id, now, shown)
        return points_of(window, self._uses(account, limit, window.start, window.end), learned)

    def windows(self, account: PointsAccount, limit_id: str, since: float, now: float) -> tuple[WindowPoints, ...]:
        """The points of each window of a limit that was not over at `since`, oldest first.

        Sessions are divided by what sessions of their own time teach. Raises StateError when a file cannot be read.
        """
        limit = (
            self._limit(account.id, limit_id, min(since, now) - _PAST) if account.provider in self._weighers else None
        )
        if limit is None:
            return ()
        known = self._known(account, limit, limit.windows)
        of_now = None if limit_id == SESSION else self._multipliers(account, limit_id, now)
        found: list[WindowPoints | None] = []
        while known and known[-1].window.end > since:
            chunk = known[-MAX_WINDOWS:]
            learned = of_now or learn(chunk)
            covered = chunk if learned is None else chunk[-max(1, learned.windows) :]
            found += [points_of(one.window, one.uses, learned) for one in reversed(covered)]
            known = known[: len(known) - len(covered)]
        return tuple(points for points in reversed(found) if points is not None and points.window.end > since)

    def _multipliers(
        self, account: PointsAccount, limit_id: str, now: float, shown: Window | None = None
    ) -> Multipliers | None:
        """What was learned of a limit, at most an hour ago and from all windows that are over."""
        return self._learn(account, limit_id, now, shown).multipliers

    def _learn(self, account: PointsAccount, limit_id: str, now: float, shown: Window | None = None) -> _Learned:
        plan_since = self._plan_since(account, now)
        stored = self._learned.get((account.id, limit_id))
        if stored is not None and stored.account == account and stored.is_fresh(now):
            return stored
        limit = self._limit(account.id, limit_id, now - _PAST, shown)
        windows = [] if limit is None else [window for window in limit.windows if window.start >= plan_since]
        windows = windows[-MAX_WINDOWS:]
        multipliers: Multipliers | None = None
        growths: tuple[SessionGrowth, ...] = ()
        if limit is not None and limit_id == SESSION:
            known = self._known(account, limit, windows)
            multipliers = learn(known)
            growths = () if multipliers is None else session_growths(multipliers, known[-multipliers.windows :])
        elif limit is not None:
            multipliers = self._learn_from_session(account, limit, windows, now)
        ends = max((window.end for window in windows), default=now)
        stored = self._learned[account.id, limit_id] = _Learned(account, now, ends, multipliers, growths)
        return stored

    def _learn_from_session(
        self, account: PointsAccount, limit: _Limit, windows: Sequence[LimitWindow], now: float
    ) -> Multipliers | None:
        """What is learned of any other limit: the session says how models and kinds of tokens count."""
        session = self._learn(account, SESSION, now)
        scaled = None
        if session.multipliers is not None:
            scaled = scaled_to_week(session.multipliers, session.growths, windows, limit.scope)
        return scaled or learn(self._known(account, limit, windows), session.multipliers)

    def _plan_since(self, account: PointsAccount, now: float) -> float:
        """When the plan began, as far as this process has seen it."""
        if account.plan is None:
            return -math.inf
        plan, since = self._plans.get(account.id, (account.plan, -math.inf))
        if plan != account.plan:
            since = now
        self._plans[account.id] = account.plan, since
        return since

    def _limit(self, account: str, limit_id: str, since: float, shown: Window | None = None) -> _Limit | None:
        """A limit with its windows that were read after a time; None where its length is not known."""
        begin = datetime.fromtimestamp(max(since, 0.0), UTC)
        length = None if shown is None else shown.length_seconds
        curves: Sequence[WindowCurve] = ()
        with self._history.reading() as connection:
            if connection is not None:
                stored = [one for one in queries.series(connection) if (one.account, one.window) == (account, limit_id)]
                length = length or (stored[0].length_seconds if stored else None)
                curves = queries.window_curves(connection, account, limit_id, begin) if stored else ()
        return _Limit(limit_id, length, windows_of(curves, length, shown)) if length else None

    def _known(self, account: PointsAccount, limit: _Limit, windows: Sequence[LimitWindow]) -> list[KnownWindow]:
        """Windows with what was used here in each."""
        if not windows:
            return []
        uses = self._uses(account, limit, windows[0].start, max(window.end for window in windows))
        times = [use.at for use in uses]
        return [
            KnownWindow(window, uses[bisect_left(times, window.start) : bisect_right(times, window.end)])
            for window in windows
        ]

    def _uses(self, account: PointsAccount, limit: _Limit, since: float, until: float) -> list[Use]:
        """What was used in the folders of an account, of the models that count for a limit."""
        read = self._costs.answers if limit.length < _SHORT else self._costs.cells
        cells = [cell for cell in read(since, until + 1) if cell.place.root in account.roots]
        return self._weighers[account.provider].uses(cells, limit.scope)
