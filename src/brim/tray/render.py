"""Draws the icon: a vessel that fills to its brim, the percentage as digits over it.

Each size is laid out on its own pixel grid, drawn at eight times its size and reduced once. The level shows by colour
and by the outline (round, cut corners, octagon, coin), the state by the shape of the bar and the rim, so that neither
needs colour vision. A dark body with a light rim reads on dark and on light panels.

Pure: the same look and size give the same pixels. This module must not know what a look was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from brim.model import Level
from brim.tray.digits import Pen, draw_text
from brim.tray.look import Look, Mark

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

_CUTS = {Level.WARN: (0.18, 0.0), Level.CRITICAL: (0.19, 0.19), Level.EXHAUSTED: (0.28, 0.28)}
"""Levels with cut corners: how much of the upper and of the lower ones, in parts of the icon."""

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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One drawing in the making, eight times as large as the icon."""

    canvas: ImageDraw.ImageDraw
    look: Look
    big: int
    """Pixels on a side."""
    grid: _Grid

    @property
    def inset(self) -> int:
        """From the edge to what stands inside."""
        return (self.grid.rim + self.grid.pad) * _SCALE

    @property
    def bar_top(self) -> int:
        """The first row of the bar."""
        return self.big - self.inset - self.grid.bar * _SCALE


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
    big = size * _SCALE
    image = Image.new("RGBA", (big, big))
    sheet = _Sheet(ImageDraw.Draw(image), look, big, _GRIDS.get(size) or _scaled(size))
    _draw_body(sheet)
    if look.mark is Mark.SIGNED_OUT:
        _draw_padlock(sheet)
    elif look.mark is Mark.STARTING:
        _draw_dots(sheet)
    else:
        _draw_figure(sheet)
        _draw_bar(sheet)
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


def _draw_body(sheet: _Sheet) -> None:
    level, big, inset = sheet.look.level, sheet.big, sheet.grid.rim * _SCALE
    fill = _COLOURS[level] if level in _FILLED else _BODY
    rim = _COLOURS[level] if level is Level.WARN else _RIM
    if sheet.look.mark is Mark.UNCONFIRMED:
        rim = _TROUGH
    if level in _CUTS:
        sheet.canvas.polygon(_cut_corners(level, big, 0), fill=rim)
        sheet.canvas.polygon(_cut_corners(level, big, inset), fill=fill)
        return
    radius = big / 2 if level is Level.PAYING else big * 0.2
    sheet.canvas.rounded_rectangle((0, 0, big - 1, big - 1), radius, fill=rim)
    sheet.canvas.rounded_rectangle((inset, inset, big - 1 - inset, big - 1 - inset), radius - inset, fill=fill)


def _cut_corners(level: Level, big: int, inset: int) -> Sequence[tuple[float, float]]:
    low, high = inset, big - 1 - inset
    top, bottom = (max(0.0, cut * big - inset * 0.6) for cut in _CUTS[level])
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


def _draw_figure(sheet: _Sheet) -> None:
    text = "?" if sheet.look.percent is None else str(sheet.look.percent)
    side, lowered, weight = _TEXT_FIT[len(text)]
    left, top = sheet.inset + sheet.big * side, sheet.inset + sheet.big * lowered
    box = (left, top, sheet.big - left, sheet.bar_top - sheet.grid.gap * _SCALE)
    pen = Pen(sheet.grid.weight * _SCALE * weight, sheet.grid.gap * _SCALE, _FILLED.get(sheet.look.level, _INK))
    draw_text(sheet.canvas, text, box, pen)


def _draw_bar(sheet: _Sheet) -> None:
    """The bar tells the fill by its length and the state by its shape."""
    look, canvas, top = sheet.look, sheet.canvas, sheet.bar_top
    filled = look.level in _FILLED
    colour = _FILLED[look.level] if filled else _COLOURS[look.level]
    trough = (*_BODY[:3], 110) if filled else _TROUGH
    left = sheet.inset + (round(sheet.big * 0.1) if filled else 0)
    width = sheet.big - 2 * left
    bottom = top + sheet.grid.bar * _SCALE - 1
    end = left + max(sheet.grid.bar * _SCALE / 2, width * (look.percent or 0) / 100)
    match look.mark:
        case Mark.BLOCKED:
            _draw_pause(sheet, (top, bottom), colour)
        case Mark.OFFLINE:
            _draw_pieces(sheet, (left, top, left + width, bottom), 3, colour)
        case Mark.STALE:
            line = sheet.grid.rim * _SCALE
            canvas.rectangle((left, top, left + width - 1, bottom), outline=trough, width=line)
            canvas.rectangle((left, top, end, bottom), outline=colour, width=line)
        case Mark.UNCONFIRMED:
            canvas.rectangle((left, top, left + width - 1, bottom), fill=trough)
            _draw_pieces(sheet, (left, top, end, bottom), 4, colour)
        case _:
            canvas.rectangle((left, top, left + width - 1, bottom), fill=trough)
            if look.percent:
                canvas.rectangle((left, top, end - 1, bottom), fill=colour)
    if look.demo:
        middle = sheet.big / 2
        canvas.rectangle((middle - _SCALE, top, middle + _SCALE - 1, bottom), fill=_RIM)


def _draw_pieces(sheet: _Sheet, box: tuple[float, float, float, float], count: int, colour: Colour) -> None:
    left, top, right, bottom = box
    step = (right - left) / (2 * count - 1)
    for piece in range(count):
        start = left + 2 * piece * step
        sheet.canvas.rectangle((start, top, start + step - 1, bottom), fill=colour)


def _draw_pause(sheet: _Sheet, rows: tuple[int, int], colour: Colour) -> None:
    top, bottom = rows
    stroke = (bottom - top + 1) * 0.66
    for side in (-1, 1):
        middle = sheet.big / 2 + side * stroke
        sheet.canvas.rectangle((middle - stroke / 2, top, middle + stroke / 2 - 1, bottom), fill=colour)


def _draw_dots(sheet: _Sheet) -> None:
    radius, middle = sheet.grid.weight * _SCALE * 0.55, sheet.big / 2
    for part in (0.28, 0.5, 0.72):
        across = sheet.big * part
        sheet.canvas.ellipse((across - radius, middle - radius, across + radius, middle + radius), fill=_INK)


def _draw_padlock(sheet: _Sheet) -> None:
    """Signed out: a closed lock, which no level looks like."""
    canvas, big, weight = sheet.canvas, sheet.big, round(sheet.grid.weight * _SCALE * 0.8)
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
