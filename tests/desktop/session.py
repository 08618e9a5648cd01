"""A screen with a session bus, and the programs that were started for it; each is ended by its process id.

All files are in a temporary folder. This module must not know which desktop it is.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Self

from Xlib.display import Display

from tests.desktop.screen import DesktopError, Screen
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WATCHER = "org.kde.StatusNotifierWatcher"

_REMOVED_VARIABLES = (
    "WAYLAND_DISPLAY",
    "DBUS_STARTER_ADDRESS",
    "DBUS_STARTER_BUS_TYPE",
    "XAUTHORITY",
    "SESSION_MANAGER",
)


class Session(Screen):
    """Owner of the processes and of the folder of one desktop."""

    def __init__(self, scale: int, panel_height: int) -> None:
        """`scale` is pixels of the screen for one of the panel, `panel_height` is in pixels of the panel."""
        super().__init__(scale, panel_height)
        self.folder = Path()
        self._programs: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        """Start all programs; when one does not start, those before it are ended."""
        self.folder = Path(tempfile.mkdtemp(prefix="brim-desktop-"))
        try:
            self.start_programs()
        except BaseException:
            for log in sorted(self.folder.glob("*.log")):
                sys.stderr.write(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}")
            self.__exit__()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """End all programs, the last one first."""
        self._stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_programs(self) -> None:
        """Start the programs of this desktop."""
        raise NotImplementedError

    def start_program(self, name: str, command: Sequence[str], env: dict[str, str] | None = None) -> None:
        """Start one more program, with the environment of the desktop's own programs or another one."""
        self._start(name, command, env)

    def pause_program(self, name: str) -> None:
        """Stop one program without ending it, so that it hangs."""
        _signal_group(self._programs[name].pid, signal.SIGSTOP)

    def kill_program(self, name: str) -> None:
        """End one program with SIGKILL."""
        _signal_group(self._programs[name].pid, signal.SIGKILL)
        self._programs.pop(name).wait()

    def stop_program(self, name: str) -> None:
        """End one program, for example dbus, notify or panel; nothing happens when it does not run."""
        program = self._programs.pop(name, None)
        if program is None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            _signal_group(program.pid, number)
            _signal_group(program.pid, signal.SIGCONT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                program.wait(3.0)
                break
        _signal_group(program.pid, signal.SIGKILL)  # child processes that it left

    def call(self, name: str, path: str, method: str, *values: str) -> str:
        """Call a method with dbus-send; the reply as it prints it. Raises DesktopError when the call fails."""
        command = ["dbus-send", "--session", "--print-reply", "--reply-timeout=5000", f"--dest={name}", path, method]
        return self.run(*command, *values).decode()

    def has_owner(self, name: str) -> bool:
        """Whether a bus name is owned; False while there is no bus."""
        daemon = "org.freedesktop.DBus"
        with contextlib.suppress(DesktopError):
            return "true" in self.call(daemon, "/org/freedesktop/DBus", f"{daemon}.NameHasOwner", f"string:{name}")
        return False

    def tray_items(self) -> list[str]:
        """The items that the watcher lists: a bus name each, mostly with the path of the object."""
        with contextlib.suppress(DesktopError):
            return re.findall(r'string "([^"]+)"', self._watcher_property("RegisteredStatusNotifierItems"))
        return []

    def wait(self, test: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
        """Wait until `test` is true. Raises DesktopError when a program of this desktop ends before that."""

        def check() -> bool:
            for name, program in self._programs.items():
                if program.poll() is not None:
                    raise DesktopError(f"{name} ended with status {program.returncode}")
            return test()

        wait_until(check, what, seconds)

    def has_xembed_tray(self) -> bool:
        """Whether an XEmbed tray takes icons."""
        display = Display(self.env["DISPLAY"])
        owner = display.get_selection_owner(display.intern_atom("_NET_SYSTEM_TRAY_S0"))
        display.close()
        return bool(owner)

    def host_registered(self) -> bool:
        """Whether a host draws tray items."""
        with contextlib.suppress(DesktopError):
            return "boolean true" in self._watcher_property("IsStatusNotifierHostRegistered")
        return False

    def _watcher_property(self, name: str) -> str:
        get = "org.freedesktop.DBus.Properties.Get"
        return self.call(WATCHER, "/StatusNotifierWatcher", get, f"string:{WATCHER}", f"string:{name}")

    def _start_screen(self, width: int, height: int, *options: str) -> None:
        """Start the X server; `env` has from now on what programs on it need, without the machine's own desktop."""
        self.env = {name: value for name, value in os.environ.items() if name not in _REMOVED_VARIABLES}
        self.env |= {"XDG_SESSION_TYPE": "x11"}
        number = self.folder / "display"
        with number.open("wb") as file:
            screen = ["-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp", "-noreset", "-br", *options]
            self._start("xvfb", ["Xvfb", "-displayfd", str(file.fileno()), *screen], pass_fds=(file.fileno(),))
        self.wait(lambda: number.read_text().endswith("\n"), "the X server")
        self.env["DISPLAY"] = f":{number.read_text().strip()}"

    def _private_env(self) -> dict[str, str]:
        """The environment of the programs of the desktop."""
        return self.env

    def _start(
        self, name: str, command: Sequence[str], env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
    ) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self._programs[name] = subprocess.Popen(
                command,
                env=env or self._private_env(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=pass_fds,
                start_new_session=True,
                cwd=self.folder,
            )

    def _stop(self) -> None:
        for name in reversed(list(self._programs)):
            self.stop_program(name)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
