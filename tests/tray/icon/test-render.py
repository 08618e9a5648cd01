"""What the icon looks like."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from brim.model.options import IconScheme, IconShow, IconStyle
from brim.model.usage import Level
from brim.tray.icon.animation import STEPS
from brim.tray.icon.grid import grid
from brim.tray.icon.palette import palette
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.spec import IconSpec, Mark
from brim.tray.icon.states import IconState, sample
from tests.bench.colour import Colour, Eyes, contrast, distance

DARK: tuple[Colour, ...] = ((0x35,) * 3, (0x20,) * 3, (0,) * 3, (0x2D,) * 3, (0x38, 0x3C, 0x4A))
LIGHT: tuple[Colour, ...] = ((0xF6, 0xF5, 0xF4), (0xF0,) * 3, (0xFF,) * 3, (0xE8,) * 3)
BOTH = DARK + LIGHT
MADE_FOR = {IconScheme.AUTO: BOTH, IconScheme.DARK: DARK, IconScheme.LIGHT: LIGHT}
LEVELS = (IconState.CALM, IconState.WATCH, IconState.WARN, IconState.CRITICAL, IconState.EXHAUSTED, IconState.PAYING)


def _grey(look: IconSpec, size: int, panel: Colour) -> Image.Image:
    ground = Image.new("RGBA", (size, size), (*panel, 255))
    ground.alpha_composite(draw(look, size))
    return ground.convert("L")


def _difference(first: Image.Image, second: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(first, second)).mean[0]


def _commonest(picture: Image.Image, count: int) -> list[Colour]:
    """The colours that cover most of it."""
    found = picture.convert("RGB").getcolors(picture.width * picture.height) or []
    return [colour for _, colour in sorted(found, reverse=True)[:count] if isinstance(colour, tuple)]


@pytest.mark.parametrize("size", [*SIZES, 8, 20, 40, 128, 1024])
@pytest.mark.parametrize("style", IconStyle)
def test_every_size_is_drawn_as_asked(size: int, style: IconStyle) -> None:
    """The image has the size that the panel asked for, with something in it, and clear corners."""
    image = draw(sample(IconState.CALM, style=style), size)

    assert ((size, size), "RGBA") == (image.size, image.mode)
    assert image.getbbox() == (0, 0, size, size)
    assert image.getpixel((0, 0))[3] < 255  # type: ignore[index]  # RGBA gives four values


@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize("state", set(IconState) - {IconState.SIGNED_OUT})
@pytest.mark.parametrize("size", [22, 64])
def test_digits_stand_out_from_what_surrounds_them(scheme: IconScheme, state: IconState, size: int) -> None:
    """In the finished pixels: the two colours that fill the digits' rows differ by 4.5 to 1 or more."""
    measures = grid(size)
    rows = (measures.margin, measures.top, size - measures.margin, measures.top + measures.height)
    ground, ink = _commonest(draw(sample(state, scheme=scheme), size).crop(rows), 2)

    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize("state", IconState)
def test_plate_and_marks_stand_out(scheme: IconScheme, state: IconState) -> None:
    """3 to 1: the filling and the signs against the plate, and rim or plate against every panel that they are for."""
    colours = palette(sample(state, scheme=scheme))

    assert contrast(colours.fill, colours.background) >= 3 or sample(state).dimmed
    assert contrast(colours.foreground, colours.background) >= 4.5
    for panel in MADE_FOR[scheme]:
        assert max(contrast(colours.border, panel), contrast(colours.background, panel)) >= 3


@pytest.mark.parametrize("style", IconStyle)
@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize(("size", "least"), [(22, 2.5), (16, 2.5)])
def test_states_differ_without_colour(style: IconStyle, scheme: IconScheme, size: int, least: float) -> None:
    """No two states look alike in grey on any panel, at their own figure or all at the same one."""
    for panel in (*BOTH, (0x80,) * 3):
        for percent in (None, 62):
            pictures = [_grey(sample(state, percent, style=style, scheme=scheme), size, panel) for state in IconState]

            assert min(_difference(one, two) for one, two in combinations(pictures, 2)) >= least


