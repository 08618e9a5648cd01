"""A poller with a provider whose answers a test sets."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.notifier import Notifier
from brim.backend.fetching.accountreader import AccountReader
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.history.recorder import HistoryRecorder
from brim.backend.polling.accountpoller import PollerServices
from brim.backend.polling.poller import Poller
from brim.backend.polling.statefiles import StateFiles
from brim.backend.providers.base import AccountIdentity, LoginCheck, PlainProvider
from brim.backend.providers.claude import words
from brim.backend.providers.pollingpolicy import PollingPolicy
from brim.backend.system.clock import Clock, utc
from brim.errors import ReadError
from brim.model.account import Account, Health, Incident
from brim.model.command import Command, Quit
from brim.model.usage import Reading, Source, Window
from tests.support.samples import NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from datetime import datetime
    from pathlib import Path

    from brim.backend.settings.appsettings import AppSettings
    from brim.backend.watching.places import Changes, Place
    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot

WORK = Account("a" * 16, "work", "claude", words.vendor())
HOME = Account("b" * 16, "home", "claude", words.vendor())
NO_JITTER = PollingPolicy(jitter=0)
FAST_POLICY = PollingPolicy(
    interval=0.2,
    jitter=0,
    min_request_gap=0.05,
    burst_window=0,
    block_backoff=0.3,
    connect_backoff=0.1,
    after_reset=0.01,
    check_interval=0.1,
    max_wait=5,
)


@dataclass
class ManualClock:
    """A clock that a test moves by hand."""

    seconds: float = 0.0

    def now(self) -> datetime:
        """The wall clock."""
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        """The monotonic clock, which moves by the same seconds."""
        return self.seconds

    @property
    def clock(self) -> Clock:
        """Both clocks."""
        return Clock(self.now, self.monotonic)


@dataclass
class ScriptedProvider(PlainProvider):
    """A provider whose answers a test sets."""

    polling_policy: PollingPolicy = NO_JITTER
    name: str = "claude"
    percent: float = 42.0
    error: Exception | None = None
    request_count: int = 0
    retry_calls: int = 0
    cli_request_count: int = 0
    """How often the command-line program was asked."""
    cli_answer: float | ReadError = 55.0
    """The percentage that the command-line program reports, or its error."""
    cli_gate: asyncio.Event | None = None
    """If set, the program's answer waits for this event."""
    incident_checks: int = 0
    """How often the incident was asked for."""
    reported_incident: Incident | ReadError | None = None
    version: str = "a"
    fails_locally: bool = False
    """Fail without sending a request."""
    answer_gate: asyncio.Event | None = None
    """If set, the answer waits for this event."""
    resets_at: datetime | None = None
    account: Account = WORK
    login_found: bool = True
    ready: bool = True
    working: bool = True
    """Claude Code works all the time."""
    now: Callable[[], datetime] = utc
    activity_checks: int = 0
    """How often the activity of Claude Code was checked."""

    def login_version(self) -> str:
        """The answer that the test set."""
        return self.version

    async def identify(self) -> AccountIdentity:
        """Always the same account."""
        return AccountIdentity(
            self.account,
            "Ultra",
            self.version,
            present=self.login_found,
            ready=self.ready,
            supports_program=True,
            reads_incidents=True,
        )

    async def local_readings(self) -> tuple[Reading, ...]:
        """No file holds a reading."""
        return ()

    async def active_at(self) -> datetime | None:
        """The answer that the test set."""
        self.activity_checks += 1
        return self.now() if self.working else None

    def watched_places(self) -> tuple[Place, ...]:
        """No file."""
        return ()

    def note_changes(self, changes: Changes) -> None:
        """Nothing is kept of files."""

    async def retry_refused(self) -> None:
        """Count the call."""
        self.retry_calls += 1

    async def ask_program(self) -> Reading:
        """The answer that the test set, after its gate."""
        self.cli_request_count += 1
        if self.cli_gate is not None:
            await self.cli_gate.wait()
        if isinstance(self.cli_answer, ReadError):
            raise self.cli_answer
        return self._reading(self.cli_answer, Source.CLI)

    async def fetch_incident(self) -> Incident | None:
        """The answer that the test set."""
        self.incident_checks += 1
        if isinstance(self.reported_incident, ReadError):
            raise self.reported_incident
        return self.reported_incident

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Answer, or fail."""
        if not self.fails_locally:
            await attempt()
            self.request_count += 1
        if self.answer_gate is not None:
            await self.answer_gate.wait()
        if self.error is not None:
            raise self.error
        return self._reading(self.percent, Source.API)

    def _reading(self, percent: float, source: Source) -> Reading:
        now = self.now()
        session = Window("session", "session", "Session", percent, self.resets_at, 18000, source, now)
        return Reading(now, source, (session,))

    async def check_login(self) -> LoginCheck:
        """A login that can be used."""
        return LoginCheck("here", "usable")

    async def aclose(self) -> None:
        """Nothing is open."""


@dataclass
class RunningPoller:
    """A running poller, and the snapshots that it has published."""

    poller: Poller
    snapshots: list[Snapshot] = field(default_factory=list)

    def send(self, *commands: Command) -> None:
        """Send commands as the bridge does."""
        for command in commands:
            self.poller.handle(command)

    @property
    def last(self) -> Snapshot:
        """The newest snapshot."""
        return self.snapshots[-1]

    @property
    def alerts(self) -> list[Alert]:
        """All notifications so far."""
        return [alert for snapshot in self.snapshots for alert in snapshot.alerts]

    async def until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        """Let the loop run until a condition is true; fails after so many seconds."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"the condition did not come true; last: {self.snapshots[-1:]}"
            await asyncio.sleep(0.005)

    async def settled(self) -> None:
        """Let the loop do everything that is due now."""
        for _ in range(30):
            await asyncio.sleep(0.003)


