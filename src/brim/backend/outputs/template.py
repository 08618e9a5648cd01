"""Fills the fields of a line of one's own: `{session.percent}% {session.resets_in} {cost_today}`. Pure.

A field of a limit is `{LIMIT.NAME}`; LIMIT is `pressing`, `session`, `week`, an id, or the model of a weekly limit.
Standard library only. This module must not know what a line is for.
"""

from __future__ import annotations

import math
import re

from brim.words.bars import DASH, limit_label
from brim.words.epochtimes import clock_text, duration_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.backend.outputs.sharedreading import Limit, Reading

_FIELD = re.compile(r"\{([a-z_]+|[^{}\n]{1,80}\.[a-z_]+)\}")
_FULL = 100


class UnknownFieldError(Exception):
    """A template names a field that there is not; its only argument is that field."""


def fill(template: str, reading: Reading, now: float, escape: Callable[[str], str]) -> str:
    """The template with each field filled in, and a dash where a value is not known; raises UnknownFieldError.

    `escape` makes foreign words safe for where the line goes; the rest of the template is the user's own and stays.
    """
    return _FIELD.sub(lambda match: escape(_value(match[1], reading, now)) or DASH, template)


def _value(field: str, reading: Reading, now: float) -> str:
    limit_name, dot, name = field.rpartition(".")
    if not dot:
        if field not in READING_FIELDS:
            raise UnknownFieldError(field)
        return READING_FIELDS[field](reading, now)
    if name not in LIMIT_FIELDS:
        raise UnknownFieldError(field)
    limit = reading.limit(limit_name)
    return "" if limit is None else LIMIT_FIELDS[name](limit, now)


def counts_down(template: str) -> bool:
    """Whether the line changes with the clock alone."""
    fields = _FIELD.findall(template)
    return any(field == "age" or field.endswith(".resets_in") for field in fields)


def _percent(limit: Limit, _now: float) -> str:
    return "" if limit.percent is None else str(math.floor(limit.percent))


def _left(limit: Limit, _now: float) -> str:
    return "" if limit.percent is None else str(max(0, _FULL - math.floor(limit.percent)))


def _resets_in(limit: Limit, now: float) -> str:
    coming = limit.resets_at is not None and now < limit.resets_at
    return duration_text((limit.resets_at or 0.0) - now) if coming else ""


def _resets_at(limit: Limit, now: float) -> str:
    return clock_text(limit.resets_at, now) if limit.resets_at is not None and now < limit.resets_at else ""


def _pace(limit: Limit | None) -> str:
    return "" if limit is None or limit.pace is None else f"{limit.pace:.1f}"


def _pressing_level(reading: Reading) -> str:
    return "" if reading.pressing is None else reading.pressing.level


LIMIT_FIELDS: dict[str, Callable[[Limit, float], str]] = {
    "percent": _percent,
    "left": _left,
    "resets_in": _resets_in,
    "resets_at": _resets_at,
    "level": lambda limit, _now: limit.level,
    "pace": lambda limit, _now: _pace(limit),
    "chance": lambda limit, _now: "" if limit.chance is None else f"{math.floor(_FULL * limit.chance)}",
    "forecast": lambda limit, _now: limit.forecast,
    "label": lambda limit, _now: limit_label(limit.id, limit.label),
    "project": lambda limit, _now: limit.project,
}
"""What can be shown of a limit."""
READING_FIELDS: dict[str, Callable[[Reading, float], str]] = {
    "state": lambda reading, now: reading.state(now),
    "level": lambda reading, _now: _pressing_level(reading),
    "pace": lambda reading, _now: _pace(reading.pressing),
    "account": lambda reading, _now: reading.label,
    "provider": lambda reading, _now: reading.provider,
    "money": lambda reading, _now: reading.money,
    "plan": lambda reading, _now: reading.plan,
    "age": lambda reading, now: "" if reading.read_at is None else duration_text(now - reading.read_at),
    "cost_today": lambda reading, _now: "" if reading.cost_today is None else f"${reading.cost_today:.2f}",
    "problem": lambda reading, _now: reading.problem,
}
"""What can be shown of an account."""


def known_fields() -> str:
    """Every field, those of a limit for the session."""
    return ", ".join((*(f"session.{name}" for name in LIMIT_FIELDS), *READING_FIELDS))
