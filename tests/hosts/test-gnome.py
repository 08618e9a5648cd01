"""Brim in GNOME, whose icons, menus and notifications a person sees and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.hosts.gnome import Gnome

if TYPE_CHECKING:
    from tests.hosts.conftest import StartBrim, StartHost

AMBER = (255, 194, 16)
"""The icon's fill from 75 percent on."""

pytestmark = pytest.mark.timeout(300)


def test_the_icon_is_in_the_top_bar(start_host: StartHost, start_brim: StartBrim) -> None:
    """With the extension the icon is drawn in the top bar, in the colour of its level."""
    gnome = start_host(Gnome())

    start_brim(gnome)

    gnome.wait_for_colour(AMBER, gnome.top_bar, fuzz=20)
