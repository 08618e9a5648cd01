"""The icon's digits, as strokes whose stems stand on whole pixels at each size.

Wide openings tell 3, 5, 6 and 9 from 8 when a panel scales them down. A font file would cost memory and licence text
for ten shapes. This module must not know what the digits mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.tray.icon.canvas import rounded

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.canvas import Canvas, Colour, Point
    from brim.tray.icon.grid import Grid

type Strokes = list[list[Point]]

_OPEN = 0.4
"""How far a curve runs on past its turn, in parts of the turn's radius."""
_NARROW = 0.75
"""The width of a 1, in parts of the other digits'."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The box of one digit, in pixels, with the strokes' thickness."""

    width: float
    height: float
    weight: float

    @property
    def left(self) -> float:
        """The middle of a stroke along the left edge."""
        return self.weight / 2

    @property
    def right(self) -> float:
        """The middle of a stroke along the right edge."""
        return self.width - self.weight / 2

    @property
    def top(self) -> float:
        """The middle of a stroke along the upper edge."""
        return self.weight / 2

    @property
    def bottom(self) -> float:
        """The middle of a stroke along the lower edge."""
        return self.height - self.weight / 2

    def row(self, part: float) -> float:
        """The middle of a horizontal stroke near that part of the height, on whole pixels."""
        return round(self.height * part - self.weight / 2) + self.weight / 2

    def column(self, part: float) -> float:
        """The same for a vertical stroke."""
        return round(self.width * part - self.weight / 2) + self.weight / 2

    def radius(self, upper: float, lower: float) -> float:
        """The roundest turn between two rows."""
        return min(self.right - self.left, lower - upper) / 2


def _zero(cell: Cell) -> Strokes:
    return [_loop(cell, cell.top, cell.bottom)]


def _loop(cell: Cell, upper: float, lower: float) -> list[Point]:
    turn = cell.radius(upper, lower)
    corners = [(cell.left, upper), (cell.right, upper), (cell.right, lower), (cell.left, lower)]
    return rounded([(x, y, turn) for x, y in corners], closed=True)


def _one(cell: Cell) -> Strokes:
    """On a foot, so that it is no stroke of something else."""
    stem = cell.column(0.5 + cell.weight / cell.width / 4)
    flag = [(0.0, cell.top + cell.height * 0.22), (stem, cell.top), (stem, cell.bottom)]
    return [flag, [(0.0, cell.bottom), (cell.width, cell.bottom)]]


def _one_of_hundred(cell: Cell) -> Strokes:
    """Without a foot: there is no room for it, and 100 has no like."""
    return [[(0.0, cell.top + cell.height * 0.2), (cell.right, cell.top), (cell.right, cell.height)]]


def _two(cell: Cell) -> Strokes:
    turn = cell.radius(cell.top, cell.bottom)
    waist = cell.top + (cell.bottom - cell.top) * 0.4
    path = [
        (cell.left, cell.top + turn * _OPEN, 0.0),
        (cell.left, cell.top, turn),
        (cell.right, cell.top, turn),
        (cell.right, waist, (cell.right - cell.left) * 0.9),
        (cell.left, cell.bottom, 0.0),
        (cell.width, cell.bottom, 0.0),
    ]
    return [rounded(path)]


def _three(cell: Cell) -> Strokes:
    middle, inner = cell.row(0.47), cell.left + (cell.right - cell.left) * 0.35
    upper, lower = cell.radius(cell.top, middle), cell.radius(middle, cell.bottom)
    return [
        rounded(
            [
                (cell.left, cell.top + upper * _OPEN, 0.0),
                (cell.left, cell.top, upper),
                (cell.right, cell.top, upper),
                (cell.right, middle, upper),
                (inner, middle, 0.0),
            ]
        ),
        rounded(
            [
                (inner, middle, 0.0),
                (cell.right, middle, lower),
                (cell.right, cell.bottom, lower),
                (cell.left, cell.bottom, lower),
                (cell.left, cell.bottom - lower * _OPEN, 0.0),
            ]
        ),
    ]


