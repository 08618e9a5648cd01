"""Makes the pictures of README: `python -m tests.bench.pictures` writes assets/panels.png and assets/icons.png.

The first is put together from screenshots of real panels, the second shows the icon's states on a dark and on a light
panel. All usage is invented.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from brim.model.options import IconScheme
from brim.tray.icon.render import draw
from brim.tray.icon.states import IconState, sample_spec
from tests.bench import panelphotos
from tests.bench.inventedaccount import InventedUsage, invented_machine
from tests.bench.privatehome import private_home

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.sandbox import Sandbox

ASSETS = Path(__file__).parents[2] / "assets"
DARK, LIGHT = (0x35, 0x35, 0x35, 255), (0xF6, 0xF5, 0xF4, 255)
GAP = 16
"""Pixels between the screenshots."""
FOREIGN = ("XDG_", "BRIM_", "CLAUDE_", "DBUS_")
"""How variables begin that would show this machine's own settings."""
STATE_NAMES = {
    IconState.CALM: "OK",
    IconState.WATCH: "over half",
    IconState.WARN: "high",
    IconState.CRITICAL: "almost\nat limit",
    IconState.EXHAUSTED: "limit\nreached",
    IconState.PAYING: "using extra\nusage",
    IconState.UNCONFIRMED: "unconfirmed",
    IconState.STALE: "stale",
    IconState.BLOCKED: "rate limited",
    IconState.OFFLINE: "offline",
    IconState.SIGNED_OUT: "signed out",
    IconState.DEMO: "demo",
}
"""What README calls each state."""
SIZES, CELL, LABEL_HEIGHT, LABEL_PIXELS = (22, 48), 74, 34, 11
"""Pixels: of the icons, of a column with its gap, and of the line of names and its letters."""


def main() -> None:
    """Write both pictures."""
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    ASSETS.mkdir(exist_ok=True)
    icon_sheet().save(ASSETS / "icons.png", optimize=True)
    _on_one_ground(_panel_columns()).quantize(256, dither=Image.Dither.NONE).save(ASSETS / "panels.png", optimize=True)


def _panel_columns() -> list[list[Image.Image]]:
    """GNOME; and Plasma above single panels of other levels: almost at the limit, OK, and at the limit."""
    high, critical, calm, reached = (
        InventedUsage(),
        InventedUsage(fable=93),
        InventedUsage(31, 24),
        InventedUsage(100, extra=False),
    )
    gnome = _photo(panelphotos.gnome_menu, high)
    plasma = _photo(panelphotos.plasma_menu, high)
    width = plasma.width
    return [
        [gnome],
        [
            plasma,
            _photo(lambda sandbox: panelphotos.plasma_panel(sandbox, width, dark=True), critical),
            _photo(lambda sandbox: panelphotos.xfce_panel(sandbox, width, dark=False), calm),
            _photo(lambda sandbox: panelphotos.xfce_panel(sandbox, width, dark=True), reached),
        ],
    ]


def _photo(take: Callable[[Sandbox], Image.Image], used: InventedUsage) -> Image.Image:
    """A screenshot of a machine of its own."""
    with private_home() as folder, invented_machine(Path(folder), used) as sandbox:
        return take(sandbox)


def _on_one_ground(columns: list[list[Image.Image]]) -> Image.Image:
    """Pictures side by side and below each other, on nothing."""
    widths = [max(picture.width for picture in column) for column in columns]
    heights = [sum(picture.height + GAP for picture in column) - GAP for column in columns]
    sheet = Image.new("RGBA", (sum(widths) + GAP * (len(columns) - 1), max(heights)))
    left = 0
    for column, width in zip(columns, widths, strict=True):
        top = 0
        for picture in column:
            sheet.paste(picture, (left, top))
            top += picture.height + GAP
        left += width + GAP
    return sheet


def icon_sheet() -> Image.Image:
    """The icon in each state at two sizes, on a dark and on a light panel, above the name of the state."""
    height = sum(size + GAP for size in SIZES)
    sheet = Image.new("RGBA", (CELL * len(STATE_NAMES), 2 * height + LABEL_HEIGHT))
    for row, (scheme, ground) in enumerate(((IconScheme.DARK, DARK), (IconScheme.LIGHT, LIGHT))):
        sheet.paste(ground, (0, row * height, sheet.width, (row + 1) * height))
        for column, state in enumerate(STATE_NAMES):
            top = row * height
            for size in SIZES:
                place = (column * CELL + (CELL - size) // 2, top + GAP // 2)
                sheet.alpha_composite(draw(sample_spec(state, scheme=scheme), size), place)
                top += size + GAP
    sheet.paste(LIGHT, (0, 2 * height, sheet.width, sheet.height))
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(LABEL_PIXELS)
    for column, name in enumerate(STATE_NAMES.values()):
        middle = (column * CELL + CELL // 2, 2 * height + LABEL_HEIGHT // 2)
        pen.multiline_text(middle, name, fill="black", font=font, anchor="mm", align="center", spacing=2)
    return sheet


if __name__ == "__main__":
    main()
