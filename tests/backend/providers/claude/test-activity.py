"""When Claude Code was last at work, told by the times of its transcripts."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude import activity, localfiles
from brim.backend.providers.claude.activity import Activity
from tests.support.samples import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox


class Desk:
    """Claude Code's folder, and somebody who looks at it at times that a test sets."""

    def __init__(self, folder: Path) -> None:
        """Nothing has been written yet."""
        self.folder = folder
        self.now = NOW
        self.activity = Activity(folder, lambda: self.now)

    def write(self, name: str, when: datetime | None = None) -> None:
        """Write a file below `projects`, now or at another time; a folder's own time follows the system's clock."""
        path = self.folder / "projects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        seconds = (when or self.now).timestamp()
        os.utime(path, (seconds, seconds))

    def look(self, minutes: float = 1) -> datetime | None:
        """What is seen so much later."""
        self.now += timedelta(minutes=minutes)
        return asyncio.run(self.activity.changed_at())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A folder without any transcript."""
    return Desk(tmp_path)


def test_nothing(desk: Desk) -> None:
    """Without transcripts it was never at work, nor without their folder; the first one is seen at the next look."""
    none = desk.look()
    (desk.folder / "projects").mkdir()
    empty = desk.look()
    desk.write("-home-me/1.jsonl")

    assert (None, None) == (none, empty)
    assert desk.now == desk.look()


@pytest.mark.parametrize(
    "name",
    [
        "-a/1.jsonl",
        "-a/new.jsonl",
        "-new/1.jsonl",
        "-a/1/subagents/agent-x.jsonl",
        "-a/1/subagents/deeper/agent-x.jsonl",
        "-a/0/subagents/agent-x.jsonl",
    ],
)
def test_what_moves(desk: Desk, name: str) -> None:
    """A session that goes on or begins, in a project known or new, and its helpers: each is seen at the next look."""
    for old in ("-a/0.jsonl", "-a/1.jsonl", "-b/2.jsonl", "-b/2/subagents/agent-y.jsonl"):
        desk.write(old)
    began = desk.look()
    desk.look()
    desk.write(name)
    written = desk.now

    assert NOW == began
    assert written == desk.look()
    desk.write(name)
    assert written + timedelta(minutes=1) == desk.look()
    assert written + timedelta(minutes=1) == desk.look()


def test_other_files(desk: Desk) -> None:
    """Only transcripts count."""
    desk.write("-a/1.jsonl")
    desk.look()
    desk.write("-a/memory.md")
    desk.write("notes.txt")

    assert NOW == desk.look()


def test_taken_up_again(desk: Desk) -> None:
    """An old session that is taken up again is seen within minutes, however many there are."""
    for number in range(activity.MAX_FILES + 3):
        desk.write(f"-a/{number}.jsonl", NOW - timedelta(days=30 - number))
    desk.look()
    desk.write("-a/0.jsonl")
    taken_up = desk.now
    seen = [desk.look() for _ in range(6)]

    assert taken_up == seen[-1]


def test_gone(desk: Desk) -> None:
    """What is removed while somebody looks costs nothing but itself."""
    desk.write("-a/1.jsonl", NOW - timedelta(hours=1))
    desk.write("-b/2.jsonl")
    desk.look()
    (desk.folder / "projects/-b/2.jsonl").unlink()
    (desk.folder / "projects/-b").rmdir()

    assert NOW - timedelta(hours=1) == desk.look()


def test_a_file_in_place_of_the_folder(desk: Desk) -> None:
    """What cannot be listed counts as empty."""
    (desk.folder / "projects").write_text("")

    assert desk.look() is None


@pytest.mark.skipif(sys.platform != "linux", reason="counts through Linux's audit of opens")
def test_nothing_is_opened(desk: Desk) -> None:
    """No transcript is ever opened, and a look at an unchanged folder lists nothing."""
    for number in range(3):
        desk.write(f"-a/{number}.jsonl")
    for folder in (desk.folder / "projects/-a", desk.folder / "projects"):
        os.utime(folder, (NOW.timestamp(), NOW.timestamp()))
    opened, listed = _audited(desk, 1)
    again = _audited(desk, 3)

    assert [] == opened
    assert 2 == len(listed)
    assert ([], []) == again


def _audited(desk: Desk, looks: int) -> tuple[list[str], list[str]]:
    """The transcripts that were opened and the folders that were listed during so many looks."""
    calls: list[tuple[str, str]] = []
    watching = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in {"open", "os.scandir"}:
            calls.append((event, str(arguments[0])))

    sys.addaudithook(hook)
    for _ in range(looks):
        desk.look()
    watching.clear()
    opened = [path for event, path in calls if event == "open" and path.endswith(".jsonl")]
    return opened, [path for event, path in calls if event == "os.scandir"]


def test_statusline_counts(sandbox: Sandbox) -> None:
    """What the statusline tells shows Claude Code at work, as transcripts do."""
    provider = sandbox.provider()
    before = asyncio.run(provider.active_at())
    told = localfiles.statusline_path(sandbox.state, sandbox.claude)
    told.parent.mkdir(parents=True)
    told.write_text("{}")
    later = sandbox.now + timedelta(minutes=7)
    os.utime(told, (later.timestamp(), later.timestamp()))

    assert (NOW, later) == (before, asyncio.run(provider.active_at()))
