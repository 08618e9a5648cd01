"""The small picture beside a row of the menu."""

from __future__ import annotations

import io
from dataclasses import replace

from PIL import Image

from brim.model.usage import Level
from brim.tray.menu import bars
from tests.support.samples import window


def test_picture() -> None:
    """Each limit with a percentage has a square PNG with a transparent ground; fuller ones look different."""
    pictures = [bars.picture(window(percent, level)) for percent, level in ((10, Level.CALM), (92, Level.CRITICAL))]
    images = [Image.open(io.BytesIO(raw)) for raw in pictures if raw is not None]

    assert [(bars.PIXELS, bars.PIXELS, "RGBA")] * 2 == [(*image.size, image.mode) for image in images]
    assert pictures[0] != pictures[1]
    assert bars.picture(window(10.4)) == bars.picture(window(10.0))


def test_doubt_shows() -> None:
    """A doubtful figure has another picture; without a figure there is none."""
    assert bars.picture(window(41)) != bars.picture(replace(window(41), confirmed=False))
    assert bars.picture(window(None)) is None
