"""Policies of asking in one and the same month: how old the number is at work, and what that costs everybody.

Each policy shares the account's budget with Claude Code on the same machine and two other gauges elsewhere. Brim is
driven as it is: its reader with gate, cadence and merge, over a provider that asks the simulated server.
"""

from __future__ import annotations

import asyncio
import heapq
import math
import random
from bisect import bisect_left, bisect_right
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, override

from brim.backend.fetching.presence import Presence, after_event
from brim.backend.fetching.reader import Reader
from brim.backend.providers.base import Identity, PollingPolicy
from brim.backend.providers.claude.claudejsoncache import CHECK_INTERVAL
from brim.cli.statusline import limitsfile
from brim.errors import BlockedError
from brim.model.account import Account
from brim.model.usage import Reading, Source, Window
from tests.simulation import otherpolicies
from tests.simulation.budget import WINDOW, Server
from tests.simulation.workmonth import DAY, SESSION, START, Month, moment

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import datetime

    from brim.backend.fetching.cadence import Wait
    from brim.model.account import Incident
    from tests.simulation.otherpolicies import Policy

ME, CLAUDE_CODE = "me", "claude code"
WEEK = 604_800
_ACCOUNT = Account("a" * 16, "work", "claude")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a policy in a month."""

    asked: float
    """A day."""
    refused: float
    """The same, of these."""
    own: int
    """Refusals of its own making, in the whole month."""
    impatient: int
    """Refusals before the time that it had been told."""
    mean: float
    """Seconds: the age of the number while a person works."""
    p95: float
    p95_turn: float
    """The same while a session of Claude Code works."""
    most: int
    """Requests within 300 s, at most."""


@dataclass
class Shown:
    """The number on the screen: when it came there, and when it was true."""

    since: list[float] = field(default_factory=list)
    true_at: list[float] = field(default_factory=list)

    def show(self, now: float, true_at: float) -> None:
        """From now on this one is shown."""
        if not self.true_at or true_at > self.true_at[-1]:
            self.since.append(now)
            self.true_at.append(true_at)

    def ages(self, spans: Iterable[tuple[float, float]], step: float = 5.0) -> list[float]:
        """How old it is in these spans, sorted; before the first number it is as old as the month."""
        found = []
        for begins, ends in spans:
            at = begins
            while at < ends:
                index = bisect_right(self.since, at)
                found.append(at - (self.true_at[index - 1] if index else 0.0))
                at += step
        return sorted(found)


@dataclass
class Crowd:
    """Everybody who asks, in the order of time."""

    month: Month
    server: Server
    _due: list[tuple[float, int, Callable[[float], Awaitable[float | None]]]] = field(default_factory=list)

    def join(self, at: float, step: Callable[[float], Awaitable[float | None]]) -> None:
        """Call somebody at a time; the answer is the time of the next call."""
        heapq.heappush(self._due, (at, len(self._due), step))

    async def run(self) -> None:
        """Until the month is over."""
        turn = len(self._due)
        while self._due:
            at, _, step = heapq.heappop(self._due)
            after = await step(at)
            turn += 1
            if after is not None and after < self.month.days * DAY:
                heapq.heappush(self._due, (after, turn, step))

    def awake_from(self, at: float) -> float | None:
        """The first time from then on at which the machine is awake."""
        for begins, ends in self.month.awake:
            if at < ends:
                return max(at, begins)
        return None


@dataclass
class Gauge:
    """One that asks as a pure function says."""

    crowd: Crowd
    who: str
    policy: Policy
    sleeps: bool = False
    """It stands still while the machine sleeps."""
    shown: Shown = field(default_factory=Shown)
    _seen: otherpolicies.Seen = field(default_factory=otherpolicies.Seen)
    _asked: float | None = None

    async def step(self, now: float) -> float | None:
        """Ask if that is due; when to look again."""
        if self.sleeps:
            awake = self.crowd.awake_from(now)
            if awake is None or awake > now:
                return awake
        answered = self.crowd.month.answered(now)
        seen = replace(self._seen, still=now - answered if answered is not None else DAY)
        if self._asked is None or now >= self._asked + self.policy(seen):
            self._asked = now
            got = self.crowd.server.ask(now, self.who)
            if got.block is None:
                self.shown.show(now, now)
            refusals = 0 if got.block is None else self._seen.refusals + 1
            self._seen = otherpolicies.Seen(refusals, got.retry_after)
            seen = replace(self._seen, still=seen.still)
        return min(self._asked + self.policy(seen), now + 60.0) if self.sleeps else self._asked + self.policy(seen)


@dataclass
class ClaudeCode:
    """Asks when the month says; its last answer lies in a file. A session remembers a refusal, a new process none."""

    crowd: Crowd
    read_at: float | None = None
    _index: int = 0
    _quiet_until: float = 0.0

    async def step(self, now: float) -> float | None:
        """Ask, unless the session has been told to wait."""
        reads = self.crowd.month.reads
        _, new = reads[self._index]
        if new or now >= self._quiet_until:
            got = self.crowd.server.ask(now, CLAUDE_CODE)
            if got.block is None:
                self.read_at = now
            elif not new:
                self._quiet_until = now + min(got.retry_after or 300.0, 3600.0)
        self._index += 1
        return reads[self._index][0] if self._index < len(reads) else None


@dataclass
class Brim:
    """Brim's reader, and the provider that it asks: this month's account."""

    crowd: Crowd
    claude: ClaudeCode
    tap: bool
    polling_policy: PollingPolicy = field(
        default_factory=lambda: PollingPolicy(server_name="Anthropic", program_name="Claude Code")
    )
    shown: Shown = field(default_factory=Shown)
    now: float = 0.0
    presence: Presence = field(default_factory=Presence)
    dice: random.Random = field(default_factory=lambda: random.Random(1))
    _event: int = 0
    _noted: float | None = None
    _noted_at: float = -math.inf
    _told: list[float] = field(default_factory=list)
    _reader: Reader | None = None

    def __post_init__(self) -> None:
        """What the tap writes is known beforehand: it hangs on nothing else."""
        if self.tap:
            before, figure = -limitsfile.REWRITE_SECONDS, 0.0
            for at in self.crowd.month.lines:
                used, _ = self.crowd.month.used(at)
                if used != figure or at - before >= limitsfile.REWRITE_SECONDS:
                    self._told.append(at)
                    before, figure = at, used
        self._reader = Reader(self, None, lambda: moment(self.now), lambda: self.presence)

    async def step(self, now: float) -> float | None:
        """What the loop does each time that it wakes."""
        self.now = now
        events = self.crowd.month.events
        while self._event < len(events) and events[self._event][0] <= now:
            at, event = events[self._event]
            self.presence = after_event(self.presence, event, moment(at), self.dice.random())
            self._event += 1
        awake = self.crowd.awake_from(now)
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
        return self._wakes(now, self._reader.plan(known))

    def _wakes(self, now: float, wait: Wait) -> float:
        """When the loop would next see anything; the looks between would find all as it was."""
        month = self.crowd.month
        wakes = [max((wait.at - START).total_seconds(), now + 0.05)]
        wakes += [event[0] for event in month.events[self._event : self._event + 1]]
        late = [(_next(month.answers, now), wait.longest_rest)] if wait.interval > self.polling_policy.interval else []
        late.append((_next([at for at, _ in month.reads], now), CHECK_INTERVAL.total_seconds()))
        wakes += [now + math.ceil((at - now) / look) * look for at, look in late if at is not None]
        told = _next(self._told, now)  # the tap rings
        return min([*wakes, told] if told is not None else wakes)

    def login_version(self) -> str:
        """Changes when one of the files does."""
        if self.now >= self._noted_at + CHECK_INTERVAL.total_seconds():
            self._noted_at, self._noted = self.now, self.claude.read_at
        return f"{self._noted} {self._told_at()}"

    async def identify(self) -> Identity:
        """Always the same account."""
        return Identity(_ACCOUNT, "Max 5x", "a")

    async def active_at(self) -> datetime | None:
        """A transcript moves with each answer."""
        at = self.crowd.month.answered(self.now)
        return None if at is None else moment(at)

    async def local_readings(self) -> tuple[Reading, ...]:
        """Claude Code's own reading, and what the statusline told."""
        told, read = self._told_at(), self._noted
        made = [self._reading(told, Source.STATUSLINE)] if told is not None else []
        return (*made, self._reading(read, Source.CACHE)) if read is not None else tuple(made)

    async def retry_refused(self) -> None:
        """Nothing was refused."""

    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Ask the simulated server."""
        await attempt()
        got = self.crowd.server.ask(self.now, ME)
        if got.block is not None:
            raise BlockedError("Asked to wait", "Wait.", retry_after=got.retry_after)
        return self._reading(self.now, Source.API)

    async def ask_program(self) -> Reading:
        """Nobody wants that here."""
        raise NotImplementedError

    async def fetch_incident(self) -> Incident | None:
        """All is well."""
        return None

    async def aclose(self) -> None:
        """Nothing to let go."""

    def _told_at(self) -> float | None:
        index = bisect_right(self._told, self.now)
        return self._told[index - 1] if index else None

    def _reading(self, at: float, source: Source) -> Reading:
        """What was true at a time, as far as the source tells."""
        used, resets_at = self.crowd.month.used(at)
        ends = (int(at // WEEK) + 1) * float(WEEK)
        week = round(bisect_right(self.crowd.month.answers, at) * 0.001, 1)

        def window(name: str, percent: float | None, resets_at: datetime | None, length: int) -> Window:
            return Window(name, name, name, percent, resets_at, length, source, moment(at))

        windows = [window("session", used if resets_at else None, resets_at, int(SESSION))]
        windows.append(window("weekly_all", week, moment(ends), WEEK))
        if source is not Source.STATUSLINE:
            windows.append(window("weekly_scoped:Fable", week, moment(ends), WEEK))
        return Reading(moment(at), source, tuple(windows))


def _next(times: list[float], now: float) -> float | None:
    """The first of these times, in order, after now."""
    index = bisect_right(times, now)
    return times[index] if index < len(times) else None


class _Inline(ThreadPoolExecutor):
    """Does at once what is handed to a thread: a month has many small things to store."""

    @override
    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


def live(month: Month, seed: int, policy: Policy | None = None, *, tap: bool = False) -> Result:
    """The month with a policy of a peer, or with Brim."""

    async def go() -> Result:
        asyncio.get_running_loop().set_default_executor(_Inline(1))
        random.seed(seed)  # the reader draws its jitter from it
        crowd = Crowd(month, Server(seed))
        claude = ClaudeCode(crowd)
        crowd.join(month.reads[0][0], claude.step)
        dice = random.Random(seed)
        for who, other in (("other 1", otherpolicies.patient), ("other 2", otherpolicies.every_five_minutes)):
            crowd.join(dice.uniform(0, 300), Gauge(crowd, who, other).step)
        mine = Brim(crowd, claude, tap) if policy is None else Gauge(crowd, ME, policy, sleeps=True)
        crowd.join(month.awake[0][0], mine.step)
        await crowd.run()
        return _judge(crowd, mine.shown)

    return asyncio.run(go())


def _judge(crowd: Crowd, shown: Shown) -> Result:
    month, server = crowd.month, crowd.server
    times = [one.at for one in server.attempts if one.who == ME]
    ages, turns = shown.ages(month.work), shown.ages(month.turns, 2.0)
    return Result(
        asked=len(times) / month.days,
        refused=len(server.refused(ME)) / month.days,
        own=server.own_making(ME),
        impatient=server.impatient(ME),
        mean=sum(ages) / len(ages),
        p95=ages[int(0.95 * len(ages))],
        p95_turn=turns[int(0.95 * len(turns))],
        most=max(bisect_left(times, at + WINDOW) - index for index, at in enumerate(times)),
    )
