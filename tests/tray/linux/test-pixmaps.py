"""The icon as a notification shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PIL import Image

from brim.model.options import IconScheme
from brim.tray.icon.states import IconState, sample_spec
from brim.tray.linux.pixmaps import image_data

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def shown_on(ground: tuple[int, int, int], state: IconState, scheme: IconScheme) -> Image.Image:
    """The icon of a state on a notification of a colour."""
    width, height, _stride, _alpha, _bits, _channels, pixels = image_data(replace(sample_spec(state), scheme=scheme))
    icon = Image.frombytes("RGBA", (width, height), pixels)
    image = Image.new("RGB", icon.size, ground)
    image.paste(icon, (0, 0), icon)
    return image.crop((6, 6, width - 6, height - 6))


@pytest.mark.parametrize("state", list(IconState))
def test_the_icon_is_the_same_in_every_notification(state: IconState) -> None:
    """Dark or light: it has a ground of its own."""
    on_white = shown_on(WHITE, state, IconScheme.LIGHT)

    assert on_white.tobytes() == shown_on(BLACK, state, IconScheme.AUTO).tobytes()
