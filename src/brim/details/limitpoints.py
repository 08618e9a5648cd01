"""Points of limits for the page: what the official percentage of a running window went into.

What belongs to which account the shared status tells; without that it is known of the only account of a provider.
Points that were learned are kept for the life of the server; one thread at a time computes. This module must not know
how a bar is drawn.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from brim.backend.costs.points.accountpoints import AccountPoints, PointsAccount
from brim.backend.costs.prices import USER_FILE, load_prices
from brim.backend.costs.roots import paths_of
from brim.backend.costs.store import COSTS_FILE, CostStore
from brim.backend.history import queries
from brim.backend.history.recorder import FILE_NAME as HISTORY_FILE
from brim.backend.history.store import HistoryStore
from brim.details.daypoints import DayPoints, day_points
from brim.model.usage import Source, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from brim.backend.costs.points.values import Points, WindowPoints
    from brim.backend.costs.report import GroupBy
    from brim.backend.providers.transcripts import TranscriptRoot
    from brim.backend.system.files import Json

MOST_PROJECTS = 8
_SUMMED = ("weekly_all", "session")


class LimitPoints:
    """The points of the accounts of this machine."""

    def __init__(self, state_dir: Path, config_dir: Path, roots: Callable[[], Sequence[TranscriptRoot]]) -> None:
        """`roots`: the folders whose transcripts count."""
        self._history = HistoryStore(state_dir / HISTORY_FILE)
        self._costs = CostStore(state_dir / COSTS_FILE)
        self._prices_file = config_dir / USER_FILE
        self._roots = roots
        self._points: AccountPoints | None = None
        self._lock = threading.Lock()

    def roots_of(self, account_id: str, status: Json) -> frozenset[str] | None:
        """The folders of an account of the shared status, none without transcripts; None where that is not known."""
        known = status["roots"].get(account_id)
        if known:
            return frozenset(map(str, known))
        account = next((one for one in status["accounts"] if one["account"]["id"] == account_id), None)
        if account is None:
            return None
        alike = [one for one in status["accounts"] if one.get("provider") == account.get("provider")]
        own = paths_of(self._roots(), account.get("provider"))
        return own if len(alike) == 1 or not own else None

    def running(self, account: Json, limit: Json, roots: frozenset[str], now: datetime) -> list[Json] | None:
        """What a limit of the shared status went into, most first; None where that is not known.

        Raises StateError, ConfigError.
        """
        window, owner = _window(limit), _account(account, roots)
        with self._open() as points:
            found = points.running(owner, window, now.timestamp())
        return None if found is None else _parts(found)

    def by_day(
        self, account: Json, roots: frozenset[str], by: GroupBy, since: float, now: datetime
    ) -> DayPoints | None:
        """The points of an account's longest limit of all models since a time; None where that is not known.

        Raises StateError, ConfigError.
        """
        current = {limit["id"]: limit["label"] for limit in account["windows"]}
        with self._open() as points:
            limits = self._past_limits(account["account"]["id"]) | current
            limit_id = next((one for one in _SUMMED if one in limits), None)
            if limit_id is None:
                return None
            windows = points.windows(_account(account, roots), limit_id, since, now.timestamp())
        return day_points(limits[limit_id], windows, by, since) if windows else None

    def _past_limits(self, account_id: str) -> dict[str, str]:
        """Labels of an account's limits in the open history, by id: after an error nothing else tells them."""
        with self._history.reading() as connection:
            known = [] if connection is None else queries.series(connection)
        return {one.window: one.label for one in known if one.account == account_id}

    @contextmanager
    def _open(self) -> Iterator[AccountPoints]:
        """The points, for one thread at a time; files are closed afterwards."""
        with self._lock:
            try:
                if self._points is None:
                    self._points = AccountPoints(self._history, self._costs, load_prices(self._prices_file))
                yield self._points
            finally:
                self._history.close()
                self._costs.close()


def _account(account: Json, roots: frozenset[str]) -> PointsAccount:
    return PointsAccount(account["account"]["id"], roots, str(account.get("provider")), account.get("plan"))


def _window(limit: Json) -> Window:
    """A limit of the shared status, as far as points need it."""
    resets_at = limit["resets_at"]
    return Window(
        id=limit["id"],
        kind=limit["kind"],
        label=limit["label"],
        percent=limit["percent"],
        resets_at=None if resets_at is None else datetime.fromisoformat(resets_at),
        length_seconds=limit["length_seconds"],
        source=Source(limit["source"]),
        read_at=datetime.fromisoformat(limit["read_at"]),
        confirmed=limit["confirmed"],
    )


def _parts(found: WindowPoints) -> list[Json]:
    """Each project, then all others as one, then elsewhere."""
    ordered = sorted(found.projects.items(), key=lambda one: -one[1].value)
    parts = [_part(project, points) for project, points in ordered[:MOST_PROJECTS]]
    rest = [points for _, points in ordered[MOST_PROJECTS:]]
    if rest:
        parts.append(
            {"project": "", "elsewhere": False}
            | {name: round(sum(getattr(one, name) for one in rest), 2) for name in ("value", "low", "high")}
        )
    return [*parts, _part("", found.elsewhere) | {"elsewhere": True}]


def _part(project: str, points: Points) -> Json:
    return {
        "project": project,
        "elsewhere": False,
        "value": round(points.value, 2),
        "low": round(points.low, 2),
        "high": round(points.high, 2),
    }
