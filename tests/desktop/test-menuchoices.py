"""The menu of the whole Brim, used with a real mouse and real keys."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import ImageChops

from tests.desktop.host import Host
from tests.support import usageserver as servers
from tests.support.wait import wait_until

if TYPE_CHECKING:
    import subprocess

    from tests.desktop.conftest import StartBrim
    from tests.desktop.fixtures import StartDesktop
    from tests.desktop.harness import Desktop
    from tests.support.sandbox import Sandbox

NETWORK = "Fetch usage online"
ABOVE_THE_PANEL = "1024x600+0+0"
both_panels = pytest.mark.parametrize("panel", ["xfce", "lxqt"])


def _host(desktop: Desktop, brim: subprocess.Popen[str]) -> Host:
    desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{brim.pid}-1"), "the item", 30)
    return Host(desktop, brim.pid)


class Menu:
    """The menu on the screen."""

    def __init__(self, desktop: Desktop) -> None:
        """Store the pixels of the screen without icon and menu."""
        self._desktop = desktop
        self._empty_screen, self._empty_panel = desktop.image(ABOVE_THE_PANEL), desktop.image(desktop.panel_area)

    def open(self) -> None:
        """Click on the icon with the right button, and move the mouse to where no tooltip appears."""
        left, top = map(int, self._desktop.panel_area.split("+")[1:])
        boxes: list[tuple[int, int, int, int]] = []

        def icon_visible() -> bool:
            box = ImageChops.difference(self._empty_panel, self._desktop.image(self._desktop.panel_area)).getbbox()
            boxes[:] = [box] if box else []
            return bool(boxes)

        self._desktop.wait(icon_visible, "the icon", 20)
        box = boxes[0]
        self._desktop.click((left + (box[0] + box[2]) // 2, top + (box[1] + box[3]) // 2), 3)
        self._desktop.wait(lambda: self.width() > 0, "the menu", 20)
        self._desktop.run("xdotool", "mousemove", "10", "10")

    def close(self) -> None:
        """Press Escape until it is closed."""

        def closed() -> bool:
            self._desktop.key("Escape")
            return self.width() == 0

        self._desktop.wait(closed, "the end of the menu", 20)

    def width(self) -> int:
        """In pixels; 0 when no menu is open."""
        box = ImageChops.difference(self._empty_screen, self._desktop.image(ABOVE_THE_PANEL)).getbbox()
        return box[2] - box[0] if box else 0

    def settled_width(self) -> int:
        """Its width, once two measurements agree."""
        widths = [0]

        def settled() -> bool:
            widths.append(self.width())
            return widths[-1] == widths[-2] > 0

        self._desktop.wait(settled, "a menu that does not change", 20)
        return widths[-1]


def test_the_first_reading_fits_into_a_menu_that_is_open(
    sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """A menu opened before the server's reply is as wide as one opened afterwards, and then shows the figures too."""
    answered = threading.Event()
    sandbox.server.answers = [replace(servers.future_usage_answer(), before=lambda: answered.wait(60))]
    desktop = start_desktop("xfce")  # GTK's menus do not change their size while they are open
    menu = Menu(desktop)
    brim = start_brim(desktop)
    with _host(desktop, brim) as host:
        wait_until(lambda: len(sandbox.server.requests) == 1, "the request", 30)
        menu.open()
        early_width, early_screen = menu.settled_width(), desktop.image(ABOVE_THE_PANEL)

        answered.set()
        wait_until(lambda: "%" in host.property("Title"), "the figures", 30)
        desktop.wait(lambda: desktop.image(ABOVE_THE_PANEL) != early_screen, "figures in the open menu", 20)
        menu.close()
        menu.open()

        assert menu.settled_width() <= early_width


@both_panels
def test_a_choice_by_keys_is_stored(
    panel: str, sandbox: Sandbox, start_brim: StartBrim, start_desktop: StartDesktop
) -> None:
    """Right click, arrow keys and Return switch the network off; the mark shows it, also after the next start."""
    sandbox.server.answers = [servers.future_usage_answer()]
    desktop = start_desktop(panel)
    menu = Menu(desktop)
    brim = start_brim(desktop)
    with _host(desktop, brim) as host:
        wait_until(lambda: "%" in host.property("Title"), "the figures", 30)
        menu.open()
        labels = _labels(host.layout()[1])
        settings = next(row for row in host.layout()[1]["children"] if row["properties"].get("label") == "Settings")
        below = _labels(settings)
        keys = ["Down"] * (labels.index("Settings") + 1), ["Down"] * below.index(NETWORK)
        desktop.key(*keys[0], "Right", *keys[1], "Return")

        wait_until(lambda: not _network_checked(host), "the mark", 30)
    choices = json.loads((sandbox.state / "choices.json").read_text())
    brim.terminate()
    brim.wait(30)

    with _host(desktop, start_brim(desktop)) as host:
        wait_until(lambda: "%" in host.property("Title"), "the stored figures", 30)
        assert (False, False) == (choices["claude"]["network"], _network_checked(host))


def _labels(menu: dict[str, Any]) -> list[str]:
    """The rows below this one that keys can select. Any: values of D-Bus."""
    rows = [row["properties"] for row in menu["children"]]
    return [row["label"] for row in rows if row.get("enabled", True) and "label" in row]


def _network_checked(host: Host) -> bool:
    rows = [host.layout()[1]]
    for row in rows:
        rows += row["children"]
    return any(row["properties"].get("label") == NETWORK and row["properties"]["toggle-state"] == 1 for row in rows)
