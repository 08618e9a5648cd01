"""How far colours are apart for eyes: contrast, colour distance, and what colour-blind eyes see.

Contrast is that of WCAG 2. The distance is CIEDE2000 (Sharma, Wu and Dalal, 2005). Colour blindness is simulated with
the matrices of Machado, Oliveira and Fernandes (2009) for a whole missing kind of cone, over linear light.
This module must not know what is measured.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import starmap

type Colour = tuple[int, int, int]
type Triple = tuple[float, float, float]


class Eyes(StrEnum):
    """Who looks."""

    USUAL = "usual"
    PROTANOPIA = "protanopia"
    DEUTERANOPIA = "deuteranopia"
    TRITANOPIA = "tritanopia"


_MACHADO: dict[Eyes, tuple[Triple, Triple, Triple]] = {
    Eyes.USUAL: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    Eyes.PROTANOPIA: (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    Eyes.DEUTERANOPIA: (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    Eyes.TRITANOPIA: (
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
    """From 1, the same, to 21, black on white."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def distance(first: Colour, second: Colour, eyes: Eyes = Eyes.USUAL) -> float:
    """CIEDE2000 between two colours as some eyes see them."""
    return ciede2000(lab(first, eyes), lab(second, eyes))


def lab(colour: Colour, eyes: Eyes = Eyes.USUAL) -> Triple:
    """CIELAB under D65."""
    red, green, blue = map(_linear, colour)
    red, green, blue = (min(1.0, max(0.0, part)) for part in _times(_MACHADO[eyes], (red, green, blue)))
    x, y, z = starmap(_curved, zip(_times(_TO_XYZ, (red, green, blue)), _WHITE, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(part: int) -> float:
    value = part / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _curved(value: float, white: float) -> float:
    part = value / white
    return part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116


def _times(matrix: tuple[Triple, Triple, Triple], vector: Triple) -> Triple:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


@dataclass(frozen=True, slots=True)
class _Polar:
    """Lightness, chroma and hue in degrees, with a widened red-green axis."""

    light: float
    chroma: float
    hue: float


def ciede2000(first: Triple, second: Triple) -> float:
    """The distance of two colours in CIELAB; about 2 is just seen, 10 at a glance."""
    one, two = _polar(first, second)
    lightness, chroma = two.light - one.light, two.chroma - one.chroma
    turn, mean_hue = _hues(one, two)
    hue = 2 * math.sqrt(one.chroma * two.chroma) * _sin(turn / 2)
    mean_light, mean_chroma = (one.light + two.light) / 2, (one.chroma + two.chroma) / 2
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
    bend = -_sin(60 * math.exp(-(((mean_hue - 275) / 25) ** 2))) * 2 * _seventh(mean_chroma)
    return math.sqrt(by_light**2 + by_chroma**2 + by_hue**2 + bend * by_chroma * by_hue)


def _polar(*colours: Triple) -> tuple[_Polar, _Polar]:
    mean = sum(math.hypot(a, b) for _, a, b in colours) / 2
    wider = 1.5 - 0.5 * _seventh(mean)
    one, two = (
        _Polar(light, math.hypot(a * wider, b), math.degrees(math.atan2(b, a * wider)) % 360) for light, a, b in colours
    )
    return one, two


def _hues(one: _Polar, two: _Polar) -> tuple[float, float]:
    """The turn from one hue to the other, the shorter way, and the hue between them."""
    if one.chroma * two.chroma == 0:
        return 0.0, one.hue + two.hue
    turn = (two.hue - one.hue + 180) % 360 - 180
    turn = 180.0 if turn == -180 else turn
    total = one.hue + two.hue
    if abs(one.hue - two.hue) > 180:
        total += 360 if total < 360 else -360
    return turn, total / 2


def _seventh(chroma: float) -> float:
    return math.sqrt(chroma**7 / (chroma**7 + 25.0**7))


def _sin(degrees: float) -> float:
    return math.sin(math.radians(degrees))


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))
