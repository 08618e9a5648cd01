"""A month in fast time: the notices are those that a person would want, none comes twice, and a kill repeats none."""

from __future__ import annotations

import asyncio
import random
import re
import subprocess
import sys
import threading
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.simulation.accountmonth import DAYS, RULES, START, drifting, life, live, rough

if TYPE_CHECKING:
    from pathlib import Path

SEEDS = (1, 2, 3)
KILLS = 12
_STEP = re.compile(r"(\d+)%")


@pytest.mark.parametrize("seed", SEEDS)
def test_a_month(seed: int, tmp_path: Path) -> None:
    """No quiet hour is broken, no threshold is told twice, and each session that came to 90 percent is told of."""
    moments = list(life(seed))
    heard = list(asyncio.run(live(tmp_path, iter(moments))))
    sessions = {(moment.ends, step) for moment in moments for step in (75, 90, 100) if moment.used >= step}
    ends = {moment.now: moment.ends for moment in moments}
    told = Counter((ends[now], alert.title, alert.body) for now, alert in heard)

    assert not any(RULES.in_quiet_hours(now, START.tzinfo) for now, _ in heard)
    assert {1} == set(told.values())
    assert 0 < len([alert for _, alert in heard if "5-hour session at" in alert.title]) <= len(sessions)
    assert len(heard) < 4 * DAYS
    full = {moment.ends for moment in moments if moment.used >= 100}
    said_full = [now for now, alert in heard if "5-hour session at 100%" in alert.title]
    assert len(said_full) <= len(full)


@pytest.mark.parametrize("seed", SEEDS)
def test_restarts_change_nothing(seed: int, tmp_path: Path) -> None:
    """A tray that starts anew every hour tells the same as one that runs through."""
    moments = list(life(seed))[:1500]
    through = [alert.title for _, alert in asyncio.run(live(tmp_path / "a", iter(moments)))]
    pieces = [moments[place : place + 12] for place in range(0, len(moments), 12)]
    restarted = [alert.title for piece in pieces for _, alert in asyncio.run(live(tmp_path / "b", iter(piece)))]

    assert through == restarted
    assert through


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rough_month(seed: int, tmp_path: Path) -> None:
    """Resets that drift, an hour that is lived twice, restarts, a snooze and full screens bring nothing twice."""
    moments = list(drifting(life(seed), seed))
    pieces = [moments[place : place + 50] for place in range(0, len(moments), 50)]
    heard = [one for piece in pieces for one in asyncio.run(live(tmp_path, iter(piece), rough))]
    ends = {moment.now: moment.ends for moment in moments}
    told = Counter((ends[now], _STEP.sub(_step, title)) for now, alert in heard for title in alert.title.split(", "))

    mattered = {moment.ends for moment in moments if moment.used >= RULES.reset_from}
    resets = [alert for _, alert in heard if "5-hour session has reset" in alert.title]

    assert set() == {title for (_, title), count in told.items() if count > 1 and "has reset" not in title}
    assert 0 < len(resets) <= len(mattered)
    assert not any(now.weekday() == 1 and now.hour == 15 for now, _ in heard)
    assert not any(now.day == 10 and 14 <= now.hour < 16 for now, _ in heard)
    assert len(heard) > DAYS


def _step(found: re.Match[str]) -> str:
    """The threshold that a percentage has passed."""
    return str(max(step for step in (75, 90, 100) if int(found[1]) >= step))


def test_special_days(tmp_path: Path) -> None:
    """The wait of the 18th is told once with its end, and so is the extra usage of the 12th."""
    heard = [(now.day, alert.title) for now, alert in asyncio.run(live(tmp_path, life(1)))]

    assert [(18, "No reading for 1 h 30 min")] == [one for one in heard if "No reading" in one[1]]
    assert [(18, "Readings are back")] == [one for one in heard if "Readings are back" in one[1]]
    assert {12} >= {day for day, title in heard if "being spent" in title}


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """However often a tray is killed, no notice is printed twice; one that was stored and not yet shown may be lost."""
    dice = random.Random(7)
    printed: list[str] = []
    never = threading.Event()
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.simulation.accountmonth", str(tmp_path), "1"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            printed.append(process.stdout.readline())
            never.wait(dice.uniform(0.0, 0.3))
            process.kill()
            printed += process.stdout.readlines()
        if "over\n" in printed:
            break
    notices = [line for line in printed if line.endswith("\n") and line != "over\n"]

    assert len(notices) > KILLS // 2
    assert len(notices) == len(set(notices))
