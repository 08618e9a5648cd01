"""What the drawn icon looks like."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from brim.model.level import Level
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.icon.animation import STEPS
from brim.tray.icon.grid import grid_for
from brim.tray.icon.iconspec import IconSpec, StateMark
from brim.tray.icon.palette import palette
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec
from tests.bench.colour import Colour, Vision, contrast, distance

DARK_PANELS: tuple[Colour, ...] = ((0x35,) * 3, (0x20,) * 3, (0,) * 3, (0x2D,) * 3, (0x38, 0x3C, 0x4A))
LIGHT_PANELS: tuple[Colour, ...] = ((0xF6, 0xF5, 0xF4), (0xF0,) * 3, (0xFF,) * 3, (0xE8,) * 3)
ALL_PANELS = DARK_PANELS + LIGHT_PANELS
PANELS_OF_SCHEME = {IconScheme.AUTO: ALL_PANELS, IconScheme.DARK: DARK_PANELS, IconScheme.LIGHT: LIGHT_PANELS}
LEVELS = (IconState.CALM, IconState.WATCH, IconState.WARN, IconState.CRITICAL, IconState.EXHAUSTED, IconState.PAYING)


def _grey(spec: IconSpec, size: int, panel: Colour) -> Image.Image:
    ground = Image.new("RGBA", (size, size), (*panel, 255))
    ground.alpha_composite(draw(spec, size))
    return ground.convert("L")


def _difference(first: Image.Image, second: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(first, second)).mean[0]


def _commonest_colours(image: Image.Image, count: int) -> list[Colour]:
    """The colours that cover most of the image."""
    counted = image.convert("RGB").getcolors(image.width * image.height) or []
    return [colour for _, colour in sorted(counted, reverse=True)[:count] if isinstance(colour, tuple)]


@pytest.mark.parametrize("size", [*SIZES, 8, 20, 40, 128, 1024])
@pytest.mark.parametrize("style", IconStyle)
def test_the_image_has_the_requested_size(size: int, style: IconStyle) -> None:
    """The image has the size that the panel asked for, something is drawn in it, and its corners are clear."""
    image = draw(sample_spec(IconState.CALM, style=style), size)

    assert ((size, size), "RGBA") == (image.size, image.mode)
    assert image.getbbox() == (0, 0, size, size)
    assert image.getpixel((0, 0))[3] < 255  # type: ignore[index]  # RGBA gives four values


@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize("state", sorted(set(IconState) - {IconState.SIGNED_OUT}))
@pytest.mark.parametrize("size", [22, 64])
def test_digits_contrast_with_the_background(scheme: IconScheme, state: IconState, size: int) -> None:
    """In the finished pixels: the two colours that fill the digits' rows differ by 4.5 to 1 or more."""
    grid = grid_for(size)
    rows = (grid.margin, grid.digits_top, size - grid.margin, grid.digits_top + grid.digit_height)
    background, foreground = _commonest_colours(draw(sample_spec(state, scheme=scheme), size).crop(rows), 2)

    assert contrast(foreground, background) >= 4.5


@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize("state", IconState)
def test_gauge_symbols_and_border_have_enough_contrast(scheme: IconScheme, state: IconState) -> None:
    """3 to 1: filling and symbols with the background, and border or background with every panel of their scheme."""
    colours = palette(sample_spec(state, scheme=scheme))

    assert contrast(colours.fill, colours.background) >= 3 or sample_spec(state).dimmed
    assert contrast(colours.foreground, colours.background) >= 4.5
    for panel in PANELS_OF_SCHEME[scheme]:
        assert max(contrast(colours.border, panel), contrast(colours.background, panel)) >= 3


@pytest.mark.parametrize("style", IconStyle)
@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize(("size", "least"), [(22, 2.5), (16, 2.5)])
def test_states_differ_without_colour(style: IconStyle, scheme: IconScheme, size: int, least: float) -> None:
    """No two states look alike in grey on any panel, at their own percentage or all at the same one."""
    for panel in (*ALL_PANELS, (0x80,) * 3):
        for percent in (None, 62):
            specs = [sample_spec(state, percent, style=style, scheme=scheme) for state in IconState]
            images = [_grey(spec, size, panel) for spec in specs]

            assert min(_difference(first, second) for first, second in combinations(images, 2)) >= least


