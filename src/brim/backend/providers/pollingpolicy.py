"""How often a provider may be asked: every interval, gap and back-off, in seconds.

This module must not know when a request is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.words import pollreasons

if TYPE_CHECKING:
    from brim.backend.settings.values.poll import PollSettings
    from brim.model.vendor import Vendor


@dataclass(frozen=True, slots=True)
class PollingPolicy:
    """How often an account may be asked. All times are seconds.

    "The program" is the one whose limits these are.
    """

    interval: float = 300.0
    """Between two readings while the program is in use."""
    shortest_interval: float = 0.0
    """No setting makes an interval shorter."""
    quiet_interval: float = 900.0
    """Between two readings while the program is not in use; never less than `interval`."""
    away_interval: float = 1800.0
    """Between two readings while no person is at the screen; never less than `interval`."""
    activity_timeout: float = 600.0
    """The program counts as in use for this long after its last activity: people read and think in between."""
    jitter: float = 5.0
    """Up to this much is added to the interval, so that machines do not ask in step."""
    min_request_gap: float = 60.0
    """Between two requests, also when a person asks for a reading."""
    burst_window: float = 300.0
    """At most two requests that no person asked for fall into this time: others need the rest of the allowance."""
    block_backoff: float = 300.0
    """First wait after a refusal that names no usable time; it doubles with each further refusal."""
    connect_backoff: float = 15.0
    """First wait after a connection fault; it doubles up to the interval."""
    after_reset: float = 5.0
    """A reading follows this long after a known reset, plus jitter."""
    before_reset: float = 120.0
    """No request is sent for this long before a known reset: the figures would be outdated in a moment."""
    after_wake: float = 5.0
    """The network needs this long after sleep, plus jitter."""
    confirm_delay: float = 90.0
    """A doubtful figure is read again after this long; it doubles with each further doubtful reading, up to the
    interval."""
    check_interval: float = 60.0
    """Longest pause between two checks of local files whose changes the system does not report: activity that begins,
    or a changed login or reading, is found this soon."""
    watched_check_interval: float = 120.0
    """The same where every change is reported: the clock, and what a report may have missed."""
    max_wait: float = 3600.0
    """No wait of Brim's own is longer."""
    max_server_wait: float = 86_400.0
    """A wait that the server asks for is kept up to this."""
    hourly_allowance: int | None = None
    """About so many requests an hour an account has, shared by all programs that read it; None where nobody knows."""
    sees_activity: bool = True
    """Files on this machine show when the program is in use; without them the longer interval is all there is."""
    server_name: str = ""
    """The server that is asked, in words; empty where it has no name."""
    program_name: str = ""
    """The program whose limits these are, in words; empty where it has no name."""

    @property
    def server(self) -> str:
        """The server that is asked, in words."""
        return self.server_name or pollreasons.server_name()

    @property
    def program(self) -> str:
        """The program whose limits these are, in words."""
        return self.program_name or pollreasons.program_name()

    def adapted(self, poll: PollSettings, vendor: Vendor) -> PollingPolicy:
        """The policy with the intervals of the settings, and the names for its sentences."""
        named = replace(self, server_name=vendor.company, program_name=vendor.program)
        return named.with_intervals(poll.interval, poll.quiet, poll.away)

    def with_intervals(self, interval: float, quiet: float, away: float) -> PollingPolicy:
        """The policy with the intervals that a user wants, as far as the provider allows them."""
        least = self.shortest_interval
        return replace(
            self, interval=max(interval, least), quiet_interval=max(quiet, least), away_interval=max(away, least)
        )
