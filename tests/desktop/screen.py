"""The screen of a test desktop as a person uses it: pixels, windows, mouse and keys.

This module must not know which programs run on the screen.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from Xlib import X
from Xlib.display import Display

from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WIDTH, HEIGHT = 1024, 640
PANEL_HEIGHT = 32
_ALL_PLANES = 0xFFFFFFFF


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

    def image(self, area: str) -> Image.Image:
        """What an X geometry such as 200x40+824+600 shows now. It must lie inside the screen."""
        width, height, left, top = _numbers(area)
        display = Display(self.env["DISPLAY"])
        try:
            shot = display.screen().root.get_image(left, top, width, height, X.ZPixmap, _ALL_PLANES)
        finally:
            display.close()
        return Image.frombytes("RGB", (width, height), shot.data, "raw", "BGRX")

    def pixels(self, area: str) -> bytes:
        """Red, green and blue of each pixel of such an area."""
        return self.image(area).tobytes()

    def screenshot(self, path: Path, area: str = f"{WIDTH}x{HEIGHT}+0+0") -> None:
        """Write a PNG that a person can check."""
        self.image(area).save(path)

    def wait_for_colour(self, colour: tuple[int, int, int], area: str, fuzz: int = 6) -> tuple[int, int]:
        """Wait until an area shows a colour; the middle of the box around its pixels, on the screen.

        `fuzz` is the difference that each of red, green and blue may have.
        """
        boxes: list[tuple[int, int, int, int]] = []

        def visible() -> bool:
            if (box := colour_box(self.image(area), colour, fuzz)) is not None:
                boxes.append(box)
            return bool(boxes)

        self.wait(visible, f"the colour {colour}")
        _width, _height, x, y = _numbers(area)
        left, top, right, bottom = boxes[0]
        return x + (left + right - 1) // 2, y + (top + bottom - 1) // 2

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


def colour_box(image: Image.Image, colour: tuple[int, int, int], fuzz: int) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom of the smallest box around all pixels of a colour; None when there are none.

    `fuzz` is the difference that each of red, green and blue may have.
    """
    difference = ImageChops.difference(image, Image.new("RGB", image.size, colour))
    near = [band.point(lambda value: 255 * (value <= fuzz)) for band in difference.split()]
    return ImageChops.darker(ImageChops.darker(near[0], near[1]), near[2]).getbbox()


def changed_size(before: Image.Image, after: Image.Image) -> tuple[int, int]:
    """Width and height of the smallest box around all differing pixels; zeros when none differ."""
    box = ImageChops.difference(before, after).getbbox()
    return (box[2] - box[0], box[3] - box[1]) if box else (0, 0)


def _numbers(area: str) -> tuple[int, int, int, int]:
    """Width, height, left and top of an X geometry."""
    width, height, left, top = map(int, re.split(r"[x+]", area))
    return width, height, left, top
