"""Pillow images in X windows. This module must not know what is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageChops
from Xlib import X

if TYPE_CHECKING:
    from Xlib.display import Display
    from Xlib.xobject.drawable import Window

ALPHA_DEPTH = 32
"""Bits of a pixel that has its own transparency."""
_LARGEST_REQUEST = 240_000
"""Bytes in one request; X allows a little more (X Window System Protocol, maximum-request-length)."""
_LITTLE_ENDIAN, _BITS = 0, 32


def supported(display: Display) -> bool:
    """Whether this server stores pixels as nearly all do: four bytes each, blue first."""
    info = display.display.info
    expected = (display.screen().root_depth, _BITS)
    has_format = any((form.depth, form.bits_per_pixel) == expected for form in info.pixmap_formats)
    return has_format and info.image_byte_order == _LITTLE_ENDIAN


def paint(window: Window, image: Image.Image, depth: int) -> None:
    """Draw an image into the upper left corner of a window of that depth."""
    raw = _premultiplied(image) if depth == ALPHA_DEPTH else image.convert("RGB").tobytes("raw", "BGRX")
    line_bytes = 4 * image.width
    most_lines = max(1, _LARGEST_REQUEST // line_bytes)
    context = window.create_gc()
    for top in range(0, image.height, most_lines):
        lines = min(most_lines, image.height - top)
        part = raw[top * line_bytes : (top + lines) * line_bytes]
        window.put_image(context.id, 0, top, image.width, lines, X.ZPixmap, depth, 0, part)
    context.free()


def screenshot(window: Window, width: int, height: int, left: int = 0, top: int = 0) -> Image.Image:
    """The pixels of a visible part of a window of at most 24 bits of depth. Raises XError."""
    reply = window.get_image(left, top, width, height, X.ZPixmap, 0xFFFFFFFF)
    return Image.frombuffer("RGB", (width, height), reply.data, "raw", "BGRX", 0, 1)


def _premultiplied(image: Image.Image) -> bytes:
    red, green, blue, alpha = image.convert("RGBA").split()
    colours = [ImageChops.multiply(colour, alpha) for colour in (blue, green, red)]
    return Image.merge("RGBA", (*colours, alpha)).tobytes()
