"""What the drawn icon looks like."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageStat

from brim.model.level import Level
from brim.model.options import IconScheme, IconShow, IconStyle
from brim.tray.icon.animation import STEPS
from brim.tray.icon.canvas import opaque
from brim.tray.icon.grid import grid_for
from brim.tray.icon.iconspec import GaugeSpec, IconSpec, StateMark
from brim.tray.icon.palette import bar_palette, has_ground, palette
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec
from tests.bench.colour import Colour, Vision, contrast, distance, on_ground

DARK_PANELS: tuple[Colour, ...] = ((0x35,) * 3, (0x20,) * 3, (0,) * 3, (0x2D,) * 3, (0x38, 0x3C, 0x4A))
LIGHT_PANELS: tuple[Colour, ...] = ((0xF6, 0xF5, 0xF4), (0xF0,) * 3, (0xFF,) * 3, (0xE8,) * 3)
ALL_PANELS = DARK_PANELS + LIGHT_PANELS
PANELS_OF_SCHEME = {
    IconScheme.AUTO: (*ALL_PANELS, (0x80,) * 3),
    IconScheme.DARK: DARK_PANELS,
    IconScheme.LIGHT: LIGHT_PANELS,
}
LEVELS = (IconState.CALM, IconState.WATCH, IconState.WARN, IconState.CRITICAL, IconState.EXHAUSTED, IconState.PAYING)


def _grey(spec: IconSpec, size: int, panel: Colour) -> Image.Image:
    ground = Image.new("RGBA", (size, size), (*panel, 255))
    ground.alpha_composite(draw(spec, size))
    return ground.convert("L")


def _difference(first: Image.Image, second: Image.Image) -> float:
    return ImageStat.Stat(ImageChops.difference(first, second)).mean[0]


@pytest.mark.parametrize("size", [*SIZES, 8, 20, 40, 128, 1024])
@pytest.mark.parametrize("style", IconStyle)
def test_the_image_has_the_requested_size(size: int, style: IconStyle) -> None:
    """The image has the size that the panel asked for, and almost its whole width is used."""
    image = draw(sample_spec(IconState.CALM, style=style), size)

    assert ((size, size), "RGBA") == (image.size, image.mode)
    left, _, right, _ = image.getbbox() or (0, 0, 0, 0)
    assert right - left >= size * 0.8


@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize("state", IconState)
def test_the_icon_contrasts_with_its_panel(scheme: IconScheme, state: IconState) -> None:
    """4.5 to 1: number and symbols with what is below them. 3 to 1: bars with the panel."""
    spec = sample_spec(state, scheme=scheme)
    colours, bar = palette(spec), bar_palette(spec, spec.level)
    for panel in PANELS_OF_SCHEME[scheme]:
        below = opaque(colours.halo) if colours.halo is not None else panel
        ground = opaque(colours.background) if has_ground(spec) else below

        assert contrast(on_ground(colours.foreground, ground), ground) >= 4.5
        assert contrast(on_ground(bar.fill, below), below) >= 3


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("style", [IconStyle.NUMBER, IconStyle.BARS])
def test_bars_have_the_full_width_at_every_level(size: int, style: IconStyle) -> None:
    """A bar never shrinks: at every level it reaches from edge to edge."""
    for state in LEVELS:
        image = draw(sample_spec(state, style=style, scheme=IconScheme.DARK), size)
        row = size - 1 if style is IconStyle.NUMBER else size * 3 // 4

        assert 0 not in [image.getchannel("A").getpixel((column, row)) for column in (0, size - 1)]


def test_a_calm_icon_has_no_ground() -> None:
    """Where no limit is near, most of the icon is clear, like the symbolic icons beside it."""
    for scheme in (IconScheme.DARK, IconScheme.LIGHT):
        for state in (IconState.CALM, IconState.WATCH, IconState.WARN):
            alpha = draw(sample_spec(state, scheme=scheme), 22).getchannel("A")

            assert ImageStat.Stat(alpha.crop((0, 0, 22, 13))).mean[0] < 140


@pytest.mark.parametrize("style", IconStyle)
@pytest.mark.parametrize("scheme", IconScheme)
@pytest.mark.parametrize(("size", "least"), [(22, 2.5), (16, 2.5)])
def test_states_differ_without_colour(style: IconStyle, scheme: IconScheme, size: int, least: float) -> None:
    """No two states look alike in grey on any panel of their scheme, at their own percentage or all at the same one."""
    for panel in PANELS_OF_SCHEME[scheme]:
        for percent in (None, 62):
            specs = [sample_spec(state, percent, style=style, scheme=scheme) for state in IconState]
            images = [_grey(spec, size, panel) for spec in specs]

            assert min(_difference(first, second) for first, second in combinations(images, 2)) >= least


@pytest.mark.parametrize("eyes", Vision)
@pytest.mark.parametrize("scheme", [IconScheme.AUTO, IconScheme.LIGHT])
def test_levels_differ_for_every_kind_of_colour_vision(eyes: Vision, scheme: IconScheme) -> None:
    """By a colour distance above 10; calm and watch have the panel's colour, and differ by their bars."""
    specs = [sample_spec(state, scheme=scheme) for state in LEVELS]
    colours = [
        opaque(palette(spec).background) if has_ground(spec) else opaque(palette(spec).foreground)
        for spec in specs
        if spec.level is not Level.CALM
    ]

    assert min(distance(first, second, eyes) for first, second in combinations(colours, 2)) > 10


