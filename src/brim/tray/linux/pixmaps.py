"""The icon in the two pixel formats that the desktop reads.

This module must not know who asks. Pillow is imported with the drawing, when a desktop asks for pixels.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from brim.tray.icon.spec import IconSpec

SIZES = (16, 22, 24, 32, 48, 64)
"""In pixels; hosts take the one that fits their panel, or the largest."""
NOTICE_SIZE = 64

type Pixmap = tuple[int, int, bytes]
"""Width, height, and four bytes a pixel: alpha, red, green, blue (StatusNotifierItem, IconPixmap)."""
type ImageData = tuple[int, int, int, bool, int, int, bytes]
"""Width, height, bytes a line, alpha, bits a sample, channels, RGBA (notifications, image-data)."""


def pixmaps(look: IconSpec) -> list[Pixmap]:
    """The icon at every size, each drawn at its own."""
    return [(size, size, _argb(look, size)) for size in SIZES]


def image_data(look: IconSpec) -> ImageData:
    """The icon for a notice."""
    from brim.tray.icon import render

    pixels = render.draw(look, NOTICE_SIZE).tobytes()
    return (NOTICE_SIZE, NOTICE_SIZE, NOTICE_SIZE * 4, True, 8, 4, pixels)


@lru_cache(maxsize=2 * len(SIZES))
def _argb(look: IconSpec, size: int) -> bytes:
    from PIL import Image

    from brim.tray.icon import render

    red, green, blue, alpha = render.draw(look, size).split()
    return Image.merge("RGBA", (alpha, red, green, blue)).tobytes()
