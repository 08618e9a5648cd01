"""A temporary Linux desktop: X server, session bus, a real panel and a real notification daemon.

All files are in a temporary folder. The programs communicate over unix sockets only, and each is ended by its process
id. The command under test has its own home; panel and daemon get private ones. This module must not know Brim.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import override

from tests.desktop import settings
from tests.desktop.screen import HEIGHT, PANEL_HEIGHT, WIDTH, DesktopError
from tests.desktop.session import WATCHER, Session

NOTIFICATIONS = "org.freedesktop.Notifications"
SERVICES = Path("/usr/share/dbus-1/services")

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


class Desktop(Session):
    """A desktop with a panel and a notification daemon, on one bus."""

    def __init__(
        self, *, panel: str = "xfce", notify: str = "none", dark: bool = True, icon: int = 22, scale: int = 1
    ) -> None:
        """Prepare a desktop with panel xfce, lxqt, trayer (XEmbed) or none, and daemon dunst, xfce or none.

        `icon` is the size of icons in pixels of the panel, `scale` how many pixels of the screen are one of these.
        """
        super().__init__(scale, max(PANEL_HEIGHT, icon + 8))
        self.panel, self.notify = panel, notify
        self._options = {
            "icon": str(icon),
            "height": str(self.panel_height),
            "dark": str(dark).lower(),
            "background": "#202020" if dark else "#f0f0f0",
            "background_lines": "",
            "more_ids": "",
            "more_plugins": "",
        }

    def set_panel_colour(self, colour: str) -> None:
        """Give the panel a background colour, #rrggbb, before it starts."""
        self._options |= {"background": colour, "background_lines": settings.xfce_background(colour)}

    def add_panel_plugin(self, number: int, name: str, **values: str | int | bool) -> None:
        """Give Xfce's panel one more plug-in, with properties of its own, before it starts."""
        self._options |= {
            "more_ids": f'<value type="int" value="{number}"/>',
            "more_plugins": settings.xfce_plugin(number, name, values),
        }

    @override
    def start_programs(self) -> None:
        for name in ("run", "config", "data", "cache", "services"):
            (self.folder / name).mkdir(mode=0o700)
        self._start_screen(WIDTH, HEIGHT)
        self.env |= {
            "XDG_RUNTIME_DIR": str(self.folder / "run"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/bus",
            "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={self.folder}/bus",  # never that of this machine
            "XDG_CURRENT_DESKTOP": _DESKTOP_NAMES[self.panel],
        }
        self.start_bus()
        if self.notify != "none":
            self.start_notifications()
        if self.panel != "none":
            self.start_panel()

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

    def _panel_is_drawn(self) -> bool:
        area = f"{WIDTH}x{self.panel_height * self.scale}+0+{HEIGHT - self.panel_height * self.scale}"
        panel = self.image(area)
        lowest_row = panel.crop((0, panel.height - 1, WIDTH // 2, panel.height)).getcolors(WIDTH) or ()
        last_column = panel.crop((WIDTH - 1, panel.height // 2, WIDTH, panel.height)).getcolors(panel.height) or ()
        # No icon reaches these; an empty screen is black, and the panel may reach its right end last.
        return len(lowest_row) == 1 and (0, 0, 0) not in {colour for _, colour in (*lowest_row, *last_column)}

    def _start_xfconf(self) -> None:
        """Start Xfce's settings service: this bus starts no program automatically."""
        if "xfconf" not in self._programs:
            self._start("xfconf", [_program("org.xfce.Xfconf")])
            self.wait(lambda: self.has_owner("org.xfce.Xfconf"), "xfconfd")

    @override
    def _private_env(self) -> dict[str, str]:
        """The environment of panel and daemons: their settings are in the temporary folder."""
        folders = {"XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "HOME": "data"}
        env = self.env | {name: str(self.folder / folder) for name, folder in folders.items()}
        env |= {"NO_AT_BRIDGE": "1", "GTK_A11Y": "none", "GIO_USE_VFS": "local", "GSETTINGS_BACKEND": "memory"}
        env |= {"LC_ALL": "C.UTF-8", "GDK_SCALE": str(self.scale), "QT_SCALE_FACTOR": str(self.scale)}
        return env


def _program(service: str) -> str:
    """The program that a D-Bus service file names."""
    match = re.search(r"(?m)^Exec=(\S+)", (SERVICES / f"{service}.service").read_text())
    if match is None:
        raise DesktopError(f"the service {service} names no program")
    return match.group(1)
