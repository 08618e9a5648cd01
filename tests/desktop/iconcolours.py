"""The colour by which a test finds the icon on a screen, from the palette that it is drawn with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.model.level import Level
from brim.model.options import IconScheme
from brim.tray.icon.canvas import opaque, rgba
from brim.tray.icon.iconspec import IconSpec
from brim.tray.icon.palette import palette

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Colour


def icon_colour(level: Level, scheme: IconScheme = IconScheme.AUTO) -> Colour:
    """The colour of the icon's ground at a level, or that of its digits where it has no ground.

    `scheme` is AUTO where Brim does not know whether the panel is dark or light.
    """
    colours = palette(IconSpec(100 if level is Level.EXHAUSTED else 50, level, scheme=scheme))
    return opaque(colours.background if rgba(colours.background)[3] else colours.foreground)


AMBER, AMBER_ON_DARK, AMBER_ON_LIGHT = (icon_colour(Level.WARN, scheme) for scheme in IconScheme)
RED, RED_ON_DARK, RED_ON_LIGHT = (icon_colour(Level.EXHAUSTED, scheme) for scheme in IconScheme)
"""Where the panel is not known, on dark panels, and on light ones."""
