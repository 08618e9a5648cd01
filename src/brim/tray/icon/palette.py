"""The colours of the icon: the panel's own foreground while all is well, and a colour that comes with the level.

Like the symbolic icons beside it, a calm icon has no ground. From `critical` on the ground is filled. Where the panel
is unknown, a halo sets the icon off. This module must not know shapes or sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.model.options import IconScheme
from brim.tray.icon.canvas import CLEAR, rgba

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Paint
    from brim.tray.icon.iconspec import IconSpec


@dataclass(frozen=True, slots=True)
class Palette:
    """The colour of each part of the icon."""

    background: Paint
    """Of the ground; clear where there is none."""
    foreground: Paint
    """Of digits, symbols and the pace mark."""
    fill: Paint
    """Of the filled part of a gauge."""
    trough: Paint
    """Of the empty part of a gauge."""
    halo: Paint | None
    """Around the whole icon; None where the panel is known."""


_WHITE, _BLACK = (255, 255, 255), (24, 26, 30)
_HALO = (0, 0, 0, 255)
_TROUGH_OPACITY = 56
_COLOURED_TROUGH_OPACITY = 120
_UNKNOWN_PANEL = (0, 0, 0)
"""What stands below a part that is not opaque where the panel is unknown, so that the part looks the same on each."""
_CALM_OPACITY = 126
"""The bar of a limit that is far away is lighter than that of one that is over half."""
_DIMMED_OPACITY = 168
"""Of what is old: less contrast, and still legible on each panel."""

_DARK_COLOURS: dict[Level, Paint] = {
    Level.WARN: (255, 214, 64),
    Level.CRITICAL: (255, 120, 0),
    Level.EXHAUSTED: (250, 84, 96),
    Level.PAYING: (160, 112, 255),
}
_LIGHT_COLOURS: dict[Level, Paint] = {
    Level.WARN: (150, 88, 0),
    Level.CRITICAL: (216, 84, 0),
    Level.EXHAUSTED: (200, 16, 36),
    Level.PAYING: (104, 56, 204),
}
_GROUNDS: dict[Level, tuple[Paint, Paint]] = {
    Level.CRITICAL: ((200, 80, 0), _WHITE),
    Level.EXHAUSTED: ((184, 0, 24), _WHITE),
    Level.PAYING: ((128, 78, 226), _WHITE),
}
"""Levels with a ground, and what is drawn on it."""
_LIGHT_GROUNDS: dict[Level, tuple[Paint, Paint]] = _GROUNDS | {
    Level.CRITICAL: ((255, 134, 16), _BLACK),
    Level.EXHAUSTED: ((150, 0, 44), _WHITE),
}
"""Digits are read better on a ground as light as the panel; and for some eyes the usual red is close to amber."""


def palette(spec: IconSpec) -> Palette:
    """The colours for all that stands on the icon's ground."""
    ink = _ink(spec)
    if has_ground(spec):
        grounds = _LIGHT_GROUNDS if spec.scheme is IconScheme.LIGHT else _GROUNDS
        background, ink = grounds[spec.level]
        return Palette(background, ink, ink, _with_opacity(ink, _TROUGH_OPACITY, background), _halo(spec))
    colour = ink if spec.dimmed else _colours(spec).get(spec.level, ink)
    return Palette(CLEAR, colour, colour, _faint(spec, _TROUGH_OPACITY), _halo(spec))


def bar_palette(spec: IconSpec, level: Level) -> Palette:
    """The colours of a bar beside the ground, which has the colour of its own limit's level."""
    ink = _ink(spec)
    fill = ink if spec.dimmed else _colours(spec).get(level, ink)
    if level in {Level.CALM, Level.UNKNOWN} and not spec.dimmed:
        fill = _faint(spec, _CALM_OPACITY)
    trough = _faint(spec, _TROUGH_OPACITY)
    if level in _GROUNDS and not spec.dimmed:
        trough = _with_opacity(
            fill, _COLOURED_TROUGH_OPACITY, _UNKNOWN_PANEL if spec.scheme is IconScheme.AUTO else CLEAR
        )
    return Palette(CLEAR, ink, fill, trough, _halo(spec))


def ground_bar_palette(spec: IconSpec, level: Level) -> Palette:
    """The colours of a bar on the ground, or of one beside it where there is none."""
    return palette(spec) if has_ground(spec) else bar_palette(spec, level)


def has_ground(spec: IconSpec) -> bool:
    """Whether the ground is filled: at a high level, and never for what is old."""
    return spec.level in _GROUNDS and not spec.dimmed and (spec.percent is not None or spec.text is not None)


def _ink(spec: IconSpec) -> Paint:
    return _faint(spec, _DIMMED_OPACITY) if spec.dimmed else _full_ink(spec)


def _full_ink(spec: IconSpec) -> Paint:
    return _BLACK if spec.scheme is IconScheme.LIGHT else _WHITE


def _faint(spec: IconSpec, opacity: int) -> Paint:
    """The panel's foreground, less strong."""
    return _with_opacity(_full_ink(spec), opacity, _UNKNOWN_PANEL if spec.scheme is IconScheme.AUTO else CLEAR)


def _colours(spec: IconSpec) -> dict[Level, Paint]:
    return _LIGHT_COLOURS if spec.scheme is IconScheme.LIGHT else _DARK_COLOURS


def _halo(spec: IconSpec) -> Paint | None:
    return _HALO if spec.scheme is IconScheme.AUTO else None


def _with_opacity(colour: Paint, opacity: int, ground: Paint = CLEAR) -> Paint:
    """The colour at an opacity; on an opaque ground already mixed with it."""
    red, green, blue, _ = rgba(colour)
    if rgba(ground)[3] == 0:
        return red, green, blue, opacity
    mixed = (
        round((part * opacity + below * (255 - opacity)) / 255)
        for part, below in zip((red, green, blue), ground[:3], strict=True)
    )
    red, green, blue = mixed
    return red, green, blue
