"""The small icon beside a row of the menu."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from brim.model.level import Level
from brim.tray.menu.rowicon import PIXELS, row_icon
from tests.support.samples import window


def test_each_percentage_has_its_icon() -> None:
    """Each limit with a percentage has a square PNG with a transparent ground; the icon changes with the percentage."""
    icons = [row_icon(window(percent, level)) for percent, level in ((10, Level.CALM), (92, Level.CRITICAL))]
    images = [Image.open(io.BytesIO(png)) for png in icons if png is not None]

    assert [(PIXELS, PIXELS, "RGBA")] * 2 == [(*image.size, image.mode) for image in images]
    assert icons[0] != icons[1]
    assert row_icon(window(10.4)) == row_icon(window(10.0))


def test_an_unconfirmed_figure_has_its_own_icon() -> None:
    """An unconfirmed figure has another icon than a confirmed one; without a figure there is no icon."""
    assert row_icon(window(41)) != row_icon(replace(window(41), confirmed=False))
    assert row_icon(window(None)) is None
