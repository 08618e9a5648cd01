"""A month of somebody's life as an account sees it: sessions on working days, nights of sleep, a wait, extra usage.

As a program it is a tray without a screen that lives this month, keeps what its rules remember, and prints each notice
when it would be shown; a test kills it at random moments.
"""

from __future__ import annotations

import asyncio
import random
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.alerts.memorystore import AlertMemoryStore
from brim.backend.alerts.notifier import Notifier
from brim.backend.alerts.policy import AlertContext
from brim.backend.alerts.rules import AlertRules
from brim.backend.readings.levels import level
from brim.model.account import Account, AccountView, Health, Problem
from brim.model.alert import ALL_RULES
from brim.model.snapshot import SnoozedRule
from brim.model.usage import Source, Spend, Window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.model.alert import Alert

START = datetime(2026, 11, 2, tzinfo=UTC)
"""A Monday."""
DAYS = 30
STEP = timedelta(minutes=5)
RULES = AlertRules(quiet_hours=(time(20), time(9)), lost_after=timedelta(minutes=90))
SESSION, WEEK = timedelta(hours=5), timedelta(days=7)
_ACCOUNT = Account("a" * 16, "work", "claude")


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known at one time."""

    now: datetime
    view: AccountView
    awake_since: datetime | None
    used: float
    """The session's true percent."""
    ends: datetime
    """Of the session."""


def life(seed: int) -> Iterator[Moment]:
    """One moment every five minutes in which the machine is awake: eight to eleven, half the days until late."""
    dice = random.Random(seed)
    used, week, spent = 0.0, 0.0, Decimal("3.00")
    ends, week_ends = START, START + WEEK
    awake_since: datetime | None = None
    now = START
    while now < START + timedelta(days=DAYS):
        now += STEP
        awake = 8 <= now.hour < 23
        if not awake:
            awake_since = now + STEP
            continue
        if now >= week_ends:
            week, week_ends = 0.0, week_ends + WEEK
        works = now.weekday() < 5 and 9 <= now.hour < 18 and dice.random() < 0.7
        if now >= ends:
            used = 0.0
            if works:
                ends = now + SESSION
        if works and used < 100:
            rise = dice.choice((0.0, 1.0, 2.5, 6.0))
            used, week = min(100.0, used + rise), min(100.0, week + rise / 9)
        elif works and now.day == 12:
            spent += Decimal("0.25")
        yield _moment(now, (used, ends), (week, week_ends), spent, awake_since)


def _moment(
    now: datetime,
    session: tuple[float, datetime],
    week: tuple[float, datetime],
    spent: Decimal,
    awake_since: datetime | None,
) -> Moment:
    (used, ends), (weekly, week_ends) = session, week
    windows = (
        _window("session", "5-hour session", used if ends > now else None, ends if ends > now else None, 18000, now),
        _window("weekly_all", "Weekly", weekly, week_ends, 604_800, now),
    )
    spend = Spend(enabled=True, used=spent, limit=Decimal(50), currency="USD", percent=float(spent * 2))
    view = AccountView(_ACCOUNT, Health.OK, windows=windows, spend=spend, source=Source.API, fetched_at=now)
    if now.day == 18 and 10 <= now.hour < 13:
        problem = Problem("Anthropic asked Brim to wait", "Brim reads again by itself.")
        view = replace(view, health=Health.BLOCKED, problem=problem, stale=True)
    return Moment(now, view, awake_since, used, ends)


def _window(  # noqa: PLR0913, PLR0917 - the parts of a window
    name: str, label: str, percent: float | None, reset: datetime | None, length: int, now: datetime
) -> Window:
    return Window(name, name, label, percent, reset, length, Source.API, now, level=level(percent))


def calm(moment: Moment) -> AlertContext:
    """Nothing is put off and no window fills the screen."""
    return AlertContext(RULES, awake_since=moment.awake_since, zone=UTC)


def rough(moment: Moment) -> AlertContext:
    """On Tuesdays there is a talk in full screen; on the tenth everything is put off for two hours."""
    away = moment.now.day == 10 and 14 <= moment.now.hour < 16
    snoozed = (SnoozedRule(ALL_RULES, moment.now + STEP),) if away else ()
    return replace(calm(moment), snoozed=snoozed, full_screen=moment.now.weekday() == 1 and moment.now.hour == 15)


def drifting(moments: Iterator[Moment], seed: int) -> Iterator[Moment]:
    """The same life with resets that drift by a second, at times by a minute, and an hour that is lived twice."""
    dice = random.Random(seed)
    for moment in moments:
        drift = timedelta(seconds=dice.uniform(-1, 1) + dice.choice((0, 0, 0, 0, 0, 0, 0, 0, -60, 60)))
        windows = tuple(
            one if one.resets_at is None else replace(one, resets_at=one.resets_at + drift)
            for one in moment.view.windows
        )
        back = timedelta(hours=1) if moment.now.day == 20 and moment.now.hour == 14 else timedelta()
        yield replace(moment, now=moment.now - back, view=replace(moment.view, windows=windows))


async def live(
    folder: Path, moments: Iterator[Moment], situation: Callable[[Moment], AlertContext] = calm
) -> Iterator[tuple[datetime, Alert]]:
    """Every notice of some moments, in order, by a tray that keeps its memory in a folder."""
    episodes = AlertMemoryStore(folder / "episodes.json")
    notifier = Notifier(episodes)
    await asyncio.to_thread(episodes.load)
    heard = []
    for moment in moments:
        await notifier.evaluate(moment.view, situation(moment), moment.now)
        heard += [(moment.now, alert) for alert in notifier.take_due()]
    return iter(heard)


async def _main(folder: Path, seed: int) -> None:
    """Live on from where the last life ended; what is shown is printed at once."""
    mark, fresh = folder / "moment", folder / "moment.new"
    done = int(mark.read_text() or 0) if mark.exists() else 0
    for place, moment in enumerate(life(seed)):
        if place < done:
            continue
        fresh.write_text(str(place + 1))
        fresh.replace(mark)  # time goes on: what was begun is not lived again
        for _, alert in await live(folder, iter((moment,))):
            sys.stdout.write(f"{moment.now:%d %H:%M} {alert.title}\n")
            sys.stdout.flush()
    sys.stdout.write("over\n")


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2])))
