"""The icon in real panels, to take its picture: those of Xfce and LXQt, and with whole desktops GNOME's and Plasma's.

This module must not know what a picture is for.
"""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from PIL import Image, ImageChops

from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.states import IconState
from tests.bench.privatehome import private_home
from tests.desktop.harness import Desktop
from tests.desktop.harness import missing_programs as missing_in_panel
from tests.hosts.gnome import Gnome
from tests.hosts.plasma import Plasma
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.session import Session

_MARGIN = 2
"""Pixels of the panel around the icon."""
_WIDTH, _HEIGHT = 1280, 800
_MIDDLE_GREY = 128
_STILL_LOOKS = 5
"""A panel that looked the same so often has drawn what it was given."""


@dataclass(frozen=True, slots=True)
class PanelSetup:
    """The settings of a panel that shows the icon."""

    panel: str
    """`xfce`, `lxqt`, `gnome` or `plasma`."""
    size: int
    """The size of its icons in pixels of the panel; GNOME and Plasma have a size of their own."""
    dark: bool
    colour: str | None = None
    """The colour of the panel as #rrggbb; None for its usual colour."""
    scheme: str = IconScheme.AUTO
    """The kind of panel that the icon is drawn for."""
    scale: int = 1
    """Pixels of the screen for one of the panel."""

    @property
    def name(self) -> str:
        """The name in tables and file names."""
        ground = self.colour or ("dark" if self.dark else "light")
        return f"{self.panel}-{ground.removeprefix('#')}-{self.size * self.scale}-{self.scheme}"

    def missing(self) -> list[str]:
        """The programs or packages that this panel needs and that are not installed."""
        if self.panel in {"xfce", "lxqt"}:
            return missing_in_panel(self.panel, "none")
        return (Gnome if self.panel == "gnome" else Plasma).missing_packages()


class PanelWithIcon:
    """The icon in a real panel."""

    def __init__(self, desktop: Session, panel_area: str, scheme: str, lines: IO[str]) -> None:
        """`lines` is the standard input of the started tray, which names the icon to show."""
        self._desktop, self._panel_area = desktop, panel_area
        self._scheme, self._lines = scheme, lines
        self._area = self._find()

    def show(self, percent: int, state: str = "-", style: str = IconStyle.NUMBER) -> Image.Image:
        """Show an icon, and return its picture with a margin of the panel around it."""
        before = self._desktop.image(self._area)
        self._request(percent, state, style)
        looks = [before]

        def rests() -> bool:
            looks.append(self._desktop.image(self._area))
            return looks[-1] != before and all(look == looks[-1] for look in looks[-_STILL_LOOKS:])

        wait_until(rests, f"{percent} {state} in the panel", 10)
        return looks[-1]

    def _request(self, percent: int, state: str, style: str = IconStyle.NUMBER) -> None:
        self._lines.write(f"{percent} {state} {style} {self._scheme}\n")
        self._lines.flush()

    def _find(self) -> str:
        """The area in which two icons differ that have no pixel at their edges in common."""
        self._request(95, IconState.CRITICAL)
        before = self._resting()
        self._request(0, IconState.OFFLINE)
        boxes: list[tuple[int, int, int, int] | None] = [None]

        def found() -> bool:
            boxes.append(ImageChops.difference(before, self._desktop.image(self._panel_area)).getbbox())
            return boxes[-1] is not None and all(box == boxes[-1] for box in boxes[-_STILL_LOOKS:])

        wait_until(found, "the icon", 20)
        left, top, right, bottom = boxes[-1] or (0, 0, 0, 0)
        _, _, x, y = map(int, self._panel_area.replace("x", "+").split("+"))
        across, down = right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN
        return f"{across}x{down}+{x + left - _MARGIN}+{y + top - _MARGIN}"

    def _resting(self) -> Image.Image:
        """The panel once an icon has come and nothing moves any more."""
        looks = [self._desktop.image(self._panel_area)]

        def rests() -> bool:
            looks.append(self._desktop.image(self._panel_area))
            return looks[-1] != looks[0] and all(look == looks[-1] for look in looks[-10 * _STILL_LOOKS :])

        wait_until(rests, "an icon in the panel", 60)
        return looks[-1]


@contextmanager
def panel_with_icon(setup: PanelSetup) -> Iterator[PanelWithIcon]:
    """Run a private desktop whose panel shows the icon."""
    with (
        private_home(),
        _running(setup) as (desktop, area),
        subprocess.Popen(
            [sys.executable, "-m", "tests.bench.icontray"],
            env=desktop.env,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ) as process,
    ):
        if process.stdin is None:
            raise RuntimeError("the gallery takes no input")
        try:
            yield PanelWithIcon(desktop, area, setup.scheme, process.stdin)
        finally:
            process.terminate()


@contextmanager
def _running(setup: PanelSetup) -> Iterator[tuple[Session, str]]:
    """The desktop, and the area of its panel."""
    width, height = _WIDTH * setup.scale, _HEIGHT * setup.scale
    if setup.panel == "gnome":
        with Gnome(width, height, scale=setup.scale) as gnome:
            gnome.leave_overview()
            yield gnome, gnome.top_bar
    elif setup.panel == "plasma":
        with Plasma(width, height, scale=setup.scale) as plasma:
            plasma.apply_scheme("BreezeDark" if setup.dark else "BreezeLight")
            plasma.wait(lambda: _is_dark(plasma.image(plasma.panel)) == setup.dark, "the colour scheme")
            yield plasma, plasma.panel
    else:
        desktop = Desktop(panel=setup.panel, dark=setup.dark, icon=setup.size, scale=setup.scale)
        if setup.colour is not None:
            desktop.set_panel_colour(setup.colour)
        with desktop:
            yield desktop, desktop.panel_area


def _is_dark(panel: Image.Image) -> bool:
    histogram = panel.convert("L").histogram()
    return histogram.index(max(histogram)) < _MIDDLE_GREY
