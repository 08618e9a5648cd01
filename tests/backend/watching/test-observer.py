"""The watcher of macOS and Windows, over whatever observer this system has: what is reported, and what is left out."""

from __future__ import annotations

import asyncio
import shutil
import sys
from pathlib import Path

import pytest

from brim.backend.providers.claude.transcripts import transcript_place
from brim.backend.watching.coverage import Gap, Reason
from brim.backend.watching.observer import ObserverWatcher, scopes_for
from brim.backend.watching.places import Place, Topic, file_place, state_places
from tests.support.filewatching import running_watch


def places_in(home: Path) -> list[Place]:
    """All that is watched of an account."""
    return [
        file_place(Topic.LOGIN, home / ".claude" / ".credentials.json"),
        file_place(Topic.ACCOUNT, home / ".claude.json"),
        transcript_place(home / ".claude"),
        *state_places(home / "state"),
    ]


def test_few_scopes() -> None:
    """One folder with all inside is watched in place of several; on macOS the home folder as a whole never is."""
    home = Path.cwd().absolute() / "home"
    claude, state = str(home / ".claude"), str(home / "state")
    windows, mac = scopes_for(places_in(home), trees_only=False), scopes_for(places_in(home), trees_only=True)

    assert ({f"{Path(claude, 'projects')}": True, state: True, claude: False, str(home): False}, []) == windows
    assert ({state: True, claude: True}, [str(home / ".claude.json")]) == mac


@pytest.mark.parametrize("trees_only", [False, True])
def test_files_are_reported(tmp_path: Path, trees_only: bool) -> None:  # noqa: FBT001 - both kinds of system
    """Written and replaced files are reported, at every depth, in every folder."""
    claude, state = tmp_path / ".claude", tmp_path / "state"
    login, transcript = claude / ".credentials.json", claude / "projects" / "-p" / "s" / "subagents" / "agent-1.jsonl"
    for folder in (claude / "projects", state / "accounts" / "0123"):
        folder.mkdir(parents=True)

    async def go() -> None:
        async with running_watch(places_in(tmp_path), opener=lambda: ObserverWatcher(trees_only=trees_only)) as seen:
            left_out = [Gap(str(tmp_path / ".claude.json"), Reason.SINGLE_FILE)] if trees_only else []
            assert left_out == list(seen.watch.gaps)
            login.write_text("{}")
            await seen.until_reported(login)
            beside = login.with_name("beside")
            beside.write_text('{"a": 1}')
            await asyncio.to_thread(beside.replace, login)
            await seen.until_reported(login)
            transcript.parent.mkdir(parents=True)
            await seen.until(lambda: bool(transcript.write_text("{}\n")) and transcript in seen.paths)
            seen.changes.clear()
            (state / "accounts" / "0123" / "gate.json").write_text("{}")
            await seen.until_reported(state / "accounts" / "0123" / "gate.json")

    asyncio.run(go())


@pytest.mark.skipif(sys.platform == "win32", reason="a watched folder cannot be replaced there")
def test_a_folder_made_anew(tmp_path: Path) -> None:
    """A folder that was removed and made again is watched again after the next look."""
    claude = tmp_path / ".claude"
    login = claude / ".credentials.json"
    (claude / "projects").mkdir(parents=True)

    async def go() -> None:
        async with running_watch(places_in(tmp_path)[:3], opener=ObserverWatcher) as seen:
            login.write_text("{}")
            await seen.until_reported(login)
            shutil.rmtree(claude)
            await seen.until(lambda: seen.everything_count > 0 or login in seen.paths)
            (claude / "projects").mkdir(parents=True)
            seen.changes.clear()
            seen.watch.look()
            await seen.until(seen.watch.is_complete)
            await seen.until(lambda: bool(login.write_text("{}")) and login in seen.paths)

    asyncio.run(go())


def test_absent_folders_are_left_to_the_clock(tmp_path: Path) -> None:
    """A folder that does not exist is a gap until it comes and somebody looks."""
    claude = tmp_path / "later" / ".claude"

    async def go() -> None:
        async with running_watch([transcript_place(claude)], opener=ObserverWatcher) as seen:
            projects = claude / "projects"
            assert (Gap(str(projects), Reason.ABSENT),) == seen.watch.gaps
            projects.mkdir(parents=True)
            seen.watch.look()
            await seen.until(seen.watch.is_complete)
            (projects / "s.jsonl").write_text("{}\n")
            await seen.until_reported(projects / "s.jsonl")

    asyncio.run(go())
