"""The examples of `brim help bars` in real bars on a screen, with what these show."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs.sharedreading import plain_text
from brim.backend.system.followers import FOLDER
from tests.desktop import wayland
from tests.desktop.accessibility import LAUNCHER, Accessibility
from tests.desktop.barhosts import (
    polybar_shows,
    skip_without_packages,
    start_genmon,
    start_polybar,
    start_waybar,
    tooltip_height,
)
from tests.desktop.screen import colour_box
from tests.desktop.wayland import Compositor
from tests.support.sharedfiles import HOSTILE, WEEK, limit, share_fresh, share_hostile
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop

FIRST, SECOND = map(plain_text, HOSTILE)
RED, ORANGE, GREY, WHITE = (0xE0, 0x31, 0x31), (0xE8, 0x59, 0x0C), (0x8A, 0x8A, 0x8A), (255, 255, 255)
GENMON = Path("/usr/share/xfce4/panel/plugins/genmon.desktop")
LINE = 12
"""Pixels: less than the height of a line."""
TOOLTIP = ("work", "Session: 93% used, resets ", "Week: 61% used, resets ", "Updated ")


@pytest.fixture
def desktop(start_desktop: StartDesktop) -> Desktop:
    """A screen and a session bus; bars find the data folder through its environment."""
    started = start_desktop()
    started.env["BRIM_STATE_DIR"] = str(started.folder / "state")
    return started


@pytest.fixture
def state(desktop: Desktop) -> Path:
    """The data folder."""
    return desktop.folder / "state"


@pytest.fixture
def readers(desktop: Desktop) -> Iterator[Accessibility]:
    """What programs tell screen readers."""
    skip_without_packages(str(LAUNCHER))
    with Accessibility(desktop) as started:
        yield started


def followers(state: Path) -> list[Path]:
    """Who follows the data folder."""
    return [*(state / FOLDER).glob("*.json")]


def test_waybar_shows_the_example(desktop: Desktop, state: Path, readers: Accessibility) -> None:
    """Waybar shows figure, tooltip and the color of the class; a change is there at once; the follower ends with it."""
    skip_without_packages(*wayland.PROGRAMS)
    share_fresh(state, limit(93.0, level="critical"), WEEK)
    with Compositor(desktop) as screen:
        start_waybar(desktop, readers)
        wait_until(lambda: colour_box(screen.image(), RED, 20) is not None, "the figure on the screen")
        rows = readers.wait_for("93%", RED).tooltip.splitlines()
        share_fresh(state, limit(42.0), WEEK)
        readers.wait_for("42%", WHITE)
        share_fresh(state, limit(42.0), stale=True)
        readers.wait_for("(42%)", GREY)
        assert 1 == len(followers(state))
        desktop.stop_program("bar")

    assert len(TOOLTIP) == len(rows)
    assert all(row.startswith(start) for row, start in zip(rows, TOOLTIP, strict=True))
    wait_until(lambda: followers(state) == [], "the end of the follower")


def test_waybar_shows_hostile_names_as_text(desktop: Desktop, state: Path, readers: Accessibility) -> None:
    """No name is markup for waybar: the tooltip has each of them as it is."""
    skip_without_packages(*wayland.PROGRAMS)
    share_hostile(state, 93.0, "critical")
    with Compositor(desktop) as screen:
        start_waybar(desktop, readers)
        wait_until(lambda: colour_box(screen.image(), RED, 20) is not None, "the figure on the screen")
        rows = readers.wait_for("93%", RED).tooltip.splitlines()

    assert (SECOND, plain_text(HOSTILE[1], 240), f"Mostly {FIRST}") == (rows[0], rows[3], rows[4])
    assert rows[1].startswith(f"{FIRST}: 93% used, resets ")
    assert rows[5].startswith(f"{FIRST}: {SECOND}")


def test_polybar_shows_the_example(desktop: Desktop, state: Path) -> None:
    """The line is shown by polybar in the color of its state, a change at once; the follower ends with polybar."""
    skip_without_packages("polybar")
    share_fresh(state, limit(42.0), WEEK)
    start_polybar(desktop)
    assert polybar_shows(desktop, "Session 42% used · Week 61%", "#ffffff")
    assert 1 == len(followers(state))
    share_fresh(state, limit(93.0, level="critical"), WEEK)
    assert polybar_shows(desktop, "Session 93% used · Week 61%", "#e8590c")
    share_hostile(state, 93.0, "exhausted")
    line = f"{FIRST} 93% used · {SECOND} 61%".replace("{", "(").replace("}", ")")
    assert polybar_shows(desktop, line, "#e03131")
    desktop.stop_program("bar")
    wait_until(lambda: followers(state) == [], "the end of the follower")


def test_genmon_shows_the_example(desktop: Desktop, state: Path) -> None:
    """Xfce's Generic Monitor has the color of the state, at its next call the new one, and every row of the tooltip."""
    if not GENMON.exists():
        pytest.skip("not installed: xfce4-genmon-plugin; see packaging/debian-test-packages.txt")
    skip_without_packages("xfce4-panel")
    share_fresh(state, limit(93.0, level="critical"), WEEK)
    start_genmon(desktop, milliseconds=500)
    height = tooltip_height(desktop, desktop.wait_for_colour(ORANGE, desktop.panel_area, fuzz=20))
    assert height > 4 * LINE
    share_hostile(state, 100.0, "exhausted")

    assert tooltip_height(desktop, desktop.wait_for_colour(RED, desktop.panel_area, fuzz=20)) > height + 2 * LINE
