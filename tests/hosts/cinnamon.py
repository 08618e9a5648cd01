"""Cinnamon: its shell, and the watcher of XApp that feeds its panel. This module must not know Brim."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, override

from tests.desktop.screen import colour_box
from tests.hosts.realhost import RealHost, setting

if TYPE_CHECKING:
    from collections.abc import Mapping

PANEL_HEIGHT = 40
_FUZZ, _STILL_PICTURES = 30, 50
_WATCHER = "/usr/libexec/xapps/sn-watcher/xapp-sn-watcher"


class Cinnamon(RealHost):
    """A session of Cinnamon."""

    desktop: ClassVar[str] = "X-Cinnamon"
    lower_panel: ClassVar[int] = PANEL_HEIGHT
    system_mocks: ClassVar[tuple[str, ...]] = ("logind", "upower")
    packages: ClassVar[Mapping[str, str]] = {
        "cinnamon": "cinnamon",
        _WATCHER: "xapp-sn-watcher",
        "gsettings": "libglib2.0-bin",
    }

    @override
    def start_host(self) -> None:
        """Start the shell and the watcher; return when the panel is drawn."""
        self.env |= {
            "GSETTINGS_BACKEND": "keyfile",
            "XDG_SESSION_DESKTOP": "cinnamon",
            "DESKTOP_SESSION": "cinnamon",
            "CLUTTER_BACKEND": "x11",
            "CINNAMON_SOFTWARE_RENDERING": "1",
        }
        setting(self, "org.cinnamon.desktop.background", "picture-options", "'none'")
        self._start("shell", ["cinnamon", "--replace"])
        self.wait(lambda: self.has_owner("org.Cinnamon"), "Cinnamon", 60)
        self.start_watcher()
        self.wait(lambda: len(self.image(self.panel).getcolors(1 << 20) or ()) > 1, "the panel", 60)

    def start_watcher(self) -> None:
        """Start the watcher, at first or again."""
        self._start("watcher", [_WATCHER])
        self.wait(self.host_registered, "the watcher", 30)

    def resting_icon(self, colour: tuple[int, int, int]) -> tuple[int, int]:
        """Wait for an icon of a colour, and until no other applet moves it; its middle on the screen."""
        boxes: list[tuple[int, int, int, int] | None] = []

        def rests() -> bool:
            boxes.append(colour_box(self.image(self.panel), colour, _FUZZ))
            return boxes[-1] is not None and boxes[-_STILL_PICTURES:] == boxes[-1:] * _STILL_PICTURES

        self.wait(rests, f"an icon of the colour {colour} at rest")
        left, top, right, bottom = boxes[-1] or (0, 0, 0, 0)
        return (left + right - 1) // 2, self.height - PANEL_HEIGHT + (top + bottom - 1) // 2
