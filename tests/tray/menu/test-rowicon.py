"""The small icon beside a row of the menu."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from brim.model.level import Level
from brim.model.options import IconShow
from brim.tray.menu.rowicon import PIXELS, row_icon
from tests.support.samples import window


def test_each_percentage_has_its_icon() -> None:
    """Each limit with a percentage has a square PNG with a transparent ground; the icon changes with the percentage."""
    icons = [
        row_icon(window(percent, level), IconShow.USED) for percent, level in ((10, Level.CALM), (92, Level.CRITICAL))
    ]
    images = [Image.open(io.BytesIO(png)) for png in icons if png is not None]

    assert [(PIXELS, PIXELS, "RGBA")] * 2 == [(*image.size, image.mode) for image in images]
    assert icons[0] != icons[1]
    assert row_icon(window(10.4), IconShow.USED) == row_icon(window(10.0), IconShow.USED)


def test_an_unconfirmed_figure_has_its_own_icon() -> None:
    """An unconfirmed figure has another icon than a confirmed one; without a figure there is no icon."""
    assert row_icon(window(41), IconShow.USED) != row_icon(replace(window(41), confirmed=False), IconShow.USED)
    assert row_icon(window(None), IconShow.USED) is None


def test_the_bar_shows_what_the_user_wants() -> None:
    """It is filled by what is used or by what is left."""
    assert row_icon(window(30), IconShow.REMAINING) == row_icon(window(70), IconShow.USED)


@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("ground", [(255, 255, 255), (250, 250, 251), (54, 54, 58), (42, 46, 50)])
def test_the_bar_suits_light_and_dark_menus(level: Level, ground: tuple[int, int, int]) -> None:
    """Every colour has a contrast of 3 to the menus of GNOME and Plasma, light and dark."""
    png = row_icon(window(50, level), IconShow.USED)
    assert png is not None
    image = Image.open(io.BytesIO(png)).convert("RGBA")
    colours = {pixel[:3] for _count, pixel in image.getcolors() or [] if isinstance(pixel, tuple) and pixel[3]}

    assert colours
    assert all(contrast(colour, ground) >= 3 for colour in colours)


def contrast(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    """The contrast of two colours as WCAG 2 defines it."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    """The relative luminance of a colour."""
    parts = [part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
