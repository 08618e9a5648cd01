"""Two weeks of sessions whose limit is reset early at random, as the sources report them to the policy of figures.

Three sessions of Claude Code work in turn; the statusline reports each answer, and now and then an idle session is
drawn again with its last figures. The server's answers are rounded down and come every 5 to 15 minutes, sooner for a
figure that waits.
"""

from __future__ import annotations

import math
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from brim.backend.readings.figures import LimitFigures
from brim.backend.readings.plausibility import with_figure
from brim.model.usage import EarlyReset, Figure, Source

_START = datetime(2026, 11, 2, tzinfo=UTC)
_DAYS = timedelta(days=14)
_SESSION, _MARGIN = timedelta(hours=5), timedelta(minutes=40)
"""No early reset comes shortly before an ordinary one: nobody could tell them apart."""


@dataclass
class ResetWeeks:
    """The true resets and those that were found."""

    seed: int
    resets_per_step: float = 0.0
    """Chance of an early reset at each step of about three minutes."""
    asks_server: bool = True
    true_resets: list[datetime] = field(default_factory=list)
    found: list[EarlyReset] = field(default_factory=list)
    _stored: LimitFigures = field(default_factory=LimitFigures)
    _used: float = 0.0
    _ends: datetime | None = None

    def run(self) -> None:
        """Let the weeks pass."""
        dice, now, next_answer = random.Random(self.seed), _START, _START
        last_reports: dict[str, tuple[float, datetime]] = {}
        while now < _START + _DAYS:
            now += timedelta(minutes=dice.choice((1, 2, 3, 7)))
            if self._ends is not None and now >= self._ends:
                self._used, self._ends = 0.0, None
            if 9 <= now.hour < 19 and dice.random() < 0.6:
                self._ends = self._ends or now + _SESSION
                self._used = min(100.0, self._used + dice.choice((0, 0.4, 1.3, 3, 6)))
                last_reports[dice.choice("abc")] = round(self._used, 1), self._ends
                self._report(round(self._used, 1), self._ends, Source.STATUSLINE, now)
            self._reset_early(dice, now)
            if self.asks_server and last_reports and dice.random() < 0.15:
                percent, ends = last_reports[dice.choice(sorted(last_reports))]
                if ends > now:
                    self._report(percent, ends, Source.STATUSLINE, now)
            if self.asks_server and now >= next_answer:
                percent_used = float(math.floor(self._used)) if self._ends is not None else None
                self._report(percent_used, self._ends, Source.API, now)
                waits = self._stored.unconfirmed is not None
                next_answer = now + timedelta(minutes=2 if waits else dice.choice((5, 15)))

    def _reset_early(self, dice: random.Random, now: datetime) -> None:
        if self._ends is None or self._used <= 20 or self._ends - now <= _MARGIN:
            return
        if dice.random() < self.resets_per_step:
            self.true_resets.append(now)
            self._used = 0.0
            self._ends = dice.choice((self._ends, now + _SESSION))

    def _report(self, percent: float | None, ends: datetime | None, source: Source, now: datetime) -> None:
        before = self._stored.early_reset
        self._stored = with_figure(self._stored, Figure(percent, ends, source, now))
        if self._stored.early_reset not in {None, before} and self._stored.early_reset is not None:
            self.found.append(self._stored.early_reset)
