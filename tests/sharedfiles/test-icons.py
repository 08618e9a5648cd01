"""The icon in all its forms: made from the two drawings, and what each system wants."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from brim.packagefiles import ICON, SHARE, icon_file
from sharedfiles.contents import ROOT, contents
from sharedfiles.icons import SIZES, icons

ICONS = icons(ROOT)
MOST_DIFFERENCE = 2
"""Of 255: processors may round a blended pixel in another way."""
_SVG = "{http://www.w3.org/2000/svg}"


def png(content: bytes) -> Image.Image:
    """A picture in memory."""
    return Image.open(io.BytesIO(content)).convert("RGBA")


@pytest.mark.parametrize("name", [name for name in ICONS if name.endswith((".png", ".svg"))])
def test_a_kept_picture_is_fresh(name: str) -> None:
    """Each kept picture is what the drawing in `assets` gives now; `make shared-files` draws it again."""
    kept = (ROOT / name).read_bytes()
    if name.endswith(".svg"):
        assert ICONS[name] == kept, "run: make shared-files"
    else:
        difference = ImageStat.Stat(ImageChops.difference(png(ICONS[name]), png(kept)))
        assert max(most for _, most in difference.extrema) <= MOST_DIFFERENCE, "run: make shared-files"


@pytest.mark.parametrize(("form", "sides"), [("ico", {16, 24, 32, 48, 256}), ("icns", {16, 32, 64, 128, 256, 512})])
def test_the_forms_of_other_systems_have_the_kept_pictures(form: str, sides: set[int]) -> None:
    """The icons of Windows and macOS hold the kept PNG files of these sizes, and can be opened."""
    content = (ROOT / f"src/brim/cli/launcher/brim.{form}").read_bytes()

    assert sides <= {side for side in SIZES if Path(icon_file(side)).read_bytes() in content}
    with Image.open(io.BytesIO(content)) as picture:
        assert max(sides) == picture.size[0]


@pytest.mark.parametrize("side", SIZES)
def test_a_picture_has_its_size_and_clear_corners(side: int) -> None:
    """Each size is drawn for itself, and the corners show what is behind."""
    with Image.open(icon_file(side)) as picture:
        assert (side, side) == picture.size
        assert picture.convert("RGBA").getpixel((0, 0))[3] < 64  # type: ignore[index] # a pixel of RGBA


@pytest.mark.parametrize("ground", [(36, 36, 38), (246, 245, 244)])
def test_it_stands_out_at_sixteen_pixels(ground: tuple[int, int, int]) -> None:
    """On dark and light ground the stem is white and the ring is yellow, on whole pixels, at the smallest size."""
    with Image.open(icon_file(16)) as picture:
        seen = Image.new("RGB", (16, 16), ground)
        seen.paste(picture, mask=picture.convert("RGBA").getchannel("A"))
    colours = [seen.getpixel((x, 8)) for x in range(16)]

    assert [3, 4] == [x for x, colour in enumerate(colours) if colour == (255, 255, 255)]
    assert any(colour == (255, 214, 64) for colour in colours[10:14])


def test_the_symbolic_icon_can_be_coloured_by_the_desktop() -> None:
    """It has one colour and no strokes, which GTK would not colour, and no ground."""
    root = ET.fromstring((ROOT / "assets/brim-symbolic.svg").read_text("utf-8"))  # our own file

    fills = {element.get("fill") for element in root.iter() if element.get("fill")}
    assert {"#2e3436"} == fills
    assert not any(element.get("stroke") for element in root.iter())
    assert not list(root.iter(f"{_SVG}rect"))
    assert "16" == root.get("width") == root.get("height")


def test_nothing_else_is_installed() -> None:
    """Each file below `share` is made from a source; one that is made no more was removed."""
    kept = {path.relative_to(ROOT).as_posix() for path in Path(SHARE).rglob("*") if path.is_file()}

    assert kept == {name for name in (*contents(), *ICONS) if name.startswith("src/brim/share/")}
    assert Path(ICON).is_file()
