"""Reads the icon's digits with Tesseract, from screenshots of a real panel.

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
"""Tesseract's page segmentation modes: a picture is one line, or one word."""
_SCALE = 8
_MARGIN = 2
"""Pixels of the panel around the icon."""


@dataclass(frozen=True, slots=True)
class PanelSetup:
    """The settings of a panel that shows the icon."""

    panel: str
    """`xfce` or `lxqt`."""
    size: int
    """The size of its icons in pixels."""
    dark: bool
    colour: str | None = None
    """The colour of the panel as #rrggbb; None for its usual colour."""
    scheme: str = IconScheme.AUTO
    """The kind of panel that the icon is drawn for."""

    @property
    def name(self) -> str:
        """The name in tables and file names."""
        ground = self.colour or ("dark" if self.dark else "light")
        return f"{self.panel}-{ground.removeprefix('#')}-{self.size}-{self.scheme}"


class PanelWithIcon:
    """The icon in a real panel."""

    def __init__(self, desktop: Desktop, scheme: str, margin: int) -> None:
        """Record the panel without an icon."""
        self._desktop = desktop
        self._scheme, self._margin = scheme, margin
        self._lines: IO[str] = sys.stdout
        self._last = b""
        self._empty = desktop.pixels(desktop.panel_area)
        self._area = ""

    def connect(self, lines: IO[str]) -> None:
        """Use the standard input of the started tray, which names the icon to show."""
        self._lines = lines

    def show(self, percent: int, state: str = "-", style: str = IconStyle.NUMBER) -> Image.Image:
        """Show an icon, and return its picture with a margin of the panel around it."""
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
        """The area of the pixels that changed when the icon appeared."""
        width, height, left, top = map(int, self._desktop.panel_area.replace("x", "+").split("+"))
        boxes: list[tuple[int, int, int, int] | None] = [None]

        def unchanged() -> bool:
            now = self._desktop.pixels(self._desktop.panel_area)
            differ = bytes(255 * (one != two) for one, two in zip(self._empty, now, strict=True))
            boxes.append(Image.frombytes("RGB", (width, height), differ).getbbox())
            return boxes[-1] is not None and boxes[-1] == boxes[-2]

        wait_until(unchanged, "the icon", 20)
        box = boxes[-1] or (0, 0, 0, 0)
        across, down = (box[2 + axis] - box[axis] + 2 * self._margin for axis in (0, 1))
        return f"{across}x{down}+{left + box[0] - self._margin}+{top + box[1] - self._margin}"


@contextmanager
def panel_with_icon(setup: PanelSetup, margin: int = _MARGIN) -> Iterator[PanelWithIcon]:
    """Run a private desktop whose panel shows the icon."""
    unstarted = Desktop(panel=setup.panel, dark=setup.dark, icon=setup.size)
    if setup.colour is not None:
        unstarted.set_panel_colour(setup.colour)
    with unstarted as desktop:
        panel = PanelWithIcon(desktop, setup.scheme, margin)
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.icontray"],
            env=desktop.env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process:
            if process.stdin is None:
                raise RuntimeError("the gallery takes no input")
            panel.connect(process.stdin)
            try:
                yield panel
            finally:
                process.terminate()


def read_numbers(pictures: Sequence[Image.Image], scaling: Image.Resampling, *, segmentation: int = WORD) -> list[str]:
    """The digits that Tesseract reads in each picture, scaled up eight times; empty when it reads none."""
    with tempfile.TemporaryDirectory() as folder:
        names = []
        for index, picture in enumerate(pictures):
            size = (picture.width * _SCALE, picture.height * _SCALE)
            names.append(str(Path(folder, f"{index}.png")))
            picture.convert("RGB").resize(size, scaling).save(names[-1])
        list_file = Path(folder, "all")
        list_file.write_text("\n".join(names))
        options = ["--psm", str(segmentation), "--dpi", "300", "-c", "tessedit_char_whitelist=0123456789"]
        result = subprocess.run(
            ["tesseract", str(list_file), "-", *options],
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            capture_output=True,
            text=True,
            check=True,
        )
    return [page.strip() for page in result.stdout.split("\f")][: len(pictures)]
