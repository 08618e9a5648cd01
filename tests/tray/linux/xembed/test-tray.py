"""The icon in a real XEmbed tray, where no host draws items: it is drawn, can be clicked, and is removed in time."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import pytest

from brim.model.command import ChangeSetting, MenuOpened, NotificationResult, PeekLimit, Quit, Refresh
from brim.tray.icon.canvas import opaque
from brim.tray.icon.palette import palette
from tests.desktop.driver import VIEWS
from tests.desktop.harness import Desktop
from tests.desktop.screen import DesktopError, colour_box

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver
    from tests.desktop.session import Session

CALM = opaque(palette(VIEWS["calm"].icon).foreground)
RED = opaque(palette(VIEWS["exhausted"].icon).background)
TRAY = "60x30+0+0"
MENU_AREA = "300x300+0+26"
WHEEL = {4: -1, 5: 1, 6: -1, 7: 1}
"""The step of each of the wheel's buttons."""
SHORT_GRACE = ("--xembed-grace-seconds", "0.1")


def wait_for_icon(driver: Driver) -> tuple[int, int]:
    """Wait until the icon is in the tray; its middle on the screen."""
    return driver.desktop.wait_for_colour(CALM, TRAY, fuzz=10)


def open_menu(desktop: Session, icon: tuple[int, int], button: int = 3) -> None:
    """Open the menu by a click on the icon."""
    before = desktop.pixels(MENU_AREA)
    desktop.click(icon, button)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu")


@pytest.fixture
def driver(start_desktop: StartDesktop, start_driver: StartDriver) -> Driver:
    """The tray on a desktop that has only an XEmbed tray."""
    return start_driver(start_desktop("trayer"), *SHORT_GRACE)


def test_the_icon_is_drawn(driver: Driver) -> None:
    """The icon is drawn, another one replaces it, and it is removed when the program ends."""
    wait_for_icon(driver)
    driver.do("show exhausted")
    driver.desktop.wait_for_colour(RED, TRAY, fuzz=10)
    drawn = driver.desktop.pixels(TRAY)

    driver.do("stop")

    driver.desktop.wait(lambda: driver.desktop.pixels(TRAY) != drawn, "the end of the icon")
    assert 0 == driver.wait_for_end()
    assert "" == driver.errors()


def test_clicks_and_the_wheel(driver: Driver) -> None:
    """The middle button refreshes, each direction of the wheel peeks at another limit."""
    icon = wait_for_icon(driver)

    driver.desktop.click(icon, 2)
    driver.wait_for(repr(Refresh()))
    for button, step in WHEEL.items():
        before = driver.record().count(repr(PeekLimit(step)))
        driver.desktop.click(icon, button)
        driver.wait_for(repr(PeekLimit(step)), before + 1)


@pytest.mark.parametrize("button", [1, 3])
def test_the_menu_by_keys(button: int, driver: Driver) -> None:
    """Left and right button open a menu; keys move through it and into a submenu, and activate one row."""
    open_menu(driver.desktop, wait_for_icon(driver), button)
    driver.desktop.key("Down", "Down", "Down", "Return", "Down", "Down", "Down", "Return")

    driver.wait_for(repr(ChangeSetting("style", "light")))
    assert 1 == driver.record().count(repr(MenuOpened()))


def test_the_menu_by_mouse(driver: Driver) -> None:
    """A click on the last row, where it is drawn, activates it."""
    desktop = driver.desktop
    x, y = wait_for_icon(driver)
    open_menu(desktop, (x, y))
    height = 4 + 5 * 24 + 9 + 24 + 4  # seven rows, one of them a separator, and the edges

    desktop.click((x + 60, y + height - 16))

    driver.wait_for(repr(Quit()))


def test_rows_change_while_the_menu_is_open(driver: Driver) -> None:
    """An open menu stays open and shows its new rows at once."""
    open_menu(driver.desktop, wait_for_icon(driver))
    before = driver.desktop.pixels(MENU_AREA)

    driver.do("show longer")
    driver.desktop.wait(lambda: driver.desktop.pixels(MENU_AREA) != before, "the new row")
    driver.desktop.key("Up", "Return")

    driver.wait_for(repr(Quit()))


