"""The gauge in the terminal, where there is no desktop: live on a terminal, one reading when output goes elsewhere.

This module must not know how figures are read: it shows the snapshots that the tray would show.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from brim.app import Backend, now
from brim.bridge import Bridge
from brim.cli.gauge import keys
from brim.cli.status import command
from brim.cli.status.text import text
from brim.model.command import Refresh
from brim.model.options import DemoMode
from brim.words import formatting, menu

if TYPE_CHECKING:
    from collections.abc import Iterator

    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot

_TICK_SECONDS = 1.0
_NOTICES = 3


def run(demo: DemoMode, *, debug: bool = False) -> int:
    """Show the gauge until a key or Ctrl-C ends it; returns 0, or the exit code of `status` without a terminal."""
    if sys.stdout.isatty():
        _live(demo, debug=debug)
        return 0
    simulated = None if demo is DemoMode.NEVER else _simulated(demo, debug=debug)
    if simulated is None:
        return command.run(as_json=False, debug=debug)
    print(menu.DEMO)
    print(text(simulated, now()))
    return 0


@contextmanager
def _reading(demo: DemoMode, *, debug: bool) -> Iterator[Bridge]:
    """A backend that reads as long as the block lasts."""
    bridge = Bridge()
    backend = Backend(bridge, demo, debug=debug)
    backend.start()
    try:
        yield bridge
    finally:
        bridge.close()
        backend.stop()


def _simulated(demo: DemoMode, *, debug: bool) -> AccountView | None:
    """The simulated account with its first figures; None when there is a real login."""
    with _reading(demo, debug=debug) as bridge:
        while (snapshot := bridge.take()) is not None:
            if not snapshot.demo and snapshot.accounts:
                return None
            if snapshot.most_urgent_account is not None and snapshot.most_urgent_account.windows:
                return snapshot.most_urgent_account
    return None


def _live(demo: DemoMode, *, debug: bool) -> None:
    from rich.console import Console
    from rich.live import Live

    from brim.cli.gauge.panel import TerminalCanvas, panel

    console = Console()
    interactive = sys.stdin is not None and sys.stdin.isatty()

    def paper(*, keys: bool, height: int | None = None) -> TerminalCanvas:
        return TerminalCanvas(console.width, console.options.ascii_only, keys, height)

    notices: deque[str] = deque(maxlen=_NOTICES)
    shown: Snapshot | None = None
    with (
        suppress(KeyboardInterrupt),
        _ended_like_interrupted(),
        _reading(demo, debug=debug) as bridge,
        _listening(bridge, interactive=interactive),
        Live(console=console, auto_refresh=False, transient=True) as live,
    ):
        while not bridge.closed:
            taken = bridge.take(timeout=_TICK_SECONDS)
            if taken is not None:
                shown = taken
                notices.extend(f"{formatting.clock_text(now(), now())} {alert.title}" for alert in taken.alerts)
            if shown is not None:
                sheet = paper(keys=interactive, height=console.height)
                live.update(panel(shown, notices, now(), sheet), refresh=True)
    if shown is not None:
        console.print(panel(shown, notices, now(), paper(keys=False)))


@contextmanager
def _ended_like_interrupted() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end the block as Ctrl+C does, so that the terminal gets its echo and its cursor back."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [signal.signal(number, signal.default_int_handler) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def _listening(bridge: Bridge, *, interactive: bool) -> Iterator[None]:
    """React to keys as long as the block lasts: `r` reads, `q` ends."""
    if not interactive:
        yield
        return

    def listen() -> None:
        while key := keys.read_key():
            if key in "rR":
                bridge.send(Refresh())
            elif key in "qQ\x1b":
                bridge.close()
                return

    with keys.raw_keys():
        threading.Thread(target=listen, name="brim-keys", daemon=True).start()
        yield
