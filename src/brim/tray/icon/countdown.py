"""The time until a reset in at most three characters, for a limit that is reached; and when that text changes.

Pure. This module must not know whose reset it is.
"""

from __future__ import annotations

import math
from datetime import timedelta

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_STEPS = ((2 * _DAY, _DAY), (_HOUR, _HOUR), (10 * _MINUTE, 5 * _MINUTE), (timedelta(), _MINUTE))
"""Above the first time the text changes in steps of the second."""
_UNITS = {_DAY: (_DAY, "d"), _HOUR: (_HOUR, "h")}


def countdown(remaining: timedelta) -> str:
    """The time that remains, rounded up: `3d`, `2h`, `45m`; `1m` is the least."""
    step = _step(remaining)
    unit, letter = _UNITS.get(step, (_MINUTE, "m"))
    steps = max(1, math.ceil(remaining / step))
    return f"{steps * (step // unit)}{letter}"


def next_change(remaining: timedelta) -> timedelta | None:
    """After how much time the text changes; None when it does not any more."""
    if remaining <= _MINUTE:
        return None
    step = _step(remaining)
    return remaining - step * (math.ceil(remaining / step) - 1)


def _step(remaining: timedelta) -> timedelta:
    return next((step for above, step in _STEPS if remaining > above), _MINUTE)
