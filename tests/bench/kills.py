"""The effect of kills: `kills.py [--kills N] [--seed N]`. A tray in fast time is killed at random moments, 200 times.

A server on the loopback interface reports a session that resets every hour of a fast clock, and a week. In the end each
figure that it reported must be in the history, except perhaps the last one before each kill, and no notification may
have been shown twice; one that was stored and not yet shown may be lost. The exit status is 1 when that is not so.
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

from tests.bench.headlesstray import FastClock
from tests.bench.measure import table
from tests.rules.syntax import ROOT
from tests.support import usageserver as servers
from tests.support.historyrecords import START, rows
from tests.support.sandbox import Sandbox
from tests.support.usageserver import Answer, UsageServer
from tests.support.wait import pause

SPEED = 600.0
SESSION, WEEK = 3600.0, 604_800.0
STEPS = (75, 90, 100)
LIMITS = {"Session": ("session", SESSION), "Week": ("weekly_all", WEEK)}
_ALERT_DELAY = 30.0
"""Seconds of the fast clock between an answer and its notification."""
_NO_ALERT_BEFORE_RESET = 900.0
"""Seconds before its reset from which on a limit that is not reached causes no notification."""
_SHARE_KILLED_AFTER_START = 0.9
"""The share of the processes that are killed only after they have started."""
_RESET_TEXT = "has reset"
_ALERT_TEXT = re.compile(rf"({'|'.join(LIMITS)})(?:(?: at)? (\d+)%|( {_RESET_TEXT})|(: at this pace))")

type Figure = tuple[str, float, float]
"""Window, its reset in seconds since the epoch, percent."""
type Event = tuple[str, float, str]
"""Window, its reset, and the threshold that was passed, or another event."""


@dataclass
class SimulatedAccount:
    """The figures that the server reports, and when it reported them."""

    clock: FastClock
    seed: int
    sent: list[tuple[float, tuple[Figure, ...]]] = field(default_factory=list)
    """The time of each answer, in real monotonic seconds, and its figures."""

    def figures(self, now: float) -> tuple[Figure, ...]:
        """The figures at a time of the fast clock."""
        return tuple(self._figure(name, length, now) for name, length in LIMITS.values())

    def _figure(self, name: str, length: float, now: float) -> Figure:
        number, into = divmod(now, length)
        peak = random.Random(f"{self.seed} {name} {number}").uniform(60, 115)
        return name, (number + 1) * length, float(min(100, int(peak * into / length / 0.7)))

    def answer(self) -> Answer:
        """The answer to the next request; it is recorded when the request comes."""
        figures = self.figures(self.clock.now().timestamp())
        five, seven = ({"utilization": percent, "resets_at": _iso(reset)} for _, reset, percent in figures)
        body = json.dumps({"five_hour": five, "seven_day": seven}).encode()
        return Answer(body=body, before=lambda: self.sent.append((time.monotonic(), figures)))


@dataclass
class Runs:
    """What the killed processes have shown and logged, and when each ended."""

    alerts: list[dict[str, Any]] = field(default_factory=list)  # Any: what a process has printed
    errors: Counter[str] = field(default_factory=Counter)
    ends: list[float] = field(default_factory=list)


def main() -> int:
    """Run and kill processes, and count lost figures and repeated notifications."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    clock = FastClock(SPEED, time.time(), time.monotonic())
    account = SimulatedAccount(clock, options.seed)
    with tempfile.TemporaryDirectory() as name, servers.running_server() as server:
        sandbox = Sandbox(Path(name, ".claude"), Path(name, "state"), Path(name, "config"), server)
        sandbox.write_login()
        stop = threading.Event()
        updater = threading.Thread(target=_update_answers, args=(account, server, sandbox, stop))
        updater.start()
        try:
            runs = _run_and_kill(sandbox, clock, options.kills, random.Random(options.seed))
        finally:
            stop.set()
            updater.join()
        return _report(account, runs, sandbox.state)


def _update_answers(account: SimulatedAccount, server: UsageServer, sandbox: Sandbox, stop: threading.Event) -> None:
    """Update the server's answer, and the transcript of Claude Code, all the time."""
    while not stop.wait(0.01):
        server.answers = [account.answer()]
        sandbox.now = account.clock.now()
        sandbox.touch_transcript()


