"""A month in fast time: the alerts are useful ones, and neither restarts nor kills repeat one."""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from tests.simulation.accountmonth import (
    DAYS,
    RULES,
    START,
    account_month,
    run_notifier,
    with_disturbances,
    with_drifting_resets,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from brim.model.alert import Alert

    type SentInMonth = Callable[[int], list[tuple[datetime, Alert]]]

SEEDS = (1, 2, 3)
KILLS = 12
_STEP = re.compile(r"(\d+)%")


@pytest.fixture(scope="module")
def sent_in_month(tmp_path_factory: pytest.TempPathFactory) -> SentInMonth:
    """The alerts of a tray that runs through the month of a seed; each month is run once."""

    @cache
    def sent(seed: int) -> list[tuple[datetime, Alert]]:
        return list(asyncio.run(run_notifier(tmp_path_factory.mktemp("month"), account_month(seed))))

    return sent


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month_repeats_no_alert(seed: int, sent_in_month: SentInMonth) -> None:
    """No alert comes in quiet hours, no threshold is reported twice, and no alert comes without a passed threshold."""
    moments = list(account_month(seed))
    sent = sent_in_month(seed)
    sessions = {
        (moment.session_ends, step) for moment in moments for step in (75, 90, 100) if moment.session_percent >= step
    }
    ends = {moment.now: moment.session_ends for moment in moments}
    counts = Counter((ends[now], alert.title, alert.body) for now, alert in sent)

    assert not any(RULES.in_quiet_hours(now, START.tzinfo) for now, _ in sent)
    assert {1} == set(counts.values())
    assert 0 < len([alert for _, alert in sent if "Session: " in f"{alert.title}\n{alert.body}"]) <= len(sessions)
    assert len(sent) < 4 * DAYS
    full = {moment.session_ends for moment in moments if moment.session_percent >= 100}
    full_alerts = [now for now, alert in sent if "Session: 100%" in f"{alert.title}\n{alert.body}"]
    assert len(full_alerts) <= len(full)


@pytest.mark.parametrize("seed", SEEDS)
def test_restarts_change_nothing(seed: int, tmp_path: Path, sent_in_month: SentInMonth) -> None:
    """A tray that restarts every hour sends the same alerts as one that runs through."""
    moments = list(account_month(seed))[:1500]
    through = [alert.title for now, alert in sent_in_month(seed) if now <= moments[-1].now]
    pieces = [moments[index : index + 12] for index in range(0, len(moments), 12)]
    restarted = [alert.title for piece in pieces for _, alert in asyncio.run(run_notifier(tmp_path, iter(piece)))]

    assert through == restarted
    assert through


@pytest.mark.parametrize("seed", SEEDS)
def test_a_disturbed_month_repeats_no_alert(seed: int, tmp_path: Path) -> None:
    """Resets that drift, an hour that happens twice, restarts, a snooze and full screens repeat no alert."""
    moments = list(with_drifting_resets(account_month(seed), seed))
    pieces = [moments[index : index + 50] for index in range(0, len(moments), 50)]
    sent = [timed for piece in pieces for timed in asyncio.run(run_notifier(tmp_path, iter(piece), with_disturbances))]
    ends = {moment.now: moment.session_ends for moment in moments}
    counts = Counter((ends[now], _STEP.sub(_step, title)) for now, alert in sent for title in _facts(alert))

    high = {moment.session_ends for moment in moments if moment.session_percent >= RULES.reset_from}
    resets = [alert for _, alert in sent if any("Session has reset" in fact for fact in _facts(alert))]

    assert set() == {title for (_, title), count in counts.items() if count > 1 and "has reset" not in title}
    assert 0 < len(resets) <= len(high)
    assert not any(now.weekday() == 1 and now.hour == 15 for now, _ in sent)
    assert not any(now.day == 10 and 14 <= now.hour < 16 for now, _ in sent)
    assert len(sent) > DAYS


def _facts(alert: Alert) -> list[str]:
    """The title of one alert, or what each line of a summary is about."""
    if not alert.title.startswith(("2 ", "3 ", "4 ")):
        return [alert.title]
    return [line.partition(",")[0].partition(" reset:")[0] for line in alert.body.splitlines()]


def _step(percentage: re.Match[str]) -> str:
    """The threshold that a percentage has passed."""
    return str(max(step for step in (75, 90, 100) if int(percentage[1]) >= step))


def test_outage_and_extra_usage_are_reported_once(
    sent_in_month: SentInMonth,
) -> None:
    """The back-off of the 18th is reported once, and so are its end and the extra usage of the 12th."""
    sent = [(now.day, alert.title) for now, alert in sent_in_month(1)]

    assert [(18, "No data for 1 h 30 min")] == [(day, title) for day, title in sent if "No data" in title]
    assert [(18, "Connection restored")] == [(day, title) for day, title in sent if "Connection restored" in title]
    assert {12} >= {day for day, title in sent if "Extra usage has started" in title}


def test_kills_repeat_no_alert(tmp_path: Path) -> None:
    """However often a tray is killed, no alert is printed twice; one that was stored and not yet shown may be lost."""
    dice = random.Random(7)
    printed: list[str] = []
    stop = threading.Event()
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.simulation.accountmonth", str(tmp_path), "1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            printed.append(process.stdout.readline())
            stop.wait(dice.uniform(0.0, 0.3))
            process.kill()
            printed += process.stdout.readlines()
        if "over\n" in printed:
            break
    alerts = [line for line in printed if line.endswith("\n") and line != "over\n"]

    assert len(alerts) > KILLS // 2
    assert len(alerts) == len(set(alerts))
