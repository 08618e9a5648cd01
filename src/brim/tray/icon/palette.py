"""The colours of a look: for dark and for light panels, by level, and for figures that are old.

A dark plate with a lighter rim is seen on every panel; a light plate is for panels that are known to be light.
This module must not know shapes or sizes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from brim.model.options import IconScheme
from brim.model.usage import Level

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Colour
    from brim.tray.icon.spec import IconSpec


@dataclass(frozen=True, slots=True)
class Palette:
    """What each part of the icon is painted with."""

    background: Colour
    border: Colour
    """Seen against the plate and against the panels that the scheme is for."""
    foreground: Colour
    """Of digits, signs and the mark of the pace."""
    fill: Colour
    """Of what is used, or remains."""
    trough: Colour
    """Of the rest."""


_INK, _DARK_INK = (255, 255, 255), (16, 18, 22)

_DARK = Palette((24, 28, 34), (134, 141, 152), _INK, (150, 158, 170), (72, 80, 92))
_LIGHT = Palette((252, 252, 252), (126, 132, 141), _DARK_INK, (110, 116, 126), (196, 201, 208))

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

_DARK_RIMS: dict[Level, Colour] = {Level.WATCH: (62, 138, 210), Level.WARN: (178, 125, 20)}
_LIGHT_RIMS: dict[Level, Colour] = {Level.WATCH: (52, 112, 190), Level.WARN: (158, 98, 10)}

_FILLED = {
    Level.CRITICAL: Palette((200, 80, 0), (224, 96, 14), _INK, _INK, (120, 48, 0)),
    Level.EXHAUSTED: Palette((160, 8, 40), (214, 220, 228), _INK, _INK, (104, 0, 24)),
    Level.PAYING: Palette((88, 51, 166), (214, 220, 228), _INK, _INK, (52, 24, 112)),
}
"""Levels whose whole plate takes the colour."""
_LIGHT_CRITICAL = Palette((255, 186, 130), (190, 84, 24), _DARK_INK, _DARK_INK, (214, 140, 90))
"""Light as well: digits on a plate that is the opposite of its panel are read worse."""
_AT_THE_LIMIT = frozenset({Level.EXHAUSTED, Level.PAYING})

_MIDDLE = 110
_GREYED, _FLATTENED = 0.8, 0.2
"""How far an old figure loses its colour, and how far it moves towards a middle grey."""


def palette(look: IconSpec, level: Level | None = None) -> Palette:
    """The colours of a look; `level` is that of one of two gauges, whose own colour counts on a common plate."""
    light = look.scheme is IconScheme.LIGHT
    base, fills, rims = (_LIGHT, _LIGHT_FILLS, _LIGHT_RIMS) if light else (_DARK, _DARK_FILLS, _DARK_RIMS)
    made = _FILLED.get(look.level) or replace(
        base, fill=fills.get(look.level, base.fill), border=rims.get(look.level, base.border)
    )
    if look.level is Level.CRITICAL and light:
        made = _LIGHT_CRITICAL
    if look.level in _AT_THE_LIMIT and light:
        made = replace(made, border=made.trough)
    if level is not None and look.level not in _FILLED:
        made = replace(made, fill=fills.get(level, made.fill))
    return _old(made) if look.dimmed else made


def _old(fresh: Palette) -> Palette:
    """Greyed and flat, never like a fresh figure, and still to be read on every panel."""
    parts = (fresh.background, fresh.border, fresh.foreground, fresh.fill, fresh.trough)
    return Palette(*(_dim(colour) for colour in parts))


def _dim(colour: Colour) -> Colour:
    red, green, blue = colour
    grey = 0.299 * red + 0.587 * green + 0.114 * blue
    mixed = (part * (1 - _GREYED) + grey * _GREYED for part in colour)
    red, green, blue = (round(part * (1 - _FLATTENED) + _MIDDLE * _FLATTENED) for part in mixed)
    return red, green, blue
