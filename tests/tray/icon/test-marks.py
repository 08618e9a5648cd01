"""The mark of a provider in the icon: where it is, and what it leaves as it was."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from brim.backend.providerlist.providers import PROVIDERS
from brim.cli.icons import provider_marks
from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.fromsnapshot import icon_spec
from brim.tray.icon.grid import grid_for
from brim.tray.icon.marks import MARK_FROM, MARKS, mark_size
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec
from tests.support.providerviews import beside_each_other, five_providers
from tests.support.samples import NOW, snapshot

PANELS = {IconScheme.DARK: (0x35,) * 3, IconScheme.LIGHT: (0xF6,) * 3, IconScheme.AUTO: (0x80,) * 3}
LARGE = [size for size in SIZES if size >= MARK_FROM]


def picture(mark: str, size: int, scheme: IconScheme, style: IconStyle = IconStyle.NUMBER) -> Image.Image:
    """The calm icon with this mark, on a panel, in grey."""
    ground = Image.new("RGBA", (size, size), (*PANELS[scheme], 255))
    ground.alpha_composite(draw(replace(sample_spec(style=style, scheme=scheme), provider=mark), size))
    return ground.convert("L")


def test_each_provider_has_a_mark_of_its_own_that_can_be_drawn() -> None:
    """Nobody has to know letters that stand for two providers, or that are missing."""
    marks = [one.vendor().mark for one in PROVIDERS]

    assert len(marks) == len(set(marks))
    assert set(marks) <= MARKS


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("scheme", PANELS)
def test_any_two_marks_differ_after_a_blur(size: int, scheme: IconScheme) -> None:
    """As numbers do: a mean difference of 2.5 of 255 over the whole icon would be 40 over the mark alone."""
    blur = ImageFilter.GaussianBlur(0.5)
    grid = grid_for(size)
    width, height = mark_size(grid, replace(sample_spec(), provider="C"))
    box = (0, grid.bars_top, width, grid.bars_top + height)
    pictures = [picture(mark, size, scheme).filter(blur).crop(box) for mark in provider_marks().values()]

    for first, second in combinations(pictures, 2):
        assert ImageStat.Stat(ImageChops.difference(first, second)).mean[0] > 15


@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("scheme", PANELS)
def test_a_mark_stands_out_from_its_panel(size: int, scheme: IconScheme) -> None:
    """The strokes of each mark have the color of the digits, with at least a pixel of it whole."""
    grid = grid_for(size)
    width, height = mark_size(grid, replace(sample_spec(), provider="C"))
    for mark in provider_marks().values():
        drawn = picture(mark, size, scheme).crop((0, grid.bars_top, width, grid.bars_top + height))
        greys = sorted(drawn.tobytes())

        assert greys[-1] - greys[0] > 110


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", [state for state in IconState if state is not IconState.SIGNED_OUT])
def test_the_digits_stay_as_they_are(size: int, state: IconState) -> None:
    """In the usual style everything above the bars is the same with a mark and without."""
    spec = sample_spec(state, scheme=IconScheme.DARK)
    above = (0, 0, size, grid_for(size).bars_top - grid_for(size).digits_gap)

    plain, marked = (draw(one, size).crop(above) for one in (spec, replace(spec, provider="X")))

    assert plain.tobytes() == marked.tobytes()


@pytest.mark.parametrize("style", IconStyle)
@pytest.mark.parametrize("size", [8, 16, 22])
def test_small_icons_have_no_mark(style: IconStyle, size: int) -> None:
    """Below 24 pixels there is no room for one."""
    spec = sample_spec(style=style)

    assert draw(spec, size).tobytes() == draw(replace(spec, provider="X"), size).tobytes()


@pytest.mark.parametrize("style", IconStyle)
@pytest.mark.parametrize("size", LARGE)
@pytest.mark.parametrize("state", [IconState.CALM, IconState.WARN, IconState.CRITICAL, IconState.STALE])
def test_every_style_shows_the_mark(style: IconStyle, size: int, state: IconState) -> None:
    """Two providers look different in each of them, at each level and where the number is old."""
    spec = sample_spec(state, style=style)

    assert draw(replace(spec, provider="X"), size).tobytes() != draw(replace(spec, provider="C"), size).tobytes()


def test_the_mark_is_that_of_the_shown_limit_and_only_beside_others() -> None:
    """Usage of one provider needs none, nor does a second provider without any usage yet."""
    claude, codex, _, cursor, _ = five_providers()

    assert ["X", "", "", "C"] == [
        icon_spec(snapshot(*beside_each_other(*views)), NOW).provider
        for views in ((claude, codex), (codex,), (codex, cursor), (replace(claude, peeked="session"), codex))
    ]
