"""Runs the gauge in the terminal: live on a terminal, one reading when the output is redirected.

It shows the same snapshots as the tray. This module must not know how figures are read.
"""

from __future__ import annotations

import signal
import sys
from collections import deque
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

from brim.app import now
from brim.backendthread import BackendThread
from brim.bridge import Bridge
from brim.cli.gauge.keys import handling_keys
from brim.cli.status import command
from brim.cli.status.text import text
from brim.localzone import renew
from brim.model.options import DemoMode
from brim.printing import show
from brim.words import formatting, menu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot

_TICK_SECONDS = 1.0
_SHOWN_ALERTS = 3


def run(demo: DemoMode, *, debug: bool = False) -> int:
    """Show the gauge until a key or Ctrl+C ends it; returns 0, or without a terminal the exit code of `status`."""
    if sys.stdout.isatty():
        _show_live(demo, debug=debug)
        return 0
    account = None if demo is DemoMode.NEVER else _simulated_account(demo, debug=debug)
    if account is None:
        return command.run(as_json=False, debug=debug)
    show(menu.DEMO)
    show(text(account, now()))
    return 0


@contextmanager
def _running_backend(demo: DemoMode, *, debug: bool) -> Iterator[Bridge]:
    """The bridge to a backend that runs during the block."""
    bridge = Bridge()
    backend = BackendThread(bridge, demo, debug=debug)
    backend.start()
    try:
        yield bridge
    finally:
        bridge.close()
        backend.stop()


def _simulated_account(demo: DemoMode, *, debug: bool) -> AccountView | None:
    """The simulated account with its first figures; None when there is a real login."""
    with _running_backend(demo, debug=debug) as bridge:
        while (snapshot := bridge.take()) is not None:
            if not snapshot.demo and snapshot.accounts:
                return None
            if snapshot.most_urgent_account is not None and snapshot.most_urgent_account.windows:
                return snapshot.most_urgent_account
    return None


def _show_live(demo: DemoMode, *, debug: bool) -> None:
    from rich.console import Console
    from rich.live import Live

    from brim.cli.gauge.panel import TerminalOptions, render_gauge

    console = Console()
    interactive = sys.stdin is not None and sys.stdin.isatty()

    def options(*, keys: bool, height: int | None = None) -> TerminalOptions:
        return TerminalOptions(console.width, console.options.ascii_only, keys, height)

    alerts: deque[str] = deque(maxlen=_SHOWN_ALERTS)
    shown: Snapshot | None = None
    with (
        suppress(KeyboardInterrupt),
        _ends_on_signals(),
        _running_backend(demo, debug=debug) as bridge,
        handling_keys(bridge) if interactive else nullcontext(),
        Live(console=console, auto_refresh=False, transient=True) as live,
    ):
        while not bridge.closed:
            taken = bridge.take(timeout=_TICK_SECONDS)
            if taken is not None:
                shown = taken
                alerts.extend(f"{formatting.clock_text(now(), now())} {alert.title}" for alert in taken.alerts)
            if shown is not None:
                renew()
                live_options = options(keys=interactive, height=console.height)
                live.update(render_gauge(shown, alerts, now(), live_options), refresh=True)
    if shown is not None:
        console.print(render_gauge(shown, alerts, now(), options(keys=False)))


@contextmanager
def _ends_on_signals() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block as Ctrl+C does, so that echo and cursor of the terminal are restored."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = [signal.signal(number, signal.default_int_handler) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, handlers, strict=True):
            signal.signal(number, handler)
