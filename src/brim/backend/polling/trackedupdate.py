"""Brings a newer version of Brim into what is shown. This module must not know how one is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.backend.polling.usagetracker import UsageTracker
    from brim.model.update import Update


class TrackedUpdate:
    """The newer version of one tracker. Used in the loop only."""

    def __init__(self, tracker: UsageTracker, wake: Callable[[], None]) -> None:
        """`wake` lets the loop publish what changed."""
        self._tracker, self._wake = tracker, wake

    def take(self, update: Update | None) -> None:
        """Take in a newer version; None where there is none."""
        self._tracker.update = update
        self._wake()
