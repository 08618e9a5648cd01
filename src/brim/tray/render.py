"""Draws the icon: a vessel that fills to its brim, the percentage as digits over it.

Each size is laid out on its own pixel grid, drawn at eight times its size and reduced once. The level shows by colour
and by the outline (round, cut corners, octagon, coin), the state by the shape of the bar, so that neither needs colour
vision. A dark body with a light rim reads on dark and on light panels.

Pure: the same look and size give the same pixels. This module must not know what a look was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from brim.model import Level, Look, Mark
from brim.tray.digits import draw_text

if TYPE_CHECKING:
    from collections.abc import Sequence

type Colour = tuple[int, int, int, int]

SIZES = (16, 22, 24, 32, 48, 64)
"""The sizes, in pixels, that panels ask for."""

_SCALE = 8
_CACHED = 64

_INK: Colour = (255, 255, 255, 255)
_DARK_INK: Colour = (16, 18, 22, 255)
_BODY: Colour = (24, 28, 34, 255)
_RIM: Colour = (214, 220, 228, 255)
_TROUGH: Colour = (84, 92, 104, 255)
_DIMMED = 0.62

_COLOURS: dict[Level, Colour] = {
    Level.UNKNOWN: (150, 158, 170, 255),
    Level.CALM: (63, 200, 106, 255),
    Level.WATCH: (74, 168, 255, 255),
    Level.WARN: (250, 190, 40, 255),
    Level.CRITICAL: (255, 138, 76, 255),
    Level.EXHAUSTED: (200, 30, 46, 255),
    Level.PAYING: (122, 74, 214, 255),
}
_FILLED = {Level.CRITICAL: _DARK_INK, Level.EXHAUSTED: _INK, Level.PAYING: _INK}
"""Levels whose whole body takes the colour, with the ink that is read on it."""

_TEXT_FIT = {1: (0.2, 0.0, 1.0), 2: (0.0, 0.0, 1.0), 3: (0.01, 0.06, 0.74)}
"""By the number of digits: room left at each side and above, in parts of the icon, and the weight of the strokes."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where things stand at one size, in whole pixels."""

    rim: int
    pad: int
    bar: int
    gap: int
    weight: float
    """Of the digits' strokes."""


_GRIDS = {
    16: _Grid(rim=1, pad=1, bar=3, gap=1, weight=1.8),
    22: _Grid(rim=1, pad=2, bar=4, gap=1, weight=2.4),
    24: _Grid(rim=1, pad=2, bar=4, gap=1, weight=2.6),
    32: _Grid(rim=2, pad=2, bar=5, gap=2, weight=3.6),
    48: _Grid(rim=2, pad=4, bar=8, gap=3, weight=5.4),
    64: _Grid(rim=3, pad=5, bar=11, gap=4, weight=7.2),
}


def draw(look: Look, size: int) -> Image.Image:
    """The icon as an RGBA image of `size` by `size` pixels; size at least 8. Do not change the image: it is cached."""
    return _draw(look, size)


@lru_cache(maxsize=_CACHED)
def _draw(look: Look, size: int) -> Image.Image:
    grid = _GRIDS.get(size) or _scaled(size)
    big = size * _SCALE
    image = Image.new("RGBA", (big, big))
    canvas = ImageDraw.Draw(image)
    _draw_body(canvas, look, big, grid)
    _draw_inside(canvas, look, big, grid)
    image = image.resize((size, size), Image.Resampling.BOX)
    return _dim(image) if look.dimmed else image


def _scaled(size: int) -> _Grid:
    """A size that no panel is known to ask for: in proportion to the largest grid."""
    largest = _GRIDS[64]
    part = size / 64
    return _Grid(
        rim=max(1, round(largest.rim * part)),
        pad=max(1, round(largest.pad * part)),
        bar=max(2, round(largest.bar * part)),
        gap=max(1, round(largest.gap * part)),
        weight=max(1.5, largest.weight * part),
    )


def _draw_body(canvas: ImageDraw.ImageDraw, look: Look, big: int, grid: _Grid) -> None:
    hollow = look.mark in {Mark.SIGNED_OUT, Mark.STARTING}
    colour = _COLOURS[look.level]
    fill = colour if look.level in _FILLED and not hollow else _BODY
    rim = colour if look.level is Level.WARN and not hollow else _RIM
    outline = _outline(look.level, big, 0)
    inner = _outline(look.level, big, grid.rim * _SCALE)
    if isinstance(outline, list) and isinstance(inner, list):
        canvas.polygon(outline, fill=rim)
        canvas.polygon(inner, fill=fill)
        return
    radius = {Level.PAYING: big / 2}.get(look.level, big * 0.2)
    canvas.rounded_rectangle((0, 0, big - 1, big - 1), radius, fill=rim)
    inset = grid.rim * _SCALE
    canvas.rounded_rectangle((inset, inset, big - 1 - inset, big - 1 - inset), max(1, radius - inset), fill=fill)


