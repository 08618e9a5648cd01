"""The whole of Brim on a desktop of the test's own, with a login and a usage server."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.desktop.processes import kill_group
from tests.support.sandbox import Sandbox, served_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop

collect_ignore_glob = [] if sys.platform == "linux" else ["test-*.py"]  # D-Bus and its library are Linux' own


class StartBrim(Protocol):
    """Starts the whole of Brim in a desktop; it is ended with the test."""

    def __call__(self, desktop: Desktop, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        """`before` is a command that runs it."""


@pytest.fixture
def sandbox(home: Path, tmp_path: Path) -> Iterator[Sandbox]:
    """A login, and a usage server for it, that the processes under test find through their environment."""
    with served_sandbox(home, tmp_path) as machine:
        yield machine


@pytest.fixture
def start_brim(sandbox: Sandbox, start_desktop: StartDesktop) -> Iterator[StartBrim]:
    """Brim as a person starts it."""
    del start_desktop  # only its place in the order matters
    started: list[subprocess.Popen[str]] = []

    def start(desktop: Desktop, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*before, sys.executable, "-m", "brim", *arguments],
            env=desktop.env | sandbox.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        kill_group(process)
        process.communicate()
