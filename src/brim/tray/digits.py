"""The digits of the icon, as strokes in a unit box, so that each size draws its own instead of scaling a picture.

A font file would cost memory and licence text for ten shapes. This module must not know what the digits mean.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import ImageDraw

type Point = tuple[float, float]
type Stroke = list[Point]


def _arc(box: tuple[float, float, float, float], start: float, end: float) -> Stroke:
    """Points of an ellipse's arc; angles in degrees, clockwise from three o'clock."""
    left, top, right, bottom = box
    middle = ((left + right) / 2, (top + bottom) / 2)
    reach = ((right - left) / 2, (bottom - top) / 2)
    steps = max(4, math.ceil(abs(end - start) / 15))
    angles = (math.radians(start + (end - start) * step / steps) for step in range(steps + 1))
    return [(middle[0] + reach[0] * math.cos(angle), middle[1] + reach[1] * math.sin(angle)) for angle in angles]


_LOOP = _arc((0, 0.4, 1, 1), 0, 360)
_SIX = [_LOOP, [*_arc((0, 0, 1.15, 1.35), 262, 180), (0, 0.7)]]

_STROKES: dict[str, list[Stroke]] = {
    "0": [[*_arc((0, 0, 1, 0.8), 180, 360), *_arc((0, 0.2, 1, 1), 0, 180), (0, 0.4)]],
    "1": [[(0.12, 0.24), (0.56, 0), (0.56, 1)]],
    "2": [[*_arc((0.02, 0, 0.98, 0.62), 190, 375), (0, 1), (1, 1)]],
    "3": [_arc((0.04, 0, 0.94, 0.48), 200, 450), _arc((0, 0.48, 1, 1), 270, 520)],
    "4": [[(0.74, 1), (0.74, 0), (0, 0.7), (1, 0.7)]],
    "5": [[(0.92, 0), (0.12, 0), (0.06, 0.46), *_arc((-0.02, 0.36, 1, 1), 225, 510)]],
    "6": _SIX,
    "7": [[(0, 0), (1, 0), (0.36, 1)]],
    "8": [_arc((0.06, 0, 0.94, 0.46), 0, 360), _arc((0, 0.46, 1, 1), 0, 360)],
    "9": [[(1 - x, 1 - y) for x, y in stroke] for stroke in _SIX],
    "?": [[*_arc((0.06, 0, 0.94, 0.56), 195, 420), (0.5, 0.6), (0.5, 0.68)], [(0.5, 0.98), (0.5, 1)]],
    "!": [[(0.5, 0), (0.5, 0.62)], [(0.5, 0.97), (0.5, 1)]],
}


@dataclass(frozen=True, slots=True)
class Pen:
    """How strokes are drawn; lengths in pixels of the canvas."""

    weight: float
    gap: float
    """Between two characters."""
    colour: tuple[int, int, int, int]


def draw_text(canvas: ImageDraw.ImageDraw, text: str, box: tuple[float, float, float, float], pen: Pen) -> None:
    """Draw digits, `?` or `!` side by side so that they fill `box` (left, top, right, bottom)."""
    left, top, right, bottom = box
    width = (right - left - pen.gap * (len(text) - 1)) / len(text)
    for index, character in enumerate(text):
        start = left + index * (width + pen.gap)
        for stroke in _STROKES[character]:
            points = [
                (
                    start + pen.weight / 2 + x * (width - pen.weight),
                    top + pen.weight / 2 + y * (bottom - top - pen.weight),
                )
                for x, y in stroke
            ]
            _draw_stroke(canvas, points, pen)


def _draw_stroke(canvas: ImageDraw.ImageDraw, points: list[Point], pen: Pen) -> None:
    canvas.line(points, fill=pen.colour, width=round(pen.weight), joint="curve")
    half = pen.weight / 2
    for x, y in (points[0], points[-1]):
        canvas.ellipse((x - half, y - half, x + half, y + half), fill=pen.colour)
