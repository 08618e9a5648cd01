"""The icon file of Windows: every size drawn for itself. What needs Windows runs under Wine, with `make test-wine`."""

from __future__ import annotations

import io

from PIL import Image
from PIL.IcoImagePlugin import IcoImageFile

from brim.model import Level
from brim.tray import render
from brim.tray.desktop import windows
from brim.tray.look import Look


def test_every_size_is_drawn_for_itself() -> None:
    """The file holds each size of the tray as it was drawn, and none that was scaled."""
    look = Look(42, Level.WATCH)
    file = io.BytesIO()
    windows.icon_file(lambda size: render.draw(look, size)).save(file)
    opened = Image.open(file)

    assert isinstance(opened, IcoImageFile)
    assert {(size, size) for size in windows.SIZES} == opened.ico.sizes()
    for size in windows.SIZES:
        assert render.draw(look, size).tobytes() == opened.ico.getimage((size, size)).convert("RGBA").tobytes()
