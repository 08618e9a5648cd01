"""Brim in GNOME, whose icons, menus and notifications a person sees and clicks."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PIL import ImageChops, ImageStat

from brim.model.command import PeekLimit, Refresh
from brim.model.options import IconScheme
from brim.tray.icon import render
from brim.words import desktop as words
from tests.desktop.driver import VIEWS
from tests.desktop.fixtures import Driver
from tests.desktop.iconcolours import AMBER_ON_DARK, RED_ON_DARK
from tests.hosts.gnome import Gnome
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL import Image

    from tests.hosts.conftest import StartBrim, StartHost
    from tests.hosts.gnome import ShownRow

ICON_PIXELS = 16
FADED = 16
"""The shell draws icons at 94 %: so much darker is white on its top bar, of 255."""

pytestmark = pytest.mark.timeout(300)


@contextlib.contextmanager
def running_driver(gnome: Gnome, tmp_path: Path) -> Iterator[Driver]:
    """The tray alone, whose rows a test sets."""
    driver = Driver(gnome, tmp_path / "record", (), None)
    try:
        driver.wait_for("ready")
        yield driver
    finally:
        driver.kill()


def javascript_errors(gnome: Gnome) -> list[str]:
    """What the shell logged as an error of its own scripts.

    Its extension also logs each signal that it still waits with when it is switched off.
    """
    lines = [line for line in gnome.log("shell").splitlines() if "JS ERROR" in line]
    return [line for line in lines if not line.endswith("Gio.IOErrorEnum: Promise cancelled")]


def test_the_icon_is_in_the_top_bar(start_host: StartHost, start_brim: StartBrim) -> None:
    """With the extension the icon is drawn in the top bar, once, in the colour of its level, without an error."""
    gnome = start_host(Gnome())

    start_brim(gnome)

    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)
    assert gnome.icons() == 1
    assert javascript_errors(gnome) == []


@pytest.mark.parametrize("scale", [1, 2])
def test_the_icon_is_sharp(start_host: StartHost, tmp_path: Path, scale: int) -> None:
    """The icon has the pixels that are drawn for its size, on a screen with large pixels as well."""
    gnome = start_host(Gnome(1280 * scale, 800 * scale, scale=scale))

    with running_driver(gnome, tmp_path):
        x, y = gnome.icon()
        side = 2 * ICON_PIXELS * scale
        area = f"{side}x{side}+{x - side // 2}+{y - side // 2}"
        icon = render.draw(replace(VIEWS["calm"].icon, scheme=IconScheme.DARK), ICON_PIXELS * scale)
        gnome.wait(lambda: smallest_difference(gnome.image(area), icon) < FADED, "the icon, pixel by pixel")


def smallest_difference(screen: Image.Image, icon: Image.Image) -> float:
    """The mean difference between the icon's solid pixels and the most similar place of a screenshot, of 255."""
    solid = icon.getchannel("A").point(lambda alpha: 255 if alpha == 255 else 0)
    places = [
        (left, top) for left in range(screen.width - icon.width + 1) for top in range(screen.height - icon.height + 1)
    ]
    return min(
        max(
            ImageStat.Stat(
                ImageChops.difference(
                    screen.crop((left, top, left + icon.width, top + icon.height)), icon.convert("RGB")
                ),
                solid,
            ).mean
        )
        for left, top in places
    )


def test_rows_stand_in_their_order(start_host: StartHost, tmp_path: Path) -> None:
    """Whatever rows come and go, those on the screen are the wanted ones in their order, and can be clicked."""
    gnome = start_host(Gnome())
    with running_driver(gnome, tmp_path) as driver:
        gnome.open_menu()
        for name in ("longer", "pinned", "longer", "calm", "pinned", "calm", "longer"):
            driver.do(f"show {name}")
            wanted = [row.label for row in VIEWS[name].rows]

            def shown() -> list[str]:
                return [row.label for row in gnome.rows() if row.depth == 0 and row.box]

            wait_until(lambda: shown() == wanted, f"{wanted}, and not {shown()}")  # noqa: B023 - called at once
        gnome.click(gnome.row("Quit Brim").middle)
        driver.wait_for("Quit()")
    assert javascript_errors(gnome) == []