def _four(cell: Cell) -> Strokes:
    stem, bar = cell.column(0.74), cell.row(0.72)
    return [[(stem, cell.height), (stem, cell.top), (cell.left, bar), (cell.width, bar)]]


def _five(cell: Cell) -> Strokes:
    """The bowl rises out of the stem's end, else it is a 2 or a 3, and ends flat, else it is a 6."""
    shoulder, wide = cell.row(0.42), cell.right - cell.left
    path = [
        (cell.width, cell.top, 0.0),
        (cell.left, cell.top, 0.0),
        (cell.left, shoulder + cell.weight / 2, 0.0),
        (cell.left + wide * 0.35, shoulder, wide / 2),
        (cell.right, shoulder, turn := cell.radius(shoulder, cell.bottom)),
        (cell.right, cell.bottom, turn),
        (0.0, cell.bottom, 0.0),
    ]
    return [rounded(path)]


def _six(cell: Cell) -> Strokes:
    shoulder, turn = cell.row(0.42), cell.radius(cell.top, cell.bottom)
    back = [
        (cell.right, cell.top + turn * _OPEN, 0.0),
        (cell.right, cell.top, turn),
        (cell.left, cell.top, turn),
        (cell.left, (shoulder + cell.bottom) / 2, 0.0),
    ]
    return [rounded(back), _loop(cell, shoulder, cell.bottom)]


def _seven(cell: Cell) -> Strokes:
    return [[(0.0, cell.top), (cell.right, cell.top), (cell.width * 0.16, cell.bottom)]]


def _eight(cell: Cell) -> Strokes:
    middle = cell.row(0.47)
    return [_loop(cell, cell.top, middle), _loop(cell, middle, cell.bottom)]


def _nine(cell: Cell) -> Strokes:
    return [[(cell.width - x, cell.height - y) for x, y in stroke] for stroke in _six(cell)]


def _question(cell: Cell) -> Strokes:
    turn = cell.radius(cell.top, cell.bottom)
    stem = cell.column(0.5)
    path = [
        (cell.left, cell.top + turn * _OPEN, 0.0),
        (cell.left, cell.top, turn),
        (cell.right, cell.top, turn),
        (cell.right, cell.row(0.45), turn / 2),
        (stem, cell.row(0.45), turn / 2),
        (stem, cell.height - 2.2 * cell.weight, 0.0),
    ]
    return [rounded(path), [(stem, cell.height - cell.weight), (stem, cell.height)]]


_GLYPHS: dict[str, Callable[[Cell], Strokes]] = {
    "0": _zero,
    "1": _one,
    "2": _two,
    "3": _three,
    "4": _four,
    "5": _five,
    "6": _six,
    "7": _seven,
    "8": _eight,
    "9": _nine,
    "?": _question,
}
_BLUNT = frozenset("1457")
"""Digits whose strokes end at the edge of the cell or in a corner; the others end round."""


def draw_figure(canvas: Canvas, grid: Grid, text: str, colour: Colour, *, centred: bool) -> None:
    """Draw one to three digits, or `?`, across the plate; `centred` in its height, else above the bar."""
    wide = len(text) > 2  # noqa: PLR2004 - three digits are 100
    gap = grid.close if wide else grid.gap
    cells = [_cell(grid, character, wide=wide) for character in text]
    across = float((grid.size - sum(cell.width for cell in cells) - gap * (len(cells) - 1)) // 2)
    for character, cell in zip(text, cells, strict=True):
        down = (grid.size - cell.height) // 2 if centred else grid.top + (grid.height - cell.height) // 2
        glyph = _one_of_hundred if wide and character == "1" else _GLYPHS[character]
        for stroke in glyph(cell):
            moved = [(across + x, down + y) for x, y in stroke]
            canvas.stroke(moved, cell.weight, colour, round_ends=character not in _BLUNT)
        across += cell.width + gap


def _cell(grid: Grid, character: str, *, wide: bool) -> Cell:
    if wide:
        return Cell(grid.one if character == "1" else grid.zero, round(grid.height * 0.8), grid.thin)
    narrow = character == "1"
    return Cell(max(2, round(grid.width * _NARROW)) if narrow else grid.width, grid.height, grid.weight)
