"""The tray of macOS as a contract with AppKit: fakes receive its messages, and pystray's own code runs between.

These tests show that the right messages are sent in the right thread, not that a Mac does what its documentation says.
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

from brim.model.level import Level
from brim.model.options import IconScheme, IconStyle
from brim.tray.icon import render
from brim.tray.icon.iconspec import IconSpec
from brim.tray.icon.states import IconState

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="the fakes need a system like macOS")

CALM = IconSpec(41, Level.CALM)
LEFT, IMAGE_ONLY = 2, 1
"""NSImageLeft, NSImageOnly."""


class ImageRecord(TypedDict):
    """One image that the menu bar was given."""

    template: bool
    size: list[int]
    points: list[list[int]]
    pngs: list[str]


class Record(TypedDict, total=False):
    """What `fakemac.py` prints."""

    wrong_thread_calls: list[str]
    commands: list[str]
    hidden: list[list[bool]]
    policy: list[list[int]]
    reduced_motion: bool
    images: list[ImageRecord]
    removed: int
    tooltip: str
    labels: list[list[object]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the templates."""
    return tmp_path_factory.mktemp("templates")


@pytest.fixture(scope="module")
def record(folder: Path) -> Record:
    """The record of one run of the tray, from start to Quit."""
    command = [sys.executable, str(Path(__file__).with_name("fakemac.py")), str(folder)]
    completed = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert (0, "") == (completed.returncode, completed.stderr)
    printed: Record = json.loads(completed.stdout)
    return printed


def test_every_message_is_sent_in_the_main_thread(record: Record) -> None:
    """AppKit belongs to the main thread: calls from other threads are moved there, in their order."""
    assert [] == record["wrong_thread_calls"]


def test_the_program_has_no_icon_in_the_dock(record: Record) -> None:
    """It is an accessory (NSApplicationActivationPolicyAccessory); its icon is shown, and removed at the end."""
    assert [[1]] == record["policy"]
    assert [[False]] == record["hidden"]
    assert 1 == record["removed"]


def test_the_icon_is_a_template_for_each_density(record: Record) -> None:
    """The menu bar tints it; it has an image for plain screens and one for Retina, each drawn at its own size."""
    calm = record["images"][-2]

    assert calm["template"]
    assert [22, 22] == calm["size"]
    assert [[22, 22]] * 2 == calm["points"]
    for pixels, png in zip((22, 44), calm["pngs"], strict=True):
        template, drawn = opened(png), render.draw(CALM, pixels)
        assert (pixels, pixels) == template.size
        assert [(0, 0)] * 3 == list(template.getextrema())[:3]
        brightness = ImageChops.multiply(drawn.convert("L"), drawn.getchannel("A")).tobytes()
        opacities = dict(zip(brightness, template.getchannel("A").tobytes(), strict=True))
        assert (0, 255) == (opacities[0], opacities[255])
        assert all(opacity <= bright for bright, opacity in opacities.items())


def test_a_chosen_scheme_has_its_own_colours(record: Record) -> None:
    """A user who sets the bar to light or dark gets the coloured icon, which the menu bar does not tint."""
    light = record["images"][-1]

    assert not light["template"]
    drawn = render.draw(IconSpec(41, Level.CALM, scheme=IconScheme.LIGHT), 44)
    assert drawn.tobytes() == opened(light["pngs"][1]).tobytes()


def test_the_label_beside_the_icon(record: Record) -> None:
    """It is to the right of the image while the user wants it, and absent otherwise; the tooltip has its own text."""
    assert [["", IMAGE_ONLY], ["41%", LEFT], ["", IMAGE_ONLY]] == record["labels"]
    assert "Session 41%" == record["tooltip"]


def test_the_menu_sends_commands(record: Record) -> None:
    """Its opening sends a command, and so do its rows and the rows of submenus."""
    assert ["MenuOpened", "Refresh", "Quit"] == record["commands"]


def test_reduced_motion_is_read(record: Record) -> None:
    """The user's setting for less motion is respected (accessibilityDisplayShouldReduceMotion)."""
    assert record["reduced_motion"]


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("bar", [(246, 0), (30, 255)], ids=["light", "dark"])
@pytest.mark.parametrize("style", IconStyle)
@pytest.mark.parametrize("state", IconState)
def test_a_template_is_legible(state: IconState, style: IconStyle, bar: tuple[int, int], folder: Path) -> None:
    """In the menu bar's colour the figure contrasts with its background: at least 4.5:1 (WCAG), as in our colours."""
    alpha = Image.open(folder / f"{state}-{style}.png").getchannel("A")
    darkest, lightest = sorted(luminance(bar, opacity) for opacity in (min(inner(alpha)), max(inner(alpha))))

    assert (lightest + 0.05) / (darkest + 0.05) >= 4.5


@pytest.mark.usefixtures("record")
@pytest.mark.parametrize("style", IconStyle)
def test_templates_differ(style: IconStyle, folder: Path) -> None:
    """Without colours every state differs in shape."""
    alphas = {state: Image.open(folder / f"{state}-{style}.png").getchannel("A") for state in IconState}

    for first, second in itertools.combinations(IconState, 2):
        difference = ImageChops.difference(alphas[first], alphas[second])
        assert ImageStat.Stat(difference).mean[0] >= 2.5, (first, second)


def opened(png: str) -> Image.Image:
    """An image as the menu bar got it."""
    return Image.open(io.BytesIO(bytes.fromhex(png)))


def inner(alpha: Image.Image) -> bytes:
    """The part inside the border."""
    return alpha.crop((6, 6, alpha.width - 6, alpha.height - 6)).tobytes()


def luminance(bar: tuple[int, int], opacity: int) -> float:
    """The relative luminance of a pixel (WCAG), 0 to 1: the bar's own grey below its text colour."""
    ground, text = bar
    value = (ground + (text - ground) * opacity / 255) / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
