"""What is known of one account at one moment, out of every source. This module must not know how it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from brim.backend.fetching.cliprobe import CliProbeResult
from brim.backend.fetching.incidents import IncidentNote
from brim.backend.readings.evaluation import window_over_at
from brim.backend.readings.merge import merge
from brim.model.usage import Source

if TYPE_CHECKING:
    from datetime import datetime

    from brim.backend.fetching.attempts import AttemptHistory
    from brim.backend.providers.base import AccountIdentity
    from brim.backend.readings.figures import FiguresByLimit
    from brim.model.usage import Reading


@dataclass(frozen=True, slots=True)
class AccountState:
    """All that is known of one account before or after an attempt."""

    identity: AccountIdentity
    history: AttemptHistory
    own_reading: Reading | None
    """The last answer to a request of Brim's own."""
    local_readings: tuple[Reading, ...] = ()
    """Readings from the files of other programs."""
    confirmed: FiguresByLimit | None = None
    """The confirmed figure of each limit; None when only the readings themselves are known."""
    active_at: datetime | None = field(default=None, compare=False)
    """When the agent was last active."""
    incident_note: IncidentNote = field(default_factory=IncidentNote)
    """What the provider's status page reported last."""
    cli_probe: CliProbeResult = field(default_factory=CliProbeResult)
    """The last result of the provider's own program."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of every source."""
        own = (self.cli_probe.reading, self.own_reading)
        return (*self.local_readings, *(reading for reading in own if reading is not None))

    @property
    def reading(self) -> Reading | None:
        """One reading merged from every source; None when there is none."""
        return merge(self.readings, self.confirmed)

    @property
    def resets(self) -> tuple[datetime, ...]:
        """When each figure that was of a running window has lost its meaning."""
        reading = self.reading
        windows = reading.windows if reading is not None else ()
        return tuple(at for window in windows if (at := window_over_at(window)) is not None and at > window.read_at)

    def read_elsewhere_at(self, now: datetime) -> datetime | None:
        """When the agent's own files, or its program, last had everything that Brim's last answer had; None for never.

        Times after `now` do not count.
        """
        answer = self.own_reading
        if answer is None:
            return None
        names = {window.id for window in answer.windows}
        return max(
            (
                reading.fetched_at
                for reading in self.readings
                if reading.source in {Source.CACHE, Source.CLI, Source.SESSIONS}
                and reading.fetched_at <= now
                and names <= {window.id for window in reading.windows}
                and (answer.spend is None or reading.spend is not None)
            ),
            default=None,
        )
