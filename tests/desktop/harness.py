"""A temporary Linux desktop: X server, session bus, a real panel and a real notification daemon.

All files are in a temporary folder. The programs communicate over unix sockets only, and each is ended by its process
id. The command under test has its own home; panel and daemon get private ones. This module must not know Brim.
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

from tests.desktop import settings
from tests.desktop.screen import HEIGHT, PANEL_HEIGHT, WIDTH, DesktopError, Screen
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable

WATCHER = "org.kde.StatusNotifierWatcher"
NOTIFICATIONS = "org.freedesktop.Notifications"
SERVICES = Path("/usr/share/dbus-1/services")

_REMOVED_VARIABLES = (
    "WAYLAND_DISPLAY",
    "DBUS_STARTER_ADDRESS",
    "DBUS_STARTER_BUS_TYPE",
    "XAUTHORITY",
    "SESSION_MANAGER",
)
_DESKTOP_NAMES = {"xfce": "XFCE", "lxqt": "LXQt", "trayer": "", "none": ""}


def missing_programs(panel: str, notify: str) -> list[str]:
    """The programs of such a desktop that are not installed."""
    needed = ["Xvfb", "dbus-daemon", "dbus-send", "xdotool"]
    needed += {"xfce": ["xfce4-panel"], "lxqt": ["lxqt-panel"], "trayer": ["trayer"], "none": []}[panel]
    missing = [program for program in needed if shutil.which(program) is None]
    if notify == "dunst" and shutil.which("dunst") is None:
        missing.append("dunst")
    if notify == "xfce" and not (SERVICES / "org.xfce.xfce4-notifyd.Notifications.service").exists():
        missing.append("xfce4-notifyd")
    return missing


class Desktop(Screen):
    """Owner of the processes and of the folder of one desktop."""

    def __init__(
        self, *, panel: str = "xfce", notify: str = "none", dark: bool = True, icon: int = 22, scale: int = 1
    ) -> None:
        """Prepare a desktop with panel xfce, lxqt, trayer (XEmbed) or none, and daemon dunst, xfce or none.

        `icon` is the size of icons in pixels of the panel, `scale` how many pixels of the screen are one of these.
        """
        super().__init__(scale, max(PANEL_HEIGHT, icon + 8))
        self.panel, self.notify = panel, notify
        self.folder = Path()
        self._options = {
            "icon": str(icon),
            "height": str(self.panel_height),
            "dark": str(dark).lower(),
            "background": "#202020" if dark else "#f0f0f0",
            "background_lines": "",
        }
        self._programs: dict[str, subprocess.Popen[bytes]] = {}

    def set_panel_colour(self, colour: str) -> None:
        """Give the panel a background colour, #rrggbb, before it starts."""
        self._options |= {"background": colour, "background_lines": settings.xfce_background(colour)}

    def __enter__(self) -> Self:
        """Start all programs; when one does not start, those before it are ended."""
        self.folder = Path(tempfile.mkdtemp(prefix="brim-desktop-"))
        try:
            self._start_screen()
            self.start_bus()
            if self.notify != "none":
                self.start_notifications()
            if self.panel != "none":
                self.start_panel()
        except BaseException:
            for log in sorted(self.folder.glob("*.log")):
                sys.stderr.write(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}")
            self._stop()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        """End all programs, the last one first."""
        self._stop()

    def _stop(self) -> None:
        for name in reversed(list(self._programs)):
            self.stop_program(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_bus(self) -> None:
        """Start the session bus at the address that all programs of this desktop use."""
        (self.folder / "bus").unlink(missing_ok=True)
        conf = self.folder / "bus.conf"
        conf.write_text(settings.BUS.format(folder=self.folder))
        self._start("dbus", ["dbus-daemon", "--nofork", "--nopidfile", f"--config-file={conf}"])
        self.wait(lambda: self.has_owner("org.freedesktop.DBus"), "the session bus")

    def start_panel(self, panel: str = "", name: str = "panel") -> None:
        """Start the panel, or another one under another name; wait until it hosts icons and is drawn."""
        panel = panel or self.panel
        env = self._private_env()
        if panel == "trayer":
            self._start(name, ["trayer", *settings.TRAYER], env)
            self.wait(self.has_xembed_tray, "the XEmbed tray")
            return
        if panel == "xfce":
            self._start_xfconf()
            config = self.folder / "config/xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml"
            text, command = settings.XFCE_PANEL, ["xfce4-panel", "--disable-wm-check"]
        else:
            config = self.folder / "config/lxqt/panel.conf"
            text, command = settings.LXQT_PANEL, ["lxqt-panel", "-c", str(config)]
            env["QT_QPA_PLATFORMTHEME"] = ""
        if not config.exists():
            config.parent.mkdir(parents=True, exist_ok=True)
            config.write_text(text.format(**self._options))
        self._start(name, command, env)
        self.wait(self.host_registered, "the panel")
        self.wait(self._panel_is_drawn, "the panel on the screen")

    def restart_panel(self) -> None:
        """End and start the panel, as after a crash: the watcher's name gets another owner."""
        self.stop_program("panel")
        self.wait(lambda: not self.has_owner(WATCHER), "the end of the panel")
        self.start_panel()

    def start_notifications(self) -> None:
        """Start the notification daemon and wait until it answers."""
        if self.notify == "xfce":
            self._start_xfconf()
            self._start("notify", [_program("org.xfce.xfce4-notifyd.Notifications")])
        else:
            first_action = self.folder / "first-line"  # in place of dunst's menu of actions: takes the first one
            first_action.write_text("#!/bin/sh\nhead -n 1\n")
            first_action.chmod(0o755)
            conf = self.folder / "dunstrc"
            conf.write_text(settings.DUNST.format(folder=self.folder))
            self._start("notify", ["dunst", "-conf", str(conf)])
        self.wait(lambda: self.has_owner(NOTIFICATIONS), "the notification daemon")

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

    def _panel_is_drawn(self) -> bool:
        lowest_row = {colour for _count, colour in self.image(f"{WIDTH}x1+0+{HEIGHT - 1}").getcolors(WIDTH) or ()}
        return len(lowest_row) == 1 and (0, 0, 0) not in lowest_row  # no icon reaches it; an empty screen is black

    def has_xembed_tray(self) -> bool:
        """Whether an XEmbed tray takes icons."""
        display = Display(self.env["DISPLAY"])
        owner = display.get_selection_owner(display.intern_atom("_NET_SYSTEM_TRAY_S0"))
        display.close()
        return bool(owner)

    def _watcher_property(self, name: str) -> str:
        get = "org.freedesktop.DBus.Properties.Get"
        return self.call(WATCHER, "/StatusNotifierWatcher", get, f"string:{WATCHER}", f"string:{name}")

    def host_registered(self) -> bool:
        """Whether a host draws tray items."""
        with contextlib.suppress(DesktopError):
            return "boolean true" in self._watcher_property("IsStatusNotifierHostRegistered")
        return False

    def _start_screen(self) -> None:
        for name in ("run", "config", "data", "cache", "services"):
            (self.folder / name).mkdir(mode=0o700)
        self.env = {name: value for name, value in os.environ.items() if name not in _REMOVED_VARIABLES}
        self.env |= {
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/bus",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder}/bus",  # never that of this machine
            "XDG_SESSION_TYPE": "x11",
            "XDG_CURRENT_DESKTOP": _DESKTOP_NAMES[self.panel],
        }
        number = self.folder / "display"
        with number.open("wb") as file:
            screen = ["-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
            command = ["Xvfb", "-displayfd", str(file.fileno()), *screen, "-nolisten", "tcp", "-noreset", "-br"]
            self._start("xvfb", command, pass_fds=(file.fileno(),))
        self.wait(lambda: number.read_text().endswith("\n"), "the X server")
        self.env["DISPLAY"] = f":{number.read_text().strip()}"

    def _start_xfconf(self) -> None:
        """Start Xfce's settings service: this bus starts no program by itself."""
        if "xfconf" not in self._programs:
            self._start("xfconf", [_program("org.xfce.Xfconf")])
            self.wait(lambda: self.has_owner("org.xfce.Xfconf"), "xfconfd")

    def _private_env(self) -> dict[str, str]:
        """The environment of panel and daemons: their settings are in the temporary folder."""
        folders = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "HOME": "data"}
        env = self.env | {name: str(self.folder / folder) for name, folder in folders.items()}
        env |= {"NO_AT_BRIDGE": "1", "GTK_A11Y": "none", "GIO_USE_VFS": "local", "GSETTINGS_BACKEND": "memory"}
        env |= {"LC_ALL": "C.UTF-8", "GDK_SCALE": str(self.scale), "QT_SCALE_FACTOR": str(self.scale)}
        return env

    def _start(
        self, name: str, command: list[str], env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
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


def _program(service: str) -> str:
    """The program that a D-Bus service file names."""
    match = re.search(r"(?m)^Exec=(\S+)", (SERVICES / f"{service}.service").read_text())
    if match is None:
        raise DesktopError(f"the service {service} names no program")
    return match.group(1)


def _signal_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
