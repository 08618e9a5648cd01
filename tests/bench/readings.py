"""How many numbers are read in the icon: on flat grounds and in real panels.

This module must not know what a good result is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

from brim.model.options import IconScheme
from brim.tray.icon.render import draw
from brim.tray.icon.states import sample_spec
from tests.bench.ocr import WAYS, read_numbers
from tests.bench.panels import PanelSetup, panel_with_icon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.bench.colour import Colour

_FLAT_GROUNDS: dict[str, tuple[Colour, IconScheme]] = {
    "dark": ((0x2E, 0x2E, 0x32), IconScheme.DARK),
    "light": ((0xF6, 0xF5, 0xF4), IconScheme.LIGHT),
}
FLAT_MARGIN = 4
_GNOME_SIZE, _PLASMA_SIZE = 16, 22
"""The sizes of icons that these desktops have, in pixels of the panel."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in the pictures of some numbers."""

    name: str
    size: int
    """Of the icon, in pixels of the screen."""
    numbers: tuple[int, ...]
    pictures: tuple[Image.Image, ...]
    texts: tuple[tuple[str, ...], ...]
    """For each number what each way reads."""

    def read_by(self, ways: int) -> set[int]:
        """The numbers that so many ways read correctly."""
        pairs = zip(self.numbers, self.texts, strict=True)
        return {number for number, texts in pairs if texts.count(str(number)) >= ways}

    def share(self, ways: int) -> float:
        """The same, of 100."""
        return 100 * len(self.read_by(ways)) / len(self.numbers)


MOST = WAYS // 2 + 1


def flat_readings(sizes: Iterable[int], numbers: Sequence[int]) -> Iterator[Reading]:
    """On flat dark and light ground, without any panel."""
    for size in sizes:
        for ground, (colour, scheme) in _FLAT_GROUNDS.items():
            pictures = [flat_picture(number, size, colour, scheme) for number in numbers]
            yield _reading(f"flat-{ground}-{size}", size, numbers, pictures)


def panel_readings(setups: Iterable[PanelSetup], numbers: Sequence[int]) -> Iterator[Reading]:
    """In real panels; one whose programs are not installed is named and left out."""
    for setup in setups:
        if missing := setup.missing():
            print(f"{setup.name} was left out; not installed: {', '.join(missing)}", flush=True)
            continue
        with panel_with_icon(setup) as shown:
            pictures = [shown.show(number) for number in numbers]
        yield _reading(setup.name, setup.size * setup.scale, numbers, pictures)


def setups(sizes: Sequence[int], grounds: Sequence[tuple[str, bool]]) -> Iterator[PanelSetup]:
    """Panels with an icon for them, light ones whose colour Brim must detect, and whole desktops.

    `grounds` are more colours of panels, and whether each is dark.
    """
    for size in sizes:
        for panel in ("xfce", "lxqt"):
            yield PanelSetup(panel, size, dark=True, scheme=IconScheme.DARK)
            yield PanelSetup(panel, size, dark=False)
            for colour, dark in grounds:
                yield PanelSetup(
                    panel, size, dark=dark, colour=colour, scheme=IconScheme.DARK if dark else IconScheme.LIGHT
                )
    for scale in (1, 2):
        yield PanelSetup("gnome", _GNOME_SIZE, dark=True, scale=scale)
    for dark in (True, False):
        yield PanelSetup("plasma", _PLASMA_SIZE, dark=dark)


def flat_picture(number: int, size: int, ground: Colour, scheme: IconScheme) -> Image.Image:
    """The icon on a flat ground."""
    side = size + 2 * FLAT_MARGIN
    picture = Image.new("RGBA", (side, side), (*ground, 255))
    picture.alpha_composite(draw(sample_spec(None, number, scheme=scheme), size), (FLAT_MARGIN, FLAT_MARGIN))
    return picture.convert("RGB")


def _reading(name: str, size: int, numbers: Sequence[int], pictures: Sequence[Image.Image]) -> Reading:
    texts = tuple(tuple(ways) for ways in read_numbers(pictures))
    return Reading(name, size, tuple(numbers), tuple(pictures), texts)
