"""A small program around LinuxTray, started by the desktop tests as a real process.

It is told what to do by the lines of its standard input, and writes what happens to a file, one line each:
`driver.py RECORD [--name NAME] [--patience SECONDS] [--before LINE] [--linger] [--debug]`. At its end it names the
threads that are left; with `--linger` it then waits for the end of its input.
"""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from pathlib import Path

from brim import logs
from brim.errors import BrimError
from brim.model.alert import Alert, AlertButton, Urgency
from brim.model.command import ChangeSetting, Quit, Refresh
from brim.model.usage import Level
from brim.tray.icon.spec import IconSpec
from brim.tray.linux.tray import LinuxTray
from brim.tray.menu.row import Row, RowKind
from brim.tray.menu.view import TrayView

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)

LINES = (
    Row("window", "5-hour_session: 41%", enabled=False),
    Row("line", kind=RowKind.SEPARATOR),
    Row("refresh", "Refresh now", command=Refresh(), icon=PNG),
    Row("network", "Ask Anthropic", RowKind.CHECK, checked=True, command=ChangeSetting("network", value=False)),
    Row(
        "style",
        "Icon style",
        RowKind.SUBMENU,
        children=(
            Row("dark", "Dark", RowKind.RADIO, checked=True, command=ChangeSetting("style", "dark")),
            Row("light", "Light", RowKind.RADIO, command=ChangeSetting("style", "light")),
        ),
    ),
    Row("off", "Not now", enabled=False, command=ChangeSetting("off", value=True)),
    Row("quit", "Quit Brim", command=Quit()),
)
RELABELLED = (Row("window", "5-hour session: 42%", enabled=False), *LINES[1:])
LONGER = (LINES[0], Row("plan", "Max 5x", enabled=False), *LINES[1:])

PINNED = Row(
    "pinned",
    "Limit in the icon",
    RowKind.SUBMENU,
    children=tuple(
        Row(f"pin-{name}", name, RowKind.RADIO, checked=name == "week", command=ChangeSetting("icon.window", name))
        for name in ("auto", "session", "week")
    ),
)

CALM = TrayView(IconSpec(41, Level.CALM), "Brim: 41%", "5-hour session 41%\nA & B <c>", LINES)
FACES = {
    "calm": CALM,
    "exhausted": TrayView(IconSpec(100, Level.EXHAUSTED), "Brim: 100%", "5-hour session 100%", LINES),
    "relabelled": TrayView(CALM.icon, CALM.title, CALM.tooltip, RELABELLED),
    "longer": TrayView(CALM.icon, CALM.title, CALM.tooltip, LONGER),
    "pinned": TrayView(CALM.icon, CALM.title, CALM.tooltip, (PINNED, *LINES), label="41%"),
    "retold": TrayView(CALM.icon, CALM.title, "Something else", LINES),
}
ALERTS = {
    "plain": Alert("session", "Nearly full", "5-hour session & <b>90%</b>"),
    "again": Alert("session", "Full", "5-hour session 100%"),
    "buttons": Alert("ask", "Nearly full", "90%", buttons=(AlertButton.REFRESH, AlertButton.OPEN)),
    "open": Alert("page", "Nearly full", "90%", buttons=(AlertButton.OPEN,)),
    "snooze": Alert("later", "Nearly full", "90%", buttons=(AlertButton.SNOOZE,), rule="session"),
    "critical": Alert("worst", "Limit reached", "100%", urgency=Urgency.CRITICAL),
}


class Driver:
    """One tray, the lines that tell it what to do, and the record of what happens."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Prepare a tray as the options say."""
        self._record = options.record.open("a", buffering=1)
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._opened = 0
        self._linger = options.linger
        self._tray = LinuxTray(CALM, self.note, name=options.name, patience=options.patience)

    def note(self, *words: object) -> None:
        """Add one line to the record."""
        print(*words, file=self._record)

    def do(self, line: str) -> None:
        """Do what a line says and note that it was handed over."""
        verb, _, word = line.partition(" ")
        if verb == "show":
            self._tray.show(FACES[word], lambda _now: FACES[word].rows)
        elif verb == "live":
            self._tray.show(FACES[word], lambda _now: self._rows())
        elif verb == "notify":
            self._tray.notify(ALERTS[word])
        elif verb == "stop":
            self._tray.stop()
        self.note("done", line)

    def run(self) -> int:
        """Serve until the tray ends. Returns 0, or 1 for an error in words."""
        listener = threading.Thread(target=self._listen, daemon=True)
        listener.start()
        try:
            self._tray.run(self._ready)
        except BrimError as error:
            self.note(type(error).__name__)
            return 1
        finally:
            self._finish()
        if self._linger:
            listener.join()
        return 0

    def _ready(self) -> None:
        self.note("ready")
        while (line := self._lines.get()) is not None:
            self.do(line)

    def _listen(self) -> None:
        for line in sys.stdin:
            self._lines.put(line.strip())

    def _rows(self) -> tuple[Row, ...]:
        self._opened += 1
        return (Row("window", f"Opened {self._opened}", enabled=False), *LINES[1:])

    def _finish(self) -> None:
        self._lines.put(None)
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join(1.0)
        self.do("show exhausted")  # harmless after the end
        left = [thread.name for thread in threading.enumerate() if not thread.daemon]
        self.note("left", *left)


def main() -> int:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("--name")
    parser.add_argument("--patience", type=float, default=30.0)
    parser.add_argument("--before", action="append", default=[])
    parser.add_argument("--linger", action="store_true")
    parser.add_argument("--debug", action="store_true")
    options = parser.parse_args()
    logs.to_stderr(debug=options.debug)
    driver = Driver(options)
    for line in options.before:
        driver.do(line)
    return driver.run()


if __name__ == "__main__":
    sys.exit(main())
