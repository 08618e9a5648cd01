"""What a person sees and does on the screen of a test desktop: pixels, windows, mouse and keys.

This module must not know what is started on the screen.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WIDTH, HEIGHT = 1024, 640
PANEL_HEIGHT = 32


class DesktopError(RuntimeError):
    """A part of the desktop did not start, or a command in it failed."""


class Screen:
    """An X screen, reached through the environment of its programs."""

    def __init__(self, scale: int, panel_height: int = PANEL_HEIGHT) -> None:
        """`scale` is how many pixels a panel takes for one of its own, `panel_height` how many it has of these."""
        self.scale = scale
        self.panel_height = panel_height
        self.env: dict[str, str] = {}

    @property
    def panel_area(self) -> str:
        """The panel as an X geometry: at the bottom, over the whole width."""
        strip = self.panel_height * self.scale + 1
        return f"{WIDTH}x{strip}+0+{HEIGHT - strip}"

    def pixels(self, area: str) -> bytes:
        """Red, green and blue of each pixel of an X geometry such as 200x40+824+600."""
        return self.run("import", "-silent", "-window", "root", "-crop", area, "+repage", "-depth", "8", "rgb:-")

    def image(self, area: str) -> Image.Image:
        """The same as an image."""
        width, height = (int(part) for part in area.split("+", maxsplit=1)[0].split("x"))
        return Image.frombytes("RGB", (width, height), self.pixels(area))

    def screenshot(self, path: Path, area: str = "") -> None:
        """Write a PNG, for a person to look at."""
        crop = ["-crop", area, "+repage"] if area else []
        self.run("import", "-silent", "-window", "root", *crop, str(path))

    def wait_for_colour(self, colour: tuple[int, int, int], area: str, fuzz: int = 6) -> tuple[int, int]:
        """Wait until an area holds a colour; the middle of where it stands, on the screen."""
        found: list[tuple[int, int]] = []

        def seen() -> bool:
            width, _height, left, top = map(int, re.split(r"[x+]", area))
            raw = self.pixels(area)
            found[:] = [
                (left + at % width, top + at // width)
                for at in range(len(raw) // 3)
                if all(abs(raw[3 * at + part] - colour[part]) <= fuzz for part in range(3))
            ]
            return bool(found)

        self.wait(seen, f"the colour {colour}")
        across, down = zip(*found, strict=True)
        return (min(across) + max(across)) // 2, (min(down) + max(down)) // 2

    def window(self, name: str) -> tuple[int, int, int, int]:
        """Wait for a visible window of that name; its left, top, width and height."""
        found: list[tuple[int, int, int, int]] = []

        def seen() -> bool:
            with contextlib.suppress(DesktopError):
                for number in self.run("xdotool", "search", "--onlyvisible", "--name", name).split():
                    text = self.run("xdotool", "getwindowgeometry", "--shell", number.decode()).decode()
                    values = dict(re.findall(r"(\w+)=(-?\d+)", text))
                    left, top, width, height = (int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
                    if width > 1:  # toolkits keep windows of one pixel for themselves
                        found.append((left, top, width, height))
            return bool(found)

        self.wait(seen, f"the window {name}")
        return found[0]

    def click(self, place: tuple[int, int], button: int = 1) -> None:
        """Move the mouse there and press a button: 1 left, 2 middle, 3 right."""
        across, down = map(str, place)
        self.run("xdotool", "mousemove", across, down, "sleep", "0.1", "click", str(button))

    def key(self, *keys: str) -> None:
        """Press keys, by their X names."""
        self.run("xdotool", "key", "--delay", "60", *keys)

    def wait(self, test: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
        """Wait for something; TimeoutError names `what`."""
        wait_until(test, what, seconds)

    def run(self, *command: str) -> bytes:
        """Run a command on this screen; what it prints. Raises DesktopError when it fails."""
        done = subprocess.run(command, env=self.env, capture_output=True, timeout=60, check=False)
        if done.returncode:
            raise DesktopError(done.stderr.decode().strip())
        return done.stdout


def changed(before: Image.Image, after: Image.Image) -> tuple[int, int]:
    """Width and height of the smallest box around all that differs; zeros when nothing does."""
    box = ImageChops.difference(before, after).getbbox()
    return (box[2] - box[0], box[3] - box[1]) if box else (0, 0)
