"""Sway with its own bar, nested in an X server, and mako for notifications. This module must not know Brim.

Sway does not run as root: there its programs run as another user, who may enter the host's folder.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, ClassVar, override

from tests.hosts.realhost import RealHost

if TYPE_CHECKING:
    from collections.abc import Mapping

BAR_HEIGHT = 28
_USER = "nobody"
_CONFIG = f"""output * bg #204060 solid_color
xwayland disable
bar {{
  position bottom
  height {BAR_HEIGHT}
  status_command while date +%H:%M; do sleep 10; done
  tray_output *
  colors {{
    background #222222
    statusline #dddddd
  }}
}}
"""


class Swaybar(RealHost):
    """A session of Sway."""

    desktop: ClassVar[str] = "sway"
    packages: ClassVar[Mapping[str, str]] = {
        "sway": "sway",
        "swaybar": "sway",
        "mako": "mako-notifier",
        "makoctl": "mako-notifier",
        "setpriv": "util-linux",
    }

    def __init__(self) -> None:
        """Prepare a session on a screen of the size that sway's window has in an X server."""
        super().__init__(1024, 768)

    @property
    def bar(self) -> str:
        """The bar as an X geometry."""
        return f"{self.width}x{BAR_HEIGHT}+0+{self.height - BAR_HEIGHT}"

    @override
    def start_host(self) -> None:
        """Start sway, its bar and mako; return when the bar watches for items."""
        config = self.folder / "sway.config"
        config.write_text(_CONFIG)
        run = self.folder / "run"
        if not os.geteuid():
            self.folder.chmod(0o755)
            shutil.chown(run, _USER)
        self.env |= {
            "WLR_BACKENDS": "x11",
            "WLR_RENDERER": "pixman",
            "WLR_X11_OUTPUTS": "1",
            "WLR_RENDERER_ALLOW_SOFTWARE": "1",
            "XDG_SESSION_TYPE": "wayland",
        }
        self._start("sway", [*_as_user(), "sway", "-c", str(config)])
        self.wait(lambda: any(run.glob("wayland-?")), "sway")
        self.env["WAYLAND_DISPLAY"] = next(run.glob("wayland-?")).name
        self._start("mako", [*_as_user(), "mako"])
        self.wait(lambda: self.has_owner("org.freedesktop.Notifications"), "mako")
        self.wait(self.host_registered, "swaybar")
        self.wait(lambda: len(self.image(self.bar).getcolors(1 << 20) or ()) > 1, "the clock of swaybar")

    def act(self, action: str) -> None:
        """Choose an action of the notification that is shown, as a launcher of mako does."""
        self.run(*_as_user(), "makoctl", "invoke", action)


def _as_user() -> list[str]:
    return [] if os.geteuid() else ["setpriv", f"--reuid={_USER}", "--regid=nogroup", "--clear-groups"]
