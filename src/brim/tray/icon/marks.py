"""The mark of a provider in the icon: a small capital letter or sign, as strokes on whole pixels like the digits.

It has no place in icons below MARK_FROM pixels. This module must not know which provider has which mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.icon.digitcell import DigitCell

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Canvas, Paint, Point
    from brim.tray.icon.grid import IconGrid
    from brim.tray.icon.iconspec import IconSpec

MARK_FROM = 24
"""Pixels of the icon."""

_STROKES = {
    "A": "04 01 10 21 24/02 22",
    "B": "02 12 10 00 04 24 22 12",
    "C": "20 00 04 24",
    "D": "00 10 21 23 14 04 00",
    "E": "20 00 04 24/02 12",
    "F": "20 00 04/02 12",
    "G": "20 00 04 24 22 12",
    "H": "00 04/20 24/02 22",
    "I": "10 14/00 20/04 24",
    "J": "20 23 14 03",
    "K": "00 04/20 02 24",
    "L": "00 04 24",
    "M": "04 00 12 20 24",
    "N": "04 00 24 20",
    "O": "00 20 24 04 00",
    "P": "04 00 20 22 02",
    "Q": "00 20 24 04 00/13 24",
    "R": "04 00 20 22 02/12 24",
    "S": "20 00 02 22 24 04",
    "T": "00 20/10 14",
    "U": "00 04 24 20",
    "V": "00 14 20",
    "W": "00 04 12 24 20",
    "X": "00 24/20 04",
    "Y": "00 12 20/12 14",
    "Z": "00 20 04 24",
}
"""Each stroke as points, column and row: columns 0 to 2 from the left, rows 0 to 4 from the top."""
_AREAS = {"▶": ((0.0, 0.0), (1.0, 0.5), (0.0, 1.0)), "◤": ((0.0, 0.0), (1.0, 0.0), (0.0, 1.0))}
"""Signs that are filled areas: their corners, as fractions of width and height."""
MARKS = frozenset({*_STROKES, *_AREAS})
"""All marks that can be drawn."""


def mark_size(grid: IconGrid, spec: IconSpec) -> tuple[int, int]:
    """Width and height of the mark that the icon shows, in pixels; 0 and 0 where it shows none."""
    if grid.size < MARK_FROM or spec.provider not in MARKS:
        return 0, 0
    return round(grid.bars_height * 0.85), grid.bars_height


def draw_mark(canvas: Canvas, grid: IconGrid, spec: IconSpec, corner: Point, colour: Paint) -> None:
    """Draw the mark with its left upper corner there; nothing where the icon shows none."""
    width, height = mark_size(grid, spec)
    if not width:
        return
    left, top = corner
    if spec.provider in _AREAS:
        canvas.polygon([(left + x * width, top + y * height) for x, y in _AREAS[spec.provider]], colour)
        return
    cell = DigitCell(width, height, max(1.0, round(grid.size / 20)))
    columns = (cell.left, cell.column(0.5), cell.right)
    rows = (cell.top, cell.row(0.27), cell.row(0.5), cell.row(0.73), cell.bottom)
    for stroke in _STROKES[spec.provider].split("/"):
        points = [(left + columns[int(point[0])], top + rows[int(point[1])]) for point in stroke.split()]
        canvas.stroke(_squared(points, cell.stroke), cell.stroke, colour, round_ends=False)


def _squared(points: list[Point], stroke: float) -> list[Point]:
    """The points, with both ends of the path half a stroke longer where they run along an axis: corners are full."""
    return [_longer(points[0], points[1], stroke), *points[1:-1], _longer(points[-1], points[-2], stroke)]


def _longer(end: Point, before: Point, stroke: float) -> Point:
    step = [(here > there) - (here < there) for here, there in zip(end, before, strict=True)]
    if all(step):
        return end
    return end[0] + step[0] * stroke / 2, end[1] + step[1] * stroke / 2
