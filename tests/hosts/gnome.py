"""GNOME Shell, nested in an X server, so that X tools see its pixels and give it input.

It draws no tray icons; Debian's and Ubuntu's extension "AppIndicator" does. This module must not know Brim.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, override

from tests.hosts.realhost import RealHost, setting

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTENSION = "ubuntu-appindicators@ubuntu.com"
TOP_BAR_HEIGHT = 32
_STILL_LOOKS = 10
"""A menu that looked the same so often does not move: the shell reads a new layout while it opens."""
_INDICATORS = "Object.entries(imports.ui.main.panel.statusArea).filter(([k]) => k.startsWith('appindicator'))"
_ROWS = f"""(() => {{
  const rows = [];
  const walk = (menu, depth, clip) => menu._getMenuItems().forEach(item => {{
    const [x, y] = item.get_transformed_position();
    const [width, height] = item.get_transformed_size();
    const box = item.mapped ? [x, y, width, height] : null;
    const label = item.label && item.label.text ? item.label.text : '';
    const inner = item.menu && item.menu._getMenuItems ? item.menu : null;
    const seen = box && (!clip || (y + height > clip[0] && y + height <= clip[1]));
    rows.push([depth, label, item.visible, seen ? box.map(Math.round) : null, Boolean(inner && inner.isOpen)]);
    if (inner) {{
      const top = inner.actor.get_transformed_position()[1];
      walk(inner, depth + 1, [top, top + inner.actor.get_transformed_size()[1] + 1]);
    }}
  }});
  {_INDICATORS}.forEach(([_name, icon]) => walk(icon.menu, 0, null));
  return rows;
}})()"""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row of the menu of a tray icon, as the shell has it."""

    depth: int
    label: str
    """Empty for a separator."""
    visible: bool
    """Whether it is one of the menu's rows, also while the menu is shut."""
    box: tuple[int, int, int, int] | None
    """Left, top, width and height on the screen; None for a row that is not seen: shut, or scrolled away."""
    is_open: bool
    """Whether its submenu is open."""

    @property
    def middle(self) -> tuple[int, int]:
        """Where to click it."""
        assert self.box is not None, f"{self.label!r} is not on the screen"
        left, top, width, height = self.box
        return left + width // 2, top + height // 2


