"""A poller that runs over a provider which does as it is told."""

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
from brim.backend.fetching.presence import PresenceTracker
from brim.backend.fetching.reader import Reader
from brim.backend.history.recorder import HistoryRecorder
from brim.backend.polling.accountpoller import PollerServices
from brim.backend.polling.poller import Poller
from brim.backend.providers.base import Identity, PollingPolicy
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
    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot

WORK, HOME = Account("a" * 16, "work", "claude"), Account("b" * 16, "home", "claude")
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
    """A clock that stands still until a test moves it."""

    seconds: float = 0.0

    def now(self) -> datetime:
        """On the wall."""
        return NOW + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        """The other clock, in step."""
        return self.seconds

    @property
    def clock(self) -> Clock:
        """Both."""
        return Clock(self.now, self.monotonic)


@dataclass
class ScriptedProvider:
    """A provider that does as it is told."""

    polling_policy: PollingPolicy = NO_JITTER
    percent: float = 42.0
    error: Exception | None = None
    request_count: int = 0
    retry_calls: int = 0
    cli_request_count: int = 0
    """Times that its program was asked."""
    cli_answer: float | ReadError = 55.0
    """The percentage that the program tells, or how it fails."""
    cli_gate: asyncio.Event | None = None
    """The program's answer waits for it."""
    incident_checks: int = 0
    """Looks at incidents."""
    reported_incident: Incident | ReadError | None = None
    version: str = "a"
    fails_locally: bool = False
    """Fail without sending a request."""
    answer_gate: asyncio.Event | None = None
    """An answer waits for it."""
    resets_at: datetime | None = None
    account: Account = WORK
    login_found: bool = True
    ready: bool = True
    working: bool = True
    """The agent works all the time."""
    now: Callable[[], datetime] = utc
    activity_checks: int = 0
    """How often somebody looked whether the agent works."""

    def login_version(self) -> str:
        """As the test says."""
        return self.version

    async def identify(self) -> Identity:
        """Always the same account."""
        return Identity(
            self.account, "Max 5x", self.version, present=self.login_found, ready=self.ready, supports_program=True
        )

    async def local_readings(self) -> tuple[Reading, ...]:
        """No file knows of it."""
        return ()

    async def active_at(self) -> datetime | None:
        """As the test says."""
        self.activity_checks += 1
        return self.now() if self.working else None

    async def retry_refused(self) -> None:
        """Nothing was refused."""
        self.retry_calls += 1

    async def ask_program(self) -> Reading:
        """As the test says, when it says so."""
        self.cli_request_count += 1
        if self.cli_gate is not None:
            await self.cli_gate.wait()
        if isinstance(self.cli_answer, ReadError):
            raise self.cli_answer
        return self._reading(self.cli_answer, Source.CLI)

    async def fetch_incident(self) -> Incident | None:
        """As the test says."""
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
        session = Window("session", "session", "5-hour session", percent, self.resets_at, 18000, source, now)
        return Reading(now, source, (session,))

    async def aclose(self) -> None:
        """Nothing to let go."""


@dataclass
class RunningPoller:
    """A poller that runs, and all that it has published."""

    poller: Poller
    snapshots: list[Snapshot] = field(default_factory=list)

    def send(self, *commands: Command) -> None:
        """Hand commands over as the bridge does."""
        for command in commands:
            self.poller.handle(command)

    @property
    def last(self) -> Snapshot:
        """The newest snapshot."""
        return self.snapshots[-1]

    @property
    def alerts(self) -> list[Alert]:
        """All notices so far."""
        return [alert for snapshot in self.snapshots for alert in snapshot.alerts]

    async def until(self, condition: Callable[[], bool], seconds: float = 20.0) -> None:
        """Let the loop run until a condition is true; fails when it does not come true in time."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, f"the condition did not come true; last: {self.snapshots[-1:]}"
            await asyncio.sleep(0.005)

    async def settled(self) -> None:
        """Let the loop do all that is due now."""
        for _ in range(30):
            await asyncio.sleep(0.003)


async def advance(seconds: float, hours: ManualClock, provider: ScriptedProvider, tray: RunningPoller) -> None:
    """Let time go on in steps that are no sleep; the loop looks after each of them."""
    end = hours.seconds + seconds
    while hours.seconds < end:
        hours.seconds = min(hours.seconds + 30.0, end)
        looks = provider.activity_checks
        tray.poller.wake()
        await tray.until(partial(_checked, provider, looks))
        await asyncio.sleep(0.01)


def _checked(provider: ScriptedProvider, looks: int) -> bool:
    return provider.activity_checks > looks


@asynccontextmanager
async def running_poller(
    *providers: ScriptedProvider,
    state: Path | None = None,
    settings: AppSettings | None = None,
    clock: Clock | None = None,
) -> AsyncIterator[RunningPoller]:
    """A poller for the time of the block; it has published its closing snapshot at the end."""
    seen: list[Snapshot] = []
    desk = PresenceTracker(state, clock)
    readers = tuple(Reader(provider, state, desk.clock.now, desk.presence) for provider in providers)
    episodes = AlertMemoryStore(state / "episodes.json" if state is not None else None)
    kept = PollerServices(Notifier(episodes), HistoryRecorder(state))
    poller = Poller(readers, kept, seen.append, settings, desk)
    task = asyncio.create_task(poller.run())
    try:
        yield RunningPoller(poller, seen)
        poller.handle(Quit())
        await asyncio.wait_for(task, 5)
    finally:
        task.cancel()
        await kept.history.aclose()
    assert seen[-1].closing


def shows_health(health: Health, tray: RunningPoller) -> Callable[[], bool]:
    """Whether the newest snapshot tells this outcome."""
    return lambda: bool(tray.snapshots) and bool(tray.last.accounts) and tray.last.accounts[0].health is health


def has_reading(tray: RunningPoller) -> Callable[[], bool]:
    """Whether a number is known."""
    return lambda: bool(tray.snapshots) and bool(tray.last.accounts) and tray.last.accounts[0].fetched_at is not None
