"""The bar beside a menu row: how much of a limit is used or left, as a PNG that suits light and dark menus.

Pure and cached. This module must not know which rows there are.
"""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.words import formatting

if TYPE_CHECKING:
    from brim.model.options import IconShow
    from brim.model.usage import Window

PIXELS = 22
"""The side of the picture. Panels scale it to the height of a row."""
_FULL = 100
_CACHE_SIZE = 64
_TOP, _BOTTOM, _GAP = 6, 15, 4
"""The first and the last pixel of the bar's height, and every how many columns an unconfirmed one has a gap."""
_NEUTRAL = (128, 128, 128)
_COLOURS = {
    Level.WARN: (199, 119, 0),
    Level.CRITICAL: (222, 84, 20),
    Level.EXHAUSTED: (238, 72, 66),
    Level.PAYING: (160, 100, 220),
}
"""Each has a contrast of 3 to white and to the dark menus of GNOME and Plasma."""


def row_icon(window: Window, show: IconShow) -> bytes | None:
    """The bar of a limit, filled by what the user wants to see; None when the limit has no percentage."""
    percent = formatting.shown_percent(window.percent, show)
    if percent is None:
        return None
    return _png(max(0, min(_FULL, percent)), window.level, confirmed=window.confirmed)


@lru_cache(maxsize=_CACHE_SIZE)
def _png(percent: int, level: Level, *, confirmed: bool) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("RGBA", (PIXELS, PIXELS))
    canvas = ImageDraw.Draw(image)
    colour = _COLOURS.get(level, _NEUTRAL)
    canvas.rectangle((0, _TOP, PIXELS - 1, _BOTTOM), outline=colour)
    inside = PIXELS - 2
    width = inside if percent >= _FULL else min(inside - 1, round(inside * percent / _FULL))
    for column in range(1, 1 + (max(1, width) if percent > 0 else 0)):
        if confirmed or column % _GAP:
            canvas.line((column, _TOP + 1, column, _BOTTOM - 1), colour)
    return _png_file(image.tobytes())


def _png_file(pixels: bytes) -> bytes:
    """A PNG of PIXELS times PIXELS in RGBA. Pillow's own writer would stay in the tray's memory for this alone."""
    row = 4 * PIXELS
    lines = b"".join(b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row))  # no filter
    header = struct.pack(">IIBBBBB", PIXELS, PIXELS, 8, 6, 0, 0, 0)  # 8 bits a channel, RGBA, not interlaced
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 1)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
