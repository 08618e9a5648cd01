"""Runs the gauge in the terminal: live on a terminal, one reading when the output is redirected.

It shows the same snapshots as the tray. This module must not know how figures are read.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from brim import eventloop
from brim.app import now
from brim.backendthread import BackendThread
from brim.bridge import Bridge
from brim.cli.gauge.keys import handling_keys
from brim.cli.status import command
from brim.cli.status.text import account_lines
from brim.localzone import renew
from brim.model.alert import WELCOME
from brim.model.command import NotificationResult
from brim.model.options import DemoMode
from brim.printing import show
from brim.terminal import this_terminal
from brim.tray.desktop.notification import SHOWN
from brim.tray.desktop.signals import NUMBERS, on_signal
from brim.words import formatting, menu

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from brim.model.account import AccountView
    from brim.model.alert import Alert
    from brim.model.snapshot import Snapshot

_TICK_SECONDS = 1.0
_SHOWN_ALERTS = 3
_PATIENCE_SECONDS = 1.0
INTERRUPTED = 130
if sys.platform == "win32":
    _ENDING_SIGNALS = NUMBERS
else:
    _ENDING_SIGNALS = (*NUMBERS, signal.SIGHUP)


def is_live() -> bool:
    """Whether there is a terminal to show the gauge in."""
    return sys.stdout.isatty()


def run(demo: DemoMode, *, debug: bool = False) -> int:
    """Show the figures once; returns the exit code of `status`."""
    account = None if demo is DemoMode.NEVER else _simulated_account(demo, debug=debug)
    if account is None:
        return command.run(as_json=False, debug=debug)
    show(menu.label_text(menu.Label.DEMO))
    screen = this_terminal()
    screen.show(account_lines(account, now(), screen))
    return 0


@contextmanager
def _running_backend(bridge: Bridge, demo: DemoMode, *, debug: bool) -> Iterator[None]:
    """Run a backend on the other side of a bridge during the block."""
    backend = BackendThread(bridge, demo, debug=debug)
    backend.start()
    try:
        yield
    finally:
        bridge.close()
        if not backend.stop():
            eventloop.leave_behind(backend.is_alive)


def _simulated_account(demo: DemoMode, *, debug: bool) -> AccountView | None:
    """The simulated account with its first figures; None when there is a real login."""
    bridge = Bridge()
    with _running_backend(bridge, demo, debug=debug):
        while (snapshot := bridge.take()) is not None:
            if not snapshot.demo and snapshot.accounts:
                return None
            if snapshot.most_urgent_account is not None and snapshot.most_urgent_account.windows:
                return snapshot.most_urgent_account
    return None


def run_live(demo: DemoMode, *, debug: bool) -> int:
    """Show the gauge until a key or a signal ends it; returns 0. The system's own handlers hold until it begins."""
    from rich.console import Console
    from rich.live import Live

    from brim.cli.gauge.panel import TerminalOptions, render_gauge

    console = Console()
    interactive = sys.stdin is not None and sys.stdin.isatty()

    def options(*, keys: bool, height: int | None = None) -> TerminalOptions:
        return TerminalOptions(console.width, console.options.ascii_only, keys, height)

    alerts: deque[str] = deque(maxlen=_SHOWN_ALERTS)
    shown: Snapshot | None = None
    bridge = Bridge()
    with (
        _ending_on_signals(bridge) as ending,
        _running_backend(bridge, demo, debug=debug),
        handling_keys(bridge) if interactive else nullcontext(ending.restore) as ending.restore,
        Live(console=console, auto_refresh=False, transient=True) as live,
    ):
        while not bridge.closed:
            taken = bridge.take(timeout=_TICK_SECONDS)
            if taken is not None:
                shown = taken
                alerts.extend(map(_alert_text, taken.alerts))
            if shown is not None:
                renew()
                live_options = options(keys=interactive, height=console.height)
                live.update(render_gauge(shown, alerts, now(), live_options), refresh=True)
            for alert in () if taken is None else taken.alerts:
                bridge.send(NotificationResult(alert.key, SHOWN))
    if shown is not None:
        console.print(render_gauge(shown, alerts, now(), options(keys=False)))
    return 0


def _alert_text(alert: Alert) -> str:
    """An alert as the gauge shows it: its title, or which providers were found and who is asked from then on."""
    at = formatting.clock_text(now(), now())
    return f"{at} {alert.body if alert.key == WELCOME else alert.title}"


class _Ending:
    """What signals do: the first ends the gauge in order, a later one at once, as the terminal may take no output."""

    def __init__(self, bridge: Bridge) -> None:
        """`restore` brings back the terminal's settings."""
        self.restore: Callable[[], None] = lambda: None
        self._bridge = bridge
        self._began = 0.0

    def begin(self) -> None:
        """End in order."""
        self._began = time.monotonic()
        self._bridge.close()

    def hurry(self) -> None:
        """End the process, unless the end has just begun: who closes a terminal sends more than one signal."""
        if time.monotonic() - self._began > _PATIENCE_SECONDS:
            self.restore()
            os._exit(INTERRUPTED)


@contextmanager
def _ending_on_signals(bridge: Bridge) -> Iterator[_Ending]:
    """Close the bridge at Ctrl+C, SIGTERM and SIGHUP, so that echo and cursor of the terminal are restored."""
    ending = _Ending(bridge)
    with on_signal(ending.begin, ending.hurry, _ENDING_SIGNALS):
        yield ending
