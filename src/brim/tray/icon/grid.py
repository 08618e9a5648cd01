"""Where things stand at each size, in whole pixels, so that every edge is sharp.

This module must not know what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (16, 22, 24, 32, 48, 64)
"""The sizes, in pixels, that panels ask for."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The measures of one size."""

    size: int
    rim: int
    margin: int
    """From the edge to what stands on the plate, left, right and below."""
    top: int
    """The first row of the digits."""
    height: int
    """Of the digits."""
    width: int
    """Of a digit; a 1 is narrower."""
    gap: int
    """Between digits."""
    weight: float
    """Of the digits' strokes; half a pixel only at the largest size, which panels make smaller."""
    bar: int
    """The first row of the bar under the digits."""
    bar_height: int
    one: int
    """Width of the 1 in 100."""
    zero: int
    """Width of a 0 in 100."""
    close: int
    """Between the digits of 100."""
    thin: float
    """The weight of the strokes of 100."""

    @property
    def line(self) -> int:
        """The thickness of thin marks."""
        return max(1, round(self.size / 16 - 0.25))


_GRIDS = {
    16: Grid(16, 1, 2, 2, 9, 5, 2, 1.5, 12, 2, 2, 4, 1, 1),
    22: Grid(22, 1, 2, 2, 13, 8, 2, 2, 17, 3, 3, 6, 1, 2),
    24: Grid(24, 1, 2, 3, 13, 8, 2, 2, 19, 3, 3, 7, 1, 2),
    32: Grid(32, 2, 3, 3, 19, 12, 2, 3, 25, 4, 5, 8, 2, 3),
    48: Grid(48, 2, 5, 5, 28, 17, 4, 4, 37, 6, 7, 13, 2, 4),
    64: Grid(64, 3, 6, 6, 38, 24, 5, 6.5, 51, 7, 9, 18, 2, 6),
}


def grid(size: int) -> Grid:
    """The measures of a size; one that no panel is known to ask for is in proportion to the largest."""
    if size in _GRIDS:
        return _GRIDS[size]
    largest = _GRIDS[SIZES[-1]]
    part = size / largest.size

    def whole(length: float, least: int = 1) -> int:
        return max(least, round(length * part))

    return Grid(
        size,
        whole(largest.rim),
        whole(largest.margin),
        whole(largest.top),
        whole(largest.height, 4),
        whole(largest.width, 3),
        whole(largest.gap),
        max(1.0, largest.weight * part),
        whole(largest.bar),
        whole(largest.bar_height),
        whole(largest.one, 2),
        whole(largest.zero, 2),
        whole(largest.close),
        max(1.0, largest.thin * part),
    )
