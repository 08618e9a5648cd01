"""The icon at the sizes that real panels draw, dark and light, on screens of one and of two pixels for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop import wayland
from tests.desktop.screen import changed
from tests.desktop.wayland import Wayland
from tests.support.wait import wait_until

if TYPE_CHECKING:
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


@pytest.mark.parametrize("panel", ["xfce", "lxqt"])
@pytest.mark.parametrize(("icon", "dark", "scale"), SIZES)
def test_a_panel_of_x(  # noqa: PLR0913 - what a panel can be
    panel: str, icon: int, scale: int, start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool
) -> None:
    """The icon is drawn as large as the panel's icons are, to the pixel."""
    desktop = start_desktop(panel, dark=dark, icon=icon, scale=scale)
    side = min(icon * scale, LARGEST_IN_XFCE) if panel == "xfce" else icon * scale
    before = desktop.image(desktop.panel_area)

    start_driver(desktop)

    desktop.wait(lambda: changed(before, desktop.image(desktop.panel_area)) == (side, side), f"{side} pixels")


@pytest.mark.parametrize(("icon", "dark", "scale"), [(16, True, 1), (22, False, 1), (48, True, 2)])
def test_a_bar_of_wayland(
    icon: int, scale: int, start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool
) -> None:
    """The bar, waybar, draws it as large as its icons are, to the pixel."""
    if absent := wayland.missing():
        pytest.skip(f"not installed: {', '.join(absent)}; see packaging/debian-test-packages.txt")
    desktop = start_desktop()
    with Wayland(desktop, dark=dark, icon=icon, scale=scale) as screen:
        before = screen.image()
        start_driver(desktop)

        wait_until(lambda: changed(before, screen.image()) == (icon * scale,) * 2, f"{icon * scale} pixels")
