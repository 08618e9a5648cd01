"""Which watched file a path is, and which folders have to be watched for it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.claude.transcripts import transcript_place
from brim.backend.watching.folders import Report, folders_for
from brim.backend.watching.places import Changes, Matcher, Topic, file_place, state_places

if TYPE_CHECKING:
    from collections.abc import Iterable

HOME, STATE = Path("/home/me").absolute(), Path("/state").absolute()
PLACES = (
    file_place(Topic.LOGIN, HOME / ".claude" / ".credentials.json"),
    file_place(Topic.ACCOUNT, HOME / ".claude.json"),
    transcript_place(HOME / ".claude"),
    *state_places(STATE),
)
NOW_NS = 2_000_000_000_000_000_000
DAY_NS = 86_400_000_000_000


@pytest.mark.parametrize(
    ("path", "topics"),
    [
        (HOME / ".claude" / ".credentials.json", [Topic.LOGIN]),
        (HOME / ".claude" / ".credentials.json.tmp", []),
        (HOME / ".claude.json", [Topic.ACCOUNT]),
        (HOME / ".claude" / "projects" / "-p" / "s.jsonl", [Topic.TRANSCRIPTS]),
        (HOME / ".claude" / "projects" / "-p" / "s" / "subagents" / "workflows" / "w" / "a.jsonl", [Topic.TRANSCRIPTS]),
        (HOME / ".claude" / "projects" / "-p" / "s.json", []),
        (HOME / ".claude" / "history.jsonl", []),
        (STATE / "tray.json", [Topic.STATE]),
        (STATE / "watching.json", []),
        (STATE / "presence.json", []),
        (STATE / "accounts" / "0123" / "gate.json", [Topic.STATE]),
        (STATE / "accounts" / "0123" / ".gate.json.x1", []),
        (STATE / "accounts" / "0123" / "deeper" / "gate.json", []),
        (STATE / "logs" / "other.json", []),
        (STATE / "history.db", []),
    ],
)
def test_which_file_it_is(path: Path, topics: Iterable[Topic]) -> None:
    """Each file counts for what it is; temporary files, logs and what only the tray writes do not count."""
    assert [(topic, str(path)) for topic in topics] == [*Matcher(PLACES).files_at(str(path))]


def test_a_link_is_named_by_its_own_path() -> None:
    """A change of what a login's link leads to is a change of the login."""
    login = str(HOME / ".claude" / ".credentials.json")

    assert [(Topic.LOGIN, login)] == [*Matcher(PLACES, {"/dots/login": login}).files_at("/dots/login")]


def test_everything_is_every_topic() -> None:
    """When anything may have changed, all topics count."""
    one = Changes.of([(Topic.LOGIN, "/a"), (Topic.LOGIN, "/b")])

    assert {Topic.LOGIN} == one.topics
    assert {Path("/a"), Path("/b")} == one.paths[Topic.LOGIN]
    assert set(Topic) == Changes(everything=True).topics


def test_one_folder_of_projects_has_two_names() -> None:
    """A root may be Claude Code's folder, or its folder of projects."""
    assert transcript_place(HOME / ".claude") == transcript_place(HOME / ".claude" / "projects")


def make_projects(claude: Path, *folders: str, days_ago: float = 0) -> None:
    """Make folders below `projects` that changed so long ago."""
    time_ns = int(NOW_NS - days_ago * DAY_NS)
    for folder in folders:
        path = claude / "projects" / folder
        path.mkdir(parents=True, exist_ok=True)
        while path != claude:
            os.utime(path, ns=(time_ns, time_ns))
            path = path.parent


def test_only_what_is_needed_is_watched(tmp_path: Path) -> None:
    """Each project is watched, and inside it only sessions that were active within a day; nothing around them."""
    claude = tmp_path / ".claude"
    make_projects(claude, "-old/a/subagents", "-p/b/subagents", days_ago=3)
    make_projects(claude, "-p/c/subagents/workflows/w")
    found = folders_for([transcript_place(claude)], 100, NOW_NS)

    expected = {"", "-old", "-p", "-p/c", "-p/c/subagents", "-p/c/subagents/workflows", "-p/c/subagents/workflows/w"}
    assert {str(claude / "projects" / name) if name else str(claude / "projects") for name in expected} == set(
        found.watches
    )
    assert {frozenset({Report.WRITTEN})} == set(found.watches.values())
    assert (set(), {str(claude / "projects")}) == (found.awaited, found.anchors)


def test_the_newest_projects_come_first(tmp_path: Path) -> None:
    """Where there are more folders than may be watched, the newest are, and it is said that some are not."""
    claude = tmp_path / ".claude"
    for days in range(10):
        make_projects(claude, f"-p{days}", days_ago=days)
    found = folders_for([transcript_place(claude)], 4, NOW_NS)

    assert {"projects", "-p0", "-p1", "-p2"} == {Path(folder).name for folder in found.watches}
    assert {str(claude / "projects")} == found.too_many


def test_a_folder_to_come_is_awaited(tmp_path: Path) -> None:
    """While a folder does not exist, the nearest one around it is watched for names only, and no other one is."""
    place = file_place(Topic.LOGIN, tmp_path / "a" / "b" / "login.json")
    before = folders_for([place], 100, NOW_NS)
    (tmp_path / "a" / "b").mkdir(parents=True)
    after = folders_for([place], 100, NOW_NS)

    assert {str(tmp_path): frozenset()} == before.watches
    assert {str(tmp_path / "a"), str(tmp_path / "a" / "b")} == before.awaited
    assert ({str(tmp_path / "a" / "b"): frozenset({Report.CLOSED})}, set()) == (after.watches, after.awaited)
