"""Brim in Plasma, whose icons and menus a person sees and clicks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import OpenPage, PeekLimit, Quit, Refresh
from tests.desktop.iconcolours import AMBER_ON_DARK, AMBER_ON_LIGHT, RED_ON_LIGHT
from tests.desktop.screen import colour_box
from tests.hosts.plasma import Plasma

if TYPE_CHECKING:
    from tests.hosts.conftest import StartBrim, StartHost, StartTray

ROW = 26
"""The height of a row of Plasma's menus, in pixels."""

pytestmark = pytest.mark.timeout(300)


def test_the_icon_and_its_colours(start_host: StartHost, start_brim: StartBrim) -> None:
    """The icon has the colours of the panel, and follows another colour scheme at once, without a settings portal."""
    plasma = start_host(Plasma())
    start_brim(plasma)
    plasma.wait_for_colour(AMBER_ON_LIGHT, plasma.panel, fuzz=12)

    plasma.apply_scheme("BreezeDark")

    plasma.wait_for_colour(AMBER_ON_DARK, plasma.panel, fuzz=12)
    assert colour_box(plasma.image(plasma.panel), AMBER_ON_LIGHT, 12) is None


def test_quit_by_mouse(start_host: StartHost, start_brim: StartBrim) -> None:
    """A left click opens the menu, with its rows in their order; the last one ends Brim."""
    plasma = start_host(Plasma())
    brim = start_brim(plasma)
    icon = plasma.wait_for_colour(AMBER_ON_LIGHT, plasma.panel, fuzz=12)

    menu = _opened_menu(plasma, icon, 1)
    text, (_left, top, _width, height) = plasma.text(menu), menu
    places = [
        text.rfind(label) for label in ("Details", "More", "Refresh", "Snooze alerts", "Settings", "Help", "Quit Brim")
    ]
    assert places == sorted(places), text
    assert -1 not in places, text
    assert 0 <= top
    assert top + height <= plasma.height
    plasma.click((icon[0], top + height - ROW // 2 - 4))

    assert brim.wait(20) == 0


def test_the_wheel_and_the_middle_button(start_host: StartHost, start_tray: StartTray) -> None:
    """The wheel peeks at another limit, up and down; a middle click refreshes."""
    plasma = start_host(Plasma())
    tray = start_tray(plasma)
    tray.do("show exhausted")
    icon = plasma.wait_for_colour(RED_ON_LIGHT, plasma.panel, fuzz=20)

    for button, command in ((4, PeekLimit(-1)), (5, PeekLimit(1)), (2, Refresh())):
        plasma.click(icon, button)
        tray.wait_for(repr(command))


def test_each_submenu_is_on_the_screen_at_once(start_host: StartHost, start_brim: StartBrim) -> None:
    """At its first opening every submenu is whole and on the screen."""
    plasma = start_host(Plasma())
    start_brim(plasma)
    icon = plasma.wait_for_colour(AMBER_ON_LIGHT, plasma.panel, fuzz=12)
    menu = _opened_menu(plasma, icon, 3)

    submenus: list[tuple[int, int, int, int]] = []
    for y in range(menu[1] + ROW // 2, menu[1] + menu[3], ROW // 2):
        plasma.run("xdotool", "mousemove", str(icon[0]), str(y), "sleep", "0.4")
        submenus += [box for box in plasma.popups() if box not in {menu, *submenus}]

    assert len(submenus) >= 2
    for left, top, width, height in submenus:
        assert min(left, top) >= 0
        assert left + width <= plasma.width
        assert top + height <= plasma.height
        assert height > ROW


@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 720, 1), (2560, 1600, 2)])
def test_the_fullest_menu_fits(
    start_host: StartHost, start_tray: StartTray, width: int, height: int, scale: int
) -> None:
    """With several accounts and every problem at once the menu is on the screen, and arrow keys open Settings."""
    plasma = start_host(Plasma(width, height, scale=scale))
    tray = start_tray(plasma)
    tray.do("situation everything")
    icon = plasma.wait_for_colour(RED_ON_LIGHT, plasma.panel, fuzz=20)
    plasma.click(icon, 3)
    menu = plasma.menu(4 * ROW * scale)

    assert menu[1] >= 0
    assert menu[1] + menu[3] <= height
    for label, ups in (("Help", 2), ("Settings", 1)):
        plasma.key(*["Up"] * ups, "Right")
        plasma.wait(lambda: len(plasma.popups()) == 2, f"the submenu {label}")
        assert all(box[1] >= 0 and box[1] + box[3] <= height for box in plasma.popups())
        plasma.key("Left")
        plasma.wait(lambda: len(plasma.popups()) == 1, f"the end of the submenu {label}")


def test_an_open_menu_does_not_grow(start_host: StartHost, start_tray: StartTray) -> None:
    """A row that comes while the menu is open is shown when it opens again, so that Quit stays where it was."""
    plasma = start_host(Plasma())
    tray = start_tray(plasma)
    tray.do("show exhausted")
    icon = plasma.wait_for_colour(RED_ON_LIGHT, plasma.panel, fuzz=20)
    menu = _opened_menu(plasma, icon, 3)

    tray.do("show longer")
    tray.do("show relabelled")
    tray.do("show longer")
    plasma.wait(lambda: colour_box(plasma.image(plasma.panel), RED_ON_LIGHT, 20) is None, "the calm icon")
    assert [box[1::2] for box in plasma.popups()] == [menu[1::2]], "its rows are where they were"
    plasma.key("Escape")
    plasma.wait(lambda: not plasma.popups(), "a closed menu")

    longer = _opened_menu(plasma, icon, 3)
    assert longer[3] > menu[3]
    plasma.click((longer[0] + 40, longer[1] + longer[3] - ROW // 2 - 4))
    tray.wait_for(repr(Quit()))
    assert repr(OpenPage()) not in tray.record()


def test_the_icon_comes_back_with_the_shell(start_host: StartHost, start_brim: StartBrim) -> None:
    """A shell that has crashed and starts again draws the icon again."""
    plasma = start_host(Plasma())
    start_brim(plasma)
    plasma.wait_for_colour(AMBER_ON_LIGHT, plasma.panel, fuzz=12)

    plasma.kill_program("shell")
    plasma.wait(lambda: not plasma.has_owner("org.kde.plasmashell"), "the end of the shell")
    plasma.start_shell()

    plasma.wait_for_colour(AMBER_ON_LIGHT, plasma.panel, fuzz=12)


def _opened_menu(plasma: Plasma, icon: tuple[int, int], button: int) -> tuple[int, int, int, int]:
    """Click on the icon; the box of the menu that opens."""
    plasma.wait(lambda: not plasma.popups(), "a screen without menus")
    plasma.click(icon, button)
    plasma.run("xdotool", "mousemove", str(icon[0]), "20")
    return plasma.menu(4 * ROW)
