"""MATE's panel with the applet of Ayatana's indicators, which draws files and no pixels. It must not know Brim."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, override

from tests.hosts.realhost import RealHost

if TYPE_CHECKING:
    from collections.abc import Mapping

PANEL_HEIGHT = 28
_SERVICE = "/usr/libexec/ayatana-indicator-application/ayatana-indicator-application-service"
_SETTINGS = f"""[org/mate/panel/general]
object-id-list=['tray']
toplevel-id-list=['bottom']

[org/mate/panel/toplevels/bottom]
expand=true
orientation='bottom'
screen=0
size={PANEL_HEIGHT}

[org/mate/panel/objects/tray]
applet-iid='IndicatorAppletFactory::IndicatorApplet'
object-type='applet'
position=1100
toplevel-id='bottom'
"""


class Mate(RealHost):
    """A session of MATE."""

    desktop: ClassVar[str] = "MATE"
    lower_panel: ClassVar[int] = PANEL_HEIGHT
    packages: ClassVar[Mapping[str, str]] = {
        "mate-panel": "mate-panel",
        "/usr/lib/mate-indicator-applet/mate-indicator-applet": "mate-indicator-applet",
        _SERVICE: "ayatana-indicator-application",
        "openbox": "openbox",
    }

    @override
    def start_host(self) -> None:
        """Start the service, the window manager and the panel; return when the service watches for items."""
        self.env |= {"GSETTINGS_BACKEND": "keyfile"}
        settings = Path(self.env["HOME"]) / ".config/glib-2.0/settings/keyfile"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS)
        self.start_service()
        self._start("openbox", ["openbox"])
        self._start("panel", ["mate-panel"])
        self.wait(self.host_registered, "a host", 30)

    def start_service(self) -> None:
        """Start the service of the indicators, at first or again."""
        self._start("service", [_SERVICE])
        self.wait(lambda: self.has_owner("org.kde.StatusNotifierWatcher"), "the service", 30)
