"""A small program around LinuxTray, started by the desktop tests as a real process.

It obeys the lines of its standard input, and writes what happens to a file, one line each:
`driver.py RECORD [--name NAME] [--no-host-seconds SECONDS] [--xembed-grace-seconds SECONDS] [--before LINE] [--linger]
[--debug]`. At its end it writes the names of the threads that are left; with `--linger` it then waits for the end of
its input.
"""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from dataclasses import replace
from pathlib import Path

from brim import logs
from brim.errors import BrimError
from brim.model.alert import Alert, AlertButton, Urgency
from brim.model.command import ChangeSetting, Quit, Refresh
from brim.model.level import Level
from brim.tray.icon.iconspec import IconSpec
from brim.tray.linux.tray import LinuxTray
from brim.tray.menu.machinestate import MachineState
from brim.tray.menu.row import MenuRow, RowKind
from brim.tray.menu.rows import menu_rows
from brim.tray.menu.trayview import TrayView, tray_view

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)

ROWS = (
    MenuRow("window", "Session_limit: 41%", enabled=False),
    MenuRow("line", kind=RowKind.SEPARATOR),
    MenuRow("refresh", "Refresh", command=Refresh(), icon=PNG),
    MenuRow("network", "Ask Anthropic", RowKind.CHECK, checked=True, command=ChangeSetting("network", value=False)),
    MenuRow(
        "style",
        "Icon style",
        RowKind.SUBMENU,
        children=(
            MenuRow("dark", "Dark", RowKind.RADIO, checked=True, command=ChangeSetting("style", "dark")),
            MenuRow("light", "Light", RowKind.RADIO, command=ChangeSetting("style", "light")),
        ),
    ),
    MenuRow("off", "Not now", enabled=False, command=ChangeSetting("off", value=True)),
    MenuRow("quit", "Quit Brim", command=Quit()),
)
RELABELLED_ROWS = (MenuRow("window", "Session limit: 42%", enabled=False), *ROWS[1:])
LONGER_ROWS = (ROWS[0], MenuRow("plan", "Ultra", enabled=False), *ROWS[1:])

PINNED_ROW = MenuRow(
    "pinned",
    "Show in icon",
    RowKind.SUBMENU,
    children=tuple(
        MenuRow(f"pin-{name}", name, RowKind.RADIO, checked=name == "week", command=ChangeSetting("icon.window", name))
        for name in ("auto", "session", "week")
    ),
)

CALM = TrayView(IconSpec(41, Level.CALM), "Brim: 41%", "Session 41%\nA & B <c>", ROWS)
VIEWS = {
    "calm": CALM,
    "exhausted": TrayView(IconSpec(100, Level.EXHAUSTED), "Brim: 100%", "Session 100%", ROWS),
    "relabelled": TrayView(CALM.icon, CALM.title, CALM.tooltip, RELABELLED_ROWS),
    "longer": TrayView(CALM.icon, CALM.title, CALM.tooltip, LONGER_ROWS),
    "pinned": TrayView(CALM.icon, CALM.title, CALM.tooltip, (PINNED_ROW, *ROWS), label="41%"),
    "named": TrayView(CALM.icon, CALM.title, CALM.tooltip, ROWS, name="Brim"),
    "other-tooltip": TrayView(CALM.icon, CALM.title, "Something else", ROWS),
}
ALERTS = {
    "plain": Alert("session", "Nearly full", "Session & <b>90%</b>"),
    "again": Alert("session", "Full", "Session 100%"),
    "buttons": Alert("ask", "Nearly full", "90%", buttons=(AlertButton.REFRESH, AlertButton.OPEN)),
    "open": Alert("page", "Nearly full", "90%", buttons=(AlertButton.OPEN,)),
    "snooze": Alert("later", "Nearly full", "90%", buttons=(AlertButton.SNOOZE,), rule="session"),
    "critical": Alert("worst", "Limit reached", "100%", urgency=Urgency.CRITICAL),
}


