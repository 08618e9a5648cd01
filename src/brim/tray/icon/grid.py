"""The layout of the icon at each size, in whole pixels, so that every edge is sharp and no row is wasted.

This module must not know what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

SIZES = (16, 22, 24, 32, 48, 64)
"""The sizes, in pixels, that panels ask for. Plasma asks for 44 as well, on a screen of double scale."""


@dataclass(frozen=True, slots=True)
class DigitMeasures:
    """The measures of digits, in pixels."""

    height: int
    width: int
    """A 1 is narrower."""
    gap: int
    stroke: float


@dataclass(frozen=True, slots=True)
class IconGrid:
    """The measures of one size, in pixels."""

    size: int
    digits: DigitMeasures
    """Of two characters above two bars."""
    on_ground: DigitMeasures
    """Of two characters on a ground, which is seen around them."""
    narrow: DigitMeasures
    """Of three characters."""
    digits_gap: int
    """Between the digits and the bars."""
    bar_height: int
    """Of the bar of the limit whose number is shown."""
    thin_bar_height: int
    """Of the other limit's bar."""
    bar_gap: int
    """Between two bars."""

    @property
    def line(self) -> int:
        """The width of thin lines."""
        return max(1, round(self.size / 16 - 0.25))

    @property
    def bars_height(self) -> int:
        """The height of both bars and the gap between them."""
        return self.bar_height + self.bar_gap + self.thin_bar_height

    @property
    def bars_top(self) -> int:
        """The first row of the bars."""
        return self.size - self.bars_height


_GRIDS = {
    16: IconGrid(
        16, DigitMeasures(11, 7, 2, 2), DigitMeasures(9, 6, 2, 1.75), DigitMeasures(9, 4, 1, 1.25), 1, 2, 1, 1
    ),
    22: IconGrid(
        22, DigitMeasures(14, 9, 3, 2.5), DigitMeasures(12, 8, 2, 2.25), DigitMeasures(12, 6, 1, 1.75), 2, 3, 2, 1
    ),
    24: IconGrid(24, DigitMeasures(16, 10, 3, 3), DigitMeasures(14, 9, 2, 2.5), DigitMeasures(14, 7, 1, 2), 2, 3, 2, 1),
    32: IconGrid(
        32, DigitMeasures(21, 14, 3, 4), DigitMeasures(18, 11, 3, 3), DigitMeasures(18, 9, 2, 2.5), 2, 4, 3, 2
    ),
    44: IconGrid(
        44, DigitMeasures(28, 18, 5, 5), DigitMeasures(23, 16, 4, 4.5), DigitMeasures(24, 12, 2, 3.5), 4, 6, 4, 2
    ),
    48: IconGrid(
        48, DigitMeasures(32, 20, 5, 5.5), DigitMeasures(26, 17, 4, 4.5), DigitMeasures(27, 13, 3, 4), 4, 6, 4, 2
    ),
    64: IconGrid(64, DigitMeasures(43, 27, 6, 7), DigitMeasures(35, 22, 6, 6), DigitMeasures(36, 18, 4, 5), 5, 8, 5, 3),
}


def grid_for(size: int) -> IconGrid:
    """The layout of a size. A size that no panel is known to ask for is in proportion to the largest."""
    if size in _GRIDS:
        return _GRIDS[size]
    largest = _GRIDS[SIZES[-1]]
    ratio = size / largest.size

    def scaled(length: float, least: int = 1) -> int:
        return max(least, round(length * ratio))

    def scaled_digits(digits: DigitMeasures) -> DigitMeasures:
        return DigitMeasures(
            scaled(digits.height, 4), scaled(digits.width, 2), scaled(digits.gap), max(1.0, digits.stroke * ratio)
        )

    bar_height = scaled(largest.bar_height, 2)
    return IconGrid(
        size,
        scaled_digits(largest.digits),
        scaled_digits(largest.on_ground),
        scaled_digits(largest.narrow),
        scaled(largest.digits_gap),
        bar_height,
        min(bar_height - 1, scaled(largest.thin_bar_height)),
        scaled(largest.bar_gap),
    )