def _run_and_kill(sandbox: Sandbox, clock: FastClock, kills: int, rng: random.Random) -> Runs:
    env = os.environ | {
        "HOME": str(sandbox.claude.parent),
        "CLAUDE_CONFIG_DIR": str(sandbox.claude),
        "BRIM_CLAUDE__API_URL": sandbox.server.url,
        "BRIM_CLAUDE__STATUS_URL": "off",
        "BRIM_STATE_DIR": str(sandbox.state),
        "BRIM_CONFIG_DIR": str(sandbox.config),
    }
    runs = Runs()
    clocks = (str(clock.speed), repr(clock.began), repr(clock.ticks))
    for _ in range(kills):
        command = [sys.executable, "-m", "tests.bench.headlesstray", *clocks]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, env=env, cwd=ROOT) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            if rng.random() < _SHARE_KILLED_AFTER_START:
                process.stdout.readline()
            pause(rng.uniform(0.0, 2.0))
            process.kill()
            out, errors = process.stdout.readlines(), process.stderr.read()
        runs.ends.append(time.monotonic())
        runs.alerts += [json.loads(line) for line in out if line.startswith("{") and line.endswith("\n")]
        runs.errors.update(errors.splitlines())
    return runs


def _report(account: SimulatedAccount, runs: Runs, state: Path) -> int:
    sent = [(bisect_right(runs.ends, at), figure) for at, figures in account.sent for figure in figures]
    last_sent = {(run, figure[0]): figure for run, figure in sent}
    stored = _stored_figures(state)
    missing = {figure for _, figure in sent} - stored
    older = missing - set(last_sent.values())
    due = {
        (name, reset, str(step))
        for at, figures in account.sent
        for name, reset, percent in figures
        for step in STEPS
        if percent >= step and (step == STEPS[-1] or account.clock.at(at) < reset - _NO_ALERT_BEFORE_RESET)
    }
    event_counts = Counter(event for alert in runs.alerts for event in _events(alert))
    repeated = {event: count for event, count in event_counts.items() if count > 1}
    table(
        f"{len(runs.ends)} kills",
        [
            ("", "figure", "target"),
            ("fast time, days", f"{account.clock.monotonic() / 86_400:.1f}", ""),
            ("answers of the server", str(len(account.sent)), ""),
            ("figures reported, stored", f"{len({figure for _, figure in sent})}, {len(stored)}", ""),
            ("lost, the last one before a kill", str(len(missing - older)), ""),
            ("lost, older than that", str(len(older)), "0"),
            ("notifications", str(len(runs.alerts)), ""),
            ("windows past a threshold", str(len({event[:2] for event in due})), ""),
            (
                "of them with a notification",
                str(len({event[:2] for event in due & set(event_counts)})),
                "all, less one a kill",
            ),
            ("notifications shown twice", str(len(repeated)), "0"),
        ],
    )
    for line in (*map(str, sorted(older)), *map(str, repeated.items()), *map(str, runs.errors.most_common(5))):
        print(line)
    return 1 if older or repeated else 0


def _stored_figures(state: Path) -> set[Figure]:
    """All figures in the history."""
    began = START.timestamp()
    return {
        (name, round(began + reset * 60), percent)
        for _, name, _, percent, reset, *_ in rows(state)
        if percent is not None and reset is not None
    }


def _events(alert: dict[str, Any]) -> set[Event]:  # Any: what a process has printed
    """The events of a notification: a window has passed a threshold, was reset, or fills at this pace."""
    events: set[Event] = set()
    for label, percent, *others in _ALERT_TEXT.findall(f"{alert['title']}\n{alert['body']}"):
        name, length = LIMITS[label]
        passed_steps = [str(step) for step in STEPS if percent and int(percent) >= step]
        for what in (*passed_steps[-1:], *(text.strip(" :") for text in others if text)):
            late = 0.0 if what == _RESET_TEXT else _ALERT_DELAY
            events.add((name, ((alert["at"] - late) // length + 1) * length, what))
    return events


def _iso(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).isoformat()


if __name__ == "__main__":
    sys.exit(main())
