"""The examples of `brim help bars` in real bars on a screen, with what these show."""

from __future__ import annotations

import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.outputs.barformats import FORMATS
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

    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop
    from tests.support.sandbox import Sandbox

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
        wait_until(lambda: colour_box(screen.image(), ORANGE, 20) is not None, "the figure on the screen")
        rows = readers.wait_for("93%", ORANGE).tooltip.splitlines()
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
        wait_until(lambda: colour_box(screen.image(), ORANGE, 20) is not None, "the figure on the screen")
        rows = readers.wait_for("93%", ORANGE).tooltip.splitlines()

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


def snapshot(folder: Path) -> dict[Path, tuple[int, ...]]:
    """What tells whether a file was written, of each file in a folder."""
    found = {path: path.lstat() for path in folder.rglob("*")}
    return {path: (what.st_ino, what.st_size, what.st_mtime_ns, what.st_ctime_ns) for path, what in found.items()}


def call(desktop: Desktop, sandbox: Sandbox, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call Brim beside the tray."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "brim", *arguments],
        env=desktop.env | sandbox.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_calls_beside_a_tray_touch_nothing(
    start_desktop: StartDesktop, start_brim: StartBrim, sandbox: Sandbox
) -> None:
    """Many calls at once send no request and write no file; the tray stands still meanwhile, and writes none either."""
    started = start_desktop()
    tray = start_brim(started)
    status = sandbox.state / "status.json"
    wait_until(lambda: status.exists() and '"percent"' in status.read_text(), "the first reading")
    tray.send_signal(signal.SIGSTOP)
    before, sent = snapshot(sandbox.state), len(sandbox.server.requests)
    with ThreadPoolExecutor(4) as pool:
        calls = [("gate", "--max", "1000"), *(("status", "--format", name) for name in FORMATS)] * 2
        done = [*pool.map(lambda arguments: call(started, sandbox, *arguments), calls)]

    assert [(0, "")] * len(calls) == [(one.returncode, one.stderr) for one in done]
    assert (before, sent) == (snapshot(sandbox.state), len(sandbox.server.requests))


def test_a_follower_hears_of_the_trays_reading(
    start_desktop: StartDesktop, start_brim: StartBrim, sandbox: Sandbox
) -> None:
    """What the tray reads from the server is a line of the follower, at once and without a call."""
    started = start_desktop()
    environment = started.env | sandbox.environment
    command = [sys.executable, "-P", "-m", "brim", "status", "--format", "plain", "--follow"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as follower:
        assert follower.stdout is not None
        assert "no usage yet\n" == follower.stdout.readline()
        start_brim(started)
        while "used" not in (line := follower.stdout.readline()):
            assert line
        follower.stdout.close()
        assert 0 == follower.wait(20)