def situation_view(name: str) -> TrayView:
    """What the tray shows in a situation, with the menu as it opens, and the icon of a reached limit to find it by."""
    sys.path.append(str(Path(__file__).parents[2]))  # this file is run as a program
    from tests.support.samples import NOW
    from tests.tray.menu.situations import situations

    shown, machine_state = situations("used")[name], MachineState(starts_at_login=True)
    view = tray_view(shown, NOW, machine_state)
    rows = menu_rows(shown, NOW, durations=True, machine_state=machine_state)
    return replace(view, icon=VIEWS["exhausted"].icon, rows=rows)


class ScriptedTray:
    """One tray, the commands that it is given as lines, and the record of what happens."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Prepare a tray with the given options."""
        self._file = options.record.open("a", buffering=1)
        self._commands: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._openings = 0
        self._linger = options.linger
        self._tray = LinuxTray(
            CALM,
            self.record,
            name=options.name,
            no_host_seconds=options.no_host_seconds,
            xembed_grace_seconds=options.xembed_grace_seconds,
        )

    def record(self, *words: object) -> None:
        """Add one line to the record."""
        print(*words, file=self._file)

    def do(self, line: str) -> None:
        """Carry out a line and record that the tray was called.

        `show`, `live` and `growing` name a view, `situation` an invented one of accounts, `notify` an alert. The menu
        of a live view has another text each time it is made, that of a growing one another row.
        """
        verb, _, name = line.partition(" ")
        if verb == "show":
            self._tray.show(VIEWS[name], lambda _now: VIEWS[name].rows)
        elif verb == "situation":
            view = situation_view(name)
            self._tray.show(view, lambda _now: view.rows)
        elif verb == "live":
            self._tray.show(VIEWS[name], lambda _now: self._counted_rows())
        elif verb == "growing":
            self._tray.show(VIEWS[name], lambda _now: self._more_rows())
        elif verb == "notify":
            self._tray.notify(ALERTS[name])
        elif verb == "stop":
            self._tray.stop()
        self.record("done", line)

    def run(self) -> int:
        """Serve until the tray ends. Returns 0, or 1 for an error of Brim."""
        reader = threading.Thread(target=self._read_commands, daemon=True)
        reader.start()
        try:
            self._tray.run(self._ready)
        except BrimError as error:
            self.record(type(error).__name__)
            return 1
        finally:
            self._finish()
        if self._linger:
            reader.join()
        return 0

    def _ready(self) -> None:
        self.record("ready")
        while (line := self._commands.get()) is not None:
            self.do(line)

    def _read_commands(self) -> None:
        for line in sys.stdin:
            self._commands.put(line.strip())

    def _counted_rows(self) -> tuple[MenuRow, ...]:
        self._openings += 1
        return (MenuRow("window", f"Opened {self._openings}", enabled=False), *ROWS[1:])

    def _more_rows(self) -> tuple[MenuRow, ...]:
        self._openings += 1
        return (*(MenuRow(f"more-{number}", f"More {number}") for number in range(self._openings)), *ROWS)

    def _finish(self) -> None:
        self._commands.put(None)
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join(1.0)
        self.do("show exhausted")  # harmless after the end
        left = [thread.name for thread in threading.enumerate() if not thread.daemon]
        self.record("left", *left)


def main() -> int:
    """Read the arguments and serve."""
    parser = argparse.ArgumentParser()
    parser.add_argument("record", type=Path)
    parser.add_argument("--name")
    parser.add_argument("--no-host-seconds", type=float, default=30.0)
    parser.add_argument("--xembed-grace-seconds", type=float, default=2.0)
    parser.add_argument("--before", action="append", default=[])
    parser.add_argument("--linger", action="store_true")
    parser.add_argument("--debug", action="store_true")
    options = parser.parse_args()
    logs.to_stderr(debug=options.debug)
    tray = ScriptedTray(options)
    for line in options.before:
        tray.do(line)
    return tray.run()


if __name__ == "__main__":
    sys.exit(main())
