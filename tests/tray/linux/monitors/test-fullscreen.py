"""The window that covers the screen becomes a command, on a real X server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import DesktopEvent
from tests.desktop.windows import Windows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import StartDesktop, StartDriver
    from tests.desktop.harness import Desktop

COVERED_AND_NOT = (DesktopEvent.FULL_SCREEN, DesktopEvent.WINDOWED)


@pytest.fixture
def desktop(start_desktop: StartDesktop) -> Desktop:
    """A desktop without a panel."""
    return start_desktop()


@pytest.fixture
def windows(desktop: Desktop) -> Iterator[Windows]:
    """Its window manager."""
    with Windows(desktop) as made:
        yield made


def test_a_window_that_covers_the_screen(windows: Windows, desktop: Desktop, start_driver: StartDriver) -> None:
    """It is told when the window in use covers the screen and when it does no longer, whatever else is written."""
    driver = start_driver(desktop)
    window = windows.open()
    windows.cover(window, screen=True)
    driver.wait_for_events(DesktopEvent.FULL_SCREEN)

    windows.chatter(20)
    windows.cover(window, screen=False)

    driver.wait_for_events(*COVERED_AND_NOT)


def test_another_window_in_use(windows: Windows, desktop: Desktop, start_driver: StartDriver) -> None:
    """A window that covers the screen counts while it is in use; one that goes without a word covers nothing."""
    film = windows.open()
    windows.cover(film, screen=True)
    driver = start_driver(desktop)
    driver.wait_for_events(DesktopEvent.FULL_SCREEN)

    windows.open()
    driver.wait_for_events(*COVERED_AND_NOT)

    windows.use(film)
    driver.wait_for_events(*COVERED_AND_NOT, DesktopEvent.FULL_SCREEN)
    windows.close(film)
    driver.wait_for_events(*COVERED_AND_NOT * 2)


def test_a_window_that_is_named_and_gone(windows: Windows, desktop: Desktop, start_driver: StartDriver) -> None:
    """A window that went before it could be looked at is nothing to complain about."""
    gone = windows.open()
    windows.close(gone)
    driver = start_driver(desktop)
    window = windows.open()

    windows.cover(window, screen=True)

    driver.wait_for_events(DesktopEvent.FULL_SCREEN)
    assert "" == driver.errors()


@pytest.mark.parametrize(
    "variables", [{"WAYLAND_DISPLAY": "wayland-0"}, {"XDG_SESSION_TYPE": "wayland"}, {"DISPLAY": ":99"}]
)
def test_a_screen_that_nobody_tells_of(
    variables: dict[str, str], windows: Windows, desktop: Desktop, start_driver: StartDriver
) -> None:
    """On Wayland, and where X does not answer, nothing is said of windows, and all else goes on."""
    windows.cover(windows.open(), screen=True)
    desktop.env |= variables
    driver = start_driver(desktop, "--debug")

    desktop.wait(lambda: "covers the screen is not known" in driver.errors(), "the line")

    driver.do("show exhausted")
    driver.wait_for_events()
