"""The icon and its menu in real panels, under a real mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import MenuOpened, NotificationResult, OpenPage, PeekLimit, Refresh
from tests.desktop.iconcolours import RED, RED_ON_LIGHT

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver
    from tests.desktop.harness import Desktop

WHEEL_UP, WHEEL_DOWN = 4, 5
"""X has the wheel as two more buttons."""
MENU_AREA = "400x200+624+400"
POPUPS = "420x220+604+0"
FUZZ = 40

WHITE = (255, 255, 255)
"""The foreground of dark panels, in which a calm icon is drawn."""

both_panels = pytest.mark.parametrize("panel", ["xfce", "lxqt"])


def shown_icon(desktop: Desktop, driver: Driver) -> tuple[int, int]:
    """Show the icon of a reached limit, whose colour nothing else has; its middle on the screen."""
    driver.do("show exhausted")
    return desktop.wait_for_colour(RED, desktop.panel_area, FUZZ)


@both_panels
def test_the_icon_is_drawn(panel: str, start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """The icon is in the pixels of the panel, and another icon replaces it there."""
    desktop = start_desktop(panel)
    driver = start_driver(desktop)

    desktop.wait_for_colour(WHITE, desktop.panel_area, FUZZ)
    driver.do("show exhausted")

    desktop.wait_for_colour(RED, desktop.panel_area, FUZZ)


@pytest.mark.parametrize(("panel", "red"), [("xfce", RED_ON_LIGHT), ("lxqt", RED)])
def test_a_light_panel_of_twice_the_size(
    panel: str, red: tuple[int, int, int], start_desktop: StartDesktop, start_driver: StartDriver
) -> None:
    """The icon is drawn in a light panel of twice the density too, in dark colours if its colour is known."""
    desktop = start_desktop(panel, dark=False, scale=2)
    driver = start_driver(desktop)

    driver.do("show exhausted")

    desktop.wait_for_colour(red, desktop.panel_area, FUZZ)


@both_panels
def test_a_right_click_reaches_the_command(panel: str, start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Right click, then two keys: the menu's opening is sent, and the first selectable row is clicked once."""
    desktop = start_desktop(panel)
    driver = start_driver(desktop)
    icon = shown_icon(desktop, driver)

    before = desktop.pixels(MENU_AREA)
    unopened = driver.record()
    desktop.click(icon, 3)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu")
    desktop.key("Down", "Return")

    driver.wait_for(repr(Refresh()))
    driver.wait_for(repr(MenuOpened()))
    assert driver.record().count(repr(Refresh())) == 1
    assert repr(MenuOpened()) not in unopened


@both_panels
def test_an_open_menu_stays_open(panel: str, start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A label that changes while the menu is open changes in it, and the same row is still selected."""
    desktop = start_desktop(panel)
    driver = start_driver(desktop)
    icon = shown_icon(desktop, driver)
    closed = desktop.pixels(MENU_AREA)
    desktop.click(icon, 3)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != closed, "the menu")
    desktop.key("Down")
    before = desktop.pixels(MENU_AREA)

    driver.do("show relabelled")
    desktop.wait(lambda: desktop.pixels(MENU_AREA) not in {before, closed}, "the new label")
    desktop.key("Return")

    driver.wait_for(repr(Refresh()))


def test_a_left_click_opens_the_menu(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A host that opens menus by a left click opens this one too."""
    desktop = start_desktop("xfce")
    driver = start_driver(desktop)
    icon = shown_icon(desktop, driver)

    before = desktop.pixels(MENU_AREA)
    desktop.click(icon, 1)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu")
    desktop.key("Down", "Return")

    driver.wait_for(repr(Refresh()))


def test_a_left_click_shows_the_details_elsewhere(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """In a host that opens no menu with a left click, the details come as a notification, and no page is opened."""
    desktop = start_desktop("lxqt", notify="dunst")
    driver = start_driver(desktop)
    icon = shown_icon(desktop, driver)

    before = desktop.pixels(POPUPS)
    desktop.click(icon, 1)

    driver.wait_for(repr(NotificationResult("details", "shown")))
    desktop.wait(lambda: desktop.pixels(POPUPS) != before, "the notification")
    assert repr(OpenPage()) not in driver.record()


@both_panels
def test_a_middle_click_refreshes(panel: str, start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A middle click refreshes."""
    desktop = start_desktop(panel)
    driver = start_driver(desktop)
    icon = shown_icon(desktop, driver)

    desktop.click(icon, 2)

    driver.wait_for(repr(Refresh()))


@both_panels
def test_the_wheel_peeks_at_another_limit(panel: str, start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """One step of a real wheel is one step through the limits: down to the next, up to the one before."""
    desktop = start_desktop(panel)
    driver = start_driver(desktop)
    icon = shown_icon(desktop, driver)

    desktop.click(icon, WHEEL_UP)
    driver.wait_for(repr(PeekLimit(-1)))
    desktop.click(icon, WHEEL_DOWN)
    driver.wait_for(repr(PeekLimit(1)))

    assert 2 == sum(line.startswith("PeekLimit(") for line in driver.record())


def test_the_icon_returns_with_the_panel(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A panel that is ended and started ten times shows the icon each time, and only one item."""
    desktop = start_desktop("xfce")
    driver = start_driver(desktop)

    for _ in range(10):
        desktop.restart_panel()
        desktop.wait(lambda: len(desktop.tray_items()) == 1, "the item")
    shown_icon(desktop, driver)


def test_the_icon_waits_for_the_panel(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """A tray that was started before the panel is shown when the panel starts."""
    desktop = start_desktop()
    driver = start_driver(desktop)

    desktop.panel = "lxqt"
    desktop.start_panel()

    shown_icon(desktop, driver)


def test_the_icon_is_removed_with_the_program(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """After the end of the program no item is left in the panel."""
    desktop = start_desktop("xfce")
    driver = start_driver(desktop)
    desktop.wait(lambda: len(desktop.tray_items()) == 1, "the item")

    driver.do("stop")

    desktop.wait(lambda: desktop.tray_items() == [], "the end of the item")
