"""Runs the Windows tray for real under Wine, in an Xfce panel: icon, theme, both buttons, menu, notification, Quit.

The launcher in the Start menu is put, started and taken back, too.

`make test-wine`. It installs a Windows Python and the tray's libraries in .cache/wine once; Wine and openbox come from
the distribution. It prints what it saw, and exits with 1 when something was not as expected.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import ImageChops, ImageStat

from brim.model.level import Level
from brim.model.options import IconScheme
from brim.tray.icon import render
from brim.tray.icon.canvas import opaque
from brim.tray.icon.iconspec import IconSpec
from brim.tray.icon.palette import palette
from tests.desktop.harness import Desktop, missing_programs
from tests.desktop.screen import HEIGHT, WIDTH, DesktopError
from tests.support.wait import wait_until
from tests.wine.winepython import CACHE, ROOT, WinePython, set_up, windows_path

if TYPE_CHECKING:
    from PIL import Image

CALM = IconSpec(41, Level.CALM, scheme=IconScheme.DARK)
DARK_PANEL_INK = opaque(palette(replace(CALM, scheme=IconScheme.DARK)).foreground)
LIGHT_PANEL_INK = opaque(palette(replace(CALM, scheme=IconScheme.LIGHT)).foreground)
RED = opaque(palette(IconSpec(100, Level.EXHAUSTED)).background)
BALLOON = (255, 255, 255)
ICON_PIXELS = 16
"""The side of an icon in the tray, on a screen of 96 dpi."""
MENU_AREA = "424x400+600+200"
SCREENSHOTS = CACHE / "shots"
RECORD = CACHE / "record" / "lines"
EXPECTED_LINES = ("one", "autostart True False", "small 16")
UNEXPECTED_LINE = "two"
LAUNCHER_LINES = (
    "launcher ('Programs', 'Brim.lnk') True True () True True",
    "shortcut True",
    "launcher off False False () False",
)


def main() -> int:
    """Set up, run the check, and print the result."""
    absent = [program for program in ("wine", "openbox") if shutil.which(program) is None]
    absent += missing_programs("xfce", "none")
    if absent:
        print(f"test-wine needs {', '.join(absent)}. Debian: apt install wine64 wine openbox xfce4-panel xvfb xdotool")
        return 1
    set_up()
    with Desktop(panel="xfce") as desktop:
        return _check(desktop)


def _check(desktop: Desktop) -> int:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(RECORD.parent, ignore_errors=True)
    RECORD.parent.mkdir()
    env = desktop.env | {"WINEPREFIX": str(CACHE / "prefix"), "WINEDEBUG": "-all", "WINEARCH": "win64"}
    wine = WinePython(env)
    manager = subprocess.Popen(["openbox"], env=env, stderr=subprocess.DEVNULL)
    try:
        pixels_at_192_dpi = wine.small_icon_pixels(192)
        launcher = wine.run("launcher.py", windows_path(RECORD.parent / "launcher")).splitlines()
        wine.run("theme.py", "dark")
        tray = wine.start("driver.py", windows_path(RECORD))
        try:
            _run_scenario(desktop, wine)
        finally:
            tray.kill()
            print(tray.communicate()[0].decode(errors="replace"), end="")
    finally:
        subprocess.run(["wineserver", "-k"], env=env, check=False)
        manager.terminate()
        manager.wait()
    lines = [*_recorded_lines(), *launcher]
    print("\n".join(lines))
    absent = [line for line in (*EXPECTED_LINES, *LAUNCHER_LINES) if line not in lines]
    if UNEXPECTED_LINE in lines or absent or pixels_at_192_dpi != "32":
        print(f"Under Wine it was not so: {', '.join(absent)}; small icons at 192 dpi: {pixels_at_192_dpi}")
        return 1
    print("The Windows tray works under Wine.")
    return 0


def _run_scenario(desktop: Desktop, wine: WinePython) -> None:
    _wait_for_line("ready")
    icon = _wait_for_icon(desktop, DARK_PANEL_INK)
    _wait_for_pixels(desktop, icon)
    icon = _solid_pixel(desktop, DARK_PANEL_INK)
    desktop.screenshot(SCREENSHOTS / "icon.png")
    wine.run("theme.py", "light")
    _wait_for_icon(desktop, LIGHT_PANEL_INK)
    desktop.screenshot(SCREENSHOTS / "icon-light.png")
    wine.run("theme.py", "dark")
    _wait_for_icon(desktop, DARK_PANEL_INK)
    without_menu = desktop.pixels(MENU_AREA)
    desktop.click(icon, 1)
    _wait_for_line("MenuOpened")
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != without_menu, "the menu by the left button")
    desktop.screenshot(SCREENSHOTS / "menu-left.png")
    desktop.click((100, 100), 1)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) == without_menu, "the end of the menu")
    desktop.click(icon, 3)
    _wait_for_line("MenuOpened", 2)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != without_menu, "the menu by the right button")
    desktop.screenshot(SCREENSHOTS / "menu-right.png")
    desktop.click((icon[0] - 190, icon[1] - 46))
    _wait_for_line("Refresh")
    _wait_for_icon(desktop, RED)
    _wait_for_line("NotificationResult shown")
    balloon = desktop.wait_for_colour(BALLOON, MENU_AREA, fuzz=2)
    desktop.screenshot(SCREENSHOTS / "notice.png")
    desktop.click(balloon)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) == without_menu, "the end of the balloon")
    desktop.click(icon, 3)
    _wait_for_line("MenuOpened", 3)
    desktop.wait(lambda: desktop.pixels(MENU_AREA) != without_menu, "the menu once more")
    _wait_for_line("relabelled")
    desktop.screenshot(SCREENSHOTS / "menu-relabelled.png")
    if desktop.pixels(MENU_AREA) == without_menu:
        raise DesktopError("the open menu went when its rows changed")
    desktop.click((icon[0] - 190, icon[1] - 29))
    _wait_for_line("ended")


def _recorded_lines() -> list[str]:
    return [line.strip() for line in RECORD.read_text().splitlines()] if RECORD.exists() else []


def _wait_for_line(line: str, count: int = 1) -> None:
    wait_until(lambda: _recorded_lines().count(line) >= count, line, 60)


def _wait_for_icon(desktop: Desktop, colour: tuple[int, int, int], tries: int = 4) -> tuple[int, int]:
    """Where a colour of the icon is on the screen; Wine is slow to add the icon to the panel."""
    for _ in range(tries - 1):
        with suppress(TimeoutError):
            return desktop.wait_for_colour(colour, desktop.panel_area, fuzz=8)
    return desktop.wait_for_colour(colour, desktop.panel_area, fuzz=8)


def _solid_pixel(desktop: Desktop, colour: tuple[int, int, int]) -> tuple[int, int]:
    """A pixel of a colour on the panel: Wine, unlike Windows, takes no click between the digits."""
    panel = desktop.image(desktop.panel_area)
    pixels = list(panel.getdata())
    row, column = divmod(pixels.index(colour), panel.width)
    return column, HEIGHT - panel.height + row


def _wait_for_pixels(desktop: Desktop, icon: tuple[int, int]) -> None:
    """Wait until the panel shows the icon as it is drawn at its size, pixel by pixel."""
    left, top = icon[0] - 2 * ICON_PIXELS, icon[1] - 2 * ICON_PIXELS
    width, height = min(4 * ICON_PIXELS, WIDTH - left), min(4 * ICON_PIXELS, HEIGHT - top)
    best = [255.0]

    def matches() -> bool:
        best[0] = min(best[0], _smallest_difference(desktop.image(f"{width}x{height}+{left}+{top}")))
        return best[0] < 1

    desktop.wait(matches, "the icon, pixel by pixel")
    print(f"The icon's solid pixels differ from what is drawn by {best[0]:.2f} of 255")


def _smallest_difference(screen: Image.Image) -> float:
    """The mean difference between the icon's solid pixels and the most similar place of a screenshot, of 255."""
    icon = render.draw(CALM, ICON_PIXELS)
    solid = icon.getchannel("A").point(lambda alpha: 255 if alpha == 255 else 0)
    smallest = 255.0
    for left in range(screen.width - ICON_PIXELS):
        for top in range(screen.height - ICON_PIXELS):
            part = screen.crop((left, top, left + ICON_PIXELS, top + ICON_PIXELS))
            difference = ImageStat.Stat(ImageChops.difference(part, icon.convert("RGB")), solid).mean
            smallest = min(smallest, max(difference))
    return smallest


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
