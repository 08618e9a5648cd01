"""A real host for each test that asks for one, and the whole of Brim in it. `make test-hosts` runs these tests."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from tests.desktop.fixtures import Driver
from tests.desktop.processes import kill_group
from tests.desktop.screen import DesktopError
from tests.support.sandbox import Sandbox, served_sandbox

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hosts.realhost import RealHost

SCREENSHOTS = Path(".cache/hosts")


class StartHost(Protocol):
    """Starts a host that is ended with the test."""

    def __call__[H: RealHost](self, host: H) -> H:
        """It skips where one of Debian's packages is missing."""


class StartBrim(Protocol):
    """Starts the whole of Brim in a host; it is ended with the test."""

    def __call__(self, host: RealHost, *arguments: str) -> subprocess.Popen[bytes]:
        """Its output is in the host's log `brim`."""


class StartTray(Protocol):
    """Starts the tray alone in a host, with rows that a test gives; it is ended with the test."""

    def __call__(self, host: RealHost) -> Driver:
        """It returns when the item is registered."""


@pytest.fixture
def start_host(request: pytest.FixtureRequest, home: Path) -> Iterator[StartHost]:
    """Hosts of this test's own; what the screen of each shows at the end is stored for people to look at."""
    del home  # the environment of the host is that of the test
    with contextlib.ExitStack() as stack:
        started: list[RealHost] = []

        def start[H: RealHost](host: H) -> H:
            if missing := host.missing_packages():
                pytest.skip(f"not installed: {', '.join(missing)}; see packaging/debian-host-packages.txt")
            stack.enter_context(host)
            started.append(host)
            return host

        yield start
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        for host in started:
            with contextlib.suppress(DesktopError):
                host.screenshot(SCREENSHOTS / f"{request.node.name}.png", host.screen)


@pytest.fixture
def sandbox(home: Path, tmp_path: Path) -> Iterator[Sandbox]:
    """A login, and a usage server for it, that Brim finds through its environment."""
    with served_sandbox(home, tmp_path) as machine:
        yield machine


@pytest.fixture
def start_brim(sandbox: Sandbox, start_host: StartHost) -> Iterator[StartBrim]:
    """Brim as a person starts it; it ends before its host does."""
    del start_host  # only its place in the order matters
    started: list[subprocess.Popen[bytes]] = []

    def start(host: RealHost, *arguments: str) -> subprocess.Popen[bytes]:
        with (host.folder / "brim.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "brim", *arguments],
                env=host.env | sandbox.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        kill_group(process)


@pytest.fixture
def start_tray(tmp_path: Path, start_host: StartHost) -> Iterator[StartTray]:
    """The tray without the rest of Brim; it ends before its host does."""
    del start_host  # only its place in the order matters
    started: list[Driver] = []

    def start(host: RealHost) -> Driver:
        record = tmp_path / f"record-{len(started)}"
        driver = Driver(host, record, (), None)
        started.append(driver)
        driver.wait_for("ready")
        return driver

    yield start
    for driver in started:
        driver.kill()