@pytest.mark.parametrize("way", ["escape", "outside"])
def test_the_menu_closes_without_a_choice(way: str, driver: Driver) -> None:
    """Escape and a click elsewhere close it, release the mouse, and send nothing."""
    desktop = driver.desktop
    icon = wait_for_icon(driver)
    before = desktop.pixels(MENU_AREA)
    open_menu(desktop, icon)

    if way == "escape":
        desktop.key("Escape")
    else:
        desktop.click((900, 600))

    desktop.wait(lambda: desktop.pixels(MENU_AREA) == before, "the end of the menu")
    desktop.click(icon, 2)
    driver.wait_for(repr(Refresh()))
    assert ["ready", repr(MenuOpened()), repr(Refresh())] == driver.record()


def test_the_tray_starts_later_and_again(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """An XEmbed tray that starts after the program, or again, gets the icon."""
    desktop = start_desktop()
    driver = start_driver(desktop, *SHORT_GRACE)
    desktop.panel = "trayer"
    desktop.start_panel()
    wait_for_icon(driver)

    desktop.stop_program("panel")
    desktop.wait(lambda: not desktop.has_xembed_tray(), "the end of the tray")
    desktop.start_panel()

    wait_for_icon(driver)


def test_a_tray_that_ends_before_it_answers(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """When an XEmbed tray was asked and ended without an answer, the next one gets the icon."""
    desktop = start_desktop("trayer")
    desktop.pause_program("panel")
    start_driver(desktop, *SHORT_GRACE)
    desktop.wait(lambda: has_icon_window(desktop), "the icon's window")
    desktop.kill_program("panel")

    desktop.start_panel()

    desktop.wait_for_colour(CALM, TRAY, fuzz=10)


def has_icon_window(desktop: Session) -> bool:
    """Whether the icon has a window, whether in a tray or not yet."""
    with contextlib.suppress(DesktopError):
        return bool(desktop.run("xdotool", "search", "--class", "^brim$"))
    return False


def test_a_server_that_hangs(driver: Driver) -> None:
    """An X server that no longer answers blocks neither the drawing of icons nor the end of the program."""
    wait_for_icon(driver)
    driver.desktop.pause_program("xvfb")

    driver.do(*["show exhausted", "show calm"] * 400)
    driver.do("stop")

    assert 0 == driver.wait_for_end()
    assert "" == driver.errors()


def test_the_icon_moves_to_a_host_of_items(driver: Driver) -> None:
    """When a panel starts that draws items, the icon leaves the XEmbed tray; when the panel ends, it returns."""
    desktop = driver.desktop
    assert isinstance(desktop, Desktop)
    wait_for_icon(driver)

    desktop.start_panel("lxqt", "beside")
    desktop.wait(lambda: len(desktop.tray_items()) == 1, "the item")
    desktop.wait(lambda: not shows(desktop, CALM), "the end of the icon in the XEmbed tray")

    desktop.stop_program("beside")
    wait_for_icon(driver)


def shows(desktop: Session, colour: tuple[int, int, int]) -> bool:
    """Whether the XEmbed tray shows a colour now."""
    return colour_box(desktop.image(TRAY), colour, 10) is not None


def test_no_host_is_reported_missing(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Where an XEmbed tray shows the icon, no notification says that there is no tray."""
    driver = start_driver(start_desktop("trayer", "dunst"), *SHORT_GRACE, "--no-host-seconds", "2")
    began = time.monotonic()
    wait_for_icon(driver)

    driver.desktop.wait(lambda: time.monotonic() - began > 2.5, "the end of the wait for a host")
    driver.do("notify again")
    driver.wait_for(repr(NotificationResult("session", "shown")))
    assert "GNOME" not in driver.errors()
