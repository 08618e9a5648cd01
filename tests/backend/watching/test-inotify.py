"""Watching by the system's events, on real files: what is reported, and that nothing is missed. Linux."""

from __future__ import annotations

import asyncio
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.transcripts import transcript_place
from brim.backend.watching.coverage import Gap, Reason
from brim.backend.watching.places import Topic, file_place, state_places
from tests.support.filewatching import running_watch

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tests.support.filewatching import Seen

pytest.importorskip("inotify_simple", reason="inotify is a part of Linux")

from brim.backend.watching.inotify import InotifyWatcher


def watch_claude(claude: Path, scenario: Callable[[Seen], Coroutine[None, None, None]]) -> None:
    """Run a scenario while login, account and transcripts of one of Claude Code's folders are watched."""
    places = (
        file_place(Topic.LOGIN, claude / ".credentials.json"),
        file_place(Topic.ACCOUNT, claude.parent / ".claude.json"),
        transcript_place(claude),
    )

    async def go() -> None:
        async with running_watch(places) as seen:
            await scenario(seen)

    asyncio.run(go())


@pytest.fixture
def claude(tmp_path: Path) -> Path:
    """One of Claude Code's folders, with one project."""
    folder = tmp_path / "home" / ".claude"
    (folder / "projects" / "-home-me-work").mkdir(parents=True)
    return folder


def replace_file(path: Path, text: str) -> None:
    """Replace a file in one step, as Claude Code does."""
    beside = path.with_name(f"{path.name}.tmp.{os.getpid()}")
    beside.write_text(text)
    beside.replace(path)


def append(path: Path) -> None:
    """Append a row, as Claude Code does."""
    with path.open("a") as file:
        file.write("{}\n")


def test_files_written_replaced_and_removed(claude: Path) -> None:
    """A file that is made, written in place, replaced or removed is reported each time; one beside it never is."""
    login, account = claude / ".credentials.json", claude.parent / ".claude.json"

    async def scenario(seen: Seen) -> None:
        login.write_text("{}")
        await seen.until_reported(login)
        (claude / "settings.json").write_text("{}")
        (claude.parent / ".bash_history").write_text("ls")
        replace_file(login, '{"a": 1}')
        await seen.until(lambda: login in seen.paths)
        assert {login} == seen.paths
        seen.changes.clear()
        for text in ("{}", '{"b": 2}'):
            replace_file(account, text)
            await seen.until_reported(account)
        login.unlink()
        await seen.until_reported(login)

    watch_claude(claude, scenario)


def test_transcripts_at_every_depth(claude: Path) -> None:
    """Rows appended to a session, to a new session, and to subagents of both are reported with their paths."""
    project = claude / "projects" / "-home-me-work"
    old = project / "old.jsonl"
    old.write_text("{}\n")

    async def scenario(seen: Seen) -> None:
        with old.open("a") as file:  # it stays open
            file.write("{}\n")
            file.flush()
            await seen.until_reported(old)
        agent = project / "old" / "subagents" / "workflows" / "one" / "agent-1.jsonl"
        agent.parent.mkdir(parents=True)
        agent.write_text("{}\n")
        await seen.until_reported(agent)
        append(agent)
        await seen.until_reported(agent)
        other = claude / "projects" / "-home-me-new" / "new.jsonl"
        other.parent.mkdir()
        other.write_text("{}\n")
        await seen.until_reported(other)

    watch_claude(claude, scenario)


def test_an_old_session_goes_on(claude: Path) -> None:
    """Folders of subagents that rested for days are watched once their session writes again."""
    project = claude / "projects" / "-home-me-work"
    session, agent = project / "a.jsonl", project / "a" / "subagents" / "agent-1.jsonl"
    agent.parent.mkdir(parents=True)
    for path in (session, agent):
        path.write_text("{}\n")
        os.utime(path, (1_000_000_000, 1_000_000_000))
    for folder in (agent.parent, agent.parent.parent):
        os.utime(folder, (1_000_000_000, 1_000_000_000))

    async def scenario(seen: Seen) -> None:
        append(session)
        await seen.until_reported(session)
        append(agent)
        await seen.until_reported(agent)

    watch_claude(claude, scenario)


def test_folder_appears_later(tmp_path: Path) -> None:
    """Files in a folder that did not exist, nor the one around it, are reported once they come."""
    claude = tmp_path / "later" / "deep" / ".claude"
    login, transcript = claude / ".credentials.json", claude / "projects" / "-p" / "s.jsonl"

    async def scenario(seen: Seen) -> None:
        assert () == seen.watch.gaps
        claude.mkdir(parents=True)
        await seen.until(lambda: seen.everything_count > 0)
        seen.changes.clear()
        login.write_text("{}")
        await seen.until(lambda: login in seen.paths or seen.everything_count > 0)
        transcript.parent.mkdir(parents=True)
        transcript.write_text("{}\n")
        await seen.until(lambda: transcript in seen.paths or seen.everything_count > 0)
        seen.changes.clear()
        append(transcript)
        replace_file(login, "{}")
        await seen.until_reported(transcript, login)

    watch_claude(claude, scenario)


