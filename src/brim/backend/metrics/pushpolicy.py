"""How long to wait after a POST of metrics, and whether the same is sent again. Pure.

Facts (opentelemetry.io/docs/specs/otlp): 429, 502, 503 and 504 may be tried again, not before Retry-After; any other
refusal may not. This module must not know how anything is sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

MINUTE = 60.0
"""Seconds; never is more than one POST sent in it."""
_REFUSED_PAUSE = 15 * MINUTE
_LONGEST_PAUSE = 60 * MINUTE
_LONGEST_ASKED = 24 * 60 * MINUTE
_BUSY = {
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.BAD_GATEWAY,
    HTTPStatus.SERVICE_UNAVAILABLE,
    HTTPStatus.GATEWAY_TIMEOUT,
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a POST ended."""

    status: int | None = None
    """The status of the answer; None without one."""
    wait: float | None = None
    """Seconds that the server asked to wait."""

    @property
    def succeeded(self) -> bool:
        """Whether the server took it."""
        return self.status is not None and HTTPStatus.OK <= self.status < HTTPStatus.MULTIPLE_CHOICES

    @property
    def may_be_repeated(self) -> bool:
        """Whether the same may succeed later."""
        return self.status is None or self.status in _BUSY


def pause_after(outcome: Outcome, failures: int, least: float = MINUTE) -> float:
    """Seconds until the next POST; `failures` are those in a row, this one included."""
    if outcome.succeeded:
        return least
    first = least if outcome.may_be_repeated else least * _REFUSED_PAUSE / MINUTE
    longest = least * _LONGEST_PAUSE / MINUTE
    pause = min(first * 2.0 ** min(failures - 1, 10), longest)
    return max(pause, min(outcome.wait or 0.0, _LONGEST_ASKED))
