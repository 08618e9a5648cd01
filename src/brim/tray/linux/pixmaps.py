"""The icon in the two pixel formats that the desktop reads.

This module must not know which program reads them. Pillow is imported when a desktop first asks for pixels.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from brim.model.options import IconScheme

if TYPE_CHECKING:
    from PIL import Image

    from brim.tray.icon.iconspec import IconSpec

SIZES = (16, 22, 24, 32, 44, 48, 64)
"""In pixels; hosts take the one that fits their panel, or the largest."""
NOTIFICATION_SIZE = 64
_GROUND, _GROUND_MARGIN, _GROUND_RADIUS = (30, 32, 36, 255), 6, 12
_FINER = 4
"""How many times larger the ground is drawn, for smooth corners."""

type Pixmap = tuple[int, int, bytes]
"""Width, height, and four bytes a pixel: alpha, red, green, blue (StatusNotifierItem, IconPixmap)."""
type ImageData = tuple[int, int, int, bool, int, int, bytes]
"""Width, height, bytes a line, alpha, bits a sample, channels, RGBA (notifications, image-data)."""


def pixmaps(spec: IconSpec) -> list[Pixmap]:
    """The icon at every size, each drawn for that size."""
    return [(size, size, _argb(spec, size)) for size in SIZES]


def image_data(spec: IconSpec) -> ImageData:
    """The icon for a notification, on a dark ground of its own.

    Nobody knows whether the notification is dark or light, and on a light one white bars are not seen.
    """
    from brim.tray.icon import render

    image = _notification_ground()
    icon = render.draw(replace(spec, scheme=IconScheme.DARK), NOTIFICATION_SIZE - 2 * _GROUND_MARGIN)
    image.alpha_composite(icon, (_GROUND_MARGIN, _GROUND_MARGIN))
    return (NOTIFICATION_SIZE, NOTIFICATION_SIZE, NOTIFICATION_SIZE * 4, True, 8, 4, image.tobytes())


def _notification_ground() -> Image.Image:
    from PIL import Image, ImageDraw

    side = NOTIFICATION_SIZE * _FINER
    ground = Image.new("RGBA", (side, side), (*_GROUND[:3], 0))
    ImageDraw.Draw(ground).rounded_rectangle((0, 0, side - 1, side - 1), _GROUND_RADIUS * _FINER, _GROUND)
    return ground.resize((NOTIFICATION_SIZE, NOTIFICATION_SIZE), Image.Resampling.BOX)


@lru_cache(maxsize=2 * len(SIZES))
def _argb(spec: IconSpec, size: int) -> bytes:
    from PIL import Image

    from brim.tray.icon import render

    red, green, blue, alpha = render.draw(spec, size).split()
    return Image.merge("RGBA", (alpha, red, green, blue)).tobytes()
