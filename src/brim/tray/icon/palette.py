"""The colours of the icon: for dark and for light panels, by level, and for figures that are old.

A dark background with a lighter border is visible on every panel; a light background is for panels that are known to be
light. This module must not know shapes or sizes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.model.options import IconScheme

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Colour
    from brim.tray.icon.iconspec import IconSpec


@dataclass(frozen=True, slots=True)
class Palette:
    """The colour of each part of the icon."""

    background: Colour
    border: Colour
    """It contrasts with the background and with the panels that the scheme is for."""
    foreground: Colour
    """Of digits, symbols and the pace mark."""
    fill: Colour
    """Of the filled part of a gauge."""
    trough: Colour
    """Of the empty part of a gauge."""


_LIGHT_TEXT, _DARK_TEXT = (255, 255, 255), (16, 18, 22)

_DARK = Palette((24, 28, 34), (134, 141, 152), _LIGHT_TEXT, (150, 158, 170), (72, 80, 92))
_LIGHT = Palette((252, 252, 252), (126, 132, 141), _DARK_TEXT, (110, 116, 126), (196, 201, 208))

_DARK_FILLS: dict[Level, Colour] = {
    Level.CALM: (77, 216, 146),
    Level.WATCH: (65, 163, 255),
    Level.WARN: (255, 194, 16),
}
_LIGHT_FILLS: dict[Level, Colour] = {
    Level.CALM: (5, 135, 89),
    Level.WATCH: (21, 102, 237),
    Level.WARN: (183, 110, 0),
}

_DARK_BORDERS: dict[Level, Colour] = {Level.WATCH: (62, 138, 210), Level.WARN: (178, 125, 20)}
_LIGHT_BORDERS: dict[Level, Colour] = {Level.WATCH: (52, 112, 190), Level.WARN: (158, 98, 10)}

_FILLED = {
    Level.CRITICAL: Palette((200, 80, 0), (224, 96, 14), _LIGHT_TEXT, _LIGHT_TEXT, (120, 48, 0)),
    Level.EXHAUSTED: Palette((160, 8, 40), (214, 220, 228), _LIGHT_TEXT, _LIGHT_TEXT, (104, 0, 24)),
    Level.PAYING: Palette((88, 51, 166), (214, 220, 228), _LIGHT_TEXT, _LIGHT_TEXT, (52, 24, 112)),
}
"""Levels whose whole background has the colour."""
_LIGHT_CRITICAL = Palette((255, 186, 130), (190, 84, 24), _DARK_TEXT, _DARK_TEXT, (214, 140, 90))
"""Light as well: digits are harder to read on a background that is the opposite of its panel."""
_AT_THE_LIMIT = frozenset({Level.EXHAUSTED, Level.PAYING})

_MIDDLE_GREY = 110
_DESATURATION, _FLATTENING = 0.8, 0.2
"""How much an old figure loses its colour, and how far it moves towards a middle grey; 0 to 1."""


def palette(spec: IconSpec, level: Level | None = None) -> Palette:
    """The colours of an icon; `level` is that of one of two gauges, which keep their own colours on one background."""
    light = spec.scheme is IconScheme.LIGHT
    base, fills, borders = (_LIGHT, _LIGHT_FILLS, _LIGHT_BORDERS) if light else (_DARK, _DARK_FILLS, _DARK_BORDERS)
    colours = _FILLED.get(spec.level) or replace(
        base, fill=fills.get(spec.level, base.fill), border=borders.get(spec.level, base.border)
    )
    if spec.level is Level.CRITICAL and light:
        colours = _LIGHT_CRITICAL
    if spec.level in _AT_THE_LIMIT and light:
        colours = replace(colours, border=colours.trough)
    if level is not None and spec.level not in _FILLED:
        colours = replace(colours, fill=fills.get(level, colours.fill))
    return _dimmed(colours) if spec.dimmed else colours


def _dimmed(fresh: Palette) -> Palette:
    """Greyed and with less contrast: it never looks like a fresh figure, and is still legible on every panel."""
    parts = (fresh.background, fresh.border, fresh.foreground, fresh.fill, fresh.trough)
    return Palette(*(_dimmed_colour(colour) for colour in parts))


def _dimmed_colour(colour: Colour) -> Colour:
    red, green, blue = colour
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    greyed = (part * (1 - _DESATURATION) + grey * _DESATURATION for part in colour)
    red, green, blue = (round(part * (1 - _FLATTENING) + _MIDDLE_GREY * _FLATTENING) for part in greyed)
    return red, green, blue
