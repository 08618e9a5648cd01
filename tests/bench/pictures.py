"""Makes the pictures of README: `python -m tests.bench.pictures` writes assets/menu.png and assets/icons.png.

The first is a screenshot of Brim in a real panel, the second shows the icon's states on a dark and on a light panel.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PIL import Image

from brim.model.level import Level
from brim.model.options import IconScheme
from brim.tray.icon.iconspec import IconSpec, StateMark
from brim.tray.icon.render import draw
from tests.desktop.harness import Desktop
from tests.desktop.host import Host
from tests.support import usageserver as servers
from tests.support.sandbox import Sandbox
from tests.support.wait import wait_until

ASSETS = Path(__file__).parents[2] / "assets"
DARK, LIGHT = (0x35, 0x35, 0x35, 255), (0xF6, 0xF5, 0xF4, 255)
AMBER = (255, 194, 16)
MENU_AREA = "400x200+624+400"
PICTURE_AREA = "520x600+504+40"
ICON_SPECS = (
    IconSpec(7, Level.CALM),
    IconSpec(41, Level.CALM),
    IconSpec(62, Level.WATCH),
    IconSpec(78, Level.WARN),
    IconSpec(92, Level.CRITICAL),
    IconSpec(100, Level.EXHAUSTED),
    IconSpec(100, Level.PAYING),
    IconSpec(41, Level.CALM, StateMark.UNCONFIRMED),
    IconSpec(41, Level.CALM, StateMark.STALE),
    IconSpec(41, Level.CALM, StateMark.BLOCKED),
    IconSpec(41, Level.CALM, StateMark.OFFLINE),
    IconSpec(None, mark=StateMark.SIGNED_OUT),
    IconSpec(None, mark=StateMark.STARTING),
    IconSpec(41, Level.CALM, demo=True),
)


def main() -> None:
    """Write both pictures."""
    ASSETS.mkdir(exist_ok=True)
    icon_sheet((22, 48)).save(ASSETS / "icons.png", optimize=True)
    with tempfile.TemporaryDirectory() as folder, servers.running_server() as server, Desktop(panel="xfce") as desktop:
        _take_screenshot(
            Sandbox(Path(folder, ".claude"), Path(folder, "state"), Path(folder, "config"), server), desktop
        )


def icon_sheet(sizes: tuple[int, ...], gap: int = 10) -> Image.Image:
    """All icons at these sizes, with a row for each panel colour and size."""
    cell = max(sizes) + gap
    rows = [(ground, size) for ground in (DARK, LIGHT) for size in sizes]
    heights = [size + gap for _, size in rows]
    sheet = Image.new("RGBA", (cell * len(ICON_SPECS) + gap, sum(heights)))
    top = 0
    for (ground, size), height in zip(rows, heights, strict=True):
        sheet.paste(ground, (0, top, sheet.width, top + height))
        for column, spec in enumerate(ICON_SPECS):
            place = (gap + column * cell + (max(sizes) - size) // 2, top + gap // 2)
            scheme = IconScheme.DARK if ground is DARK else IconScheme.LIGHT
            sheet.alpha_composite(draw(replace(spec, scheme=scheme), size), place)
        top += height
    return sheet


def _take_screenshot(sandbox: Sandbox, desktop: Desktop) -> None:
    sandbox.write_login()
    soon, later = datetime.now(UTC) + timedelta(hours=2, minutes=51), datetime.now(UTC) + timedelta(days=3, hours=20)
    body = servers.usage_answer().body.replace(b"2026-11-23T14:00:00.412873+00:00", soon.isoformat().encode())
    body = body.replace(b"2026-11-27T07:59:59.412901+00:00", later.isoformat().encode())
    sandbox.server.answers = [servers.Answer(body=body)]
    desktop.env |= {
        "HOME": str(sandbox.claude.parent),
        "BRIM_CLAUDE__API_URL": sandbox.server.url,
        "BRIM_CLAUDE__STATUS_URL": "off",
        "BRIM_STATE_DIR": str(sandbox.state),
        "BRIM_CONFIG_DIR": str(sandbox.config),
    }
    with subprocess.Popen([sys.executable, "-m", "brim"], env=desktop.env) as process:
        desktop.wait(lambda: desktop.has_owner(f"org.kde.StatusNotifierItem-{process.pid}-1"), "the item")
        with Host(desktop, process.pid) as host:
            wait_until(lambda: "%" in host.property("Title"), "figures")
        icon_place = desktop.wait_for_colour(AMBER, desktop.panel_area, fuzz=20)
        before = desktop.pixels(MENU_AREA)
        desktop.click(icon_place, 3)
        desktop.wait(lambda: desktop.pixels(MENU_AREA) != before, "the menu")
        desktop.run("xdotool", "mousemove", "300", "300", "sleep", "1")
        desktop.screenshot(ASSETS / "menu.png", PICTURE_AREA)
        process.terminate()


if __name__ == "__main__":
    main()
