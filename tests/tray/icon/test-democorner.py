"""The corner of a simulated account beside what else the icon shows."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby

import pytest

from brim.model.options import IconScheme
from brim.tray.icon.grid import grid_for
from brim.tray.icon.render import SIZES, draw
from brim.tray.icon.states import IconState, sample_spec

SIGNS = {IconState.STALE: 2, IconState.OFFLINE: 3, IconState.BLOCKED: 2}
"""Strokes that cross the middle of the lowest rows: those of a hollow bar, with a slash, of two bars."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", SIGNS)
def test_the_corner_of_the_demo_hides_no_sign(size: int, state: IconState) -> None:
    """A new user sees each sign whole in the demo: the strokes of the sign, and then the corner."""
    picture = draw(replace(sample_spec(state, scheme=IconScheme.DARK), demo=True), size).getchannel("A")
    row = size - grid_for(size).bars_height // 2
    drawn = [bool(picture.getpixel((x, row))) for x in range(size)]

    assert sum(is_stroke for is_stroke, _pixels in groupby(drawn)) == SIGNS[state] + 1
