"""`brim icons`: the images that it writes, and its errors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PIL import Image

from brim.cli.run import run
from brim.model.options import IconScheme, IconStyle
from brim.tray.icon.render import draw
from brim.tray.icon.states import IconState, sample_spec

if TYPE_CHECKING:
    from pathlib import Path


def _drawn(path: Path, *arguments: str) -> Image.Image:
    assert run(["icons", "--out", str(path), *arguments]) == 0
    with Image.open(path) as image:
        image.load()
        return image


@pytest.mark.parametrize("state", IconState)
@pytest.mark.parametrize("style", IconStyle)
def test_each_state_is_drawn_as_in_the_tray(tmp_path: Path, state: IconState, style: IconStyle) -> None:
    """The file is a transparent PNG of the requested size with the icon of the tray."""
    image = _drawn(tmp_path / "one.png", "--state", state, "--style", style, "--size", "22", "--scheme", "light")

    assert ("PNG", "RGBA", (22, 22)) == (image.format, image.mode, image.size)
    assert image.tobytes() == draw(sample_spec(state, style=style, scheme=IconScheme.LIGHT), 22).tobytes()


def test_percentage_decides_the_level(tmp_path: Path) -> None:
    """92.9 is drawn as the critical 92; the default size is 64."""
    image = _drawn(tmp_path / "one.png", "--percent", "92.9")

    assert image.tobytes() == draw(sample_spec(IconState.CRITICAL, 92), 64).tobytes()


def test_without_percentage_and_state_a_sheet_is_drawn(tmp_path: Path) -> None:
    """The sheet has all styles and panels, or the style and panel of the arguments."""
    whole = _drawn(tmp_path / "all.png")
    part = _drawn(tmp_path / "part.png", "--style", "ring", "--scheme", "dark", "--size", "22")

    assert whole.height > 20 * part.height
    assert part.getpixel((0, 0)) == (0x35, 0x35, 0x35)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--out", "icon.jpg"],
        ["--out", "icon.png", "--style", "cube"],
        ["--out", "icon.png", "--state", "happy"],
        ["--out", "icon.png", "--scheme", "pink"],
        ["--out", "icon.png", "--percent", "101"],
        ["--out", "icon.png", "--percent", "-1"],
        ["--out", "icon.png", "--percent", "many"],
        ["--out", "icon.png", "--percent", "nan"],
        ["--out", "icon.png", "--percent", "100", "--state", "calm"],
        ["--out", "icon.png", "--size", "7"],
        ["--out", "icon.png", "--size", "1025"],
    ],
)
def test_invalid_argument_is_one_line(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names the value and what is valid; the exit code is 2, and nothing is written."""
    monkeypatch.chdir(tmp_path)

    assert run(["icons", *arguments]) == 2
    error = capsys.readouterr().err
    assert (1, True) == (error.count("\n"), error.startswith("brim: "))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["nowhere/icon.png", ".png"])
def test_file_that_cannot_be_written_is_named(place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The error is one line with the file and the reason."""
    (tmp_path / ".png").mkdir()

    assert run(["icons", "--out", str(tmp_path / place), "--percent", "41"]) == 1
    error = capsys.readouterr().err
    assert (1, True) == (error.count("\n"), place in error)
