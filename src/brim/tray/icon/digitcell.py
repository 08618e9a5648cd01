"""The box in which one character of the icon is drawn, with its stems on whole pixels.

This module must not know which character it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.tray.icon.canvas import rounded_path

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Point

type Strokes = list[list[Point]]


@dataclass(frozen=True, slots=True)
class DigitCell:
    """The box of one digit, in pixels, and the width of its strokes."""

    width: float
    height: float
    stroke: float

    @property
    def left(self) -> float:
        """The middle of a stroke along the left edge."""
        return self.stroke / 2

    @property
    def right(self) -> float:
        """The middle of a stroke along the right edge."""
        return self.width - self.stroke / 2

    @property
    def top(self) -> float:
        """The middle of a stroke along the upper edge."""
        return self.stroke / 2

    @property
    def bottom(self) -> float:
        """The middle of a stroke along the lower edge."""
        return self.height - self.stroke / 2

    def row(self, fraction: float) -> float:
        """The middle of a horizontal stroke near this fraction of the height, on whole pixels."""
        return round(self.height * fraction - self.stroke / 2) + self.stroke / 2

    def column(self, fraction: float) -> float:
        """The middle of a vertical stroke near this fraction of the width, on whole pixels."""
        return round(self.width * fraction - self.stroke / 2) + self.stroke / 2

    def turn_radius(self, upper: float, lower: float) -> float:
        """The largest radius of a turn between two rows."""
        return min(self.right - self.left, lower - upper) / 2


def loop(cell: DigitCell, upper: float, lower: float) -> list[Point]:
    """A closed curve as wide as the box, between two rows."""
    turn = cell.turn_radius(upper, lower)
    corners = [(cell.left, upper), (cell.right, upper), (cell.right, lower), (cell.left, lower)]
    return rounded_path([(x, y, turn) for x, y in corners], closed=True)
