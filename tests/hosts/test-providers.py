"""Brim with five providers in GNOME and Plasma: groups that a person sees, on the screen, and all that folds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.desktop.iconcolours import AMBER_ON_LIGHT
from tests.desktop.processes import kill_group
from tests.hosts.gnome import Gnome
from tests.hosts.plasma import Plasma
from tests.support.providermachine import provider_machine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.hosts.conftest import StartHost
    from tests.hosts.realhost import RealHost
    from tests.support.providermachine import ProviderMachine

SCREENSHOTS = Path(".cache/hosts")
FIVE = ("claude", "codex", "copilot", "cursor", "openrouter")
ROW = 26
"""The height of a row of Plasma's menus, in pixels."""

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def five(home: Path, tmp_path: Path, start_host: StartHost) -> Iterator[ProviderMachine]:
    """Five logins, each with its own server; Brim ends before its host does."""
    del start_host  # only its place in the order matters
    with provider_machine(home, tmp_path, *FIVE) as machine:
        yield machine


@pytest.fixture
def brims() -> Iterator[list[subprocess.Popen[bytes]]]:
    """What a test starts; it ends with the test."""
    started: list[subprocess.Popen[bytes]] = []
    yield started
    for process in started:
        kill_group(process)


def start(host: RealHost, five: ProviderMachine) -> subprocess.Popen[bytes]:
    """Brim as a person starts it."""
    env = host.env | five.environment | {"BRIM_COPILOT__PROGRAM": "/nowhere/gh"}
    with (host.folder / "brim.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "brim"],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


@pytest.mark.parametrize(("width", "height"), [(1280, 720)])
def test_the_groups_in_gnome(
    start_host: StartHost, five: ProviderMachine, brims: list[subprocess.Popen[bytes]], width: int, height: int
) -> None:
    """All rows are on the screen; each account is in it, and those that fold are below More accounts."""
    gnome = start_host(Gnome(width, height))
    brims.append(start(gnome, five))
    gnome.wait(lambda: gnome.icons() == 1, "the icon")
    gnome.wait(lambda: all(five.requests()[name] for name in FIVE), "a request to each provider")
    gnome.wait(lambda: "GitHub Copilot" in " ".join(row.label for row in gnome.rows()), "all accounts")
    gnome.open_menu()

    roots = [row for row in gnome.rows() if row.depth == 0 and row.visible and row.label]
    labels = [row.label for row in roots]
    everything = " ".join(row.label for row in gnome.rows())

    assert len(labels) <= 14
    assert all(row.box is not None and row.box[1] + row.box[3] <= height for row in roots)
    for product in ("Claude", "Codex", "GitHub Copilot", "Cursor", "OpenRouter"):
        assert product in everything
    assert ["Settings", "Help", "Quit Brim"] == labels[-3:]
    gnome.click_row("More accounts")
    assert gnome.row("More accounts").is_open


@pytest.mark.parametrize(("width", "height"), [(1280, 720)])
def test_the_groups_in_plasma(
    start_host: StartHost, five: ProviderMachine, brims: list[subprocess.Popen[bytes]], width: int, height: int
) -> None:
    """The menu is on the screen, and its text has a group for each account that has room."""
    plasma = start_host(Plasma(width, height))
    brims.append(start(plasma, five))
    plasma.wait(lambda: all(five.requests()[name] for name in FIVE), "a request to each provider")
    icon = plasma.wait_for_colour(AMBER_ON_LIGHT, plasma.panel, fuzz=12)

    plasma.click(icon, 3)
    menu = plasma.menu(4 * ROW)
    text = plasma.text(menu)

    assert menu[1] >= 0
    assert menu[1] + menu[3] <= height
    for label in ("Claude", "Codex", "Cursor", "More accounts", "Refresh", "Settings", "Quit Brim"):
        assert label in text, text
    plasma.screenshot(SCREENSHOTS / "the-groups-in-plasma.png", plasma.screen)
