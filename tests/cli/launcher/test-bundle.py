"""The small application that `brim launcher on` makes on macOS; it has not been run on a Mac."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from brim.cli.launcher.manifest import Manifest
from brim.cli.launcher.placing import put, take_back
from brim.cli.launcher.plan import bundle

if TYPE_CHECKING:
    from pathlib import Path

COMMAND = ("/bin/echo", "it's $HOME", "100%")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """The application, put into a folder that it makes."""
    path = tmp_path / "Applications" / "Brim.app"
    assert () == put(bundle(path, COMMAND), Manifest(), Manifest(command=COMMAND), lambda _record: None)
    return path


def test_the_bundle_names_what_is_in_it(app: Path) -> None:
    """Finder reads program and icon from the property list, and shows nothing in the Dock."""
    properties = plistlib.loads((app / "Contents/Info.plist").read_bytes())

    assert (app / "Contents/MacOS" / properties["CFBundleExecutable"]).is_file()
    assert (app / "Contents/Resources" / f"{properties['CFBundleIconFile']}.icns").read_bytes()[:4] == b"icns"
    assert properties["LSUIElement"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no shell that starts it")
def test_its_program_starts_the_command_word_by_word(app: Path) -> None:
    """The program of the bundle can be executed, and passes unusual letters on as they are."""
    started = subprocess.run([app / "Contents/MacOS/brim"], capture_output=True, text=True, check=True, timeout=30)

    assert "it's $HOME 100% --details-if-running\n" == started.stdout


def test_the_bundle_is_taken_back_as_a_whole(tmp_path: Path) -> None:
    """Nothing of the bundle is left, nor the folder made for it; a file that somebody added keeps its folder."""
    records: list[Manifest] = []
    app = tmp_path / "Applications" / "Brim.app"
    put(bundle(app, COMMAND), Manifest(), Manifest(command=COMMAND), records.append)
    assert () == take_back(records[-1], records.append)
    assert [] == list(tmp_path.iterdir())

    put(bundle(app, COMMAND), Manifest(), Manifest(command=COMMAND), records.append)
    (app / "Contents/Resources/mine.txt").touch()
    take_back(records[-1], records.append)
    assert [app / "Contents/Resources/mine.txt"] == [path for path in tmp_path.rglob("*") if path.is_file()]
    assert Manifest() == records[-1]
