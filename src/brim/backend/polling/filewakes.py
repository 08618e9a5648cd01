"""Wakes the poller when a file changed, and a program that writes all the time wakes it every few seconds at most.

This module must not know how a change is seen, nor what the poller does.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from brim.backend.watching.places import Topic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from brim.backend.watching.places import Changes

REST_SECONDS = {Topic.LOGIN: 0.0, Topic.STATE: 5.0, Topic.ACCOUNT: 20.0, Topic.TRANSCRIPTS: 20.0}
"""So long after a wake-up by a file the next one follows. A login is waited for; a program at work writes the last
two all the time."""


def wake_after(topics: Iterable[Topic], since_last: float) -> float:
    """Seconds until the poller is to be woken for changed files; `since_last`: seconds since it was woken for one."""
    return max(0.0, min(REST_SECONDS[topic] for topic in topics) - since_last)


class FileWakes:
    """Wakes the poller for changed files. Used in the loop only."""

    def __init__(self, wake: Callable[[], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        """`wake` returns at once; `monotonic` are seconds of the loop's own pace."""
        self._wake = wake
        self._monotonic = monotonic
        self._woke_at = float("-inf")
        self._planned: tuple[float, asyncio.TimerHandle] | None = None

    def handle(self, changes: Changes) -> None:
        """Wake the poller at once, or when its rest is over. What nobody reported it finds at its own looks."""
        if changes.by_clock or not changes.topics:
            return
        now = self._monotonic()
        after = wake_after(changes.topics, now - self._woke_at)
        if self._planned is not None:
            if self._planned[0] <= now + after:
                return
            self._planned[1].cancel()
        self._planned = now + after, asyncio.get_running_loop().call_later(after, self._now)

    @property
    def planned_in(self) -> float | None:
        """Seconds until the poller is woken; None when that is not planned."""
        return None if self._planned is None else max(0.0, self._planned[0] - self._monotonic())

    def _now(self) -> None:
        self._planned, self._woke_at = None, self._monotonic()
        self._wake()
