"""A random month of one user's work with Claude Code. Times are seconds from its beginning, a Monday in UTC.

A working day begins when the machine wakes, and has a lunch break with the screen locked. Stretches of work with Claude
Code alternate with other work; in a stretch the user asks, Claude Code answers for a while, and the user reads. An
answer takes some seconds, a tool one or two, and one tool in two hundred takes half a minute to two minutes.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from brim.model.command import DesktopEvent

START = datetime(2026, 11, 2, tzinfo=UTC)
DAY, HOUR, MINUTE = 86_400.0, 3600.0, 60.0
SESSION = 5 * HOUR
PERCENT_PER_ANSWER = 0.03
"""Percentage points of the session that an answer uses."""


@dataclass
class Month:
    """All events of the month, which do not depend on any gauge."""

    days: int
    events: list[tuple[float, DesktopEvent]] = field(default_factory=list)
    awake: list[tuple[float, float]] = field(default_factory=list)
    work: list[tuple[float, float]] = field(default_factory=list)
    """From the first question of a stretch to its last answer."""
    turns: list[tuple[float, float]] = field(default_factory=list)
    """The times in which a session of Claude Code works."""
    answers: list[float] = field(default_factory=list)
    """The times of the server's answers."""
    lines: list[float] = field(default_factory=list)
    """When the status line is drawn: at each question, answer and tool result."""
    reads: list[tuple[float, bool]] = field(default_factory=list)
    """When Claude Code itself requests the usage, and whether a new process does so."""
    sessions: list[tuple[float, int]] = field(default_factory=list)
    """When each window of five hours begins, and the number of answers before it."""

    def used(self, at: float) -> tuple[float, datetime | None]:
        """The percentage of the session, and its reset."""
        index = bisect_right(self.sessions, (at, len(self.answers))) - 1
        if index < 0 or at >= self.sessions[index][0] + SESSION:
            return 0.0, None
        begins, before = self.sessions[index]
        used = (bisect_right(self.answers, at) - before) * PERCENT_PER_ANSWER
        return min(round(used, 1), 99.0), moment(begins + SESSION)

    def answered(self, at: float) -> float | None:
        """The time of the last answer; None before the first."""
        index = bisect_right(self.answers, at)
        return self.answers[index - 1] if index else None


def moment(at: float) -> datetime:
    """A time of the simulation as a date and time."""
    return START + timedelta(seconds=at)


def simulate_month(seed: int, days: int = 30) -> Month:
    """The month of a seed."""
    rng, month = random.Random(seed), Month(days)
    for day in range(days):
        weekend = day % 7 > 4
        if not weekend or rng.random() < 0.3:
            _add_day(month, rng, day * DAY, weekend=weekend)
    for answer in month.answers:
        if not month.sessions or answer >= month.sessions[-1][0] + SESSION:
            begins = answer - answer % HOUR
            month.sessions.append((begins, bisect_right(month.answers, begins)))
    month.reads.sort()
    return month


def _add_day(month: Month, rng: random.Random, midnight: float, *, weekend: bool) -> None:
    begins = midnight + (10 if weekend else 8.5) * HOUR + rng.uniform(0, HOUR)
    ends = begins + (rng.uniform(1, 3) if weekend else rng.uniform(7.5, 10)) * HOUR
    lunch = begins + rng.uniform(3, 4) * HOUR
    month.awake.append((begins, ends))
    month.events += [(begins, DesktopEvent.WOKE), (ends, DesktopEvent.SLEEPS)]
    if rng.random() < 0.5:
        # Sessions that were open continue all at once, and each of them reads the usage.
        month.reads += [(begins + MINUTE + rng.uniform(0, 10), True) for _ in range(rng.randint(8, 12))]
    parts = [(begins, ends)]
    if lunch + HOUR < ends:
        back = lunch + rng.uniform(25, 60) * MINUTE
        month.events += [(lunch, DesktopEvent.LOCKED), (back, DesktopEvent.UNLOCKED)]
        parts = [(begins, lunch), (back, ends)]
    for first, last in parts:
        _add_part_of_day(month, rng, first, last)
    month.events.sort(key=lambda event: event[0])


def _add_part_of_day(month: Month, rng: random.Random, now: float, last: float) -> None:
    now += rng.uniform(1, 10) * MINUTE
    while now < last - 5 * MINUTE:
        ends = min(now + rng.uniform(10, 75) * MINUTE, last)
        now = _add_stretch(month, rng, now, ends)
        pause = rng.uniform(5, 45) * MINUTE
        if pause > 15 * MINUTE and now + pause < last and rng.random() < 0.4:  # a meeting, away from the screen
            month.events += [(now + 5 * MINUTE, DesktopEvent.IDLE), (now + pause - 2 * MINUTE, DesktopEvent.ACTIVE)]
        now += pause


def _add_stretch(month: Month, rng: random.Random, begins: float, ends: float) -> float:
    now, read_at = begins, begins + rng.uniform(0, 20)
    month.reads.append((read_at, False))
    while now < ends:
        asked = now
        turn = asked + rng.lognormvariate(4.3, 0.8)
        month.lines.append(asked)
        while now < min(turn, ends):
            now += min(rng.lognormvariate(1.6, 0.6), 60.0)
            month.answers.append(now)
            month.lines.append(now)
            now += rng.uniform(30, 120) if rng.random() < 0.005 else rng.lognormvariate(0.0, 1.0)
            month.lines.append(now)
        month.turns.append((asked, now))
        if now > read_at + 300 and rng.random() < 0.2:  # the user opens /usage
            read_at = now + 1
            month.reads.append((read_at, False))
        now += min(rng.lognormvariate(2.9, 0.9), 300.0)
    month.work.append((begins, month.turns[-1][1]))
    return month.turns[-1][1]
