"""How soon the poller is woken for a changed file, and that a program that writes all the time wakes it seldom."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from brim.backend.polling.filewakes import FileWakes, wake_after
from brim.backend.watching.places import Changes, Topic
from tests.support.scriptedpoller import ManualClock

LONG = float("inf")


@pytest.mark.parametrize(
    ("topics", "since_last", "seconds"),
    [
        ({Topic.LOGIN}, 0, 0),
        ({Topic.TRANSCRIPTS}, LONG, 0),
        ({Topic.TRANSCRIPTS}, 0, 20),
        ({Topic.TRANSCRIPTS}, 15, 5),
        ({Topic.TRANSCRIPTS}, 60, 0),
        ({Topic.ACCOUNT}, 1, 19),
        ({Topic.STATE}, 1, 4),
        ({Topic.TRANSCRIPTS, Topic.STATE}, 1, 4),
        (set(Topic), 0, 0),
    ],
)
def test_how_soon(topics: set[Topic], since_last: float, seconds: float) -> None:
    """A login counts at once, what Claude Code writes all the time every 20 s, the most urgent change decides."""
    assert seconds == wake_after(topics, since_last)


def changed(topic: Topic) -> Changes:
    """One file changed."""
    return Changes({topic: frozenset({Path("file")})})


def test_a_working_session() -> None:
    """The first row of a session wakes at once, the others together later; a login in between does not wait."""
    clock, wakes, woken = ManualClock(), list[float](), asyncio.Event()

    def wake() -> None:
        wakes.append(clock.seconds)
        woken.set()

    async def go() -> None:
        planned = []
        file_wakes = FileWakes(wake, clock.monotonic)
        for _ in range(3):
            file_wakes.handle(changed(Topic.TRANSCRIPTS))
            planned.append(file_wakes.planned_in)
        await woken.wait()
        woken.clear()
        for second in range(1, 10):
            clock.seconds = second
            file_wakes.handle(changed(Topic.TRANSCRIPTS))
            planned.append(file_wakes.planned_in)
        file_wakes.handle(changed(Topic.LOGIN))
        await woken.wait()

        assert [0, 0, 0, 19, 18, 17, 16, 15, 14, 13, 12, 11] == planned
        assert [0.0, 9.0] == wakes
        assert file_wakes.planned_in is None

    asyncio.run(go())


def test_what_does_not_wake() -> None:
    """A look by the clock wakes nobody: the poller looks by itself."""

    async def go() -> None:
        file_wakes = FileWakes(lambda: None)
        file_wakes.handle(Changes(everything=True, by_clock=True))
        file_wakes.handle(Changes())
        assert file_wakes.planned_in is None
        file_wakes.handle(Changes(everything=True))
        assert file_wakes.planned_in is not None

    asyncio.run(go())
