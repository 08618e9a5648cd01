"""GNOME while it is busy, as it is for some seconds after a login: its extension then takes long to make a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.desktop.iconcolours import RED
from tests.hosts.gnome import Gnome

if TYPE_CHECKING:
    from tests.hosts.conftest import StartHost, StartTray

pytestmark = pytest.mark.timeout(300)


def test_the_last_of_several_icons_is_shown(start_host: StartHost, start_tray: StartTray) -> None:
    """An icon that came while the shell was busy with the one before is shown soon after, although nothing changes."""
    gnome = start_host(Gnome())
    driver = start_tray(gnome)
    gnome.icon()

    gnome.keep_busy(3.0)
    driver.do("show exhausted", "show calm")
    gnome.wait(gnome.is_making_icon, "the first picture")
    driver.do("show exhausted")

    gnome.wait_for_colour(RED, gnome.top_bar, fuzz=20)
