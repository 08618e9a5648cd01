"""A newer version in the commands: on a terminal, never for scripts, and never with a request."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from brim import __version__
from tests.support.terminalrun import run_on_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.sandbox import Sandbox

NOTE = "Brim 99.2.0 is out. To update, run"


def know(state: Path, **changes: object) -> None:
    """Store what a check has found."""
    state.mkdir(parents=True, exist_ok=True)
    known = {"schema": 1, "on": True, "address": "", "latest": "99.2.0"}
    (state / "updates.json").write_text(json.dumps(known | changes))


def printed(*arguments: str) -> str:
    """What a script gets."""
    command = [sys.executable, "-m", "brim", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout


def test_version_names_a_newer_one_on_a_terminal_alone(sandbox: Sandbox) -> None:
    """A script reads the version as ever; a person reads one line more."""
    know(sandbox.state)
    shown = run_on_terminal("--version")

    assert f"brim {__version__}" == shown.lines[0]
    assert NOTE in shown.words
    assert f"brim {__version__}\n" == printed("--version")


@pytest.mark.parametrize(
    "changes", [{"on": False}, {"latest": __version__}, {"latest": None}, {"latest": "\x1b[2J9"}, {"latest": [9]}]
)
def test_nothing_is_said_without_a_newer_version(sandbox: Sandbox, changes: dict[str, object]) -> None:
    """Checks that are off, an equal version and a damaged file leave the version alone."""
    know(sandbox.state, **changes)

    assert [f"brim {__version__}"] == run_on_terminal("--version").lines


def test_status_says_it_below_the_usage(sandbox: Sandbox) -> None:
    """On a terminal the line comes last; text for a pipe and JSON have none."""
    know(sandbox.state)
    shown = run_on_terminal("status")

    assert NOTE in " ".join(shown.lines[-2:])
    assert "is out" not in printed("status")
    assert "is out" not in printed("status", "--json")
    assert 1 == len(sandbox.server.requests)


def test_doctor_reports_it_while_checks_are_on(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report has the version and what to run, as a note; with the check off it has neither."""
    know(sandbox.state)
    off = json.loads(printed("doctor", "--json"))
    monkeypatch.setenv("BRIM_UPDATES__CHECK", "true")
    on = json.loads(printed("doctor", "--json"))
    (line,) = (line for line in on["lines"] if "is out" in line["text"])

    assert off["update"] is None
    assert ("99.2.0", "folder") == (on["update"]["version"], on["update"]["installed_by"])
    assert ("Versions", "look") == (line["topic"], line["verdict"])
    assert line["next"].startswith("To update, run `git -C ")