@pytest.mark.parametrize("mark", [StateMark.STALE, StateMark.BLOCKED, StateMark.OFFLINE])
def test_an_old_figure_does_not_look_like_a_fresh_one(mark: StateMark) -> None:
    """At every level and in every style it is greyer and marked."""
    for style in IconStyle:
        for state in LEVELS:
            fresh = sample_spec(state, style=style)
            old = replace(fresh, mark=mark)

            assert _difference(_grey(fresh, 22, DARK_PANELS[0]), _grey(old, 22, DARK_PANELS[0])) > 2.5
            assert not has_ground(old)


@pytest.mark.parametrize("show", IconShow)
def test_every_percentage_looks_different(show: IconShow) -> None:
    """41 looks different from 42 at the usual size."""
    images = {draw(IconSpec(percent, Level.CALM, show=show), 22).tobytes() for percent in range(101)}

    assert len(images) == 101


def test_the_remaining_percentage_is_drawn() -> None:
    """With 41 percent used, 59 is drawn where the user wants to see what remains."""
    remaining = draw(IconSpec(41, Level.CALM, show=IconShow.REMAINING), 22)

    assert remaining.tobytes() == draw(IconSpec(59, Level.CALM), 22).tobytes()


@pytest.mark.parametrize("style", [IconStyle.BARS, IconStyle.RING, IconStyle.BATTERY])
def test_the_even_pace_is_marked(style: IconStyle) -> None:
    """The mark is visible, moves with the pace, and is absent at the limit, where it means nothing."""
    watch = replace(sample_spec(IconState.WATCH, style=style), gauges=())
    images = [draw(replace(watch, pace=pace), 22) for pace in (None, 20, 80)]

    assert len({image.tobytes() for image in images}) == 3
    exhausted = replace(sample_spec(IconState.EXHAUSTED, style=style), gauges=())
    full = [draw(replace(exhausted, pace=pace), 22) for pace in (None, 20)]
    assert full[0].tobytes() == full[1].tobytes()


def test_a_halo_sets_the_icon_off_where_the_panel_is_not_known() -> None:
    """Beside each stem one opaque dark pixel, then one that fades: no plate, and no digit without contrast."""
    alpha = draw(IconSpec(1, Level.CALM), 32).getchannel("A")
    row = [int(str(alpha.getpixel((column, 16)))) for column in range(16)]
    solid = row.index(255)

    assert 0 == row[solid - 2]
    assert 0 < row[solid - 1] < 255


