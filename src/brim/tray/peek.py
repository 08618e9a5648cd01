"""The peek: another limit in icon, title and tooltip for some seconds after the wheel was turned; nothing is saved.

What is shown follows from the steps of the wheel, the accounts and the clock, by pure functions. This module must not
know which desktop has a wheel, nor what a limit looks like.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.model.account import SPEND

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot
    from brim.model.usage import Window

PEEK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Peek:
    """A limit that is shown for a while."""

    account: str
    """Id of the account."""
    window: str
    """Id of its limit, or SPEND."""
    ends_at: float
    """Monotonic seconds."""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the wheel."""

    count: int
    """1 is down: to the next limit; -1 is up."""
    at: float
    """Monotonic seconds."""


def after_step(peek: Peek | None, step: Step, snapshot: Snapshot) -> Peek | None:
    """The peek after a step through the limits of all accounts in their order, with wrap-around.

    A step that leads back to the limit that is shown anyway ends the peek. Money without a limit is a place of its own;
    an account with neither is passed over.
    """
    limits = _limits(snapshot)
    view = snapshot.shown_account
    shown = None if view is None else _place(view, view.shown_window)
    before = held(peek, snapshot, step.at)
    present = shown if before is None else (before.account, before.window)
    if not limits:
        return None
    if present is None:  # the shown account has no limit: a step leads to the first one or the last one of the others
        present = limits[-1 if step.count > 0 else 0]
    target = limits[(limits.index(present) + step.count) % len(limits)]
    return None if target == shown else Peek(*target, step.at + PEEK_SECONDS)


def held(peek: Peek | None, snapshot: Snapshot, at: float) -> Peek | None:
    """The peek as long as it lasts: until its end, while its account has that limit."""
    if peek is None or at >= peek.ends_at:
        return None
    return peek if (peek.account, peek.window) in _limits(snapshot) else None


def _limits(snapshot: Snapshot) -> list[tuple[str, str]]:
    """Account and id of each limit, and of money where an account has no limit."""
    places = (_place(view, window) for view in snapshot.accounts for window in view.windows or (None,))
    return [place for place in places if place is not None]


def _place(view: AccountView, window: Window | None) -> tuple[str, str] | None:
    """Account and id of a limit, or without one of its money; None where it has none."""
    if window is not None:
        return view.account.id, window.id
    return (view.account.id, SPEND) if view.headline == SPEND and not view.windows else None


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
        for step in steps:
            self._peek = after_step(self._peek, step, snapshot)
        peek = self._peek = held(self._peek, snapshot, self._monotonic())
        if peek is None:
            return snapshot
        return replace(
            snapshot,
            accounts=tuple(
                replace(view, peeked=peek.window) if view.account.id == peek.account else view
                for view in snapshot.accounts
            ),
        )

    def seconds_left(self) -> float | None:
        """How long the peek lasts from now on; None while nobody peeks."""
        return None if self._peek is None else max(0.0, self._peek.ends_at - self._monotonic())
