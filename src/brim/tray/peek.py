"""The peek: another limit in icon, title and tooltip for some seconds after the wheel was turned; nothing is saved.

What is shown follows from the steps of the wheel, the account and the clock, by pure functions. This module must not
know which desktop has a wheel, nor what a limit looks like.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot

PEEK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Peek:
    """A limit that is shown for a while."""

    account: str
    """Id of the account."""
    window: str
    """Id of its limit."""
    ends_at: float
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the wheel."""

    count: int
    """1 is down: to the next limit; -1 is up."""
    at: float
    """Monotonic seconds."""


def after_step(peek: Peek | None, step: Step, view: AccountView) -> Peek | None:
    """The peek after a step through the limits in their order, with wrap-around.

    A step that leads back to the limit that is shown anyway ends the peek.
    """
    shown = view.shown_window
    names = [window.id for window in view.windows]
    if shown is None:
        return None
    before = held(peek, view, step.at)
    target = names[(names.index(shown.id if before is None else before.window) + step.count) % len(names)]
    return None if target == shown.id else Peek(view.account.id, target, step.at + PEEK_SECONDS)


def held(peek: Peek | None, view: AccountView, at: float) -> Peek | None:
    """The peek as long as it lasts: until its end, while its account is the one that is shown and has that limit."""
    if peek is None or at >= peek.ends_at or peek.account != view.account.id:
        return None
    return peek if any(window.id == peek.window for window in view.windows) else None


class LimitPeeker:
    """Owner of the peek. `turn` may be called from any thread; all else belongs to the thread that shows snapshots."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        """Begin without a peek."""
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._steps: list[Step] = []
        self._peek: Peek | None = None

    def turn(self, count: int) -> None:
        """Take a step of the wheel; it counts from the next snapshot that is shown, which may be the last one again."""
        with self._lock:
            self._steps.append(Step(count, self._monotonic()))

    def applied(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot as icon, title and tooltip show it now."""
        with self._lock:
            steps, self._steps = self._steps, []
        view = snapshot.most_urgent_account
        if view is None:
            self._peek = None
            return snapshot
        for step in steps:
            self._peek = after_step(self._peek, step, view)
        self._peek = held(self._peek, view, self._monotonic())
        if self._peek is None:
            return snapshot
        peeking = replace(view, peeked=self._peek.window)
        return replace(snapshot, accounts=tuple(peeking if one is view else one for one in snapshot.accounts))

    def seconds_left(self) -> float | None:
        """How long the peek lasts from now on; None while nobody peeks."""
        return None if self._peek is None else max(0.0, self._peek.ends_at - self._monotonic())