def test_digits_are_on_whole_pixels() -> None:
    """The stem of a 1 has the full foreground colour from edge to edge, and no grey pixel is beside it."""
    for size in (16, 24, 32):
        digits = grid_for(size).digits
        image = draw(IconSpec(1, Level.CALM, scheme=IconScheme.DARK), size).getchannel("A")
        values = [image.getpixel((column, digits.height // 2)) for column in range(size)]

        assert values.count(255) == digits.stroke
        assert {0, 255} == set(values)


@pytest.mark.parametrize("style", IconStyle)
def test_the_animation_changes_only_the_lowest_rows(style: IconStyle) -> None:
    """Each step has pixels of its own there, and the same pixels above."""
    still = replace(sample_spec(IconState.CALM, style=style), scheme=IconScheme.DARK)
    steps = [draw(replace(still, animation_step=step), 22) for step in range(STEPS)]

    assert len({step.tobytes() for step in steps}) == STEPS
    assert {draw(still, 22).crop((0, 0, 22, 19)).tobytes()} == {step.crop((0, 0, 22, 19)).tobytes() for step in steps}


def test_at_the_limit_the_time_until_the_reset_takes_the_place_of_the_number() -> None:
    """Each text differs from each other and from the number, in the styles that have one."""
    for style in (IconStyle.NUMBER, IconStyle.DIGITS):
        full = IconSpec(100, Level.EXHAUSTED, style=style)
        images = {draw(replace(full, text=text), 16).tobytes() for text in (None, "2h", "5h", "45m", "12h", "3d")}

        assert 6 == len(images)


@pytest.mark.parametrize("size", [*SIZES, 20, 28, 40, 44])
def test_the_time_until_the_reset_stands_within_its_ground(size: int) -> None:
    """On a light panel light letters are seen on the ground alone, so none reaches the ground's left or right edge."""
    for text in ("2h", "12h", "48h", "5m", "55m", "3d"):
        full = IconSpec(100, Level.EXHAUSTED, scheme=IconScheme.LIGHT, text=text)
        image, ground = draw(full, size), opaque(palette(full).background)
        for column in (0, size - 1):
            edge = image.crop((column, size // 4, column + 1, size // 2)).convert("RGB")
            flat = Image.new("RGB", edge.size, ground)

            assert max(ImageStat.Stat(ImageChops.difference(edge, flat)).mean) < 5, text


def test_the_bar_of_the_number_is_the_thicker_one() -> None:
    """The number is that of the thicker bar, above or below, and the digits have the same pixels in both cases."""
    session, week = GaugeSpec(20, Level.CALM), GaugeSpec(62, Level.WATCH)
    for size in (*SIZES, 8, 20, 28, 40, 44):
        grid = grid_for(size)
        pictures = [
            draw(IconSpec(62, Level.WATCH, gauges=gauges, scheme=IconScheme.DARK), size)
            for gauges in ((replace(session, numbered=True), week), (session, replace(week, numbered=True)))
        ]
        alphas = [
            [picture.getchannel("A").getpixel((0, row)) for row in range(grid.bars_top, size)] for picture in pictures
        ]

        assert [alpha.index(0) for alpha in alphas] == [grid.bar_height, grid.thin_bar_height]
        assert grid.bar_height > grid.thin_bar_height
        digits = [picture.crop((0, 0, size, grid.bars_top)).tobytes() for picture in pictures]
        assert digits[0] == digits[1]


@pytest.mark.parametrize("state", [IconState.EXHAUSTED, IconState.PAYING])
def test_an_empty_battery_does_not_look_full(state: IconState) -> None:
    """At the limit the inside of the battery has the colour of the ground around it."""
    spec = sample_spec(state, style=IconStyle.BATTERY, scheme=IconScheme.DARK)
    image = draw(spec, 32)

    assert (*opaque(palette(spec).background), 255) == image.getpixel((16, 16)) == image.getpixel((16, 3))


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
