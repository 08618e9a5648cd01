"""What kills cost: `kills.py [--kills N] [--seed N]`. A tray in fast time is killed at random moments, 200 times.

A server on the loopback interface tells a session that starts anew every hour of a fast clock, and a week. At the end
each figure that it told must stand in the history, except perhaps the last one before each kill, and no notice may have
been shown twice; one that was stored and not yet shown may be lost. Exits with 1 when that is not so.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.measure import table
from tests.bench.resident import FastTime
from tests.rules.syntax import ROOT
from tests.support import usageserver as servers
from tests.support.historyrecords import START, rows
from tests.support.sandbox import Sandbox
from tests.support.usageserver import Answer, UsageServer
from tests.support.wait import pause

SPEED = 600.0
SESSION, WEEK = 3600.0, 604_800.0
STEPS = (75, 90, 100)
LIMITS = {"5-hour session": ("session", SESSION), "Weekly": ("weekly_all", WEEK)}
_LATE = 30.0
"""Seconds of the fast clock between an answer and its notice."""
_TOO_LATE = 900.0
"""So shortly before its reset a limit that is not reached is told no more."""
_LIVES_TO_READ = 0.9
"""Share of the processes that are not killed before they are at work."""
_ANEW = "has reset"
_SAID = re.compile(rf"({'|'.join(LIMITS)})(?:(?: at)? (\d+)%|( {_ANEW})|(: at this pace))")

type Figure = tuple[str, float, float]
"""Window, its reset in seconds since the epoch, percent."""
type Event = tuple[str, float, str]
"""Window, its reset, and the threshold that was passed or what else has happened."""


@dataclass
class Account:
    """What the server tells, and when."""

    clock: FastTime
    seed: int
    told: list[tuple[float, tuple[Figure, ...]]] = field(default_factory=list)
    """When, in real seconds, and the figures."""

    def figures(self, now: float) -> tuple[Figure, ...]:
        """What is true at a time of the fast clock."""
        return tuple(self._figure(name, length, now) for name, length in LIMITS.values())

    def _figure(self, name: str, length: float, now: float) -> Figure:
        number, into = divmod(now, length)
        peak = random.Random(f"{self.seed} {name} {number}").uniform(60, 115)
        return name, (number + 1) * length, float(min(100, int(peak * into / length / 0.7)))

    def answer(self) -> Answer:
        """The answer to the next request; noted when that comes."""
        figures = self.figures(self.clock.now().timestamp())
        five, seven = ({"utilization": percent, "resets_at": _iso(reset)} for _, reset, percent in figures)
        body = json.dumps({"five_hour": five, "seven_day": seven}).encode()
        return Answer(body=body, before=lambda: self.told.append((time.monotonic(), figures)))


@dataclass
class Lives:
    """What the killed processes have shown, and when each ended."""

    shown: list[dict[str, Any]] = field(default_factory=list)  # Any: what a process has printed
    errors: Counter[str] = field(default_factory=Counter)
    ends: list[float] = field(default_factory=list)


def main() -> int:
    """Live, kill, and count what is lost and what came twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    clock = FastTime(SPEED, time.time(), time.monotonic())
    account = Account(clock, options.seed)
    with tempfile.TemporaryDirectory() as name, servers.running_server() as server:
        sandbox = Sandbox(Path(name, ".claude"), Path(name, "state"), Path(name, "config"), server)
        sandbox.write_login()
        over = threading.Event()
        teller = threading.Thread(target=_tell, args=(account, server, sandbox, over))
        teller.start()
        try:
            lives = _live(sandbox, clock, options.kills, random.Random(options.seed))
        finally:
            over.set()
            teller.join()
        return _judge(account, lives, sandbox.state)


def _tell(account: Account, server: UsageServer, sandbox: Sandbox, over: threading.Event) -> None:
    """Keep the answer, and the sign that Claude Code works, up to date."""
    while not over.wait(0.01):
        server.answers = [account.answer()]
        sandbox.now = account.clock.now()
        sandbox.touch_transcript()


