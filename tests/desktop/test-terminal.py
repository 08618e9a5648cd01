"""The live gauge on a real terminal: how it ends, and the state of the terminal afterwards."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import termios
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.desktop.fixtures import StartDesktop
    from tests.support.sandbox import Sandbox

QUIT = "q quit"
ASCII = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


class Terminal:
    """A pseudo-terminal with `brim demo` in it, or with other arguments."""

    def __init__(self, variables: dict[str, str], before: tuple[str, ...], argument: str = "demo") -> None:
        """Start it; `before` is a command that runs it."""
        self.ours, self._theirs = pty.openpty()
        self.modes_before = self.modes()
        self._output = bytearray()
        self.brim = subprocess.Popen(
            [*before, sys.executable, "-m", "brim", argument],
            env=os.environ | {"TERM": "xterm"} | variables,
            stdin=self._theirs,
            stdout=self._theirs,
            stderr=self._theirs,
            start_new_session=True,
        )
        threading.Thread(target=self._read, daemon=True).start()

    @property
    def output(self) -> str:
        """All that was printed so far."""
        return self._output.decode(errors="replace")

    def modes(self) -> list[object]:
        """The terminal's modes, such as echo and line mode."""
        return list(termios.tcgetattr(self._theirs))

    def hold_output(self) -> None:
        """Let the terminal take no output."""
        termios.tcflow(self._theirs, termios.TCOOFF)

    def _read(self) -> None:
        while True:
            try:
                self._output += os.read(self.ours, 4096)
            except OSError:
                return


@contextmanager
def terminal(before: tuple[str, ...] = (), **variables: str) -> Iterator[Terminal]:
    """A terminal that shows the gauge; it is ended with the block."""
    terminal = Terminal(variables, before)
    try:
        wait_until(lambda: QUIT in terminal.output, "the gauge")
        yield terminal
    finally:
        terminal.brim.kill()
        terminal.brim.wait()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_restore_the_terminal(number: int) -> None:
    """After every signal that ends the gauge, echo and cursor are restored, and there is no traceback."""
    with terminal() as gauge:
        gauge.brim.send_signal(number)

        assert gauge.brim.wait(15) == 0
        assert gauge.modes_before == gauge.modes()
        wait_until(lambda: "\x1b[?25h" in gauge.output, "the cursor")
        assert "Traceback" not in gauge.output


def test_a_signal_ends_a_gauge_whose_terminal_takes_no_output() -> None:
    """Where output is held (as by Ctrl+S), the gauge cannot end in order; a later signal ends it all the same."""
    with terminal() as gauge:
        gauge.hold_output()

        def ends() -> bool:
            gauge.brim.send_signal(signal.SIGINT)
            return gauge.brim.poll() is not None

        wait_until(ends, "the end")

        assert gauge.brim.returncode == 130
        assert gauge.modes_before == gauge.modes()


def test_signals_that_were_switched_off_stay_so() -> None:
    """Started as by nohup, a gauge outlives its terminal's SIGHUP."""
    with terminal(before=("env", "--ignore-signal=HUP")) as gauge:
        gauge.brim.send_signal(signal.SIGHUP)
        shown = len(gauge.output)
        wait_until(lambda: len(gauge.output) > shown, "the gauge goes on")
        gauge.brim.send_signal(signal.SIGTERM)

        assert gauge.brim.wait(15) == 0


def test_the_key_q_ends_it() -> None:
    """`q` ends the gauge at once."""
    with terminal() as gauge:
        os.write(gauge.ours, b"q")

        assert gauge.brim.wait(15) == 0
        assert gauge.modes_before == gauge.modes()


def test_a_terminal_with_ascii_only() -> None:
    """Where only ASCII can be shown, the gauge is drawn with it."""
    with terminal((), **ASCII) as gauge:
        wait_until(lambda: "Week" in gauge.output, "the figures")
        os.write(gauge.ours, b"q")

        assert gauge.brim.wait(15) == 0
        assert gauge.output.isascii()


def test_the_terminal_says_where_the_icon_is(start_desktop: StartDesktop) -> None:
    """With a desktop, a terminal is told where the icon is and how to end it; Ctrl+C then ends it, quietly."""
    shown = Terminal(dict(start_desktop().env), ())
    try:
        wait_until(lambda: "unconfirmed" in shown.output, "what the demo will show")
        assert "look for its icon in the tray" in " ".join(shown.output.split())
        assert "Ctrl+C" in shown.output
        assert "sped up" in shown.output
        shown.brim.send_signal(signal.SIGINT)
        assert shown.brim.wait(timeout=20) == 0
        assert "Traceback" not in shown.output
    finally:
        shown.brim.kill()
        shown.brim.wait()


def test_the_terminal_says_that_a_demo_is_shown_without_a_login(start_desktop: StartDesktop, home: Path) -> None:
    """`make run` shows a demo where nobody is signed in, and says so on a terminal, and how to see your own usage."""
    shown = Terminal({**start_desktop().env, "HOME": str(home)}, (), "--demo-if-no-login")
    try:
        wait_until(lambda: "start Brim again" in " ".join(shown.output.split()), "what is shown without a login")
        assert "No login was found, so it shows a sped-up demo" in " ".join(shown.output.split())
    finally:
        shown.brim.kill()
        shown.brim.wait()


def test_the_terminal_says_nothing_of_a_demo_with_a_login(start_desktop: StartDesktop, sandbox: Sandbox) -> None:
    """Who is signed in sees no word of the demo that `make run` shows to others."""
    shown = Terminal(start_desktop().env | sandbox.environment, (), "--demo-if-no-login")
    try:
        wait_until(lambda: bool(sandbox.server.requests), "a request with the login")
        assert "Ctrl+C" in shown.output
        assert "demo" not in shown.output
    finally:
        shown.brim.kill()
        shown.brim.wait()
