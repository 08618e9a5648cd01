"""The screen of a test desktop as a person uses it: pixels, windows, mouse and keys.

This module must not know which programs run on the screen.
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
    """An X screen; `env` is the environment that programs on it need."""

    def __init__(self, scale: int, panel_height: int = PANEL_HEIGHT) -> None:
        """`scale` is pixels of the screen for one of the panel, `panel_height` is in pixels of the panel."""
        self.scale = scale
        self.panel_height = panel_height
        self.env: dict[str, str] = {}

    @property
    def panel_area(self) -> str:
        """The panel as an X geometry: at the bottom, over the whole width."""
        height = self.panel_height * self.scale + 1
        return f"{WIDTH}x{height}+0+{HEIGHT - height}"

    def pixels(self, area: str) -> bytes:
        """Red, green and blue of each pixel of an X geometry such as 200x40+824+600."""
        return self.run("import", "-silent", "-window", "root", "-crop", area, "+repage", "-depth", "8", "rgb:-")

    def image(self, area: str) -> Image.Image:
        """The same as an image."""
        width, height = (int(part) for part in area.split("+", maxsplit=1)[0].split("x"))
        return Image.frombytes("RGB", (width, height), self.pixels(area))

    def screenshot(self, path: Path, area: str = "") -> None:
        """Write a PNG that a person can check."""
        crop = ["-crop", area, "+repage"] if area else []
        self.run("import", "-silent", "-window", "root", *crop, str(path))

    def wait_for_colour(self, colour: tuple[int, int, int], area: str, fuzz: int = 6) -> tuple[int, int]:
        """Wait until an area shows a colour; the middle of the box around its pixels, on the screen.

        `fuzz` is the difference that each of red, green and blue may have.
        """
        points: list[tuple[int, int]] = []

        def visible() -> bool:
            width, _height, left, top = map(int, re.split(r"[x+]", area))
            raw = self.pixels(area)
            points[:] = [
                (left + index % width, top + index // width)
                for index in range(len(raw) // 3)
                if all(abs(raw[3 * index + part] - colour[part]) <= fuzz for part in range(3))
            ]
            return bool(points)

        self.wait(visible, f"the colour {colour}")
        x, y = zip(*points, strict=True)
        return (min(x) + max(x)) // 2, (min(y) + max(y)) // 2

    def window(self, name: str) -> tuple[int, int, int, int]:
        """Wait for a visible window of that name; its left, top, width and height."""
        boxes: list[tuple[int, int, int, int]] = []

        def visible() -> bool:
            with contextlib.suppress(DesktopError):
                for number in self.run("xdotool", "search", "--onlyvisible", "--name", name).split():
                    text = self.run("xdotool", "getwindowgeometry", "--shell", number.decode()).decode()
                    values = dict(re.findall(r"(\w+)=(-?\d+)", text))
                    left, top, width, height = (int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
                    if width > 1:  # toolkits have windows of one pixel for their own use
                        boxes.append((left, top, width, height))
            return bool(boxes)

        self.wait(visible, f"the window {name}")
        return boxes[0]

    def click(self, point: tuple[int, int], button: int = 1) -> None:
        """Move the mouse there and press a button: 1 left, 2 middle, 3 right, 4 wheel up, 5 wheel down."""
        x, y = map(str, point)
        self.run("xdotool", "mousemove", x, y, "sleep", "0.1", "click", str(button))

    def key(self, *keys: str) -> None:
        """Press keys, by their X names."""
        self.run("xdotool", "key", "--delay", "60", *keys)

    def wait(self, test: Callable[[], bool], what: str, seconds: float = 20.0) -> None:
        """Wait until `test` is true; the TimeoutError names `what`."""
        wait_until(test, what, seconds)

    def run(self, *command: str) -> bytes:
        """Run a command on this screen and return its output. Raises DesktopError when it fails."""
        finished = subprocess.run(command, env=self.env, capture_output=True, timeout=60, check=False)
        if finished.returncode:
            raise DesktopError(finished.stderr.decode().strip())
        return finished.stdout


def changed_size(before: Image.Image, after: Image.Image) -> tuple[int, int]:
    """Width and height of the smallest box around all differing pixels; zeros when none differ."""
    box = ImageChops.difference(before, after).getbbox()
    return (box[2] - box[0], box[3] - box[1]) if box else (0, 0)
