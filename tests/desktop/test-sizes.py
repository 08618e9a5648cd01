"""The icon at the sizes of real panels, dark and light, on screens of single and double density."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop import wayland
from tests.desktop.screen import changed_size
from tests.desktop.wayland import Wayland
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from PIL import Image

    from tests.desktop.fixtures import StartDesktop, StartDriver

SIZES = [
    (16, True, 1),
    (22, False, 1),
    (24, True, 1),
    (32, False, 1),
    (48, True, 1),
    (16, False, 2),
    (24, True, 2),
    (48, False, 2),
]
"""Pixels of an icon, whether the panel is dark, and pixels of the screen for one of the panel."""


LARGEST_IN_XFCE = 64
"""xfce4-panel takes the largest picture that is offered, makes it smaller, and never larger."""


def fills(side: int, before: Image.Image, after: Image.Image) -> bool:
    """Whether what is new is as wide as an icon, and as high but for the air above digits."""
    width, height = changed_size(before, after)
    return width == side and side - side // 16 <= height <= side


@pytest.mark.parametrize("panel", ["xfce", "lxqt"])
@pytest.mark.parametrize(("icon", "dark", "scale"), SIZES)
def test_a_panel_of_x(  # noqa: PLR0913 - the properties of a panel
    panel: str, icon: int, scale: int, start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool
) -> None:
    """The icon fills the place of one of the panel's icons."""
    desktop = start_desktop(panel, dark=dark, icon=icon, scale=scale)
    side = min(icon * scale, LARGEST_IN_XFCE) if panel == "xfce" else icon * scale
    before = desktop.image(desktop.panel_area)

    start_driver(desktop)

    desktop.wait(lambda: fills(side, before, desktop.image(desktop.panel_area)), f"{side} pixels")


@pytest.mark.parametrize(("icon", "dark", "scale"), [(16, True, 1), (22, False, 1), (48, True, 2)])
def test_a_wayland_bar(
    icon: int, scale: int, start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool
) -> None:
    """In waybar the icon fills the place of one of the bar's icons."""
    if missing := wayland.missing_programs():
        pytest.skip(f"not installed: {', '.join(missing)}; see packaging/debian-test-packages.txt")
    desktop = start_desktop()
    with Wayland(desktop, dark=dark, icon=icon, scale=scale) as screen:
        before = screen.image()
        start_driver(desktop)

        wait_until(lambda: fills(icon * scale, before, screen.image()), f"{icon * scale} pixels")
