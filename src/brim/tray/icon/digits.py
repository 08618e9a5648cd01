"""The icon's digits, as strokes whose stems are on whole pixels at each size.

3, 5, 6 and 9 have wide openings, so that they differ from 8 when a panel scales them down. A font file would cost
memory and a licence text for ten shapes. This module must not know what the digits mean.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from brim.tray.icon.canvas import rounded_path
from brim.tray.icon.digitcell import DigitCell, loop
from brim.tray.icon.letters import LETTERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.canvas import Canvas, Paint
    from brim.tray.icon.digitcell import Strokes
    from brim.tray.icon.grid import DigitMeasures

_OPENING = 0.4
"""How far a curve continues past its turn, as a fraction of the turn's radius."""
_ONE_WIDTH = 0.75
_M_WIDTH = 1.3
"""The widths of a 1 and of an m, as fractions of the width of the other characters."""
_NARROWEST, _NARROWEST_M = 3, 5
"""Pixels."""


def _zero(cell: DigitCell) -> Strokes:
    return [loop(cell, cell.top, cell.bottom)]


def _one(cell: DigitCell) -> Strokes:
    """With a foot, so that it does not look like a stroke of another digit."""
    stem = cell.column(0.5 + cell.stroke / cell.width / 4)
    flag = [(0.0, cell.top + cell.height * 0.22), (stem, cell.top), (stem, cell.bottom)]
    return [flag, [(0.0, cell.bottom), (cell.width, cell.bottom)]]


def _narrow_one(cell: DigitCell) -> Strokes:
    """Without a foot: beside two other characters there is no space for it."""
    return [[(0.0, cell.top + cell.height * 0.2), (cell.right, cell.top), (cell.right, cell.height)]]


def _two(cell: DigitCell) -> Strokes:
    turn = cell.turn_radius(cell.top, cell.bottom)
    waist = cell.top + (cell.bottom - cell.top) * 0.4
    path = [
        (cell.left, cell.top + turn * _OPENING, 0.0),
        (cell.left, cell.top, turn),
        (cell.right, cell.top, turn),
        (cell.right, waist, (cell.right - cell.left) * 0.9),
        (cell.left, cell.bottom, 0.0),
        (cell.width, cell.bottom, 0.0),
    ]
    return [rounded_path(path)]


def _three(cell: DigitCell) -> Strokes:
    middle, inner = cell.row(0.47), cell.left + (cell.right - cell.left) * 0.35
    upper, lower = cell.turn_radius(cell.top, middle), cell.turn_radius(middle, cell.bottom)
    return [
        rounded_path(
            [
                (cell.left, cell.top + upper * _OPENING, 0.0),
                (cell.left, cell.top, upper),
                (cell.right, cell.top, upper),
                (cell.right, middle, upper),
                (inner, middle, 0.0),
            ]
        ),
        rounded_path(
            [
                (inner, middle, 0.0),
                (cell.right, middle, lower),
                (cell.right, cell.bottom, lower),
                (cell.left, cell.bottom, lower),
                (cell.left, cell.bottom - lower * _OPENING, 0.0),
            ]
        ),
    ]


def _four(cell: DigitCell) -> Strokes:
    stem, bar = cell.column(0.74), cell.row(0.72)
    return [[(stem, cell.height), (stem, cell.top), (cell.left, bar), (cell.width, bar)]]


def _five(cell: DigitCell) -> Strokes:
    """The bowl starts at the end of the stem, else it looks like a 2 or a 3, and ends flat, else like a 6."""
    shoulder, width = cell.row(0.42), cell.right - cell.left
    path = [
        (cell.width, cell.top, 0.0),
        (cell.left, cell.top, 0.0),
        (cell.left, shoulder + cell.stroke / 2, 0.0),
        (cell.left + width * 0.35, shoulder, width / 2),
        (cell.right, shoulder, turn := cell.turn_radius(shoulder, cell.bottom)),
        (cell.right, cell.bottom, turn),
        (0.0, cell.bottom, 0.0),
    ]
    return [rounded_path(path)]


