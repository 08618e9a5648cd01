"""A month of one person's work with Claude Code, drawn by dice. Times are seconds from its beginning, a Monday in UTC.

A working day begins when the machine is woken, and has a lunch with the screen locked. Stretches of work with Claude
Code and of other work take turns; in a stretch the person asks, Claude Code answers for a while, the person reads. An
answer takes some seconds, a tool one or two, and once in two hundred times half a minute to two minutes.
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
PER_ANSWER = 0.03
"""Percent of the session that an answer uses."""


@dataclass
class Month:
    """All that happens, whoever watches."""

    days: int
    events: list[tuple[float, DesktopEvent]] = field(default_factory=list)
    awake: list[tuple[float, float]] = field(default_factory=list)
    work: list[tuple[float, float]] = field(default_factory=list)
    """From the first question of a stretch to its last answer."""
    turns: list[tuple[float, float]] = field(default_factory=list)
    """In which a session of Claude Code works."""
    answers: list[float] = field(default_factory=list)
    """Of the server; each uses a bit of the session."""
    lines: list[float] = field(default_factory=list)
    """When the status line is drawn: at a question, an answer, and what a tool gives."""
    reads: list[tuple[float, bool]] = field(default_factory=list)
    """When Claude Code itself asks for usage, and whether that is a process that has just begun."""
    sessions: list[tuple[float, int]] = field(default_factory=list)
    """When each window of five hours begins, and how many answers came before it."""

    def used(self, at: float) -> tuple[float, datetime | None]:
        """The percentage of the session, and its reset."""
        index = bisect_right(self.sessions, (at, len(self.answers))) - 1
        if index < 0 or at >= self.sessions[index][0] + SESSION:
            return 0.0, None
        begins, before = self.sessions[index]
        used = (bisect_right(self.answers, at) - before) * PER_ANSWER
        return min(round(used, 1), 99.0), moment(begins + SESSION)

    def answered(self, at: float) -> float | None:
        """When Claude Code last answered."""
        index = bisect_right(self.answers, at)
        return self.answers[index - 1] if index else None


def moment(at: float) -> datetime:
    """The same time on the wall."""
    return START + timedelta(seconds=at)


def draw(seed: int, days: int = 30) -> Month:
    """The month that belongs to a seed."""
    dice, month = random.Random(seed), Month(days)
    for day in range(days):
        weekend = day % 7 > 4
        if not weekend or dice.random() < 0.3:
            _day(month, dice, day * DAY, weekend=weekend)
    for answer in month.answers:
        if not month.sessions or answer >= month.sessions[-1][0] + SESSION:
            begins = answer - answer % HOUR
            month.sessions.append((begins, bisect_right(month.answers, begins)))
    month.reads.sort()
    return month


def _day(month: Month, dice: random.Random, midnight: float, *, weekend: bool) -> None:
    begins = midnight + (10 if weekend else 8.5) * HOUR + dice.uniform(0, HOUR)
    ends = begins + (dice.uniform(1, 3) if weekend else dice.uniform(7.5, 10)) * HOUR
    lunch = begins + dice.uniform(3, 4) * HOUR
    month.awake.append((begins, ends))
    month.events += [(begins, DesktopEvent.WOKE), (ends, DesktopEvent.SLEEPS)]
    if dice.random() < 0.5:
        # Windows that were open come back all at once, and each session reads the usage for itself.
        month.reads += [(begins + MINUTE + dice.uniform(0, 10), True) for _ in range(dice.randint(8, 12))]
    parts = [(begins, ends)]
    if lunch + HOUR < ends:
        back = lunch + dice.uniform(25, 60) * MINUTE
        month.events += [(lunch, DesktopEvent.LOCKED), (back, DesktopEvent.UNLOCKED)]
        parts = [(begins, lunch), (back, ends)]
    for first, last in parts:
        _part(month, dice, first, last)
    month.events.sort(key=lambda event: event[0])


def _part(month: Month, dice: random.Random, now: float, last: float) -> None:
    now += dice.uniform(1, 10) * MINUTE
    while now < last - 5 * MINUTE:
        ends = min(now + dice.uniform(10, 75) * MINUTE, last)
        now = _stretch(month, dice, now, ends)
        pause = dice.uniform(5, 45) * MINUTE
        if pause > 15 * MINUTE and now + pause < last and dice.random() < 0.4:  # a talk, away from the screen
            month.events += [(now + 5 * MINUTE, DesktopEvent.IDLE), (now + pause - 2 * MINUTE, DesktopEvent.ACTIVE)]
        now += pause


def _stretch(month: Month, dice: random.Random, begins: float, ends: float) -> float:
    now, read_at = begins, begins + dice.uniform(0, 20)
    month.reads.append((read_at, False))
    while now < ends:
        asked = now
        turn = asked + dice.lognormvariate(4.3, 0.8)
        month.lines.append(asked)
        while now < min(turn, ends):
            now += min(dice.lognormvariate(1.6, 0.6), 60.0)
            month.answers.append(now)
            month.lines.append(now)
            now += dice.uniform(30, 120) if dice.random() < 0.005 else dice.lognormvariate(0.0, 1.0)
            month.lines.append(now)
        month.turns.append((asked, now))
        if now > read_at + 300 and dice.random() < 0.2:  # the person looks at /usage
            read_at = now + 1
            month.reads.append((read_at, False))
        now += min(dice.lognormvariate(2.9, 0.9), 300.0)
    month.work.append((begins, month.turns[-1][1]))
    return month.turns[-1][1]
