"""Screenshots of Brim in real panels, alone or with its menu open. This module must not know what becomes of them."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.desktop.harness import Desktop
from tests.desktop.host import Host
from tests.desktop.iconcolours import AMBER_ON_LIGHT
from tests.desktop.screen import HEIGHT, PANEL_HEIGHT, WIDTH
from tests.hosts.gnome import Gnome
from tests.hosts.plasma import PANEL_HEIGHT as PLASMA_PANEL_HEIGHT
from tests.hosts.plasma import Plasma
from tests.support.wait import wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

    from tests.desktop.session import Session
    from tests.support.sandbox import Sandbox

_MARGIN = 14
"""Pixels of the desktop beside a menu."""


def gnome_menu(sandbox: Sandbox) -> Image.Image:
    """GNOME's top bar, which is dark, and the menu below it."""
    with Gnome(1920, 1080) as host, _brim(host, sandbox):  # so wide that no notification is near the menu
        host.icon()
        host.open_menu()
        host.run("xdotool", "mousemove", "300", "700", "sleep", "1")
        boxes = [row.box for row in host.rows() if row.box is not None]
        left = min(box[0] for box in boxes) - _MARGIN
        right = min(host.width, max(box[0] + box[2] for box in boxes) + _MARGIN)
        bottom = max(top + height for _left, top, _width, height in boxes) + 2 * _MARGIN
        return host.image(f"{right - left}x{bottom}+{left}+0")


def plasma_menu(sandbox: Sandbox) -> Image.Image:
    """Plasma's panel, which is light at first, and the menu above it."""
    with Plasma() as host, _brim(host, sandbox):
        icon = host.wait_for_colour(AMBER_ON_LIGHT, host.panel, fuzz=12)
        host.click(icon)
        host.run("xdotool", "mousemove", str(icon[0]), "20")
        host.wait(lambda: any(box[3] > 4 * PLASMA_PANEL_HEIGHT for box in host.popups()), "the menu")
        host.run("sleep", "1")
        left, top, width, _height = max(host.popups(), key=lambda box: box[3])
        left, top = max(0, left - _MARGIN), max(0, top - _MARGIN)
        right = min(host.width, left + width + 2 * _MARGIN)
        return host.image(f"{right - left}x{host.height - top}+{left}+{top}")


def plasma_panel(sandbox: Sandbox, width: int, *, dark: bool) -> Image.Image:
    """The right end of Plasma's panel."""
    with Plasma() as host:
        if dark:
            host.apply_scheme("BreezeDark")
        with _brim(host, sandbox):
            host.run("sleep", "2")
            return host.image(f"{width}x{PLASMA_PANEL_HEIGHT}+{host.width - width}+{host.height - PLASMA_PANEL_HEIGHT}")


def xfce_panel(sandbox: Sandbox, width: int, *, dark: bool) -> Image.Image:
    """The right end of Xfce's panel."""
    with Desktop(panel="xfce", dark=dark) as host, _brim(host, sandbox):
        return host.image(f"{width}x{PANEL_HEIGHT}+{WIDTH - width}+{HEIGHT - PANEL_HEIGHT}")


@contextmanager
def _brim(host: Session, sandbox: Sandbox) -> Iterator[None]:
    """Brim in a host whose panel shows its usage, until the block ends."""
    env = host.env | sandbox.environment
    with (
        (host.folder / "brim.log").open("ab") as log,
        subprocess.Popen([sys.executable, "-m", "brim"], env=env, stdout=log, stderr=log) as process,
    ):
        try:
            host.wait(lambda: host.has_owner(f"org.kde.StatusNotifierItem-{process.pid}-1"), "the item")
            with Host(host, process.pid) as item:
                wait_until(lambda: "%" in item.property("Title"), "usage")
            host.run("sleep", "2")  # GNOME's extension and Plasma take a moment to draw what they were told
            yield
        finally:
            process.terminate()
