"""A Wayland compositor without a screen, with waybar in it or without, on a test desktop's bus.

sway does not run as root; where the tests do, it runs as the user nobody. The compositor has no input devices, so only
pixels can be tested. This module must not know Brim.
"""

from __future__ import annotations

import contextlib
import io
import os
import pwd
import shutil
import subprocess
from typing import TYPE_CHECKING, Self, override

from PIL import Image, ImageColor

from tests.desktop import settings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.desktop.harness import Desktop

PROGRAMS = ("sway", "waybar", "grim", "setpriv")
"""What a bar with tray icons needs; a compositor alone needs the first and the last."""
WIDTH, HEIGHT = 400, 120
"""Of the screen, in pixels."""
_ROOT = 0
_NOBODY = "nobody"


def missing_programs() -> list[str]:
    """The programs that are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


class Compositor:
    """Owner of a compositor without a bar."""

    def __init__(self, desktop: Desktop, scale: int = 1) -> None:
        """Prepare a screen with so many pixels for one of the desktop's."""
        self.desktop = desktop
        self._folder = desktop.folder / "wayland"
        self._files = {"sway.conf": settings.SWAY}
        self._options: dict[str, object] = {"folder": self._folder, "width": WIDTH, "height": HEIGHT, "scale": scale}
        self._as_nobody: list[str] = []
        self._sway: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start it, and set the desktop's environment so that its programs use it."""
        self._folder.mkdir(mode=0o700)
        if os.getuid() == _ROOT:
            nobody = pwd.getpwnam(_NOBODY)
            self.desktop.folder.chmod(0o711)
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
            self._as_nobody = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
        for name, text in self._files.items():
            (self._folder / name).write_text(text.format(**self._options))
        with (self.desktop.folder / "sway.log").open("wb") as log:
            self._sway = subprocess.Popen(
                [*self._as_nobody, "sway", "-c", str(self._folder / "sway.conf")],
                env=self._env(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd="/",
            )
        self.desktop.wait(self._is_ready, "the compositor")
        self.desktop.env.pop("DISPLAY")
        self.desktop.env["WAYLAND_DISPLAY"] = str(self._socket())
        return self

    def __exit__(self, *_error: object) -> None:
        """End it, and what it has started."""
        if self._sway is not None:
            self._sway.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._sway.wait(3.0)
            self._sway.kill()
            self._sway.wait()

    def image(self) -> Image.Image:
        """The pixels of the screen."""
        finished = subprocess.run(
            [*self._as_nobody, "grim", "-t", "ppm", "-"],
            env=self._env() | {"WAYLAND_DISPLAY": str(self._socket())},
            capture_output=True,
            timeout=30,
            check=True,
            cwd="/",
        )
        return Image.open(io.BytesIO(finished.stdout)).convert("RGB")

    def _is_ready(self) -> bool:
        return self._socket() is not None

    def _socket(self) -> Path | None:
        return next((path for path in self._folder.glob("wayland-*") if path.suffix != ".lock"), None)

    def _env(self) -> dict[str, str]:
        folders = ("HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
        own = dict.fromkeys(folders, str(self._folder))
        backend = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
        env = {name: value for name, value in self.desktop.env.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
        return env | own | backend | {"GSETTINGS_BACKEND": "memory", "NO_AT_BRIDGE": "1", "GTK_A11Y": "none"}


class Wayland(Compositor):
    """Owner of a compositor with a bar for tray icons."""

    def __init__(self, desktop: Desktop, *, dark: bool = True, icon: int = 22, scale: int = 1) -> None:
        """Prepare a bar; `icon` is the size of icons in pixels of the bar."""
        super().__init__(desktop, scale)
        self._background = "#202020" if dark else "#f0f0f0"
        self._files["sway.conf"] += settings.SWAY_BAR
        self._files |= {"waybar.json": settings.WAYBAR, "waybar.css": settings.WAYBAR_STYLE}
        self._options |= {"panel": icon + 10, "icon": icon, "background": self._background}

    @override
    def _is_ready(self) -> bool:
        return super()._is_ready() and self.desktop.host_registered() and self._bar_is_drawn()

    def _bar_is_drawn(self) -> bool:
        """Whether the lowest pixels have the bar's colour: a host is registered before it draws."""
        return self.image().getpixel((0, HEIGHT - 1)) == ImageColor.getrgb(self._background)
