"""The icon at the sizes of real panels, dark and light, on screens of single and double density."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop import wayland
from tests.desktop.screen import changed_size
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
def test_a_panel_of_x(  # noqa: PLR0913 - the properties of a panel
    panel: str, icon: int, scale: int, start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool
) -> None:
    """The icon has exactly the size of the panel's icons."""
    desktop = start_desktop(panel, dark=dark, icon=icon, scale=scale)
    side = min(icon * scale, LARGEST_IN_XFCE) if panel == "xfce" else icon * scale
    before = desktop.image(desktop.panel_area)

    start_driver(desktop)

    desktop.wait(lambda: changed_size(before, desktop.image(desktop.panel_area)) == (side, side), f"{side} pixels")


@pytest.mark.parametrize(("icon", "dark", "scale"), [(16, True, 1), (22, False, 1), (48, True, 2)])
def test_a_wayland_bar(
    icon: int, scale: int, start_desktop: StartDesktop, start_driver: StartDriver, *, dark: bool
) -> None:
    """In waybar the icon has exactly the size of the bar's icons."""
    if missing := wayland.missing_programs():
        pytest.skip(f"not installed: {', '.join(missing)}; see packaging/debian-test-packages.txt")
    desktop = start_desktop()
    with Wayland(desktop, dark=dark, icon=icon, scale=scale) as screen:
        before = screen.image()
        start_driver(desktop)

        wait_until(lambda: changed_size(before, screen.image()) == (icon * scale,) * 2, f"{icon * scale} pixels")
