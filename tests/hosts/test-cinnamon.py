"""Brim in Cinnamon, whose icons and menus a person sees and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import PeekLimit, Quit, Refresh
from tests.desktop.iconcolours import AMBER, RED
from tests.desktop.screen import changed_size
from tests.hosts.cinnamon import Cinnamon

if TYPE_CHECKING:
    from tests.hosts.conftest import StartBrim, StartHost, StartTray

pytestmark = pytest.mark.timeout(300)


def test_the_icon_is_in_the_panel(start_host: StartHost, start_brim: StartBrim) -> None:
    """The icon is drawn in the panel in the colour of its level, and again when the watcher has crashed."""
    cinnamon = start_host(Cinnamon())
    start_brim(cinnamon)
    cinnamon.wait_for_colour(AMBER, cinnamon.panel, fuzz=24)

    cinnamon.kill_program("watcher")
    cinnamon.wait(lambda: not cinnamon.host_registered(), "the end of the watcher")
    cinnamon.start_watcher()

    cinnamon.wait_for_colour(AMBER, cinnamon.panel, fuzz=24)


@pytest.mark.parametrize("button", [1, 3])
def test_a_click_opens_the_menu(button: int, start_host: StartHost, start_tray: StartTray) -> None:
    """Left and right button open the menu; its last row ends Brim."""
    cinnamon = start_host(Cinnamon())
    tray = start_tray(cinnamon)
    tray.do("show exhausted")
    icon = cinnamon.resting_icon(RED)

    before = cinnamon.image(cinnamon.screen)
    cinnamon.click(icon, button)
    cinnamon.wait(lambda: changed_size(before, cinnamon.image(cinnamon.screen))[1] > 100, "the menu")
    cinnamon.key("Up", "Return")

    tray.wait_for(repr(Quit()))


def test_the_wheel_and_the_middle_button(start_host: StartHost, start_tray: StartTray) -> None:
    """The wheel peeks at another limit, up and down; a middle click refreshes."""
    cinnamon = start_host(Cinnamon())
    tray = start_tray(cinnamon)
    tray.do("show exhausted")
    icon = cinnamon.resting_icon(RED)

    for button, command in ((4, PeekLimit(-1)), (5, PeekLimit(1)), (2, Refresh())):
        cinnamon.click(icon, button)
        tray.wait_for(repr(command))