class Gnome(RealHost):
    """A session of GNOME, with or without the extension."""

    desktop: ClassVar[str] = "GNOME"
    system_mocks: ClassVar[tuple[str, ...]] = ("logind", "upower")
    packages: ClassVar[Mapping[str, str]] = {
        "gnome-shell": "gnome-shell",
        f"/usr/share/gnome-shell/extensions/{EXTENSION}": "gnome-shell-extension-appindicator",
        "gjs": "gjs",
        "gsettings": "libglib2.0-bin",
        "/usr/share/icons/Adwaita/index.theme": "adwaita-icon-theme",
    }

    def __init__(self, width: int = 1280, height: int = 800, *, extension: bool = True, scale: int = 1) -> None:
        """Prepare a session; `scale` is how many pixels of the screen are one of the interface."""
        super().__init__(width, height)
        self.scale = scale
        self._extension = extension

    @property
    def top_bar(self) -> str:
        """The panel as an X geometry."""
        return f"{self.width}x{TOP_BAR_HEIGHT * self.scale}+0+0"

    @override
    def start_host(self) -> None:
        """Start the shell and its notifications; return when the top bar is drawn."""
        self.env |= {
            "XDG_SESSION_DESKTOP": "gnome",
            "DESKTOP_SESSION": "gnome",
            "GNOME_SHELL_SESSION_MODE": "user",
            "XDG_MENU_PREFIX": "gnome-",
            "GSETTINGS_BACKEND": "keyfile",
            "MUTTER_DEBUG_DUMMY_MODE_SPECS": f"{self.width}x{self.height}",
            "MUTTER_DEBUG_DUMMY_MONITOR_SCALES": str(self.scale),
        }
        setting(self, "org.gnome.shell", "welcome-dialog-last-shown-version", "'99'")
        setting(self, "org.gnome.desktop.session", "idle-delay", "0")
        setting(self, "org.gnome.desktop.background", "picture-options", "'none'")
        if self._extension:
            self.enable_extension(enabled=True)
        self._start("shell", ["gnome-shell", "--nested", "--wayland", "--unsafe-mode"])
        self.wait(lambda: self.has_owner("org.gnome.Shell"), "GNOME Shell", 60)
        self._start("notifications", ["gjs", "/usr/share/gnome-shell/org.gnome.Shell.Notifications"])
        self.wait(lambda: self.has_owner("org.freedesktop.Notifications"), "GNOME's notifications")
        self.wait(self._is_drawn, "the top bar", 60)

    def enable_extension(self, *, enabled: bool) -> None:
        """Enable or disable the extension, as a person does and as the lock screen does."""
        setting(self, "org.gnome.shell", "enabled-extensions", f"['{EXTENSION}']" if enabled else "[]")

    def evaluate(self, script: str) -> Any:  # noqa: ANN401 - what a script of the shell returns
        """The value of a JavaScript expression in the shell."""
        shell = "org.gnome.Shell"
        reply = self.call(shell, "/org/gnome/Shell", f"{shell}.Eval", f"string:{script}")
        text = reply[reply.index('string "') + len('string "') : reply.rindex('"')]
        assert "boolean true" in reply, text
        return json.loads(text) if text else None

    def icons(self) -> int:
        """How many icons of the extension are in the top bar."""
        return int(self.evaluate(f"{_INDICATORS}.filter(([_name, icon]) => icon.mapped).length"))

    def icon(self) -> tuple[int, int]:
        """Wait for the only icon, and until the top bar has come to rest; the middle of the icon on the screen."""
        boxes: list[list[int]] = [[]]
        box = f"{_INDICATORS}.filter(([_name, icon]) => icon.mapped).map(([_name, icon]) => "
        box += "[...icon.get_transformed_position(), ...icon.get_transformed_size()].map(Math.round))"

        def rests() -> bool:
            boxes.append((self.evaluate(box) or [[]])[0])
            return None not in boxes[-1] and boxes[-1] == boxes[-2] != []

        self.wait(rests, "the icon in the top bar")
        left, top, width, height = boxes[-1]
        return left + width // 2, top + height // 2

    def turn_wheel(self, steps: int) -> None:
        """Let the extension handle a turned wheel: a nested shell gets none of the smooth events that it waits for."""
        self.evaluate(f"{_INDICATORS}.forEach(([_name, icon]) => icon._indicator.scroll(0, {steps}))")

    def supports_activation(self) -> object:
        """Whether the extension believes that the only icon answers to activation; None while it has not tried."""
        return self.evaluate(f"{_INDICATORS}.map(([_name, icon]) => icon._indicator.supportsActivation)[0]")

    def rows(self) -> list[ShownRow]:
        """All rows of the icon's menu, each followed by those of its submenu."""
        return [
            ShownRow(depth, label, visible, tuple(box) if box else None, is_open)
            for depth, label, visible, box, is_open in self.evaluate(_ROWS)
        ]

    def row(self, label: str) -> ShownRow:
        """The first row whose label begins so."""
        return next(row for row in self.rows() if row.label.startswith(label))

    def selected_row(self) -> str:
        """The label of the row that keys have selected; empty while there is none."""
        row = f"{_INDICATORS}.map(([_name, icon]) => icon.menu._activeMenuItem).find(item => item && item.label)"
        return str(self.evaluate(f"(item => item ? item.label.text : '')({row})"))

    def open_menu(self) -> None:
        """Open the icon's menu with the left button, and wait until it stands still."""
        self.leave_overview()
        self.click(self.icon(), 1)
        self._wait_until_still()

    def click_row(self, label: str) -> None:
        """Click on the first row whose label begins so, once the menu stands still: a submenu moves the rows below."""
        self._wait_until_still()
        self.click(self.row(label).middle)
        self._wait_until_still()

    def _wait_until_still(self) -> None:
        """Wait until the rows of the open menu, whatever they say, stay where they are; or until it is shut."""
        looks: list[list[tuple[int, int, int, int] | None]] = []

        def stands() -> bool:
            looks.append([row.box for row in self.rows()])
            last = looks[-_STILL_LOOKS:]
            return len(last) == _STILL_LOOKS and last.count(last[0]) == _STILL_LOOKS

        self.wait(stands, "a menu that stands still")

    def leave_overview(self) -> None:
        """Show the desktop: the shell starts with its overview."""
        self.evaluate("imports.ui.main.overview.hide()")
        self.wait(lambda: self.evaluate("imports.ui.main.overview.visible") is False, "the end of the overview")

    def busy(self) -> int:
        """How many programs the shell shows a busy cursor for."""
        sequences = "imports.gi.Shell.WindowTracker.get_default().get_startup_sequences()"
        return int(self.evaluate(f"{sequences}.filter(one => !one.get_completed()).length"))

    def keep_busy(self, seconds: float) -> None:
        """Let the shell do nothing that is less urgent than what else it does when idle, for so long."""
        glib = "imports.gi.GLib"
        end = f"{glib}.get_monotonic_time() + {round(seconds * 1_000_000)}"
        work = f"{glib}.idle_add({glib}.PRIORITY_DEFAULT_IDLE, () => {glib}.get_monotonic_time() < end)"
        self.evaluate(f"(() => {{ const end = {end}; return {work}; }})()")

    def is_making_icon(self) -> bool:
        """Whether the extension makes the picture of an icon from its pixels now."""
        return bool(self.evaluate(f"{_INDICATORS}.some(([_name, icon]) => icon._icon._loadingIcons[0].size > 0)"))

    def notifications(self) -> list[str]:
        """The titles of the notifications that the shell has."""
        titles = "one.notifications.map(notification => notification.title)"
        return list(self.evaluate(f"imports.ui.main.messageTray.getSources().flatMap(one => {titles})"))

    def _is_drawn(self) -> bool:
        """Whether the clock in the middle of the top bar is drawn."""
        return len(self.image(self.top_bar).getcolors(1 << 20) or ()) > 1
