"""The layout of the icon at each size, in whole pixels, so that every edge is sharp.

This module must not know what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (16, 22, 24, 32, 48, 64)
"""The sizes, in pixels, that panels ask for."""


@dataclass(frozen=True, slots=True)
class IconGrid:
    """The measures of one size, in pixels."""

    size: int
    border: int
    """Width of the background's border."""
    margin: int
    """From the edge to the digits and the bar, left, right and below."""
    digits_top: int
    """The first row of the digits."""
    digit_height: int
    digit_width: int
    """A 1 is narrower."""
    digit_gap: int
    digit_stroke: float
    """Stroke width; half a pixel only at the largest size, which panels make smaller."""
    bar_top: int
    """The first row of the bar under the digits."""
    bar_height: int
    hundred_one_width: int
    """Width of the 1 in 100."""
    hundred_zero_width: int
    """Width of a 0 in 100."""
    hundred_gap: int
    """Between the digits of 100."""
    hundred_stroke: float
    """Stroke width of 100."""

    @property
    def line(self) -> int:
        """The width of thin lines."""
        return max(1, round(self.size / 16 - 0.25))


_GRIDS = {
    16: IconGrid(16, 1, 2, 2, 9, 5, 2, 1.5, 12, 2, 2, 4, 1, 1),
    22: IconGrid(22, 1, 2, 2, 13, 8, 2, 2, 17, 3, 3, 6, 1, 2),
    24: IconGrid(24, 1, 2, 3, 13, 8, 2, 2, 19, 3, 3, 7, 1, 2),
    32: IconGrid(32, 2, 3, 3, 19, 12, 2, 3, 25, 4, 5, 8, 2, 3),
    48: IconGrid(48, 2, 5, 5, 28, 17, 4, 4, 37, 6, 7, 13, 2, 4),
    64: IconGrid(64, 3, 6, 6, 38, 24, 5, 6.5, 51, 7, 9, 18, 2, 6),
}


def grid_for(size: int) -> IconGrid:
    """The layout of a size. A size that no panel is known to ask for is in proportion to the largest."""
    if size in _GRIDS:
        return _GRIDS[size]
    largest = _GRIDS[SIZES[-1]]
    ratio = size / largest.size

    def scaled(length: float, least: int = 1) -> int:
        return max(least, round(length * ratio))

    return IconGrid(
        size,
        scaled(largest.border),
        scaled(largest.margin),
        scaled(largest.digits_top),
        scaled(largest.digit_height, 4),
        scaled(largest.digit_width, 3),
        scaled(largest.digit_gap),
        max(1.0, largest.digit_stroke * ratio),
        scaled(largest.bar_top),
        scaled(largest.bar_height),
        scaled(largest.hundred_one_width, 2),
        scaled(largest.hundred_zero_width, 2),
        scaled(largest.hundred_gap),
        max(1.0, largest.hundred_stroke * ratio),
    )
