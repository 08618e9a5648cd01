"""`brim doctor` says in one line whether this copy of Brim starts at login."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.launcherfiles import copy
from tests.support.sandbox import start_brim

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["copy"]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the folders are Linux's"),
    pytest.mark.usefixtures("home"),
]


@pytest.fixture(autouse=True)
def _only_the_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_DIRS", "/nonexistent")


def report() -> tuple[Any, tuple[str, str, str | None]]:  # Any: what JSON holds
    """The facts, and verdict, text and next step of the only line about them."""
    with start_brim("doctor", "--json") as process:
        out = json.loads(process.communicate(timeout=60)[0])
    [line] = [line for line in out["lines"] if line["topic"] == "Brim" and "login" in line["text"]]
    return out["autostart"], (line["verdict"], line["text"], line["next"])


def run(command: list[str]) -> None:
    """Run it to its end."""
    subprocess.run(command, check=True, timeout=60, capture_output=True)


def test_on_and_off_are_as_good() -> None:
    """Neither has a next step; the command that changes it is named."""
    off = report()
    run([sys.executable, "-m", "brim", "autostart", "on"])
    on = report()

    assert ("ok", "Does not start at login; `brim autostart on` changes that", None) == off[1]
    assert ("ok", "Starts at login", None) == on[1]
    assert (False, None, True) == (off[0]["enabled"], off[0]["program"], on[0]["enabled"])


def test_an_entry_of_another_copy_has_a_next_step(copy: Path) -> None:
    """Another copy of Brim is named, and so is one that was removed and left its entry."""
    run([str(copy), "-m", "brim", "autostart", "on"])
    there = report()
    copy.unlink()
    gone = report()

    assert (True, True, False) == tuple(there[0][name] for name in ("enabled", "elsewhere", "gone"))
    assert (False, False, True) == tuple(gone[0][name] for name in ("enabled", "elsewhere", "gone"))
    assert ("look", "Run `brim autostart on` to start this copy instead.") == there[1][::2]
    assert ("look", "Run `brim autostart on` to start this copy, or `brim autostart off`.") == gone[1][::2]
    assert there[1][1].startswith("Another copy starts at login, ")
    assert gone[1][1].endswith(" is gone")
