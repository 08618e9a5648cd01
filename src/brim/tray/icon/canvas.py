"""A small drawing surface in the icon's own pixels, drawn several times as large and reduced once.

Coordinates are edges of pixels, so a box from 2 to 5 covers the pixels 2, 3 and 4 and is sharp.
This module must not know what is drawn.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PIL import Image, ImageChops, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

type Colour = tuple[int, int, int]
"""Red, green, blue; 0 to 255."""
type Paint = Colour | tuple[int, int, int, int]
"""A colour and, where it is not opaque, its alpha; 0 to 255."""
type Point = tuple[float, float]
type Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""

_SMALL_ICON_SCALE, _LARGE_ICON_SCALE = 8, 4
_LARGE_ICON = 48
"""Pixels. From this size on four by four parts for each pixel are smooth enough."""
_ARC_STEP_DEGREES = 12.0
_HALO_FILTER, _OUTER_HALO_FILTER = 3, 5
"""Pixels: the drawing and one pixel around it, or two."""
_OUTER_HALO_OPACITY = 110
"""Of the second pixel, of 255: on a dark panel the halo has no edge then."""
CLEAR: Paint = (0, 0, 0, 0)


class Canvas:
    """One drawing in progress. A colour replaces what was below it, also where it is not opaque."""

    def __init__(self, size: int) -> None:
        """A clear square of `size` pixels on a side."""
        self.size = size
        self._scale = _LARGE_ICON_SCALE if size >= _LARGE_ICON else _SMALL_ICON_SCALE
        self._image = Image.new("RGBA", (size * self._scale, size * self._scale))
        self._drawing = ImageDraw.Draw(self._image)

    def polygon(self, points: Sequence[Point], colour: Paint) -> None:
        """Fill an area."""
        self._drawing.polygon(self._scaled(points), fill=rgba(colour))

    def rectangle(self, box: Box, colour: Paint) -> None:
        """Fill a box. A box without width or height is not drawn."""
        left, top, right, bottom = (round(edge * self._scale) for edge in box)
        if left < right and top < bottom:
            self._drawing.rectangle((left, top, right - 1, bottom - 1), fill=rgba(colour))

    def stroke(self, points: Sequence[Point], width: float, colour: Paint, *, round_ends: bool) -> None:
        """Draw a line of this width; `points` are its middle."""
        self._drawing.line(self._scaled(points), rgba(colour), round(width * self._scale), joint="curve")
        if round_ends:
            for point in (points[0], points[-1]):
                self.polygon(circle_points(point, width / 2), colour)

    def image(self, halo: Paint | None = None) -> Image.Image:
        """The drawing at its own size, as RGBA; with a halo around it, which sets it off from any panel."""
        image = self._image.resize((self.size, self.size), Image.Resampling.BOX)
        if halo is None:
            return image
        alpha = image.getchannel("A")
        inner, outer = (alpha.filter(ImageFilter.MaxFilter(width)) for width in (_HALO_FILTER, _OUTER_HALO_FILTER))
        around = ImageChops.lighter(inner, outer.point([value * _OUTER_HALO_OPACITY // 255 for value in range(256)]))
        *colour, opacity = rgba(halo)
        ground = Image.new("RGBA", image.size, (*colour[:3], 0))
        ground.putalpha(around.point([value * opacity // 255 for value in range(256)]))
        return Image.alpha_composite(ground, image)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        """Pillow counts the middles of pixels and draws the last one too."""
        return [(x * self._scale - 0.5, y * self._scale - 0.5) for x, y in points]


def box_points(box: Box) -> list[Point]:
    """The four corners of a box."""
    left, top, right, bottom = box
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def arc_points(centre: Point, radius: float, start: float, end: float) -> list[Point]:
    """Points along a circle, from one angle to another; degrees, clockwise from three o'clock."""
    steps = max(2, math.ceil(abs(end - start) / _ARC_STEP_DEGREES))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]


def circle_points(centre: Point, radius: float) -> list[Point]:
    """Points of a whole circle."""
    return arc_points(centre, radius, 0, 360)


def rounded_path(corners: Sequence[tuple[float, float, float]], *, closed: bool = False) -> list[Point]:
    """A path through corners, each given as x, y and the radius of its rounding; radius 0 leaves it sharp."""
    path: list[Point] = []
    last = len(corners) - 1
    for index, (x, y, radius) in enumerate(corners):
        if radius <= 0 or (not closed and index in {0, last}):
            path.append((x, y))
        else:
            before, after = corners[index - 1], corners[(index + 1) % len(corners)]
            path += _rounded_corner((x, y), before[:2], after[:2], radius)
    return [*path, path[0]] if closed else path


def _rounded_corner(corner: Point, before: Point, after: Point, radius: float) -> list[Point]:
    """The points of one rounded corner. The radius shrinks where one of its two sides is too short."""
    sides = [(point[0] - corner[0], point[1] - corner[1]) for point in (before, after)]
    lengths = [math.hypot(*side) for side in sides]
    (ux, uy), (vx, vy) = ((side[0] / length, side[1] / length) for side, length in zip(sides, lengths, strict=True))
    half_angle = math.acos(max(-1.0, min(1.0, ux * vx + uy * vy))) / 2
    reach = min(radius / math.tan(half_angle), *lengths)
    radius = reach * math.tan(half_angle)
    to_centre = math.hypot(reach, radius) / math.hypot(ux + vx, uy + vy)
    centre = (corner[0] + (ux + vx) * to_centre, corner[1] + (uy + vy) * to_centre)
    start, end = (
        math.degrees(math.atan2(corner[1] + y * reach - centre[1], corner[0] + x * reach - centre[0]))
        for x, y in ((ux, uy), (vx, vy))
    )
    return arc_points(centre, radius, start, start + (end - start + 180) % 360 - 180)


def rgba(colour: Paint) -> tuple[int, int, int, int]:
    """A colour with its alpha."""
    return colour if len(colour) == 4 else (*colour, 255)  # noqa: PLR2004 - red, green, blue, alpha


def opaque(paint: Paint) -> Colour:
    """A colour without its alpha."""
    red, green, blue, _ = rgba(paint)
    return red, green, blue
