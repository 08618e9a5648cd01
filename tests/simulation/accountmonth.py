"""A month of one account: sessions on working days, nights without the computer, one block, and extra usage.

Run as a program it is a tray without a screen in this month: it stores what its rules remember, and prints each
notification when it would be shown. A test kills it at random moments.
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
from brim.backend.readings.evaluation import level
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
    """The state of the account at one time."""

    now: datetime
    view: AccountView
    awake_since: datetime | None
    session_percent: float
    """The true percentage of the session."""
    session_ends: datetime
    """The reset of the session."""


def account_month(seed: int) -> Iterator[Moment]:
    """One moment every five minutes while the machine is awake, from 8:00 to 23:00."""
    rng = random.Random(seed)
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
        works = now.weekday() < 5 and 9 <= now.hour < 18 and rng.random() < 0.7
        if now >= ends:
            used = 0.0
            if works:
                ends = now + SESSION
        if works and used < 100:
            rise = rng.choice((0.0, 1.0, 2.5, 6.0))
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
        _window("session", "Session", used if ends > now else None, ends if ends > now else None, 18000, now),
        _window("weekly_all", "Week", weekly, week_ends, 604_800, now),
    )
    spend = Spend(enabled=True, used=spent, limit=Decimal(50), currency="USD", percent=float(spent * 2))
    view = AccountView(_ACCOUNT, Health.OK, windows=windows, spend=spend, source=Source.API, fetched_at=now)
    if now.day == 18 and 10 <= now.hour < 13:
        problem = Problem("Rate limited", "Brim retries automatically.")
        view = replace(view, health=Health.BLOCKED, problem=problem, stale=True)
    return Moment(now, view, awake_since, used, ends)


def _window(  # noqa: PLR0913, PLR0917 - the parts of a window
    name: str, label: str, percent: float | None, reset: datetime | None, length: int, now: datetime
) -> Window:
    return Window(name, name, label, percent, reset, length, Source.API, now, level=level(percent))


def undisturbed(moment: Moment) -> AlertContext:
    """No rule is snoozed, and no window fills the screen."""
    return AlertContext(RULES, awake_since=moment.awake_since, zone=UTC)


def with_disturbances(moment: Moment) -> AlertContext:
    """A window fills the screen on Tuesdays for an hour; on the tenth all rules are snoozed for two hours."""
    snoozes = moment.now.day == 10 and 14 <= moment.now.hour < 16
    snoozed = (SnoozedRule(ALL_RULES, moment.now + STEP),) if snoozes else ()
    return replace(
        undisturbed(moment), snoozed=snoozed, full_screen=moment.now.weekday() == 1 and moment.now.hour == 15
    )


def with_drifting_resets(moments: Iterator[Moment], seed: int) -> Iterator[Moment]:
    """The same moments with resets that drift by a second, or sometimes a minute, and an hour that happens twice."""
    rng = random.Random(seed)
    for moment in moments:
        drift = timedelta(seconds=rng.uniform(-1, 1) + rng.choice((0, 0, 0, 0, 0, 0, 0, 0, -60, 60)))
        windows = tuple(
            window if window.resets_at is None else replace(window, resets_at=window.resets_at + drift)
            for window in moment.view.windows
        )
        back = timedelta(hours=1) if moment.now.day == 20 and moment.now.hour == 14 else timedelta()
        yield replace(moment, now=moment.now - back, view=replace(moment.view, windows=windows))


async def run_notifier(
    folder: Path, moments: Iterator[Moment], context: Callable[[Moment], AlertContext] = undisturbed
) -> Iterator[tuple[datetime, Alert]]:
    """Every notification of some moments, in order, from a tray that stores its memory in a folder."""
    episodes = AlertMemoryStore(folder / "episodes.json")
    notifier = Notifier(episodes)
    await asyncio.to_thread(episodes.load)
    shown = []
    for moment in moments:
        await notifier.evaluate(moment.view, context(moment), moment.now)
        shown += [(moment.now, alert) for alert in notifier.take_due()]
    return iter(shown)


async def _main(folder: Path, seed: int) -> None:
    """Continue where the last process ended, and print each notification at once."""
    progress_file, new_progress_file = folder / "moment", folder / "moment.new"
    done = int(progress_file.read_text() or 0) if progress_file.exists() else 0
    for index, moment in enumerate(account_month(seed)):
        if index < done:
            continue
        new_progress_file.write_text(str(index + 1))
        new_progress_file.replace(progress_file)  # a moment that was begun is not repeated
        for _, alert in await run_notifier(folder, iter((moment,))):
            sys.stdout.write(f"{moment.now:%d %H:%M} {alert.title}\n")
            sys.stdout.flush()
    sys.stdout.write("over\n")


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2])))
