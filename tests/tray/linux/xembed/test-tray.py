"""The icon in a real old tray, where nobody draws items: seen, clicked, and gone when it has to be."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING

import pytest

from brim.model.command import ChangeSetting, MenuOpened, NotificationResult, Quit, Refresh
from brim.tray.icon.palette import palette
from tests.desktop.driver import VIEWS
from tests.desktop.screen import DesktopError

if TYPE_CHECKING:
    from tests.desktop.fixtures import Driver, StartDesktop, StartDriver
    from tests.desktop.harness import Desktop

GREEN = palette(VIEWS["calm"].icon).fill
RED = palette(VIEWS["exhausted"].icon).background
TRAY = "60x30+0+0"
MENU_AREA = "300x300+0+26"
WHEEL_DOWN = 5


def docked(driver: Driver) -> tuple[int, int]:
    """Where the icon stands, once it does."""
    return driver.desktop.wait_for_colour(GREEN, TRAY, fuzz=10)


def opened(desktop: Desktop, place: tuple[int, int], button: int = 3) -> None:
    """Open the menu by a click on the icon."""
    before = desktop.pixels(MENU_AREA)
    desktop.click(place, button)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu")


@pytest.fixture
def driver(start_desktop: StartDesktop, start_driver: StartDriver) -> Driver:
    """A tray on a desktop that has an old one only."""
    return start_driver(start_desktop("trayer"))


def test_the_icon_stands_in_it(driver: Driver) -> None:
    """It is drawn, another look replaces it, and it goes with the program."""
    docked(driver)
    driver.do("show exhausted")
    driver.desktop.wait_for_colour(RED, TRAY, fuzz=10)
    drawn = driver.desktop.pixels(TRAY)

    driver.do("stop")

    driver.desktop.wait(lambda: driver.desktop.pixels(TRAY) != drawn, "the end of the icon")
    assert 0 == driver.wait_for_end()
    assert "" == driver.errors()


def test_clicks_and_the_wheel(driver: Driver) -> None:
    """The middle button reads now, the wheel pins another limit."""
    driver.do("show pinned")
    place = docked(driver)

    driver.desktop.click(place, 2)
    driver.wait_for(repr(Refresh()))
    driver.desktop.click(place, WHEEL_DOWN)
    driver.wait_for(repr(ChangeSetting("icon.window", "auto")))


@pytest.mark.parametrize("button", [1, 3])
def test_the_menu_by_keys(button: int, driver: Driver) -> None:
    """Left and right button open a menu; keys lead through it and into a submenu, and carry out one row."""
    opened(driver.desktop, docked(driver), button)
    driver.desktop.key("Down", "Down", "Down", "Return", "Down", "Down", "Down", "Return")

    driver.wait_for(repr(ChangeSetting("style", "light")))
    assert 1 == driver.record().count(repr(MenuOpened()))


def test_the_menu_by_mouse(driver: Driver) -> None:
    """The last row is under the mouse where it is seen; a click carries it out."""
    desktop = driver.desktop
    across, down = docked(driver)
    opened(desktop, (across, down))
    bottom = 4 + 5 * 24 + 9 + 24 + 4  # seven rows, one of them a separator, and the edges

    desktop.click((across + 60, down + bottom - 16))

    driver.wait_for(repr(Quit()))


def test_rows_change_while_the_menu_is_open(driver: Driver) -> None:
    """An open menu stays, and shows at once what its rows say now."""
    opened(driver.desktop, docked(driver))
    before = driver.desktop.pixels(MENU_AREA)

    driver.do("show longer")
    driver.desktop.wait(lambda: driver.desktop.pixels(MENU_AREA) != before, "the new row")
    driver.desktop.key("Up", "Return")

    driver.wait_for(repr(Quit()))


@pytest.mark.parametrize("way", ["escape", "outside"])
def test_the_menu_closes_without_a_choice(way: str, driver: Driver) -> None:
    """Escape and a click elsewhere close it, give the mouse back, and send nothing."""
    desktop = driver.desktop
    place = docked(driver)
    before = desktop.pixels(MENU_AREA)
    opened(desktop, place)

    if way == "escape":
        desktop.key("Escape")
    else:
        desktop.click((900, 600))

    desktop.wait(lambda: desktop.pixels(MENU_AREA) == before, "the end of the menu")
    desktop.click(place, 2)
    driver.wait_for(repr(Refresh()))
    assert ["ready", repr(MenuOpened()), repr(Refresh())] == driver.record()


def test_the_tray_comes_later_and_comes_back(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """An old tray that starts after the program, or again, gets the icon."""
    desktop = start_desktop()
    driver = start_driver(desktop)
    desktop.panel = "trayer"
    desktop.start_panel()
    docked(driver)

    desktop.stop_program("panel")
    desktop.wait(lambda: not desktop.old_tray(), "the end of the tray")
    desktop.start_panel()

    docked(driver)


def test_a_tray_that_goes_before_it_answers(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """An old tray that was asked, and ended without a word, leaves the icon to the next one."""
    desktop = start_desktop("trayer")
    desktop.pause_program("panel")
    start_driver(desktop)
    desktop.wait(lambda: asked(desktop), "the icon's window")
    desktop.kill_program("panel")

    desktop.start_panel()

    desktop.wait_for_colour(GREEN, TRAY, fuzz=10)


def asked(desktop: Desktop) -> bool:
    """Whether the icon has a window, in a tray or not yet."""
    with contextlib.suppress(DesktopError):
        return bool(desktop.run("xdotool", "search", "--class", "^brim$"))
    return False


def test_a_server_that_hangs(driver: Driver) -> None:
    """An X server that answers nothing any more keeps nobody from drawing and from ending the program."""
    docked(driver)
    driver.desktop.pause_program("xvfb")

    driver.do(*["show exhausted", "show calm"] * 400)
    driver.do("stop")

    assert 0 == driver.wait_for_end()
    assert "" == driver.errors()


def test_a_host_of_items_gets_the_icon_alone(driver: Driver) -> None:
    """When a panel comes that draws items, the icon leaves the old tray; when that goes, it comes back."""
    desktop = driver.desktop
    docked(driver)

    desktop.start_panel("lxqt", "beside")
    desktop.wait(lambda: len(desktop.tray_items()) == 1, "the item")
    desktop.wait(lambda: not has(desktop, GREEN), "the end of the icon in the old tray")

    desktop.stop_program("beside")
    docked(driver)


def has(desktop: Desktop, colour: tuple[int, int, int]) -> bool:
    """Whether the old tray shows a colour now."""
    raw = desktop.pixels(TRAY)
    return any(all(abs(raw[at + part] - colour[part]) <= 10 for part in range(3)) for at in range(0, len(raw), 3))


def test_nothing_is_missing(start_desktop: StartDesktop, start_driver: StartDriver) -> None:
    """Where an old tray shows the icon, no notice says that there is no tray."""
    driver = start_driver(start_desktop("trayer", "dunst"), "--no-host-seconds", "3")
    began = time.monotonic()
    docked(driver)

    driver.desktop.wait(lambda: time.monotonic() - began > 3.5, "the end of the wait for a host")
    driver.do("notify again")
    driver.wait_for(repr(NotificationResult("session", "shown")))
    assert "GNOME" not in driver.errors()
