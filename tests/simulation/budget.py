"""A usage server with the measured request budget, and the cause of each refusal.

Measured by others: five requests in 300 s per account, from all clients together; then 429 until the oldest of the five
is 300 s old, or for much longer, up to an hour. `retry-after` counts down to the end of the block, and is sometimes 0
or missing. Times are seconds from the beginning.
"""

from __future__ import annotations

import math
import random
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

REQUESTS, WINDOW, LONGEST_BLOCK = 5, 300.0, 3600.0


@dataclass(frozen=True, slots=True)
class Block:
    """A time in which all clients are refused."""

    begins: float
    ends: float
    retry_after_kind: str
    """The content of `retry-after`: the seconds `left`, `zero` or `nothing`."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request of a client."""

    at: float
    client: str
    block: Block | None
    """The block that refused it; None when it was served."""

    @property
    def retry_after(self) -> float | None:
        """The value of the `retry-after` header in seconds; None when it is missing."""
        if self.block is None or self.block.retry_after_kind == "nothing":
            return None
        return 0.0 if self.block.retry_after_kind == "zero" else float(math.ceil(self.block.ends - self.at))


@dataclass
class BudgetServer:
    """Serves requests in the order of time."""

    seed: int
    requests_sent: list[Request] = field(default_factory=list)
    _served: list[float] = field(default_factory=list)
    _block: Block | None = None

    def request(self, at: float, client: str) -> Request:
        """Send one request, and return its outcome."""
        if self._block is None or at >= self._block.ends:
            self._served = [time for time in self._served if time > at - WINDOW]
            self._block = self._new_block(at) if len(self._served) >= REQUESTS else None
        if self._block is None:
            self._served.append(at)
        self.requests_sent.append(Request(at, client, self._block))
        return self.requests_sent[-1]

    def _new_block(self, at: float) -> Block:
        """A block that depends on the seed and the time only, so that all policies meet the same blocks."""
        rng = random.Random(f"{self.seed} {int(at // 1800)}")
        short = self._served[0] + WINDOW
        long = at + rng.choice((rng.uniform(600, 1800), rng.uniform(1800, LONGEST_BLOCK)))
        retry_after_kind = rng.choices(("left", "zero", "nothing"), (70, 15, 15))[0]
        return Block(at, short if rng.random() < 0.5 else long, retry_after_kind)

    def refusals(self, client: str) -> list[Request]:
        """The refused requests of a client."""
        return [request for request in self.requests_sent if request.client == client and request.block is not None]

    def self_caused_refusals(self, client: str) -> int:
        """How many refusals of a client would not have happened without its own requests.

        These are the refusals in a block that the other clients alone did not cause: their requests, served or refused,
        were never more than five in any 300 s around its beginning.
        """
        others = [request.at for request in self.requests_sent if request.client != client]
        return sum(
            _within_budget(others, request.block.begins)
            for request in self.refusals(client)
            if request.block is not None
        )

    def early_requests(self, client: str) -> int:
        """How many refusals of a client came before the end of the wait that the server had asked for."""
        allowed_from, count = 0.0, 0
        for request in self.refusals(client):
            count += request.at < allowed_from
            allowed_from = max(allowed_from, request.at + (request.retry_after or 0.0))
        return count


def _within_budget(times: list[float], moment: float) -> bool:
    """Whether requests at these times are within the budget in every 300 s that contain the moment."""
    near = times[bisect_left(times, moment - WINDOW) : bisect_right(times, moment + WINDOW)]
    return all(bisect_left(near, begin + WINDOW) - index <= REQUESTS for index, begin in enumerate(near))
