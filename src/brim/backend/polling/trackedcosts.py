"""Brings together the accounts that are shown and what they cost. This module must not know transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from brim.backend.polling.usagetracker import UsageTracker
    from brim.model.account import AccountView
    from brim.model.costs import CostView


class TrackedCosts:
    """The accounts of one tracker. Used in the loop only."""

    def __init__(self, tracker: UsageTracker, now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        """`wake` lets the loop publish what changed."""
        self._tracker, self._now, self._wake = tracker, now, wake

    def views(self) -> Mapping[int, AccountView]:
        """The accounts as they are shown now, by their index."""
        return self._tracker.views(self._now())

    def take(self, costs: Mapping[int, CostView]) -> None:
        """Take in what accounts cost, by their index."""
        self._tracker.set_costs(costs)
        self._wake()
