"""Real bars with the example that `brim help bars` shows, on a test desktop.

This module must not know what a line says.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.desktop.screen import HEIGHT, WIDTH, changed_size
from tests.support.barprograms import example, with_brim

if TYPE_CHECKING:
    from PIL import Image

    from tests.desktop.accessibility import Accessibility
    from tests.desktop.harness import Desktop

POLYBAR_HEIGHT = 24
_BACKGROUND = (0x20, 0x20, 0x20)
_NAME = "bar"
_WAYBAR = """{"layer": "top", "position": "bottom", "height": 30, "modules-left": ["custom/brim"],
%s}
"""
_WAYBAR_STYLE = "window#waybar { background: #202020; color: #ffffff; }\n"
_POLYBAR = """[bar/one]
width = 100%
height = {height}
bottom = {bottom}
background = #202020
foreground = #ffffff
font-0 = DejaVu Sans:size=7
modules-left = {module}
"""
_PLAIN_MODULE = """[module/text]
type = custom/script
exec = cat {file}
format-foreground = {color}
"""
_GENMON = """Command={command}
UseLabel=0
Text=
UpdatePeriod={milliseconds}
"""


def skip_without_packages(*programs: str) -> None:
    """Skip the test where a program is not installed."""
    if missing := [program for program in programs if shutil.which(program) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}; see packaging/debian-test-packages.txt")


def start_waybar(desktop: Desktop, readers: Accessibility) -> None:
    """Start waybar with the example and its style."""
    folder = desktop.folder / "waybar"
    folder.mkdir()
    (folder / "config").write_text(_WAYBAR % example("Waybar").read_text())
    (folder / "style.css").write_text(_WAYBAR_STYLE + example("Waybar style").read_text())
    command = ["waybar", "-c", str(folder / "config"), "-s", str(folder / "style.css")]
    desktop.start_program(_NAME, command, with_brim(readers.environment))


def start_polybar(desktop: Desktop) -> None:
    """Start polybar with the example at the upper edge."""
    _start_polybar(desktop, _NAME, "brim", example("polybar").read_text())


def polybar_shows(desktop: Desktop, text: str, color: str) -> bool:
    """Whether the upper bar shows, to the pixel, what a second one at the lower edge does for a plain text."""
    file = desktop.folder / "text"
    file.write_text(text)
    _start_polybar(desktop, "second", "text", _PLAIN_MODULE.format(color=color, file=file))
    try:
        desktop.wait(lambda: _has_text(_strip(desktop, lower=True)), "the second bar")
        desktop.wait(lambda: _strip(desktop, lower=False) == _strip(desktop, lower=True), "the same in both bars", 5.0)
    except TimeoutError:
        return False
    finally:
        desktop.stop_program("second")
    return True


def _start_polybar(desktop: Desktop, name: str, module: str, text: str) -> None:
    config = desktop.folder / f"{name}.ini"
    lower = str(name != _NAME).lower()
    config.write_text(_POLYBAR.format(height=POLYBAR_HEIGHT, bottom=lower, module=module) + text)
    desktop.start_program(name, ["polybar", "-c", str(config), "one"], with_brim(desktop.env))


def _strip(desktop: Desktop, *, lower: bool) -> Image.Image:
    return desktop.image(f"{WIDTH}x{POLYBAR_HEIGHT}+0+{HEIGHT - POLYBAR_HEIGHT if lower else 0}")


def _has_text(strip: Image.Image) -> bool:
    """Whether the bar is there, and something is drawn on it."""
    colors = {color for _count, color in strip.getcolors(1 << 16) or ()}
    return _BACKGROUND in colors and len(colors) > 1


def start_genmon(desktop: Desktop, milliseconds: int) -> None:
    """Start Xfce's panel with the Generic Monitor, which calls the example so often.

    Before 4.2 it reads a file of its own, since then properties of the panel.
    """
    script = desktop.folder / "brim.sh"
    script.write_text(example("Xfce").read_text())
    script.chmod(0o755)
    folder = desktop.folder / "config/xfce4/panel"
    folder.mkdir(parents=True)
    (folder / "genmon-3.rc").write_text(_GENMON.format(command=script, milliseconds=milliseconds))
    desktop.add_panel_plugin(3, "genmon", command=str(script), use_label=False, text="", update_period=milliseconds)
    desktop.env |= with_brim(desktop.env)
    desktop.start_panel("xfce")


def tooltip_height(desktop: Desktop, point: tuple[int, int]) -> int:
    """Move the pointer away and then to a point in the panel below; the height of what appears above it, in pixels."""
    desktop.run("xdotool", "mousemove", "10", "10")
    area = f"{WIDTH}x{HEIGHT - 2 * desktop.panel_height}+0+0"
    desktop.wait(lambda: len(desktop.image(area).getcolors(1 << 16) or ()) == 1, "no tooltip")
    before = desktop.image(area)
    x, y = map(str, point)
    desktop.run("xdotool", "mousemove", x, y)
    desktop.wait(lambda: changed_size(before, desktop.image(area))[1] > 0, "the tooltip")
    return changed_size(before, desktop.image(area))[1]