@pytest.mark.parametrize("eyes", Vision)
@pytest.mark.parametrize("scheme", [IconScheme.AUTO, IconScheme.LIGHT])
def test_levels_differ_for_every_kind_of_colour_vision(eyes: Vision, scheme: IconScheme) -> None:
    """By a colour distance above 10, and always by shape too, which the test above checks."""
    specs = [sample_spec(state, scheme=scheme) for state in LEVELS]
    filled = {Level.CRITICAL, Level.EXHAUSTED, Level.PAYING}
    colours = [palette(spec).background if spec.level in filled else palette(spec).fill for spec in specs]

    assert min(distance(first, second, eyes) for first, second in combinations(colours, 2)) > 10


@pytest.mark.parametrize("mark", [StateMark.STALE, StateMark.BLOCKED, StateMark.OFFLINE])
def test_an_old_figure_does_not_look_like_a_fresh_one(mark: StateMark) -> None:
    """At every level and in every style it is greyer and marked."""
    for style in IconStyle:
        for state in LEVELS:
            fresh = sample_spec(state, style=style)
            old = replace(fresh, mark=mark)

            assert _difference(_grey(fresh, 22, DARK_PANELS[0]), _grey(old, 22, DARK_PANELS[0])) > 2.5
            assert palette(old).background != palette(fresh).background


@pytest.mark.parametrize("show", IconShow)
def test_every_percentage_looks_different(show: IconShow) -> None:
    """41 looks different from 42 at the usual size."""
    images = {draw(IconSpec(percent, Level.CALM, show=show), 22).tobytes() for percent in range(101)}

    assert len(images) == 101


def test_the_remaining_percentage_is_drawn() -> None:
    """With 41 percent used, 59 is drawn where the user wants to see what remains."""
    remaining = draw(IconSpec(41, Level.CALM, show=IconShow.REMAINING), 22).crop((0, 0, 22, 16))

    assert remaining.tobytes() == draw(IconSpec(59, Level.CALM), 22).crop((0, 0, 22, 16)).tobytes()


@pytest.mark.parametrize("style", IconStyle)
def test_the_even_pace_is_marked(style: IconStyle) -> None:
    """The mark is visible, moves with the pace, and is absent at the limit, where it means nothing."""
    watch = replace(sample_spec(IconState.WATCH, style=style), session_and_week=None)
    images = [draw(replace(watch, pace=pace), 22) for pace in (None, 20, 80)]

    assert len({image.tobytes() for image in images}) == 3
    exhausted = replace(sample_spec(IconState.EXHAUSTED, style=style), session_and_week=None)
    full = [draw(replace(exhausted, pace=pace), 22) for pace in (None, 20)]
    assert full[0].tobytes() == full[1].tobytes()


def test_digits_are_on_whole_pixels() -> None:
    """The stem of a 1 has the full foreground colour from edge to edge, and no grey pixel is beside it."""
    for size in SIZES[1:-1]:  # 16 pixels are too few for that, and 64 are made smaller
        grid = grid_for(size)
        row = grid.digits_top + grid.digit_height // 2
        values = [draw(IconSpec(1, Level.CALM), size).convert("L").getpixel((column, row)) for column in range(size)]
        background = values[size // 2 - 2 * round(grid.digit_stroke)]

        assert values.count(255) == grid.digit_stroke
        assert set(values[grid.margin : -grid.margin]) == {background, 255}


@pytest.mark.parametrize("style", IconStyle)
def test_the_animation_changes_only_the_border(style: IconStyle) -> None:
    """Each step has pixels of its own at the edge, and the same pixels inside."""
    still = sample_spec(IconState.CALM, style=style)
    steps = [draw(replace(still, animation_step=step), 22) for step in range(STEPS)]

    assert len({step.tobytes() for step in steps}) == STEPS
    assert {draw(still, 22).crop((2, 2, 20, 20)).tobytes()} == {step.crop((2, 2, 20, 20)).tobytes() for step in steps}


def test_an_unknown_figure_is_not_drawn_as_0() -> None:
    """Without a figure no style draws the same as for 0."""
    for style in IconStyle:
        for mark in (StateMark.NONE, StateMark.OFFLINE):
            unknown, zero = (draw(IconSpec(percent, mark=mark, style=style), 22) for percent in (None, 0))

            assert unknown.tobytes() != zero.tobytes()


def test_the_same_icon_is_drawn_once() -> None:
    """A drawn icon is cached, and looks the same when it is drawn again."""
    spec = IconSpec(41, Level.CALM)
    first = draw(spec, 22)

    assert draw(spec, 22) is first
    for percent in range(101):
        draw(IconSpec(percent, Level.WATCH), 22)
    assert draw(spec, 22).tobytes() == first.tobytes()