def _live(sandbox: Sandbox, clock: FastTime, kills: int, dice: random.Random) -> Lives:
    env = os.environ | {
        "HOME": str(sandbox.claude.parent),
        "CLAUDE_CONFIG_DIR": str(sandbox.claude),
        "BRIM_CLAUDE__API_URL": sandbox.server.url,
        "BRIM_CLAUDE__STATUS_URL": "off",
        "BRIM_STATE_DIR": str(sandbox.state),
        "BRIM_CONFIG_DIR": str(sandbox.config),
    }
    lives = Lives()
    clocks = (str(clock.speed), repr(clock.began), repr(clock.ticks))
    for _ in range(kills):
        command = [sys.executable, "-m", "tests.bench.resident", *clocks]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env, cwd=ROOT) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            if dice.random() < _LIVES_TO_READ:
                process.stdout.readline()
            pause(dice.uniform(0.0, 2.0))
            process.kill()
            out, errors = process.stdout.readlines(), process.stderr.read()
        lives.ends.append(time.monotonic())
        lives.shown += [json.loads(line) for line in out if line.startswith("{") and line.endswith("\n")]
        lives.errors.update(errors.splitlines())
    return lives


def _judge(account: Account, lives: Lives, state: Path) -> int:
    told = [(bisect_right(lives.ends, at), figure) for at, figures in account.told for figure in figures]
    last = {(life, figure[0]): figure for life, figure in told}
    kept = _kept(state)
    missing = {figure for _, figure in told} - kept
    older = missing - set(last.values())
    due = {
        (name, reset, str(step))
        for at, figures in account.told
        for name, reset, percent in figures
        for step in STEPS
        if percent >= step and (step == STEPS[-1] or account.clock.at(at) < reset - _TOO_LATE)
    }
    shown = Counter(event for one in lives.shown for event in _events(one))
    again = {event: count for event, count in shown.items() if count > 1}
    table(
        f"{len(lives.ends)} kills",
        [
            ("", "figure", "target"),
            ("fast time, days", f"{account.clock.monotonic() / 86_400:.1f}", ""),
            ("answers of the server", str(len(account.told)), ""),
            ("figures told, kept", f"{len({one for _, one in told})}, {len(kept)}", ""),
            ("lost, the last one before a kill", str(len(missing - older)), ""),
            ("lost, older than that", str(len(older)), "0"),
            ("notices", str(len(lives.shown)), ""),
            ("windows past a threshold", str(len({one[:2] for one in due})), ""),
            ("of them told", str(len({one[:2] for one in due & set(shown)})), "but for one a kill"),
            ("notices shown twice", str(len(again)), "0"),
        ],
    )
    for line in (*map(str, sorted(older)), *map(str, again.items()), *map(str, lives.errors.most_common(5))):
        print(line)
    return 1 if older or again else 0


def _kept(state: Path) -> set[Figure]:
    """Everything in the history."""
    began = START.timestamp()
    return {
        (name, round(began + reset * 60), percent)
        for _, name, _, percent, reset, *_ in rows(state)
        if percent is not None and reset is not None
    }


def _events(shown: dict[str, Any]) -> set[Event]:  # Any: what a process has printed
    """What a notice tells: which window has passed which threshold, started anew, or fills at this pace."""
    found: set[Event] = set()
    for label, percent, *others in _SAID.findall(f"{shown['title']}\n{shown['body']}"):
        name, length = LIMITS[label]
        passed = [str(step) for step in STEPS if percent and int(percent) >= step]
        for what in (*passed[-1:], *(one.strip(" :") for one in others if one)):
            late = 0.0 if what == _ANEW else _LATE
            found.add((name, ((shown["at"] - late) // length + 1) * length, what))
    return found


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


if __name__ == "__main__":
    sys.exit(main())