def test_a_double_click_is_no_wait_for_the_next_click(start_host: StartHost, tmp_path: Path) -> None:
    """The extension learns that nothing is activated, and so opens the menu with each left click at once."""
    gnome = start_host(Gnome())
    with running_driver(gnome, tmp_path) as driver:
        gnome.leave_overview()
        x, y = gnome.icon()
        gnome.run("xdotool", "mousemove", str(x), str(y), "click", "--repeat", "2", "--delay", "40", "1")
        gnome.wait(lambda: gnome.supports_activation() is False, "a refused activation")
        gnome.key("Escape")

        gnome.open_menu()
        gnome.click(gnome.row("Quit Brim").middle)

        driver.wait_for("Quit()")
        assert not [line for line in driver.record() if "NotificationResult" in line or "OpenPage" in line]


def test_the_wheel_and_the_middle_button(start_host: StartHost, tmp_path: Path) -> None:
    """The wheel peeks at another limit, up and down; a middle click refreshes."""
    gnome = start_host(Gnome())
    with running_driver(gnome, tmp_path) as driver:
        gnome.leave_overview()
        gnome.click(gnome.icon(), 2)
        driver.wait_for(repr(Refresh()))
        for direction in (-1, 1):
            gnome.turn_wheel(direction)
            driver.wait_for(repr(PeekLimit(direction)))


def test_submenus_stay_open(start_host: StartHost, start_brim: StartBrim) -> None:
    """A submenu that is opened after some seconds stays open, although the menu counts seconds meanwhile."""
    gnome = start_host(Gnome(1920, 1200))
    start_brim(gnome)
    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)
    gnome.open_menu()

    for label in ("Settings", "Snooze alerts", "Help"):
        before = gnome.row("Refresh").label
        begun = time.monotonic()
        wait_until(lambda: time.monotonic() > begun + 1.1, "another second")  # noqa: B023 - called at once
        gnome.click_row(label)
        gnome.wait(lambda: gnome.row("Refresh").label != before, "the count of seconds")  # noqa: B023 - called at once
        assert gnome.row(label).is_open


@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 720, 1), (1920, 1080, 1), (2560, 1600, 2)])
def test_all_rows_can_be_reached(
    start_host: StartHost, start_brim: StartBrim, width: int, height: int, scale: int
) -> None:
    """The menu is no higher than the screen, each submenu shows some of its rows and scrolls, and Quit ends Brim."""
    gnome = start_host(Gnome(width, height, scale=scale))
    brim = start_brim(gnome)
    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)
    gnome.open_menu()

    for label in [row.label.partition("(")[0] for row in gnome.rows() if row.visible and has_submenu(gnome, row)]:
        gnome.click_row(label)
        assert seen_below(gnome, label) >= 3, label
        roots = [row.box for row in gnome.rows() if row.depth == 0 and row.visible]
        assert all(box is not None and box[1] + box[3] <= height for box in roots)
    last = gnome.rows()[-1]
    assert last.label == "Quit Brim"
    gnome.click(last.middle)
    assert brim.wait(10) == 0
    assert javascript_errors(gnome) == []


@pytest.mark.parametrize(("width", "height", "scale"), [(1280, 720, 1), (2560, 1600, 2)])
def test_the_fullest_menu_fits(start_host: StartHost, tmp_path: Path, width: int, height: int, scale: int) -> None:
    """With several accounts and every problem at once all rows are on the screen, and arrow keys open submenus."""
    gnome = start_host(Gnome(width, height, scale=scale))
    with running_driver(gnome, tmp_path) as driver:
        driver.do("situation everything")
        gnome.wait_for_colour(RED_ON_DARK, gnome.top_bar, fuzz=20)
        gnome.open_menu()
        roots = [row for row in gnome.rows() if row.depth == 0 and row.visible]
        assert all(row.box is not None and row.box[1] + row.box[3] <= height for row in roots)
        assert "More accounts" in [row.label for row in roots]
        assert ["Settings", "Help", "Quit Brim"] == [row.label for row in roots][-3:]

        for label in ("Settings", "Help"):
            while gnome.selected_row() != label:
                gnome.key("Down")
            gnome.key("Right")
            gnome.wait(lambda: gnome.row(label).is_open, f"the submenu {label}")  # noqa: B023 - called at once
            gnome.key("Left")
            gnome.wait(lambda: not gnome.row(label).is_open, f"the end of {label}")  # noqa: B023 - called at once
    assert javascript_errors(gnome) == []