def _outline(level: Level, big: int, inset: int) -> Sequence[tuple[float, float]] | None:
    """The corners of a body that is not round; None for one that is."""
    cuts = {Level.WARN: (0.18, 0.0), Level.CRITICAL: (0.19, 0.19), Level.EXHAUSTED: (0.28, 0.28)}
    if level not in cuts:
        return None
    low, high = inset, big - 1 - inset
    top, bottom = (max(0.0, cut * big - inset * 0.6) for cut in cuts[level])
    return [
        (low + top, low),
        (high - top, low),
        (high, low + top),
        (high, high - bottom),
        (high - bottom, high),
        (low + bottom, high),
        (low, high - bottom),
        (low, low + top),
    ]


def _draw_inside(canvas: ImageDraw.ImageDraw, look: Look, big: int, grid: _Grid) -> None:
    inset = (grid.rim + grid.pad) * _SCALE
    bar_top = big - inset - grid.bar * _SCALE
    ink = _FILLED.get(look.level, _INK)
    if look.mark is Mark.SIGNED_OUT:
        _draw_padlock(canvas, big, grid)
        return
    if look.mark is Mark.STARTING:
        _draw_dots(canvas, big, grid, _INK)
        return
    text = "?" if look.percent is None else str(look.percent)
    side, lowered, weight = _TEXT_FIT[len(text)]
    top = inset + big * lowered
    box = (inset + big * side, top, big - inset - big * side, bar_top - grid.gap * _SCALE)
    draw_text(canvas, text, box, weight=grid.weight * _SCALE * weight, gap=grid.gap * _SCALE, colour=ink)
    _draw_bar(canvas, look, inset, bar_top, big, grid)


def _draw_bar(canvas: ImageDraw.ImageDraw, look: Look, left: int, top: int, big: int, grid: _Grid) -> None:
    """The bar tells the fill by its length and the state by its shape."""
    filled = look.level in _FILLED
    colour = _FILLED[look.level] if filled else _COLOURS[look.level]
    trough = (*_BODY[:3], 110) if filled else _TROUGH
    if look.level in {Level.EXHAUSTED, Level.PAYING, Level.CRITICAL}:
        left += round(big * 0.1)
    width = big - 2 * left
    bottom = top + grid.bar * _SCALE - 1
    if look.mark is Mark.BLOCKED:
        _draw_pause(canvas, big, top, bottom, colour)
        return
    if look.mark is Mark.OFFLINE:
        _draw_pieces(canvas, (left, top, left + width, bottom), 3, colour)
        return
    end = left + max(grid.bar * _SCALE / 2, width * (look.percent or 0) / 100)
    if look.mark is Mark.STALE:
        line = max(_SCALE, grid.rim * _SCALE)
        canvas.rectangle((left, top, left + width - 1, bottom), outline=trough, width=line)
        canvas.rectangle((left, top, end, bottom), outline=colour, width=line)
        return
    canvas.rectangle((left, top, left + width - 1, bottom), fill=trough)
    if look.mark is Mark.UNCONFIRMED:
        _draw_pieces(canvas, (left, top, end, bottom), 4, colour)
        return
    if look.percent:
        canvas.rectangle((left, top, end - 1, bottom), fill=colour)
    if look.demo:
        middle = big / 2
        canvas.rectangle((middle - _SCALE, top, middle + _SCALE, bottom), fill=_RIM)


def _draw_pieces(
    canvas: ImageDraw.ImageDraw, box: tuple[float, float, float, float], count: int, colour: Colour
) -> None:
    left, top, right, bottom = box
    step = (right - left) / (2 * count - 1)
    for piece in range(count):
        start = left + 2 * piece * step
        canvas.rectangle((start, top, start + step - 1, bottom), fill=colour)


def _draw_pause(canvas: ImageDraw.ImageDraw, big: int, top: int, bottom: int, colour: Colour) -> None:
    stroke = (bottom - top + 1) * 0.66
    for side in (-1, 1):
        middle = big / 2 + side * stroke
        canvas.rectangle((middle - stroke / 2, top, middle + stroke / 2 - 1, bottom), fill=colour)


def _draw_dots(canvas: ImageDraw.ImageDraw, big: int, grid: _Grid, colour: Colour) -> None:
    radius = grid.weight * _SCALE * 0.55
    for part in (0.28, 0.5, 0.72):
        canvas.ellipse((big * part - radius, big / 2 - radius, big * part + radius, big / 2 + radius), fill=colour)


def _draw_padlock(canvas: ImageDraw.ImageDraw, big: int, grid: _Grid) -> None:
    """Signed out: a closed lock, which no level looks like."""
    weight = round(grid.weight * _SCALE * 0.8)
    canvas.arc((big * 0.33, big * 0.2, big * 0.67, big * 0.62), 180, 360, fill=_INK, width=weight)
    canvas.rectangle((big * 0.33, big * 0.4, big * 0.33 + weight - 1, big * 0.5), fill=_INK)
    canvas.rectangle((big * 0.67 - weight + 1, big * 0.4, big * 0.67, big * 0.5), fill=_INK)
    canvas.rounded_rectangle((big * 0.26, big * 0.47, big * 0.74, big * 0.8), big * 0.05, fill=_INK)


def _dim(image: Image.Image) -> Image.Image:
    """An old number: greyed and half let through, never like a fresh one."""
    alpha = image.getchannel("A").point(lambda value: round(value * _DIMMED))
    grey = Image.blend(image, image.convert("LA").convert("RGBA"), 0.75)
    grey.putalpha(alpha)
    return grey
