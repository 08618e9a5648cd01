"""Full-screen windows on a real X server become commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from brim.model.command import DesktopEvent
from tests.desktop.windows import WindowManager

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import StartDesktop, StartDriver
    from tests.desktop.harness import Desktop

COVERED_AND_UNCOVERED = (DesktopEvent.FULL_SCREEN, DesktopEvent.WINDOWED)


@pytest.fixture
def desktop(start_desktop: StartDesktop) -> Desktop:
    """A desktop without a panel."""
    return start_desktop()


@pytest.fixture
def manager(desktop: Desktop) -> Iterator[WindowManager]:
    """Its window manager."""
    with WindowManager(desktop) as manager:
        yield manager


def test_a_full_screen_window(manager: WindowManager, desktop: Desktop, start_driver: StartDriver) -> None:
    """An event is sent when the active window covers the screen and when it no longer does; other changes send none."""
    driver = start_driver(desktop)
    window = manager.open()
    manager.set_full_screen(window, full_screen=True)
    driver.wait_for_events(DesktopEvent.FULL_SCREEN)

    manager.write_other_property(20)
    manager.set_full_screen(window, full_screen=False)

    driver.wait_for_events(*COVERED_AND_UNCOVERED)


def test_another_active_window(manager: WindowManager, desktop: Desktop, start_driver: StartDriver) -> None:
    """A full-screen window counts only while it is active; one that is destroyed counts no longer."""
    film = manager.open()
    manager.set_full_screen(film, full_screen=True)
    driver = start_driver(desktop)
    driver.wait_for_events(DesktopEvent.FULL_SCREEN)

    manager.open()
    driver.wait_for_events(*COVERED_AND_UNCOVERED)

    manager.activate(film)
    driver.wait_for_events(*COVERED_AND_UNCOVERED, DesktopEvent.FULL_SCREEN)
    manager.close(film)
    driver.wait_for_events(*COVERED_AND_UNCOVERED * 2)


def test_an_active_window_that_no_longer_exists(
    manager: WindowManager, desktop: Desktop, start_driver: StartDriver
) -> None:
    """A window that was destroyed before its properties were read causes no error."""
    destroyed = manager.open()
    manager.close(destroyed)
    driver = start_driver(desktop)
    window = manager.open()

    manager.set_full_screen(window, full_screen=True)

    driver.wait_for_events(DesktopEvent.FULL_SCREEN)
    assert "" == driver.errors()


@pytest.mark.parametrize(
    "variables", [{"WAYLAND_DISPLAY": "wayland-0"}, {"XDG_SESSION_TYPE": "wayland"}, {"DISPLAY": ":99"}]
)
def test_a_screen_that_cannot_be_watched(
    variables: dict[str, str], manager: WindowManager, desktop: Desktop, start_driver: StartDriver
) -> None:
    """On Wayland, and where X does not answer, no window events are sent, and the tray continues."""
    manager.set_full_screen(manager.open(), full_screen=True)
    desktop.env |= variables
    driver = start_driver(desktop, "--debug")

    desktop.wait(lambda: "covers the screen is not known" in driver.errors(), "the line")

    driver.do("show exhausted")
    driver.wait_for_events()
