"""Polling policies in the same month: how old the figure is at work, and what the requests cost the account.

Each policy shares the account's budget with Claude Code on the same machine and two other gauges elsewhere. Brim is
simulated with its real reader, gate, cadence and merge, over a provider that asks the simulated server.
"""

from __future__ import annotations

import asyncio
import heapq
import math
import random
from bisect import bisect_left, bisect_right
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, override

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.fetching.presence import Presence, after_event
from brim.backend.providers.base import AccountIdentity, LoginCheck, PlainProvider
from brim.backend.providers.claude.claudejsoncache import CHECK_INTERVAL
from brim.backend.providers.pollingpolicy import PollingPolicy
from brim.cli.statusline import limitsfile
from brim.errors import BlockedError
from brim.model.account import Account
from brim.model.usage import Reading, Source, Window
from tests.simulation import otherpolicies
from tests.simulation.budget import WINDOW, BudgetServer
from tests.simulation.workmonth import DAY, SESSION, START, Month, moment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from brim.backend.fetching.cadence import Wait
    from brim.backend.watching.places import Changes, Place
    from brim.model.account import Incident
    from tests.simulation.otherpolicies import Policy

MEASURED_CLIENT, CLAUDE_CODE = "me", "claude code"
WEEK = 604_800
_ACCOUNT = Account("a" * 16, "work", "claude")


@dataclass(frozen=True, slots=True)
class Result:
    """The results of a policy in one month."""

    requests_per_day: float
    """Requests per day."""
    refusals_per_day: float
    """Refused requests per day."""
    self_caused_refusals: int
    """Refusals that its own requests caused, in the whole month."""
    early_requests: int
    """Requests before the end of `retry-after`, in the whole month."""
    mean_age: float
    """Mean age of the figure in seconds, while the user works."""
    p95_age: float
    p95_age_in_turns: float
    """The same percentile, while a session of Claude Code works."""
    most_in_window: int
    """The largest number of requests within 300 s."""


@dataclass
class ShownFigure:
    """The figure on the screen: since when it is shown, and the time that it is from."""

    since: list[float] = field(default_factory=list)
    true_at: list[float] = field(default_factory=list)

    def show(self, now: float, true_at: float) -> None:
        """Show a figure from now on, if it is newer than the shown one."""
        if not self.true_at or true_at > self.true_at[-1]:
            self.since.append(now)
            self.true_at.append(true_at)

    def ages(self, spans: Iterable[tuple[float, float]], step: float = 5.0) -> list[float]:
        """The ages of the figure in these time spans, sorted; before the first figure, the age of the month."""
        ages = []
        for begins, ends in spans:
            at = begins
            while at < ends:
                index = bisect_right(self.since, at)
                ages.append(at - (self.true_at[index - 1] if index else 0.0))
                at += step
        return sorted(ages)


@dataclass
class Simulation:
    """All clients of the server, called in the order of time."""

    month: Month
    server: BudgetServer
    _due: list[tuple[float, int, Callable[[float], Awaitable[float | None]]]] = field(default_factory=list)

    def schedule(self, at: float, step: Callable[[float], Awaitable[float | None]]) -> None:
        """Call a step at a time; it returns the time of its next call, or None."""
        heapq.heappush(self._due, (at, len(self._due), step))

    async def run(self) -> None:
        """Call all steps until the month is over."""
        turn = len(self._due)
        while self._due:
            at, _, step = heapq.heappop(self._due)
            after = await step(at)
            turn += 1
            if after is not None and after < self.month.days * DAY:
                heapq.heappush(self._due, (after, turn, step))

    def awake_from(self, at: float) -> float | None:
        """The first time from then on at which the machine is awake; None when there is none."""
        for begins, ends in self.month.awake:
            if at < ends:
                return max(at, begins)
        return None


@dataclass
class OtherGauge:
    """A gauge whose policy is a pure function."""

    simulation: Simulation
    client: str
    policy: Policy
    sleeps: bool = False
    """Its clock stops while the machine sleeps."""
    name: str = "claude"
    shown: ShownFigure = field(default_factory=ShownFigure)
    _refusals: int = 0
    _retry_after: float | None = None
    _requested_at: float | None = None

    async def step(self, now: float) -> float | None:
        """Send a request if it is due, and return the time of the next check."""
        if self.sleeps:
            awake = self.simulation.awake_from(now)
            if awake is None or awake > now:
                return awake
        answered = self.simulation.month.answered(now)
        idle_seconds = now - answered if answered is not None else DAY
        state = otherpolicies.PolicyState(self._refusals, self._retry_after, idle_seconds)
        if self._requested_at is None or now >= self._requested_at + self.policy(state):
            self._requested_at = now
            request = self.simulation.server.request(now, self.client)
            if request.block is None:
                self.shown.show(now, now)
            self._refusals = 0 if request.block is None else self._refusals + 1
            self._retry_after = request.retry_after
            state = otherpolicies.PolicyState(self._refusals, self._retry_after, idle_seconds)
        return (
            min(self._requested_at + self.policy(state), now + 60.0)
            if self.sleeps
            else self._requested_at + self.policy(state)
        )


