"""A usage server with the budget that was measured, and who is to blame for a refusal.

Measured, by others: five requests in 300 s and account, whoever sends them; then 429 until the oldest of the five is
300 s old, or for much longer, up to an hour. `retry-after` counts down to the end, and sometimes is 0 or missing.
Times are seconds from the beginning.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

REQUESTS, WINDOW, LONGEST = 5, 300.0, 3600.0


@dataclass(frozen=True, slots=True)
class Block:
    """A time in which everybody is refused."""

    begins: float
    ends: float
    told: str
    """What `retry-after` says: left, zero or nothing."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request."""

    at: float
    who: str
    block: Block | None
    """None when it was served."""

    @property
    def retry_after(self) -> float | None:
        """As the header says it."""
        if self.block is None or self.block.told == "nothing":
            return None
        return 0.0 if self.block.told == "zero" else float(math.ceil(self.block.ends - self.at))


@dataclass
class Server:
    """Serves whoever asks, in the order of time."""

    seed: int
    attempts: list[Attempt] = field(default_factory=list)
    _served: list[float] = field(default_factory=list)
    _block: Block | None = None

    def ask(self, at: float, who: str) -> Attempt:
        """One request, and what became of it."""
        if self._block is None or at >= self._block.ends:
            self._served = [time for time in self._served if time > at - WINDOW]
            self._block = self._begin(at) if len(self._served) >= REQUESTS else None
        if self._block is None:
            self._served.append(at)
        self.attempts.append(Attempt(at, who, self._block))
        return self.attempts[-1]

    def _begin(self, at: float) -> Block:
        """The same chance for every policy, so that all meet the same fate at the same time of the month."""
        dice = random.Random(f"{self.seed} {int(at // 1800)}")
        short = self._served[0] + WINDOW
        long = at + dice.choice((dice.uniform(600, 1800), dice.uniform(1800, LONGEST)))
        told = dice.choices(("left", "zero", "nothing"), (70, 15, 15))[0]
        return Block(at, short if dice.random() < 0.5 else long, told)

    def refused(self, who: str) -> list[Attempt]:
        """The requests of somebody that were refused."""
        return [one for one in self.attempts if one.who == who and one.block is not None]

    def own_making(self, who: str) -> int:
        """How many of somebody's refusals would not have come without that one's requests.

        Those are the ones in a block that everybody else could not have brought about: the requests of all others,
        served or refused, never came to more than five in any 300 s around its beginning.
        """
        others = [one.at for one in self.attempts if one.who != who]
        return sum(_fits(others, one.block.begins) for one in self.refused(who) if one.block is not None)

    def impatient(self, who: str) -> int:
        """How many of somebody's refusals came before a time that the server had told that one."""
        told, count = 0.0, 0
        for one in self.refused(who):
            count += one.at < told
            told = max(told, one.at + (one.retry_after or 0.0))
        return count


def _fits(times: list[float], moment: float) -> bool:
    """Whether requests at these times stay within the budget in every 300 s that hold a moment."""
    near = times[bisect_left(times, moment - WINDOW) : bisect_right(times, moment + WINDOW)]
    return all(bisect_left(near, begin + WINDOW) - index <= REQUESTS for index, begin in enumerate(near))