async def advance(seconds: float, hours: ManualClock, provider: ScriptedProvider, tray: RunningPoller) -> None:
    """Move the clock in steps that are too short to count as sleep; the loop checks after each of them."""
    end = hours.seconds + seconds
    while hours.seconds < end:
        hours.seconds = min(hours.seconds + 30.0, end)
        checks = provider.activity_checks
        tray.poller.wake()
        await tray.until(partial(_checked, provider, checks))
        await asyncio.sleep(0.01)


def _checked(provider: ScriptedProvider, checks: int) -> bool:
    return provider.activity_checks > checks


@asynccontextmanager
async def running_poller(
    *providers: ScriptedProvider,
    state: Path | None = None,
    settings: AppSettings | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[RunningPoller]:
    """Run a poller during the block; at the end it must have published its closing snapshot."""
    snapshots: list[Snapshot] = []
    presence_tracker = PresenceTracker(state, clock)
    readers = tuple(
        AccountReader(provider, state, presence_tracker.clock.now, presence_tracker.presence) for provider in providers
    )
    episodes = AlertMemoryStore(state / "episodes.json" if state is not None else None)
    services = PollerServices(Notifier(episodes), HistoryRecorder(state), StateFiles(state, presence_tracker, episodes))
    poller = Poller(readers, services, snapshots.append, settings, presence_tracker)
    task = asyncio.create_task(poller.run())
    try:
        yield RunningPoller(poller, snapshots)
        poller.handle(Quit())
        await asyncio.wait_for(task, 5)
    finally:
        task.cancel()
        await services.history.aclose()
    assert snapshots[-1].closing


def shows_health(health: Health, tray: RunningPoller) -> Callable[[], bool]:
    """A condition: the newest snapshot has this health."""
    return lambda: bool(tray.snapshots) and bool(tray.last.accounts) and tray.last.accounts[0].health is health


def has_reading(tray: RunningPoller) -> Callable[[], bool]:
    """A condition: a figure is known."""
    return lambda: bool(tray.snapshots) and bool(tray.last.accounts) and tray.last.accounts[0].fetched_at is not None