def has_submenu(gnome: Gnome, row: ShownRow) -> bool:
    """Whether rows follow this one that are one level deeper."""
    rows = gnome.rows()
    index = next((index for index, other in enumerate(rows) if other.label == row.label), len(rows))
    return bool(row.label) and row.depth == 0 and [other.depth for other in rows[index + 1 : index + 2]] == [1]


def seen_below(gnome: Gnome, label: str) -> int:
    """How many rows of a submenu are on the screen, up to three of them all."""
    rows = gnome.rows()
    index = next(index for index, row in enumerate(rows) if row.label.startswith(label))
    below = []
    for row in rows[index + 1 :]:
        if row.depth == 0:
            break
        below.append(row)
    seen = sum(row.box is not None for row in below)
    return 3 if seen == len(below) else seen


def test_the_last_row_of_a_scrolled_submenu(start_host: StartHost, start_brim: StartBrim) -> None:
    """On a low screen the wheel scrolls a submenu to its last row."""
    gnome = start_host(Gnome(1280, 720))
    start_brim(gnome)
    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)
    gnome.open_menu()
    gnome.click_row("Settings")
    inside = gnome.row("Number and lines").middle

    def last_row_is_seen() -> bool:
        gnome.click(inside, 5)
        return gnome.row("Fetch usage online").box is not None

    gnome.wait(last_row_is_seen, "the last row of the submenu")


def test_no_busy_cursor_after_a_click(start_host: StartHost, start_brim: StartBrim) -> None:
    """A click on a row that opens no window shows no busy cursor, once the shell knows that Brim takes no token.

    It learns that from the first click of a session, and does not always take the cursor of that one back.
    """
    gnome = start_host(Gnome())
    start_brim(gnome)
    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)

    for style, seconds in (("Ring", 60.0), ("Bar", 2.0)):
        gnome.open_menu()
        gnome.click_row("Settings")
        gnome.click(gnome.row(style).middle)
        gnome.wait(lambda: not any(row.box for row in gnome.rows()), "the end of the menu")
        gnome.wait(lambda: gnome.busy() == 0, "the usual cursor", seconds)


def test_the_extension_may_go_and_come(start_host: StartHost, start_brim: StartBrim) -> None:
    """However often the extension is switched off and on, as the lock screen does, there is one icon, with its menu."""
    gnome = start_host(Gnome())
    start_brim(gnome)
    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)

    for _ in range(12):
        gnome.enable_extension(enabled=False)
        gnome.wait(lambda: gnome.icons() == 0, "the end of the icon")
        gnome.enable_extension(enabled=True)
        gnome.wait(lambda: gnome.icons() == 1, "the icon")
        assert len(gnome.tray_items()) == 1
    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)
    gnome.open_menu()
    assert gnome.rows()[-1].label == "Quit Brim"
    assert javascript_errors(gnome) == []


def test_without_the_extension(start_host: StartHost, start_brim: StartBrim) -> None:
    """GNOME without the extension gets one notification that says so; the icon comes when it is enabled."""
    gnome = start_host(Gnome(extension=False))
    start_brim(gnome)

    gnome.wait(lambda: words.no_tray()[0] in gnome.notifications(), "the notification", 60)
    assert gnome.notifications().count(words.no_tray()[0]) == 1
    gnome.enable_extension(enabled=True)

    gnome.wait_for_colour(AMBER_ON_DARK, gnome.top_bar, fuzz=20)
    assert gnome.icons() == 1
