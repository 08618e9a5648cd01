"""The tray of macOS as a contract with AppKit: stand-ins take what it says, and pystray's own code runs between.

It shows that the right things are said in the right thread, not that a Mac does what its documentation promises.
"""

from __future__ import annotations

import io
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import TypedDict

import pytest
from PIL import Image, ImageChops, ImageStat

from brim.model.options import IconScheme, IconStyle
from brim.model.usage import Level
from brim.tray.icon import render
from brim.tray.icon.spec import IconSpec
from brim.tray.icon.states import IconState

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="macOS is played on a system of its kind")

CALM = IconSpec(41, Level.CALM)
LEFT, ALONE = 2, 1
"""NSImageLeft, NSImageOnly."""


class Drawn(TypedDict):
    """One image that the menu bar was given."""

    template: bool
    size: list[int]
    points: list[list[int]]
    raw: list[str]


class Played(TypedDict, total=False):
    """What `mac.py` tells."""

    astray: list[str]
    commands: list[str]
    hidden: list[list[bool]]
    policy: list[list[int]]
    still: bool
    images: list[Drawn]
    removed: int
    tooltip: str
    beside: list[list[object]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the templates are."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(scope="module")
def played(folder: Path) -> Played:
    """One run of the tray, from start to Quit."""
    command = [sys.executable, str(Path(__file__).with_name("mac.py")), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert (0, "") == (done.returncode, done.stderr)
    told: Played = json.loads(done.stdout)
    return told


def test_all_is_said_in_the_main_thread(played: Played) -> None:
    """AppKit belongs to the main thread: what other threads want is said there, in their order."""
    assert [] == played["astray"]


def test_the_program_has_no_place_in_the_dock(played: Played) -> None:
    """It is an accessory (NSApplicationActivationPolicyAccessory); its icon is shown, and taken out at the end."""
    assert [[1]] == played["policy"]
    assert [[False]] == played["hidden"]
    assert 1 == played["removed"]


def test_the_icon_is_a_template_for_each_density(played: Played) -> None:
    """The menu bar tints it; there is a picture of it for plain screens and one for Retina, each drawn at its size."""
    calm = played["images"][-2]

    assert calm["template"]
    assert [22, 22] == calm["size"]
    assert [[22, 22]] * 2 == calm["points"]
    for pixels, raw in zip((22, 44), calm["raw"], strict=True):
        picture, drawn = opened(raw), render.draw(CALM, pixels)
        assert (pixels, pixels) == picture.size
        assert [(0, 0)] * 3 == list(picture.getextrema())[:3]
        assert (
            ImageChops.multiply(drawn.convert("L"), drawn.getchannel("A")).tobytes()
            == picture.getchannel("A").tobytes()
        )


def test_a_chosen_scheme_keeps_its_colours(played: Played) -> None:
    """Who says that the bar is light or dark gets the coloured icon, which the menu bar leaves as it is."""
    light = played["images"][-1]

    assert not light["template"]
    drawn = render.draw(IconSpec(41, Level.CALM, scheme=IconScheme.LIGHT), 44)
    assert drawn.tobytes() == opened(light["raw"][1]).tobytes()


def test_the_text_beside_the_icon(played: Played) -> None:
    """It stands to the right of the picture while it is wanted, and nothing does otherwise; the tooltip has its own."""
    assert [["", ALONE], ["41%", LEFT], ["", ALONE]] == played["beside"]
    assert "5-hour session 41%" == played["tooltip"]


def test_the_menu(played: Played) -> None:
    """Its opening is told, and rows send their commands, those of submenus too."""
    assert ["MenuOpened", "Refresh", "Quit"] == played["commands"]


def test_less_motion(played: Played) -> None:
    """The wish for less motion is kept (accessibilityDisplayShouldReduceMotion)."""
    assert played["still"]


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("bar", [(246, 0), (30, 255)], ids=["light", "dark"])
@pytest.mark.parametrize("style", IconStyle)
@pytest.mark.parametrize("state", IconState)
def test_a_template_can_be_read(state: IconState, style: IconStyle, bar: tuple[int, int], folder: Path) -> None:
    """In the colour of the menu bar the figure stands out from its ground: at least 4.5:1 (WCAG), as in our colours."""
    alpha = Image.open(folder / f"{state}-{style}.png").getchannel("A")
    darkest, lightest = sorted(shade(bar, opaque) for opaque in (min(inner(alpha)), max(inner(alpha))))

    assert (lightest + 0.05) / (darkest + 0.05) >= 4.5


@pytest.mark.usefixtures("played")
@pytest.mark.parametrize("style", IconStyle)
def test_templates_differ(style: IconStyle, folder: Path) -> None:
    """Without colours every state is told by its shape."""
    shades = {state: Image.open(folder / f"{state}-{style}.png").getchannel("A") for state in IconState}

    for one, other in itertools.combinations(IconState, 2):
        assert ImageStat.Stat(ImageChops.difference(shades[one], shades[other])).mean[0] >= 2.5, (one, other)


def opened(raw: str) -> Image.Image:
    """A picture as it was handed over."""
    return Image.open(io.BytesIO(bytes.fromhex(raw)))


def inner(alpha: Image.Image) -> bytes:
    """What stands on the plate, without its rim."""
    return alpha.crop((6, 6, alpha.width - 6, alpha.height - 6)).tobytes()


def shade(bar: tuple[int, int], opaque: int) -> float:
    """How bright a pixel is to the eye, 0 to 1: a bar's own grey under its ink (WCAG, relative luminance)."""
    ground, ink = bar
    value = (ground + (ink - ground) * opaque / 255) / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