@pytest.mark.parametrize("how", ["removed", "renamed", "replaced by a link"])
def test_folder_is_replaced(claude: Path, how: str) -> None:
    """When Claude Code's folder is removed, moved or becomes a link, the one that comes in its place is watched."""
    login, transcript = claude / ".credentials.json", claude / "projects" / "-p" / "s.jsonl"

    async def scenario(seen: Seen) -> None:
        if how == "removed":
            shutil.rmtree(claude)
        else:
            shutil.move(claude, claude.with_name("old"))
        await seen.until(lambda: seen.everything_count > 0)
        seen.changes.clear()
        if how == "replaced by a link":
            elsewhere = claude.parent.parent / "elsewhere"
            (elsewhere / "projects" / "-p").mkdir(parents=True)
            await asyncio.to_thread(claude.symlink_to, elsewhere)
        else:
            (claude / "projects" / "-p").mkdir(parents=True)
        await seen.until(lambda: seen.everything_count > 0)
        await seen.until(lambda: bool(login.write_text("{}")) and login in seen.paths)
        await seen.until(lambda: bool(transcript.write_text("{}\n")) and transcript in seen.paths)
        assert () == seen.watch.gaps

    watch_claude(claude, scenario)


def test_symbolic_links(claude: Path, tmp_path: Path) -> None:
    """A login that is a link is reported when the file that it leads to changes, and when it leads elsewhere."""
    login, target, other = claude / ".credentials.json", tmp_path / "dots" / "login", tmp_path / "more" / "login"
    for path in (target, other):
        path.parent.mkdir()
        path.write_text("{}")
    login.symlink_to(target)
    shared = tmp_path / "shared" / "-linked"
    shared.mkdir(parents=True)
    (claude / "projects" / "-linked").symlink_to(shared)

    async def scenario(seen: Seen) -> None:
        replace_file(target, '{"a": 1}')
        await seen.until_reported(login)
        (shared / "s.jsonl").write_text("{}\n")
        await seen.until_reported(claude / "projects" / "-linked" / "s.jsonl")
        login.unlink()
        login.symlink_to(other)
        await seen.until(lambda: seen.everything_count > 0)
        seen.changes.clear()
        replace_file(other, '{"a": 1}')
        await seen.until_reported(login)

    watch_claude(claude, scenario)


def test_thousands_of_files_at_once(claude: Path) -> None:
    """Thousands of transcripts in hundreds of new folders are all reported, or everything is said to have changed."""
    made = [claude / "projects" / f"-p{folder}" / f"{name}.jsonl" for folder in range(200) for name in range(30)]

    async def scenario(seen: Seen) -> None:
        for path in made:
            path.parent.mkdir(exist_ok=True)
            path.write_text("{}\n")
        await seen.until(lambda: seen.paths.issuperset(made) or seen.everything_count > 0)
        seen.changes.clear()
        for path in (made[0], made[-1]):
            append(path)
            await seen.until_reported(path)

    watch_claude(claude, scenario)


def test_more_than_the_system_can_queue(claude: Path) -> None:
    """When events were lost, everything may have changed, and what comes after is reported as before."""
    project = claude / "projects" / "-home-me-work"
    queue = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())

    async def go() -> None:
        async with running_watch((transcript_place(claude),)) as seen:
            one, two = (project / f"{name}.jsonl" for name in "ab")
            with one.open("a") as first, two.open("a") as second:
                for _ in range(queue // 2 + 100):  # equal events in a row count as one
                    os.write(first.fileno(), b"\n")
                    os.write(second.fileno(), b"\n")
            await seen.until(lambda: seen.everything_count > 0)
            seen.changes.clear()
            append(one)
            await seen.until_reported(one)

    asyncio.run(go())


def test_bursts_are_reported_together(claude: Path) -> None:
    """A program that writes all the time is reported once in a while, and its last row is never missed."""
    transcript = claude / "projects" / "-home-me-work" / "s.jsonl"

    async def go() -> None:
        async with running_watch((transcript_place(claude),), rest=0.3) as seen:
            with transcript.open("a") as file:
                for _ in range(100):
                    file.write("{}\n")
                    file.flush()
                    await asyncio.sleep(0.002)
            await seen.until(lambda: len(seen.changes) == 2)
            assert {transcript} == seen.paths
            size = transcript.stat().st_size
            assert 300 == size

    asyncio.run(go())


def test_the_state_folder(tmp_path: Path) -> None:
    """Shared files are reported, also those of an account that is new; the log and the history are not."""
    state = tmp_path / "state"
    (state / "logs").mkdir(parents=True)

    async def go() -> None:
        async with running_watch(state_places(state)) as seen:
            (state / "logs" / "brim.log").write_text("x")
            (state / "history.sqlite").write_text("x")
            replace_file(state / "logins.json", "{}")
            await seen.until(lambda: bool(seen.paths))
            assert {state / "logins.json"} == seen.paths
            gate = state / "accounts" / "0123" / "gate.json"
            gate.parent.mkdir(parents=True)
            await seen.until(lambda: seen.everything_count > 0)
            await seen.until(lambda: bool(gate.write_text("{}")) and gate in seen.paths)
            shutil.rmtree(state)
            count = seen.everything_count
            await seen.until(lambda: seen.everything_count > count)
            (state / "statusline").mkdir(parents=True)
            await seen.until(lambda: bool((state / "statusline" / "a.json").write_text("{}")) and len(seen.paths) == 3)

    asyncio.run(go())


def test_a_folder_that_may_not_be_read(claude: Path) -> None:
    """More folders than may be watched are a gap with its reason, and everything else is still reported."""
    for name in range(20):
        (claude / "projects" / f"-p{name}").mkdir()

    async def go() -> None:
        places = (file_place(Topic.LOGIN, claude / ".credentials.json"), transcript_place(claude))
        async with running_watch(places, opener=lambda: InotifyWatcher(limit=10)) as seen:
            assert (Gap(str(claude / "projects"), Reason.TOO_MANY),) == seen.watch.gaps
            assert not seen.watch.is_complete()
            (claude / ".credentials.json").write_text("{}")
            await seen.until_reported(claude / ".credentials.json")

    asyncio.run(go())
