"""The colour measures that the icon's tests use, checked against published figures."""

from __future__ import annotations

import pytest

from tests.bench.colour import Vision, ciede2000, contrast, distance, lab

PAIRS = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 3.1571, -77.2803), (50, 0, -82.7485), 2.8615),
    ((50, 2.8361, -74.0200), (50, 0, -82.7485), 3.4412),
    ((50, -1.3802, -84.2814), (50, 0, -82.7485), 1.0000),
    ((50, -1.1848, -84.8006), (50, 0, -82.7485), 1.0000),
    ((50, -0.9009, -85.5211), (50, 0, -82.7485), 1.0000),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, -1, 2), (50, 0, 0), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0010), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, 2.49, -0.001), (50, -2.49, 0.0012), 7.2195),
    ((50, -0.001, 2.49), (50, 0.0009, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0010, -2.49), 4.8045),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 2.5, 0), (61, -5, 29), 22.8977),
    ((50, 2.5, 0), (56, -27, -3), 31.9030),
    ((50, 2.5, 0), (58, 24, 15), 19.4535),
    ((50, 2.5, 0), (50, 3.1736, 0.5854), 1.0000),
    ((50, 2.5, 0), (50, 3.2972, 0), 1.0000),
    ((50, 2.5, 0), (50, 1.8634, 0.5757), 1.0000),
    ((50, 2.5, 0), (50, 3.2592, 0.3350), 1.0000),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((63.0109, -31.0961, -5.8663), (62.8187, -29.7946, -4.0864), 1.2630),
    ((61.2901, 3.7196, -5.3901), (61.4292, 2.2480, -4.9620), 1.8731),
    ((35.0831, -44.1164, 3.7933), (35.0232, -40.0716, 1.5901), 1.8645),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((36.4612, 47.8580, 18.3852), (36.2715, 50.5065, 21.2231), 1.4146),
    ((90.8027, -2.0831, 1.4410), (91.1528, -1.6435, 0.0447), 1.4441),
    ((90.9257, -0.5406, -0.9208), (88.6381, -0.8985, -0.7239), 1.5381),
    ((6.7747, -0.2908, -2.4247), (5.8714, -0.0985, -2.2286), 0.6377),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""The test data that Sharma, Wu and Dalal published with their notes on CIEDE2000."""


@pytest.mark.parametrize(("first", "second", "expected"), PAIRS)
def test_the_colour_distance_is_the_published_one(
    first: tuple[float, float, float], second: tuple[float, float, float], expected: float
) -> None:
    """CIEDE2000 to four places, in both directions."""
    assert expected == round(ciede2000(first, second), 4)
    assert expected == round(ciede2000(second, first), 4)


def test_contrast_runs_from_1_to_21() -> None:
    """Black on white is 21; the grey #767676 is the darkest that just passes on white with 4.5."""
    assert round(contrast((0, 0, 0), (255, 255, 255)), 2) == 21
    assert contrast((90, 90, 90), (90, 90, 90)) == 1
    assert contrast((0x76,) * 3, (255,) * 3) > 4.5 > contrast((0x77,) * 3, (255,) * 3)


def test_white_is_white_with_every_colour_vision() -> None:
    """Colour blindness changes no grey."""
    for eyes in Vision:
        light, red_green, blue_yellow = lab((255, 255, 255), eyes)

        assert (100.0, 0.0, 0.0) == (round(light, 1), abs(round(red_green, 0)), abs(round(blue_yellow, 0)))


def test_red_and_green_look_alike_without_red_or_green_cones() -> None:
    """They stay different in eyes that lack blue cones."""
    red, green = (200, 90, 60), (120, 140, 60)
    distances = {eyes: distance(red, green, eyes) for eyes in Vision}

    assert distances[Vision.DEUTERANOPIA] < distances[Vision.USUAL] / 2
    assert distances[Vision.PROTANOPIA] < distances[Vision.USUAL] / 2
    assert distances[Vision.TRITANOPIA] > distances[Vision.USUAL] / 2
