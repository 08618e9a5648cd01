"""What a bar shows of an account, before it takes the form of that bar. Pure.

Standard library only. This module must not know the form of any bar, but that each has its own escapes.
"""

from __future__ import annotations

import math

from brim.backend.outputs import states
from brim.backend.outputs import template as templates
from brim.backend.outputs.sharedreading import Reading, plain_text
from brim.localzone import next_midnight
from brim.words import bars as words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.backend.outputs.sharedreading import Limit, Shared

_SEPARATOR = " · "
_FULL = 100
_MINUTE = 60
_SHORT_LIMITS = ("session", "weekly_all")


class BarLine:
    """The texts of one moment; each is safe for its bar. It is not changed once it is made."""

    __slots__ = ("changes_at", "limit", "line", "percent", "rows", "short", "state")

    def __init__(
        self, shared: Shared, account: str | None, now: float, template: str | None, escape: Callable[[str], str]
    ) -> None:
        """Of an account, or of the most pressing one; an unknown account or field is an error that is shown."""
        reading, left = (
            shared.reading(account) if shared.knows(account) else _unknown(account, shared, now),
            shared.shows_left,
        )
        self.state = reading.state(now)
        pressing = reading.pressing
        self.limit = "" if pressing is None else pressing.id
        percent = reading.money_percent if pressing is None else pressing.percent
        self.percent = 0 if percent is None else _shown(percent, left=left)
        """Of the pressing limit, or else of the cap of the money, from 0 to 100."""
        if template is None:
            self.line = escape(_line(reading, now, left=left))
            self.short = escape(_short(reading, now, left=left))
        else:
            self.line = self.short = self._filled(template, reading, now, escape)
        others = [other for other in shared.readings if other is not reading] if account is None else []
        rows = (row for shown in (reading, *others) for row in _rows(shown, now, left=left))
        self.rows = tuple(escape(row) for row in rows if row)
        """Everything, a line for each part."""
        self.changes_at = _changes_at(reading, now, by_minute=template is not None and templates.counts_down(template))
        """When a text changes although no file does, in seconds since 1970."""

    def _filled(self, template: str, reading: Reading, now: float, escape: Callable[[str], str]) -> str:
        try:
            return templates.fill(template, reading, now, escape)
        except templates.UnknownFieldError as error:
            self.state = states.ERROR
            return escape(words.unknown_field(f"{{{error.args[0]}}}", templates.known_fields()))


def _unknown(account: str | None, shared: Shared, now: float) -> Reading:
    title, message = words.unknown_account(plain_text(account), shared.names)
    return Reading({"problem": {"title": title, "message": message}}, None, now)


def _changes_at(reading: Reading, now: float, *, by_minute: bool) -> float:
    coming = [limit.resets_at for limit in reading.limits if limit.resets_at is not None]
    coming += [next_midnight(now), now + _MINUTE - now % _MINUTE if by_minute else math.inf]
    if reading.stale_at is not None:
        coming.append(reading.stale_at)
    if reading.is_old(now) and reading.read_at is not None:
        unit = words.coarse_unit(age := now - reading.read_at)
        coming.append(now + unit - age % unit)
    return min(when for when in coming if when > now)


def _shown(percent: float, *, left: bool) -> int:
    used = math.floor(percent)
    return max(0, _FULL - used) if left else min(_FULL, used)


def _figure(limit: Limit, *, left: bool) -> str:
    if limit.percent is None:
        return words.DASH
    used = math.floor(limit.percent)
    return f"{max(0, _FULL - used) if left else used}%"


def _short(reading: Reading, now: float, *, left: bool) -> str:
    pressing = reading.pressing
    if pressing is None:
        return reading.money or words.DASH
    figure = _figure(pressing, left=left)
    return f"({figure})" if reading.is_old(now) else figure


def _line(reading: Reading, now: float, *, left: bool) -> str:
    """Session, week and the pressing limit; the first figure says whether it is used or left."""
    pressing = reading.pressing
    if pressing is None and reading.money:
        return _with_age(reading.money, reading, now)
    if pressing is None:
        return words.without_figures(reading.state(now), reading.problem)
    shown = [limit for limit in reading.limits if limit.id in _SHORT_LIMITS or limit is pressing]
    parts = []
    for limit in shown:
        figure = _figure(limit, left=left)
        says = limit is next(other for other in shown if other.percent is not None)
        usage = words.used_or_left(figure, left=left) if says else figure
        part = words.limit_part(words.limit_label(limit.id, limit.label), usage)
        parts.append(words.refused(part) if limit.refused else part)
    return _with_age(_SEPARATOR.join(parts), reading, now)


def _with_age(line: str, reading: Reading, now: float) -> str:
    return words.old_line(line, now - reading.read_at) if reading.is_old(now) and reading.read_at is not None else line


def _rows(reading: Reading, now: float, *, left: bool) -> Iterator[str]:
    if reading.name:
        yield reading.name
    for limit in reading.limits:
        figure = _figure(limit, left=left)
        usage = words.not_known() if limit.percent is None else words.used_or_left(figure, left=left)
        label = words.limit_label(limit.id, limit.label)
        usage = words.refused(usage) if limit.refused else usage
        yield words.limit_row(label, usage, words.reset_part(limit.resets_at, now))
    if reading.money:
        yield reading.money
    pressing = reading.pressing
    if pressing is not None:
        yield pressing.forecast
        yield words.project_row(pressing.project) if pressing.project else ""
    if reading.cost_today is not None:
        yield words.cost_row(f"${reading.cost_today:.2f}")
    if reading.problem:
        yield words.problem_row(reading.problem, reading.message)
    if reading.read_at is not None:
        yield words.updated_row(reading.read_at, now)
    elif not reading.problem:
        yield words.start_tray()
