"""GNOME Shell, nested in an X server, so that X tools see its pixels and give it input.

It draws no tray icons by itself; Debian's and Ubuntu's extension "AppIndicator" does. This module must not know Brim.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, override

from tests.hosts.realhost import RealHost, setting

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTENSION = "ubuntu-appindicators@ubuntu.com"
TOP_BAR_HEIGHT = 32
_INTERFACE = "org.gnome.desktop.interface"


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

    def _is_drawn(self) -> bool:
        """Whether the clock in the middle of the top bar is drawn."""
        return len(self.image(self.top_bar).getcolors(1 << 20) or ()) > 1