@pytest.mark.parametrize("eyes", Eyes)
@pytest.mark.parametrize("scheme", [IconScheme.AUTO, IconScheme.LIGHT])
def test_levels_differ_for_every_eye(eyes: Eyes, scheme: IconScheme) -> None:
    """By a colour distance above 10, and beside it always in shape, which the test above looks at."""
    looks = [sample(state, scheme=scheme) for state in LEVELS]
    filled = {Level.CRITICAL, Level.EXHAUSTED, Level.PAYING}
    colours = [palette(look).background if look.level in filled else palette(look).fill for look in looks]

    assert min(distance(one, two, eyes) for one, two in combinations(colours, 2)) > 10


@pytest.mark.parametrize("mark", [Mark.STALE, Mark.BLOCKED, Mark.OFFLINE])
def test_an_old_figure_does_not_look_like_a_fresh_one(mark: Mark) -> None:
    """At every level and in every style it is greyer and marked."""
    for style in IconStyle:
        for state in LEVELS:
            fresh = sample(state, style=style)
            old = replace(fresh, mark=mark)

            assert _difference(_grey(fresh, 22, DARK[0]), _grey(old, 22, DARK[0])) > 2.5
            assert palette(old).background != palette(fresh).background


@pytest.mark.parametrize("show", IconShow)
def test_every_percentage_looks_different(show: IconShow) -> None:
    """A person can tell 41 from 42 at the usual size."""
    pictures = {draw(IconSpec(percent, Level.CALM, show=show), 22).tobytes() for percent in range(101)}

    assert len(pictures) == 101


def test_what_remains_counts_down() -> None:
    """With 41 used, 59 is drawn; nothing remains of a limit that is reached."""
    remaining = draw(IconSpec(41, Level.CALM, show=IconShow.REMAINING), 22).crop((0, 0, 22, 16))

    assert remaining.tobytes() == draw(IconSpec(59, Level.CALM), 22).crop((0, 0, 22, 16)).tobytes()


@pytest.mark.parametrize("style", IconStyle)
def test_the_even_pace_is_marked(style: IconStyle) -> None:
    """The mark shows, moves with the pace, and is gone at the limit, where it means nothing."""
    pictures = [
        draw(replace(sample(IconState.WATCH, style=style), pace=pace, session_and_week=None), 22)
        for pace in (None, 20, 80)
    ]

    assert len({picture.tobytes() for picture in pictures}) == 3
    full = [
        draw(replace(sample(IconState.EXHAUSTED, style=style), pace=pace, session_and_week=None), 22)
        for pace in (None, 20)
    ]
    assert full[0].tobytes() == full[1].tobytes()


def test_digits_stand_on_whole_pixels() -> None:
    """The stem of a 1 is full ink from edge to edge, and no grey is beside it."""
    for size in SIZES[1:-1]:  # 16 pixels have no room for that, and 64 are made smaller
        measures = grid(size)
        row = measures.top + measures.height // 2
        values = [draw(IconSpec(1, Level.CALM), size).convert("L").getpixel((column, row)) for column in range(size)]
        ground = values[size // 2 - 2 * round(measures.weight)]

        assert values.count(255) == measures.weight
        assert set(values[measures.margin : -measures.margin]) == {ground, 255}


@pytest.mark.parametrize("style", IconStyle)
def test_the_light_runs_around_and_leaves_the_figure_alone(style: IconStyle) -> None:
    """Each step has pixels of its own at the edge, and the same ones inside."""
    rest = sample(IconState.CALM, style=style)
    steps = [draw(replace(rest, animation_step=step), 22) for step in range(STEPS)]

    assert len({step.tobytes() for step in steps}) == STEPS
    assert {draw(rest, 22).crop((2, 2, 20, 20)).tobytes()} == {step.crop((2, 2, 20, 20)).tobytes() for step in steps}


def test_nothing_unknown_is_drawn_as_0() -> None:
    """Without a figure no style draws what it draws for 0."""
    for style in IconStyle:
        for mark in (Mark.NONE, Mark.OFFLINE):
            unknown, zero = (draw(IconSpec(percent, mark=mark, style=style), 22) for percent in (None, 0))

            assert unknown.tobytes() != zero.tobytes()


def test_the_same_look_is_drawn_once() -> None:
    """An icon that was drawn is kept, and is the same when it is drawn again."""
    look = IconSpec(41, Level.CALM)
    first = draw(look, 22)

    assert draw(look, 22) is first
    for percent in range(101):
        draw(IconSpec(percent, Level.WATCH), 22)
    assert draw(look, 22).tobytes() == first.tobytes()
