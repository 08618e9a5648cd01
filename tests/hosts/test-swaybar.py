"""Brim in swaybar, which draws icons and no menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop.iconcolours import AMBER
from tests.desktop.screen import changed_size
from tests.hosts.swaybar import Swaybar

if TYPE_CHECKING:
    from tests.hosts.conftest import StartBrim, StartHost

pytestmark = pytest.mark.timeout(120)


@pytest.mark.parametrize("button", [1, 3])
def test_quit_without_a_menu(button: int, start_host: StartHost, start_brim: StartBrim) -> None:
    """A click on the icon, with either button, shows a notification with the figures; its Quit ends Brim."""
    sway = start_host(Swaybar())
    brim = start_brim(sway)
    icon = sway.wait_for_colour(AMBER, sway.bar, fuzz=20)
    before = sway.image(sway.screen)

    sway.click(icon, button)
    sway.wait(lambda: changed_size(before, sway.image(sway.screen))[1] > 60, "the notification")
    sway.act("quit")

    assert brim.wait(20) == 0
