"""Makes the pictures of README: `python -m tests.bench.pictures` writes assets/panels.png and assets/icons.png.

The first is put together from screenshots of real panels, the second shows the icon's states on a dark and on a light
panel. All usage is invented.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from brim.model.level import Level
from brim.model.options import IconScheme
from brim.tray.icon.iconspec import IconSpec, StateMark
from brim.tray.icon.render import draw
from tests.bench import panelphotos
from tests.bench.inventedaccount import InventedUsage, invented_machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.support.sandbox import Sandbox

ASSETS = Path(__file__).parents[2] / "assets"
DARK, LIGHT = (0x35, 0x35, 0x35, 255), (0xF6, 0xF5, 0xF4, 255)
GAP = 16
"""Pixels between the screenshots."""
FOREIGN = ("XDG_", "BRIM_", "CLAUDE_", "DBUS_")
"""How variables begin that would show this machine's own settings."""
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
    for name in [name for name in os.environ if name.startswith(FOREIGN)]:
        del os.environ[name]
    ASSETS.mkdir(exist_ok=True)
    icon_sheet((22, 48)).save(ASSETS / "icons.png", optimize=True)
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
    with tempfile.TemporaryDirectory() as folder, _home(folder), invented_machine(Path(folder), used) as sandbox:
        return take(sandbox)


@contextmanager
def _home(folder: str) -> Iterator[None]:
    """The desktop and Brim find their settings in this folder."""
    before = os.environ["HOME"]
    os.environ["HOME"] = folder
    try:
        yield
    finally:
        os.environ["HOME"] = before


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


if __name__ == "__main__":
    main()