def _six(cell: DigitCell) -> Strokes:
    """The stroke ends above the loop, and not beside it, where a blur would close it to an 8."""
    shoulder, turn = cell.row(0.38), cell.turn_radius(cell.top, cell.bottom)
    back = [
        (cell.left + (cell.right - cell.left) * 0.9, cell.top, 0.0),
        (cell.left, cell.top, turn),
        (cell.left, (shoulder + cell.bottom) / 2, 0.0),
    ]
    return [rounded_path(back), loop(cell, shoulder, cell.bottom)]


def _seven(cell: DigitCell) -> Strokes:
    return [[(0.0, cell.top), (cell.right, cell.top), (cell.width * 0.16, cell.bottom)]]


def _eight(cell: DigitCell) -> Strokes:
    middle = cell.row(0.47)
    return [loop(cell, cell.top, middle), loop(cell, middle, cell.bottom)]


def _nine(cell: DigitCell) -> Strokes:
    return [[(cell.width - x, cell.height - y) for x, y in stroke] for stroke in _six(cell)]


def _question(cell: DigitCell) -> Strokes:
    turn = cell.turn_radius(cell.top, cell.bottom)
    stem = cell.column(0.5)
    path = [
        (cell.left, cell.top + turn * _OPENING, 0.0),
        (cell.left, cell.top, turn),
        (cell.right, cell.top, turn),
        (cell.right, cell.row(0.45), turn / 2),
        (stem, cell.row(0.45), turn / 2),
        (stem, cell.height - 2.2 * cell.stroke, 0.0),
    ]
    return [rounded_path(path), [(stem, cell.height - cell.stroke), (stem, cell.height)]]


_GLYPHS: dict[str, Callable[[DigitCell], Strokes]] = {
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
    **LETTERS,
}
_SQUARE_ENDS = frozenset("1457hmd$")
"""Characters whose strokes end at the edge of the cell or in a corner; the others have round ends."""
NARROW_FROM = 3
"""Characters. So many stand closer together."""


def draw_digits(canvas: Canvas, text: str, colour: Paint, rows: tuple[float, float], measures: DigitMeasures) -> None:
    """Draw one to three characters (digits, `h`, `m`, `d`, `?` or `$`) in the middle of some rows of the icon."""
    top, bottom = rows
    height = int(bottom - top)
    cells = [_cell(measures, character) for character in text]
    left = float((canvas.size - _width(text, measures)) // 2)
    top += (height - measures.height) // 2
    for character, cell in zip(text, cells, strict=True):
        glyph = _narrow_one if len(text) >= NARROW_FROM and character == "1" else _GLYPHS[character]
        for stroke in glyph(cell):
            points = [(left + x, top + y) for x, y in stroke]
            canvas.stroke(points, cell.stroke, colour, round_ends=character not in _SQUARE_ENDS)
        left += cell.width + measures.gap


def fitted(text: str, measures: DigitMeasures, width: int) -> DigitMeasures:
    """The measures in which a text is no wider than this, or as narrow as digits can be."""
    while _width(text, measures) > width and measures.width > _NARROWEST:
        measures = replace(measures, width=measures.width - 1)
    return measures


def _width(text: str, measures: DigitMeasures) -> int:
    return round(sum(_cell(measures, character).width for character in text) + measures.gap * (len(text) - 1))


def _cell(measures: DigitMeasures, character: str) -> DigitCell:
    width, stroke = measures.width, measures.stroke
    if character == "1":
        width = max(2, round(width * _ONE_WIDTH))
    if character == "m":
        width = max(_NARROWEST_M, 2 * round((width * _M_WIDTH - 1) / 2) + 1)  # odd, for a stem in the middle
        stroke = min(stroke, (width - 2) / 3)
    return DigitCell(width, measures.height, stroke)
