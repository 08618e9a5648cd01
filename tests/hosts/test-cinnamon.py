"""Brim in Cinnamon, whose icons and menus a person sees and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import OpenPage, Quit
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


def test_clicks(start_host: StartHost, start_tray: StartTray) -> None:
    """A left click opens the usage page, because a refused one would do nothing; a right click opens the menu."""
    cinnamon = start_host(Cinnamon())
    tray = start_tray(cinnamon)
    tray.do("show exhausted")
    icon = cinnamon.resting_icon(RED)

    cinnamon.click(icon, 1)
    tray.wait_for(repr(OpenPage()))

    before = cinnamon.image(cinnamon.screen)
    cinnamon.click(icon, 3)
    cinnamon.wait(lambda: changed_size(before, cinnamon.image(cinnamon.screen))[1] > 100, "the menu")
    cinnamon.key("Up", "Return")
    tray.wait_for(repr(Quit()))
