"""The difference between colours for human vision: contrast, colour distance, and colour blindness.

Contrast is that of WCAG 2. The distance is CIEDE2000 (Sharma, Wu and Dalal, 2005). Colour blindness is simulated with
the matrices of Machado, Oliveira and Fernandes (2009) for a completely missing kind of cone, in linear light.
This module must not know what is measured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import starmap
from typing import TYPE_CHECKING

from brim.tray.icon.canvas import opaque, rgba

if TYPE_CHECKING:
    from brim.tray.icon.canvas import Paint

type Colour = tuple[int, int, int]
type Triple = tuple[float, float, float]


class Vision(StrEnum):
    """Kinds of colour vision."""

    USUAL = "usual"
    PROTANOPIA = "protanopia"
    DEUTERANOPIA = "deuteranopia"
    TRITANOPIA = "tritanopia"


_MACHADO: dict[Vision, tuple[Triple, Triple, Triple]] = {
    Vision.USUAL: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    Vision.PROTANOPIA: (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    Vision.DEUTERANOPIA: (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    Vision.TRITANOPIA: (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_TO_XYZ: tuple[Triple, Triple, Triple] = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE: Triple = (0.95047, 1.0, 1.08883)


def contrast(first: Colour, second: Colour) -> float:
    """The contrast ratio, from 1 for equal colours to 21 for black on white."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def distance(first: Colour, second: Colour, vision: Vision = Vision.USUAL) -> float:
    """The CIEDE2000 distance of two colours for a kind of vision."""
    return ciede2000(lab(first, vision), lab(second, vision))


def lab(colour: Colour, vision: Vision = Vision.USUAL) -> Triple:
    """The CIELAB values of a colour under D65, for a kind of vision."""
    red, green, blue = map(_linear, colour)
    red, green, blue = (min(1.0, max(0.0, part)) for part in _multiply(_MACHADO[vision], (red, green, blue)))
    x, y, z = starmap(_lab_curve, zip(_multiply(_TO_XYZ, (red, green, blue)), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _lab_curve(value: float, white: float) -> float:
    part = value / white
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def _multiply(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


@dataclass(frozen=True, slots=True)
class _Polar:
    """Lightness, chroma and hue in degrees, with a widened red-green axis."""

    light: float
    chroma: float
    hue: float


def ciede2000(first: Triple, second: Triple) -> float:
    """The distance of two CIELAB colours; about 2 is just visible, 10 is seen at once."""
    first_polar, second_polar = _polar(first, second)
    lightness, chroma = second_polar.light - first_polar.light, second_polar.chroma - first_polar.chroma
    turn, mean_hue = _hues(first_polar, second_polar)
    hue = 2 * math.sqrt(first_polar.chroma * second_polar.chroma) * _sin(turn / 2)
    mean_light, mean_chroma = (
        (first_polar.light + second_polar.light) / 2,
        (first_polar.chroma + second_polar.chroma) / 2,
    )
    weight = (
        1
        - 0.17 * _cos(mean_hue - 30)
        + 0.24 * _cos(2 * mean_hue)
        + 0.32 * _cos(3 * mean_hue + 6)
        - 0.20 * _cos(4 * mean_hue - 63)
    )
    off = (mean_light - 50) ** 2
    by_light = lightness / (1 + 0.015 * off / math.sqrt(20 + off))
    by_chroma = chroma / (1 + 0.045 * mean_chroma)
    by_hue = hue / (1 + 0.015 * mean_chroma * weight)
    bend = -_sin(60 * math.exp(-(((mean_hue - 275) / 25) ** 2))) * 2 * _chroma_factor(mean_chroma)
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + bend * by_chroma * by_hue)


def _polar(*colours: Triple) -> tuple[_Polar, _Polar]:
    mean = sum(math.hypot(a, b) for _, a, b in colours) / 2
    wider = 1.5 - 0.5 * _chroma_factor(mean)
    first, second = (
        _Polar(light, math.hypot(a * wider, b), math.degrees(math.atan2(b, a * wider)) % 360) for light, a, b in colours
    )
    return first, second


def _hues(first: _Polar, second: _Polar) -> tuple[float, float]:
    """The angle between two hues, the shorter way, and their mean hue."""
    if first.chroma * second.chroma == 0:
        return 0.0, first.hue + second.hue
    turn = (second.hue - first.hue + 180) % 360 - 180
    turn = 180.0 if turn == -180 else turn
    total = first.hue + second.hue
    if abs(first.hue - second.hue) > 180:
        total += 360 if total < 360 else -360
    return turn, total / 2


def _chroma_factor(chroma: float) -> float:
    return math.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))


def on_ground(paint: Paint, ground: Colour) -> Colour:
    """The colour of a paint on a ground."""
    *_, alpha = rgba(paint)
    red, green, blue = (
        round((part * alpha + below * (255 - alpha)) / 255) for part, below in zip(opaque(paint), ground, strict=True)
    )
    return red, green, blue
