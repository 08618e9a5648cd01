"""Detects windows that have reset, and follows the reset time of a running window when the server moves it. Pure.

The detection compares each window with the one that was last seen. This module must not know whether an alert is sent.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from brim.backend.alerts.event import AlertEvent
from brim.backend.alerts.memory import AlertMemory, SeenWindow, SentAlert, to_minute
from brim.backend.readings.figures import RESET_TOLERANCE, same_reset
from brim.model.alert import Rule
from brim.words import notifications

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.alerts.rules import AlertRules
    from brim.model.account import AccountView
    from brim.model.usage import Window

_EARLY_RESET = 1.0
"""Stored in place of a threshold: the window was reset before its time. The record's time is that of the reset."""
_SMALL_MOVE = timedelta(minutes=15)
"""No window is this short. A reset that moves by more leads to a new pace alert."""


def detect_resets(
    view: AccountView, memory: AlertMemory, rules: AlertRules, now: datetime
) -> tuple[AlertMemory, list[AlertEvent]]:
    """The memory with the windows as they are now, and events for windows that have reset after a high usage."""
    account, events = view.account.id, []
    for window in view.windows:
        if not window.confirmed:
            continue
        before = next((seen for seen in memory.windows if (seen.account, seen.window) == (account, window.id)), None)
        if before is not None and _is_older_window(before, window, now):
            continue
        ended = before is not None and _ended(before, window)
        taken_back = before is not None and _taken_back(window, rules.reset_from)
        if before is not None:
            sent = _reset_record(before, window, rules.reset_from, now, ended=ended)
            if sent is not None and not any(sent.matches(old) for old in memory.sent):
                memory = replace(memory, sent=(*memory.sent, sent))
                title, text = notifications.window_reset(window, now, rules.show)
                events.append(AlertEvent(Rule.RESET, window.id, title, text, reset=before.reset, one_time=True))
            if not ended and not taken_back:
                memory = _with_moved_reset(before, window, memory)
        high = (window.percent or 0) >= rules.reset_from
        over = ended or taken_back or window.early_reset is not None
        seen = _seen_window(account, before, window, high=high, over=over)
        others = tuple(other for other in memory.windows if other is not before)
        memory = replace(memory, windows=(*others, seen) if seen is not None else others)
    return memory, events


def _reset_record(
    before: SeenWindow, window: Window, reset_from: float, now: datetime, *, ended: bool
) -> SentAlert | None:
    """The record of an alert about the reset of a window that was much used; None without such a reset."""
    early = window.early_reset
    if early is not None and not ended:
        if (early.before.percent or 0.0) < reset_from:
            return None
        return SentAlert(before.account, window.id, to_minute(early.at), _EARLY_RESET, now, Rule.RESET)
    if not before.alert_on_reset or not (ended or _taken_back(window, reset_from)):
        return None
    return SentAlert(before.account, window.id, before.reset, 0.0 if ended else _EARLY_RESET, now, Rule.RESET)


def _seen_window(
    account: str, before: SeenWindow | None, window: Window, *, high: bool, over: bool
) -> SeenWindow | None:
    """The record of a window; a window without a reset time is still the one before, until that one is over."""
    if window.resets_at is None:
        return None if over else before
    same = before is not None and same_reset(before.reset, window.resets_at)
    reset = before.reset if before is not None and same else to_minute(window.resets_at)
    alert_on_reset = high or (before is not None and before.alert_on_reset and not over)
    return SeenWindow(account, window.id, reset, alert_on_reset)


def _ended(before: SeenWindow, window: Window) -> bool:
    """Whether the window that was seen has ended at its time: its reset was not moved, and it was read since."""
    later = window.resets_at is None or window.resets_at > before.reset + _SMALL_MOVE
    return later and window.read_at >= before.reset - RESET_TOLERANCE


def _taken_back(window: Window, threshold: float) -> bool:
    """Whether the server has taken back a figure that had reached the threshold: rounding never falls by half."""
    return window.percent is not None and window.percent < threshold / 2


def _is_older_window(before: SeenWindow, window: Window, now: datetime) -> bool:
    """Whether this is an earlier window that is over: a source was slow, or a clock went back."""
    return window.resets_at is not None and window.resets_at < min(before.reset - RESET_TOLERANCE, now)


def _with_moved_reset(before: SeenWindow, window: Window, memory: AlertMemory) -> AlertMemory:
    """When the reset of a running window was moved, its sent alerts count for the new reset time."""
    reset, length = window.resets_at, timedelta(seconds=window.length_seconds or 0)
    if reset is None or same_reset(before.reset, reset) or same_reset(before.reset + length, reset):
        return memory

    def follows(sent: SentAlert) -> bool:
        same_window = (sent.account, sent.window) == (before.account, before.window)
        if not same_window or not same_reset(sent.reset, before.reset):
            return False
        if sent.rule is Rule.LIMIT:
            return sent.threshold <= (window.percent or 0)
        return sent.rule is Rule.PACE and abs(reset - before.reset) <= _SMALL_MOVE

    moved = to_minute(reset)
    return replace(memory, sent=tuple(replace(sent, reset=moved) if follows(sent) else sent for sent in memory.sent))
