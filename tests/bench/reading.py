"""Reads the icon's digits with Tesseract, from screenshots of real panels or from drawings that stand in for them.

This module must not know what a good result is.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from PIL import Image

from brim.model.options import IconScheme, IconStyle
from tests.desktop.harness import Desktop
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE, WORD = 7, 8
"""Tesseract's page segmentation: a picture is taken for a line, or for a word."""
_SCALE = 8
_MARGIN = 2
"""Pixels of the panel around the icon."""


@dataclass(frozen=True, slots=True)
class Place:
    """A panel that shows the icon."""

    panel: str
    """xfce or lxqt."""
    size: int
    """Of its icons, in pixels."""
    dark: bool
    ground: str | None = None
    """Its colour, as #rrggbb; None for the panel's own."""
    scheme: str = IconScheme.AUTO
    """For which panels the icon is drawn."""

    @property
    def name(self) -> str:
        """For tables and files."""
        ground = self.ground or ("dark" if self.dark else "light")
        return f"{self.panel}-{ground.removeprefix('#')}-{self.size}-{self.scheme}"


class Gallery:
    """The icon in a real panel."""

    def __init__(self, desktop: Desktop, scheme: str, margin: int) -> None:
        """Remember the panel as it is without an icon."""
        self._desktop = desktop
        self._scheme, self._margin = scheme, margin
        self._lines: IO[str] = sys.stdout
        self._last = b""
        self._empty = desktop.pixels(desktop.panel_area)
        self._area = ""

    def listens(self, lines: IO[str]) -> None:
        """The tray has started and is told by these lines what to show."""
        self._lines = lines

    def show(self, percent: int, state: str = "-", style: str = IconStyle.DIGITS) -> Image.Image:
        """What the panel shows of it: the icon with a margin of the panel around it."""
        self._lines.write(f"{percent} {state} {style} {self._scheme}\n")
        self._lines.flush()
        if not self._area:
            self._area = self._find()
        wait_until(self._changed, f"{percent} in the panel", 10)
        wait_until(lambda: not self._changed(), f"{percent} to rest", 10)
        width, height = map(int, self._area.split("+")[0].split("x"))
        return Image.frombytes("RGB", (width, height), self._last)

    def _changed(self) -> bool:
        before, self._last = self._last, self._desktop.pixels(self._area)
        return before != self._last

    def _find(self) -> str:
        """Where pixels are that were not there before the icon came."""
        width, height, left, top = map(int, self._desktop.panel_area.replace("x", "+").split("+"))
        boxes: list[tuple[int, int, int, int] | None] = [None]

        def still() -> bool:
            now = self._desktop.pixels(self._desktop.panel_area)
            differ = bytes(255 * (one != two) for one, two in zip(self._empty, now, strict=True))
            boxes.append(Image.frombytes("RGB", (width, height), differ).getbbox())
            return boxes[-1] is not None and boxes[-1] == boxes[-2]

        wait_until(still, "the icon", 20)
        box = boxes[-1] or (0, 0, 0, 0)
        across, down = (box[2 + axis] - box[axis] + 2 * self._margin for axis in (0, 1))
        return f"{across}x{down}+{left + box[0] - self._margin}+{top + box[1] - self._margin}"


@contextmanager
def gallery(place: Place, margin: int = _MARGIN) -> Iterator[Gallery]:
    """A desktop of its own with the icon in it."""
    prepared = Desktop(panel=place.panel, dark=place.dark, icon=place.size)
    if place.ground is not None:
        prepared.set_panel_colour(place.ground)
    with prepared as desktop:
        shown = Gallery(desktop, place.scheme, margin)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.gallery"],
            env=desktop.env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            if process.stdin is None:
                raise RuntimeError("the gallery takes no input")
            shown.listens(process.stdin)
            try:
                yield shown
            finally:
                process.terminate()


def read(pictures: Sequence[Image.Image], scaling: Image.Resampling, *, segmentation: int = WORD) -> list[str]:
    """What Tesseract reads in each picture, scaled up eight times: digits, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for index, picture in enumerate(pictures):
            size = (picture.width * _SCALE, picture.height * _SCALE)
            names.append(str(Path(folder, f"{index}.png")))
            picture.convert("RGB").resize(size, scaling).save(names[-1])
        everything = Path(folder, "all")
        everything.write_text("\n".join(names))
        options = ["--psm", str(segmentation), "--dpi", "300", "-c", "tessedit_char_whitelist=0123456789"]
        done = subprocess.run(
            ["tesseract", str(everything), "-", *options],
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
    return [page.strip() for page in done.stdout.split("\f")][: len(pictures)]
