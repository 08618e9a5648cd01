"""A real desktop for each test that asks for one, and Brim's tray in it as a real process."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest

from brim.model.command import ReportDesktopEvent as Told
from tests.desktop.harness import Desktop, missing_programs
from tests.desktop.mocks import INSTALLED, Mock
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.command import DesktopEvent
    from tests.desktop.session import Session

DRIVER = Path(__file__).with_name("driver.py")


class Driver:
    """The tray under test: a process, told what to do by lines, that records what happened."""

    def __init__(self, desktop: Session, record: Path, arguments: tuple[str, ...], terminal: int | None) -> None:
        """Start it; `terminal` is a pseudo-terminal that it takes for its own."""
        self.desktop = desktop
        self._record = record
        self._errors = record.with_suffix(".err")
        outputs = self._errors.open("wb") if terminal is None else terminal
        with contextlib.ExitStack() as stack:
            if not isinstance(outputs, int):
                stack.enter_context(outputs)
            self.process = subprocess.Popen(
                [sys.executable, str(DRIVER), str(record), *arguments],
                env=desktop.env,
                stdin=subprocess.PIPE,
                stdout=outputs,
                stderr=outputs,
                start_new_session=True,
            )

    def record(self) -> list[str]:
        """What happened so far, one line each."""
        return self._record.read_text().splitlines() if self._record.exists() else []

    def errors(self) -> str:
        """What it wrote to its standard error."""
        return self._errors.read_text() if self._errors.exists() else ""

    def wait_for(self, line: str, count: int = 1, seconds: float = 20.0) -> None:
        """Wait until a line has been recorded so many times."""
        wait_until(lambda: self.record().count(line) >= count, f"{line!r} in {self.record()}", seconds)

    def wait_for_events(self, *events: DesktopEvent, seconds: float = 20.0) -> None:
        """Wait until exactly these events of the desktop have been told, in this order."""
        expected = [repr(Told(event)) for event in events]

        def told() -> list[str]:
            return [line for line in self.record() if line.startswith("ReportDesktopEvent(")]

        wait_until(lambda: told() == expected, f"{expected}, and not {told()}", seconds)

    def wait_until_heard(self, name: str, count: int = 1) -> None:
        """Wait until the program of a bus name has been listened to so many times; the driver must debug."""
        wait_until(lambda: self.errors().count(f"{name} is listened to") >= count, f"who listens to {name}")

    def do(self, *lines: str) -> None:
        """Tell it something and wait until it has been handed to the tray."""
        done = f"done {lines[-1]}"
        due = self.record().count(done) + lines.count(lines[-1])
        if self.process.stdin is not None:
            self.process.stdin.write("".join(f"{line}\n" for line in lines).encode())
            self.process.stdin.flush()
        self.wait_for(done, due)

    def end_input(self) -> None:
        """Let a driver that lingers go."""
        if self.process.stdin is not None:
            self.process.stdin.close()

    def wait_for_end(self, seconds: float = 15.0) -> int:
        """Wait until the process has ended; its exit status."""
        return self.process.wait(seconds)

    def kill(self) -> None:
        """End it without asking."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.process.stdin.close()


class StartDesktop(Protocol):
    """Starts a desktop that is ended with the test."""

    def __call__(
        self, panel: str = "none", notify: str = "none", *, dark: bool = True, icon: int = 22, scale: int = 1
    ) -> Desktop:
        """`panel` is xfce, lxqt or none, with icons of so many pixels; `notify` is dunst, xfce or none."""


class StartMock(Protocol):
    """Starts a program that stands in for one of the desktop's; it is ended with the test."""

    def __call__(self, desktop: Desktop, name: str, path: str, template: str = "", **parameters: str) -> Mock:
        """`template` is one of dbusmock's, with its parameters as Python writes them."""


class StartDriver(Protocol):
    """Starts the tray in a desktop; it is ended with the test."""

    def __call__(self, desktop: Desktop, *arguments: str, terminal: int | None = None, ready: bool = True) -> Driver:
        """`ready` waits until the item is registered or it is known that nobody listens."""


@pytest.fixture
def start_desktop() -> Iterator[StartDesktop]:
    """Desktops of this test's own. It skips where Debian's programs are not installed."""
    with contextlib.ExitStack() as stack:

        def start(
            panel: str = "none", notify: str = "none", *, dark: bool = True, icon: int = 22, scale: int = 1
        ) -> Desktop:
            if absent := missing_programs(panel, notify):
                pytest.skip(f"not installed: {', '.join(absent)}; see packaging/debian-test-packages.txt")
            return stack.enter_context(Desktop(panel=panel, notify=notify, dark=dark, icon=icon, scale=scale))

        yield start


@pytest.fixture
def start_mock(start_desktop: StartDesktop) -> Iterator[StartMock]:
    """Mocks of this test's own; they end before their desktop does."""
    del start_desktop  # only its place in the order matters
    if not INSTALLED.exists():
        pytest.skip("not installed: python3-dbusmock; see packaging/debian-test-packages.txt")
    with contextlib.ExitStack() as stack:

        def start(desktop: Desktop, name: str, path: str, template: str = "", **parameters: str) -> Mock:
            return stack.enter_context(Mock(desktop, name, path, template, **parameters))

        yield start


@pytest.fixture
def start_driver(tmp_path: Path, start_desktop: StartDesktop) -> Iterator[StartDriver]:
    """Trays of this test's own; they end before their desktop does."""
    del start_desktop  # only its place in the order matters
    drivers: list[Driver] = []

    def start(desktop: Desktop, *arguments: str, terminal: int | None = None, ready: bool = True) -> Driver:
        driver = Driver(desktop, tmp_path / f"record-{len(drivers)}", arguments, terminal)
        drivers.append(driver)
        if ready:
            driver.wait_for("ready")
        return driver

    yield start
    for driver in drivers:
        driver.kill()
