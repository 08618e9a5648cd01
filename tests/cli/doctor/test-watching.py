"""What `brim doctor` says of changed files: reported by the system, or checked once a minute, and why."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

import pytest

from brim.backend.system.wakeup import listening
from brim.backend.watching.coverage import Gap, Reason, write_coverage
from brim.words import watching as words
from tests.support.sandbox import start_brim, wait_for
from tests.support.servingtray import is_read, serving, take
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.support.sandbox import Sandbox

NETWORK = Gap("/srv/.claude/projects", Reason.NETWORK, "nfs4")


def watching_lines() -> list[tuple[str, str, str | None]]:
    """Verdict, text and next step of the lines of `brim doctor` about changed files."""
    with start_brim("doctor", "--json") as process:
        report = json.loads(process.communicate(timeout=60)[0])
    lines = [(line["verdict"], line["text"], line["next"]) for line in report["lines"] if line["topic"] == "Brim"]
    return [line for line in lines if "once a minute" in line[1] or "reported" in line[1]]


def lines_with(state: Path, gaps: Iterable[Gap]) -> list[tuple[str, str, str | None]]:
    """The lines while a tray runs that has these gaps."""

    async def go() -> list[tuple[str, str, str | None]]:
        async with listening(state, lambda: None) as port:
            assert port is not None
            write_coverage(state, port, gaps)
            return await asyncio.to_thread(watching_lines)

    return asyncio.run(go())


def test_which_of_both_holds(sandbox: Sandbox) -> None:
    """With everything reported there is one good line; a network drive is a note; a limit comes with the command."""
    limit = Gap(str(sandbox.claude / "projects"), Reason.LIMIT)
    good, notes = lines_with(sandbox.state, ()), lines_with(sandbox.state, (NETWORK, limit))

    assert [("ok", "Changed files are reported by the system", None)] == good
    assert [
        ("look", "/srv/.claude/projects is on a network drive (nfs4), so it is checked once a minute", None),
        (
            "look",
            "~/.claude/projects is checked once a minute: the system watches no more folders",
            "For changes at once, run `sudo sysctl fs.inotify.max_user_watches=524288`.",
        ),
    ] == notes


def test_without_a_tray(sandbox: Sandbox) -> None:
    """Nothing is said where no tray runs: commands look at the files each time."""
    write_coverage(sandbox.state, 9, ())

    assert [] == watching_lines()


@pytest.mark.skipif(sys.platform != "linux", reason="macOS leaves a file of the home folder to the clock")
def test_a_real_tray(sandbox: Sandbox) -> None:
    """The tray of a home on a local disk has everything reported, and says so."""
    from brim.backend.settings import load

    load._settings.clear()
    sandbox.server.answers = [future_usage_answer()]
    with serving() as bridge:
        take(bridge, is_read)
        wait_for((sandbox.state / "watching.json").exists)

        assert [("ok", "Changed files are reported by the system", None)] == watching_lines()


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_a_sentence(reason: Reason) -> None:
    """Each reason is a sentence about the file, or about all files, without a field left open."""
    of_one, step = words.gap("~/.claude", reason, "why")
    of_all = words.gap("", reason, "why")[0]

    assert of_one.startswith("~/.claude is ")
    assert of_all.startswith("All files are ")
    assert "{" not in of_one + of_all + str(step)
