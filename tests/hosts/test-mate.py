"""Brim in MATE's panel with Ayatana's indicators, whose icons and menus a person sees and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import Quit, Refresh
from tests.desktop.iconcolours import RED
from tests.desktop.screen import changed_size
from tests.hosts.mate import Mate

if TYPE_CHECKING:
    from tests.hosts.conftest import StartHost, StartTray

FUZZ = 20

pytestmark = pytest.mark.timeout(120)


def test_icon_and_clicks(start_host: StartHost, start_tray: StartTray) -> None:
    """The icon is drawn and follows its changes; a middle click refreshes, a left one opens the menu with Quit."""
    mate = start_host(Mate())
    tray = start_tray(mate)
    tray.do("show exhausted")
    icon = mate.wait_for_colour(RED, mate.panel, FUZZ)

    mate.click(icon, 2)
    tray.wait_for(repr(Refresh()))

    before = mate.image(mate.screen)
    mate.click(icon, 1)
    mate.wait(lambda: changed_size(before, mate.image(mate.screen))[1] > 100, "the menu")
    mate.key("Up", "Return")
    tray.wait_for(repr(Quit()))


def test_the_icon_comes_back_with_the_service(start_host: StartHost, start_tray: StartTray) -> None:
    """A service of the indicators that has crashed and starts again draws the icon again."""
    mate = start_host(Mate())
    tray = start_tray(mate)
    tray.do("show exhausted")
    mate.wait_for_colour(RED, mate.panel, FUZZ)

    mate.kill_program("service")
    mate.wait(lambda: not mate.tray_items(), "a panel without items")
    mate.start_service()

    mate.wait_for_colour(RED, mate.panel, FUZZ)
