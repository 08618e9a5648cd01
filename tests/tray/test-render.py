"""What the icon looks like."""

from __future__ import annotations

from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from brim.model import Level
from brim.tray.look import Look, Mark
from brim.tray.render import SIZES, draw

LEVELS = {
    Level.CALM: 41,
    Level.WATCH: 62,
    Level.WARN: 78,
    Level.CRITICAL: 92,
    Level.EXHAUSTED: 100,
    Level.PAYING: 100,
}
DARK, LIGHT = (0x35, 0x35, 0x35), (0xF6, 0xF5, 0xF4)


def _grey(look: Look, size: int, panel: tuple[int, int, int] = DARK) -> Image.Image:
    ground = Image.new("RGBA", (size, size), (*panel, 255))
    ground.alpha_composite(draw(look, size))
    return ground.convert("L")


def _difference(first: Image.Image, second: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(first, second)).mean[0]


@pytest.mark.parametrize("size", [*SIZES, 8, 20, 40, 128])
def test_every_size_is_drawn_as_asked(size: int) -> None:
    """The image has the size that the panel asked for, with something in it."""
    image = draw(Look(41, Level.CALM), size)

    assert ((size, size), "RGBA") == (image.size, image.mode)
    assert image.getbbox() is not None


@pytest.mark.parametrize("look", [Look(percent, level) for level, percent in LEVELS.items()])
@pytest.mark.parametrize("panel", [DARK, LIGHT])
def test_the_digits_stand_out_from_their_ground(look: Look, panel: tuple[int, int, int]) -> None:
    """On every panel the darkest and the lightest part of the icon are far apart."""
    greys = _grey(look, 22, panel).crop((4, 4, 18, 12)).tobytes()

    assert max(greys) - min(greys) > 100


@pytest.mark.parametrize("pair", list(combinations(LEVELS, 2)))
@pytest.mark.parametrize("size", [16, 22])
def test_levels_differ_without_colour(pair: tuple[Level, Level], size: int) -> None:
    """Two levels differ in grey, by their outline or by their bar."""
    first, second = (_grey(Look(LEVELS[level], level), size) for level in pair)

    assert _difference(first, second) > 2.5


@pytest.mark.parametrize("pair", list(combinations(Mark, 2)))
def test_states_differ_in_shape(pair: tuple[Mark, Mark]) -> None:
    """No two states of the same number look alike in grey at 22 pixels."""
    first, second = (_grey(Look(41, Level.CALM, mark), 22) for mark in pair)

    assert _difference(first, second) > 2.5


def test_every_percentage_looks_different() -> None:
    """A person can tell 41 from 42 at the usual size."""
    pictures = {draw(Look(percent, Level.CALM), 22).tobytes() for percent in range(101)}

    assert len(pictures) == 101


def test_the_demo_looks_different() -> None:
    """A simulated number is marked in the icon as well."""
    assert draw(Look(41, Level.CALM, demo=True), 22).tobytes() != draw(Look(41, Level.CALM), 22).tobytes()


def test_the_same_look_is_drawn_once() -> None:
    """An icon that was drawn is kept."""
    assert draw(Look(41, Level.CALM), 22) is draw(Look(41, Level.CALM), 22)