@dataclass
class ClaudeCode:
    """Sends the month's requests and caches the last answer. A session remembers a refusal, a new process none."""

    simulation: Simulation
    read_at: float | None = None
    _index: int = 0
    _blocked_until: float = 0.0

    async def step(self, now: float) -> float | None:
        """Send a request, unless the server has asked the session to wait."""
        reads = self.simulation.month.reads
        _, new_process = reads[self._index]
        if new_process or now >= self._blocked_until:
            request = self.simulation.server.request(now, CLAUDE_CODE)
            if request.block is None:
                self.read_at = now
            elif not new_process:
                self._blocked_until = now + min(request.retry_after or 300.0, 3600.0)
        self._index += 1
        return reads[self._index][0] if self._index < len(reads) else None


@dataclass
class Brim(PlainProvider):
    """Brim's reader, and its provider: the account of this month."""

    simulation: Simulation
    claude: ClaudeCode
    with_statusline: bool
    polling_policy: PollingPolicy
    name: str = "claude"
    shown: ShownFigure = field(default_factory=ShownFigure)
    now: float = 0.0
    presence: Presence = field(default_factory=Presence)
    rng: random.Random = field(default_factory=lambda: random.Random(1))
    _event_index: int = 0
    _cached_at: float | None = None
    _cache_checked_at: float = -math.inf
    _statusline_times: list[float] = field(default_factory=list)
    _reader: AccountReader | None = None

    @staticmethod
    def usual_policy() -> PollingPolicy:
        """The rules for Claude."""
        return PollingPolicy(server_name="Anthropic", program_name="Claude Code")

    def __post_init__(self) -> None:
        """Compute when the status line stores its limits, which depends on nothing else."""
        if self.with_statusline:
            before, figure = -limitsfile.REWRITE_SECONDS, 0.0
            for at in self.simulation.month.lines:
                used, _ = self.simulation.month.used(at)
                if used != figure or at - before >= limitsfile.REWRITE_SECONDS:
                    self._statusline_times.append(at)
                    before, figure = at, used
        self._reader = AccountReader(self, None, lambda: moment(self.now), lambda: self.presence)

    async def step(self, now: float) -> float | None:
        """Do what the poller's loop does at each wake-up."""
        self.now = now
        events = self.simulation.month.events
        while self._event_index < len(events) and events[self._event_index][0] <= now:
            at, event = events[self._event_index]
            self.presence = after_event(self.presence, event, moment(at), self.rng.random())
            self._event_index += 1
        awake = self.simulation.awake_from(now)
        if awake is None or awake > now:
            return awake
        assert self._reader is not None
        known = await self._reader.load()
        if self._reader.plan(known).seconds <= 0:
            known = await self._reader.read()
        reading = known.reading
        for window in reading.windows if reading is not None else ():
            if window.id == "session":
                self.shown.show(now, (window.read_at - START).total_seconds())
        return self._next_wakeup(now, self._reader.plan(known))

    def _next_wakeup(self, now: float, wait: Wait) -> float:
        """The time at which the loop next finds a change; its checks before that would find none."""
        month = self.simulation.month
        wakeups = [max((wait.at - START).total_seconds(), now + 0.05)]
        wakeups += [event[0] for event in month.events[self._event_index : self._event_index + 1]]
        checked_later = (
            [(_first_after(month.answers, now), wait.longest_rest)]
            if wait.interval > self.polling_policy.interval
            else []
        )
        checked_later.append((_first_after([at for at, _ in month.reads], now), CHECK_INTERVAL.total_seconds()))
        wakeups += [
            now + math.ceil((at - now) / check_interval) * check_interval
            for at, check_interval in checked_later
            if at is not None
        ]
        statusline_at = _first_after(self._statusline_times, now)  # the status line sends a wake-up
        return min([*wakeups, statusline_at] if statusline_at is not None else wakeups)

    def login_version(self) -> str:
        """A text that changes when one of the files changes."""
        if self.now >= self._cache_checked_at + CHECK_INTERVAL.total_seconds():
            self._cache_checked_at, self._cached_at = self.now, self.claude.read_at
        return f"{self._cached_at} {self._statusline_at()}"

    async def identify(self) -> AccountIdentity:
        """Always the same account."""
        return AccountIdentity(_ACCOUNT, "Ultra", "a", reads_incidents=True)

    async def active_at(self) -> datetime | None:
        """The time of the last answer, when the transcript was changed."""
        at = self.simulation.month.answered(self.now)
        return None if at is None else moment(at)

    async def local_readings(self) -> tuple[Reading, ...]:
        """The readings of the status line and of Claude Code's cache."""
        statusline_at, cached_at = self._statusline_at(), self._cached_at
        readings = [self._reading(statusline_at, Source.STATUSLINE)] if statusline_at is not None else []
        return (*readings, self._reading(cached_at, Source.CACHE)) if cached_at is not None else tuple(readings)

    def watched_places(self) -> tuple[Place, ...]:
        """No file."""
        return ()

    def note_changes(self, changes: Changes) -> None:
        """Nothing is kept of files."""

    async def retry_refused(self) -> None:
        """There is no refused login."""

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the simulated server."""
        await attempt()
        request = self.simulation.server.request(self.now, MEASURED_CLIENT)
        if request.block is not None:
            raise BlockedError("Rate limited", "Wait.", retry_after=request.retry_after)
        return self._reading(self.now, Source.API)

    async def ask_program(self) -> Reading:
        """The simulation does not ask the program."""
        raise NotImplementedError

    async def check_login(self) -> LoginCheck:
        """A login that can be used."""
        return LoginCheck("here", "usable")

    async def fetch_incident(self) -> Incident | None:
        """There is no incident."""
        return None

    async def aclose(self) -> None:
        """Nothing is open."""

    def _statusline_at(self) -> float | None:
        index = bisect_right(self._statusline_times, self.now)
        return self._statusline_times[index - 1] if index else None

    def _reading(self, at: float, source: Source) -> Reading:
        """The true figures at a time, as far as the source has them."""
        used, resets_at = self.simulation.month.used(at)
        ends = (int(at // WEEK) + 1) * float(WEEK)
        week = round(bisect_right(self.simulation.month.answers, at) * 0.001, 1)

        def window(name: str, percent: float | None, resets_at: datetime | None, length: int) -> Window:
            return Window(name, name, name, percent, resets_at, length, source, moment(at))

        windows = [window("session", used if resets_at else None, resets_at, int(SESSION))]
        windows.append(window("weekly_all", week, moment(ends), WEEK))
        if source is not Source.STATUSLINE:
            windows.append(window("weekly_scoped:Fable", week, moment(ends), WEEK))
        return Reading(moment(at), source, tuple(windows))


def _first_after(times: list[float], now: float) -> float | None:
    """The first of these times, in order, after now."""
    index = bisect_right(times, now)
    return times[index] if index < len(times) else None


class _InlineExecutor(ThreadPoolExecutor):
    """Runs in the calling thread, without the cost of a thread for many short calls."""

    @override
    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def simulate(
    month: Month,
    seed: int,
    policy: Policy | None = None,
    *,
    with_statusline: bool = False,
    polling_policy: PollingPolicy | None = None,
) -> Result:
    """Simulate the month with the policy of another gauge, or with Brim when `policy` is None.

    `polling_policy` are the rules of another provider than Claude, as far as they are known.
    """

    async def go() -> Result:
        asyncio.get_running_loop().set_default_executor(_InlineExecutor(1))
        random.seed(seed)  # the reader draws its jitter from it
        simulation = Simulation(month, BudgetServer(seed))
        claude = ClaudeCode(simulation)
        simulation.schedule(month.reads[0][0], claude.step)
        rng = random.Random(seed)
        for client, other in (
            ("other 1", otherpolicies.respecting_retry_after),
            ("other 2", otherpolicies.every_five_minutes),
        ):
            simulation.schedule(rng.uniform(0, 300), OtherGauge(simulation, client, other).step)
        rules = Brim.usual_policy() if polling_policy is None else polling_policy
        measured = (
            Brim(simulation, claude, with_statusline, rules)
            if policy is None
            else OtherGauge(simulation, MEASURED_CLIENT, policy, sleeps=True)
        )
        simulation.schedule(month.awake[0][0], measured.step)
        await simulation.run()
        return _result(simulation, measured.shown)

    return asyncio.run(go())


def _result(simulation: Simulation, shown: ShownFigure) -> Result:
    month, server = simulation.month, simulation.server
    times = [request.at for request in server.requests_sent if request.client == MEASURED_CLIENT]
    ages, turns = shown.ages(month.work), shown.ages(month.turns, 2.0)
    return Result(
        requests_per_day=len(times) / month.days,
        refusals_per_day=len(server.refusals(MEASURED_CLIENT)) / month.days,
        self_caused_refusals=server.self_caused_refusals(MEASURED_CLIENT),
        early_requests=server.early_requests(MEASURED_CLIENT),
        mean_age=sum(ages) / len(ages),
        p95_age=ages[int(0.95 * len(ages))],
        p95_age_in_turns=turns[int(0.95 * len(turns))],
        most_in_window=max(bisect_left(times, at + WINDOW) - index for index, at in enumerate(times)),
    )
