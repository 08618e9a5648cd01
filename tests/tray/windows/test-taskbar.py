"""The icon file of Windows. What needs Windows runs under Wine, with `make test-wine`."""

from __future__ import annotations

import io

from PIL import Image
from PIL.IcoImagePlugin import IcoImageFile

from brim.model.level import Level
from brim.tray.icon import render
from brim.tray.icon.iconspec import IconSpec
from brim.tray.windows import taskbar


def test_the_file_holds_every_size_unscaled() -> None:
    """The file holds each size of the tray as it was drawn, and no scaled image."""
    spec = IconSpec(42, Level.WATCH)
    file = io.BytesIO()
    taskbar.icon_file(lambda size: render.draw(spec, size)).save(file)
    opened = Image.open(file)

    assert isinstance(opened, IcoImageFile)
    assert {(size, size) for size in taskbar.SIZES} == opened.ico.sizes()
    for size in taskbar.SIZES:
        assert render.draw(spec, size).tobytes() == opened.ico.getimage((size, size)).convert("RGBA").tobytes()
