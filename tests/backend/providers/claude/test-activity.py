"""When Claude Code was last in use, by the times of its transcripts."""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude import activity, localfiles
from brim.backend.providers.claude.activity import TranscriptActivity
from brim.backend.watching.places import Changes, Topic
from tests.support.samples import NOW

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox


class Watched:
    """Claude Code's folder, checked at times that a test sets."""

    def __init__(self, folder: Path) -> None:
        """Nothing has been written yet."""
        self.folder = folder
        self.now = NOW
        self.activity = TranscriptActivity(folder, lambda: self.now)

    def write(self, name: str, when: datetime | None = None) -> None:
        """Write a file below `projects`, now or at another time; a folder's own time follows the system's clock."""
        path = self.folder / "projects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
        seconds = (when or self.now).timestamp()
        os.utime(path, (seconds, seconds))

    def check(self, minutes: float = 1) -> datetime | None:
        """The result of a check this much later."""
        self.now += timedelta(minutes=minutes)
        return asyncio.run(self.activity.changed_at())


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    """A folder without any transcript."""
    return Watched(tmp_path)


def reported(*paths: Path, everything: bool = False) -> Changes:
    """A report of changed transcripts."""
    return Changes({Topic.TRANSCRIPTS: frozenset(paths)} if paths else {}, everything=everything)


def write_more_than_are_checked(watched: Watched) -> str:
    """Write transcripts in a folder that changed long ago; the oldest one's times are not read in each check."""
    names = [f"-home-me/{number}.jsonl" for number in range(activity.MAX_FILES + 1)]
    for days, name in enumerate(names):
        watched.write(name, NOW - timedelta(days=days))
    for folder in (watched.folder / "projects", watched.folder / "projects" / "-home-me"):
        os.utime(folder, (1_000_000_000, 1_000_000_000))
    return names[-1]


def test_a_reported_transcript_counts_at_once(watched: Watched) -> None:
    """A session in none of the newest files counts with the next check once it was reported; one elsewhere never."""
    oldest = write_more_than_are_checked(watched)
    watched.check()
    watched.write(oldest)
    written_at, unseen = watched.now, watched.check()
    watched.activity.note(reported(watched.folder / "elsewhere.jsonl"))
    foreign = watched.check()
    watched.activity.note(reported(watched.folder / "projects" / oldest))

    assert (NOW, NOW, written_at) == (unseen, foreign, watched.check())


def test_lost_reports_are_searched_for(watched: Watched) -> None:
    """When reports were lost, all folders are listed again with the next check."""
    oldest = write_more_than_are_checked(watched)
    watched.check()
    written_at = watched.now
    watched.write(oldest)
    watched.activity.note(reported(everything=True))

    assert written_at == watched.check()


def test_no_transcript_means_no_activity(watched: Watched) -> None:
    """Without transcripts, or their folder, there was no activity; the next check finds the first transcript."""
    without_folder = watched.check()
    (watched.folder / "projects").mkdir()
    without_transcript = watched.check()
    watched.write("-home-me/1.jsonl")

    assert (None, None) == (without_folder, without_transcript)
    assert watched.now == watched.check()


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
def test_every_change_is_found_in_the_next_check(watched: Watched, name: str) -> None:
    """A session that goes on or begins, in a known or a new project, and its subagents: the next check finds each."""
    for old in ("-a/0.jsonl", "-a/1.jsonl", "-b/2.jsonl", "-b/2/subagents/agent-y.jsonl"):
        watched.write(old)
    began = watched.check()
    watched.check()
    watched.write(name)
    written = watched.now

    assert NOW == began
    assert written == watched.check()
    watched.write(name)
    assert written + timedelta(minutes=1) == watched.check()
    assert written + timedelta(minutes=1) == watched.check()


def test_other_files_do_not_count(watched: Watched) -> None:
    """Only transcripts count."""
    watched.write("-a/1.jsonl")
    watched.check()
    watched.write("-a/memory.md")
    watched.write("notes.txt")

    assert NOW == watched.check()


def test_a_resumed_session_is_found_within_minutes(watched: Watched) -> None:
    """An old session that is resumed is found within minutes, however many sessions there are."""
    for number in range(activity.MAX_FILES + 3):
        watched.write(f"-a/{number}.jsonl", NOW - timedelta(days=30 - number))
    watched.check()
    watched.write("-a/0.jsonl")
    resumed_at = watched.now
    times = [watched.check() for _ in range(6)]

    assert resumed_at == times[-1]


def test_a_removed_transcript_does_not_hide_the_others(watched: Watched) -> None:
    """A file or folder that is removed meanwhile does not hide the others."""
    watched.write("-a/1.jsonl", NOW - timedelta(hours=1))
    watched.write("-b/2.jsonl")
    watched.check()
    (watched.folder / "projects/-b/2.jsonl").unlink()
    (watched.folder / "projects/-b").rmdir()

    assert NOW - timedelta(hours=1) == watched.check()


def test_a_file_instead_of_the_folder_counts_as_empty(watched: Watched) -> None:
    """What cannot be listed counts as empty."""
    (watched.folder / "projects").write_text("")

    assert watched.check() is None


@pytest.mark.skipif(sys.platform != "linux", reason="counts through Linux's audit of opens")
def test_no_transcript_is_opened(watched: Watched) -> None:
    """No transcript is ever opened, and a check of an unchanged folder lists nothing."""
    for number in range(3):
        watched.write(f"-a/{number}.jsonl")
    for folder in (watched.folder / "projects/-a", watched.folder / "projects"):
        os.utime(folder, (NOW.timestamp(), NOW.timestamp()))
    opened, listed = _audited(watched, 1)
    again = _audited(watched, 3)

    assert [] == opened
    assert 2 == len(listed)
    assert ([], []) == again


def _audited(watched: Watched, checks: int) -> tuple[list[str], list[str]]:
    """The transcripts that were opened and the folders that were listed during this many checks."""
    calls: list[tuple[str, str]] = []
    is_active = [True]

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if is_active and event in {"open", "os.scandir"}:
            calls.append((event, str(arguments[0])))

    sys.addaudithook(hook)
    for _ in range(checks):
        watched.check()
    is_active.clear()
    opened = [path for event, path in calls if event == "open" and path.endswith(".jsonl")]
    return opened, [path for event, path in calls if event == "os.scandir"]


def test_the_status_line_counts_as_activity(sandbox: Sandbox) -> None:
    """A report of the status line shows that Claude Code is in use, as transcripts do."""
    provider = sandbox.provider()
    before = asyncio.run(provider.active_at())
    path = localfiles.statusline_path(sandbox.state, sandbox.claude)
    path.parent.mkdir(parents=True)
    path.write_text("{}")
    later = sandbox.now + timedelta(minutes=7)
    os.utime(path, (later.timestamp(), later.timestamp()))

    assert (NOW, later) == (before, asyncio.run(provider.active_at()))
