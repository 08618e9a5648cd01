"""The icon of several providers in real panels: its mark where there is room, and what its menu and tooltip say."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageChops, ImageStat

from brim.model.options import IconScheme
from brim.tray.icon.grid import grid_for
from brim.tray.icon.marks import mark_size
from brim.tray.icon.render import draw
from brim.tray.icon.states import sample_spec
from tests.desktop.host import Host
from tests.desktop.iconcolours import AMBER_ON_DARK, AMBER_ON_LIGHT
from tests.desktop.processes import kill_group
from tests.support.providermachine import provider_machine
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop
    from tests.support.providermachine import ProviderMachine

FIVE = ("claude", "codex", "copilot", "cursor", "openrouter")
SCREENSHOTS = Path(".cache/desktop")
MARK_OF_CLAUDE = "C"
ROUNDING = 4
"""Of 255."""


@pytest.fixture
def five(home: Path, tmp_path: Path, start_desktop: StartDesktop) -> Iterator[ProviderMachine]:
    """Five logins, each with its own server, of which Claude's limit is the most pressing."""
    del start_desktop  # only its place in the order matters
    with provider_machine(home, tmp_path, *FIVE) as machine:
        yield machine


@pytest.fixture
def brims() -> Iterator[list[subprocess.Popen[bytes]]]:
    """What a test starts; it ends with the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        kill_group(process)


def start(desktop: Desktop, five: ProviderMachine) -> subprocess.Popen[bytes]:
    """Brim as a person starts it."""
    env = desktop.env | five.environment | {"BRIM_COPILOT__PROGRAM": "/nowhere/gh"}
    return subprocess.Popen([sys.executable, "-m", "brim"], env=env, stdin=subprocess.DEVNULL, start_new_session=True)


def marks(size: int, ground: tuple[int, int, int]) -> list[Image.Image]:
    """The mark of Claude at a size, as it may look on this panel: for a dark or for a light one."""
    found = []
    for scheme in (IconScheme.DARK, IconScheme.LIGHT):
        spec = replace(sample_spec(scheme=scheme), provider=MARK_OF_CLAUDE)
        width, height = mark_size(grid_for(size), spec)
        panel = Image.new("RGBA", (size, size), (*ground, 255))
        panel.alpha_composite(draw(spec, size))
        top = grid_for(size).bars_top
        found.append(panel.convert("RGB").crop((0, top, width, top + height)))
    return found


def shows(picture: Image.Image, part: Image.Image) -> bool:
    """Whether a picture has this part somewhere at its right end, but for what panels round when they mix colors."""
    for x in range(picture.width - 3 * picture.height, picture.width - part.width + 1):
        for y in range(picture.height - part.height + 1):
            seen = picture.crop((x, y, x + part.width, y + part.height))
            if max(high for _low, high in ImageStat.Stat(ImageChops.difference(seen, part)).extrema) <= ROUNDING:
                return True
    return False


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize(("size", "marked"), [(22, False), (24, True), (32, True)])
def test_the_mark_in_a_panel(  # noqa: PLR0913, PLR0917 - the properties of a panel
    start_desktop: StartDesktop,
    five: ProviderMachine,
    brims: list[subprocess.Popen[bytes]],
    size: int,
    marked: bool,  # noqa: FBT001 - a row of the table
    dark: bool,  # noqa: FBT001 - a row of the table
) -> None:
    """From 24 pixels on lxqt-panel, which draws pictures as they are, shows the mark of the most pressing limit."""
    desktop = start_desktop("lxqt", dark=dark, icon=size)
    brims.append(start(desktop, five))
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brims[0].pid}-1"), "the item")
    with Host(desktop, brims[0].pid) as host:
        wait_until(lambda: host.property("Title").startswith("Brim: Claude: Fable (week) 78% used"), "the figures", 30)
        wait_until(lambda: all(five.requests()[name] for name in FIVE), "a request to each provider", 30)
        wait_until(lambda: "Codex" in host.property("ToolTip")[3], "all accounts", 30)
    panel = desktop.image(desktop.panel_area)
    ground = panel.getpixel((panel.width // 2, panel.height // 2))
    assert isinstance(ground, tuple)
    wanted = marks(max(size, 24), (int(ground[0]), int(ground[1]), int(ground[2])))

    def is_marked() -> bool:
        return any(shows(desktop.image(desktop.panel_area), mark) for mark in wanted)

    desktop.wait_for_colour(AMBER_ON_DARK if dark else AMBER_ON_LIGHT, desktop.panel_area, fuzz=20)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    desktop.screenshot(SCREENSHOTS / f"mark-{size}-{'dark' if dark else 'light'}.png", desktop.panel_area)
    if marked:
        desktop.wait(is_marked, "the mark of Claude")
    assert is_marked() == marked
