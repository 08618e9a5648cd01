"""The letters of the time until a reset, and the sign of money, as strokes like the digits.

This module must not know what they mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.tray.icon.canvas import rounded_path
from brim.tray.icon.digitcell import loop

if TYPE_CHECKING:
    from collections.abc import Callable

    from brim.tray.icon.digitcell import DigitCell, Strokes


def _hours(cell: DigitCell) -> Strokes:
    shoulder, turn = cell.row(0.42), cell.turn_radius(cell.top, cell.bottom)
    arch = [(cell.left, shoulder, 0.0), (cell.right, shoulder, turn), (cell.right, cell.height, 0.0)]
    return [[(cell.left, 0.0), (cell.left, cell.height)], rounded_path(arch)]


def _minutes(cell: DigitCell) -> Strokes:
    shoulder, middle = cell.row(0.42), (cell.left + cell.right) / 2
    arch = [(cell.left, shoulder, 0.0), (cell.right, shoulder, cell.stroke), (cell.right, cell.height, 0.0)]
    stems = [[(x, shoulder - cell.stroke / 2), (x, cell.height)] for x in (cell.left, middle)]
    return [*stems, rounded_path(arch)]


def _days(cell: DigitCell) -> Strokes:
    return [[(cell.right, 0.0), (cell.right, cell.height)], loop(cell, cell.row(0.42), cell.bottom)]


def _money(cell: DigitCell) -> Strokes:
    """An S with a stem that stands out above and below."""
    stem, inset = cell.width / 2, cell.stroke * 0.5
    top, bottom, middle = cell.top + inset, cell.bottom - inset, cell.height / 2
    turn = cell.turn_radius(top, middle)
    path = [
        (cell.right, top, 0.0),
        (cell.left, top, turn),
        (cell.left, middle, turn),
        (cell.right, middle, turn),
        (cell.right, bottom, turn),
        (cell.left, bottom, 0.0),
    ]
    ends = [[(stem, 0.0), (stem, top)], [(stem, bottom), (stem, cell.height)]]
    return [rounded_path(path), *ends]


LETTERS: dict[str, Callable[[DigitCell], Strokes]] = {"h": _hours, "m": _minutes, "d": _days, "$": _money}
