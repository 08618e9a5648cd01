"""Which program starts this copy of Brim, and what its loader changed in the environment."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from brim.ownprogram import app_image, command_now, is_temporary, lasting_program, restore_environment

if TYPE_CHECKING:
    from pathlib import Path

LOADER = {"_PYI_ARCHIVE_FILE": "/opt/brim/brim", "_PYI_PARENT_PROCESS_LEVEL": "1", "HOME": "/home/a"}


def test_a_python_runs_brim_as_a_module() -> None:
    """Brim of a Python is started by that Python, and no entry names a frozen program."""
    assert (sys.executable, "-m", "brim", "details") == command_now("details")
    assert lasting_program() is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (LOADER | {"LD_LIBRARY_PATH": "/opt/brim/_internal"}, {"HOME": "/home/a"}),
        (
            LOADER | {"LD_LIBRARY_PATH": "/opt/brim/_internal:/mine", "LD_LIBRARY_PATH_ORIG": "/mine"},
            {"HOME": "/home/a", "LD_LIBRARY_PATH": "/mine"},
        ),
        ({"LD_LIBRARY_PATH": "/mine"}, {"LD_LIBRARY_PATH": "/mine"}),
    ],
)
def test_programs_get_the_library_path_of_the_user(before: dict[str, str], after: dict[str, str]) -> None:
    """What PyInstaller's loader set is gone, the user's own value is back, and without a loader nothing changes."""
    environment = dict(before)
    restore_environment(environment)

    assert after == environment


def test_only_its_own_app_image_counts(tmp_path: Path) -> None:
    """A program inside the mounted AppImage is started by the image; one from a terminal of another is not."""
    image, mounted = str(tmp_path / "Brim.AppImage"), tmp_path / "mount"
    mounted.mkdir()
    environment = {"APPIMAGE": image, "APPDIR": str(mounted)}

    assert image == app_image(str(mounted / "usr/lib/brim/brim"), environment)
    assert app_image("/opt/brim/brim", environment) is None
    assert app_image(str(mounted / "usr/lib/brim/brim"), {"APPDIR": str(mounted)}) is None


@pytest.mark.parametrize(
    ("executable", "temporary"),
    [
        ("/home/a/.cache/uv/archive-v0/Xy/bin/python", True),
        ("/home/a/.cache/uv/environments-v2/brim-1/bin/python3", True),
        ("/home/a/.cache/pipx/9d7b/bin/python", True),
        ("/home/a/.local/pipx/.cache/9d7b/bin/python", True),
        ("/Users/a/Library/Caches/pipx/9d7b/bin/python", True),
        ("C:\\Users\\a\\AppData\\Local\\pipx\\Cache\\9d7b\\Scripts\\python.exe", True),
        ("/private/var/folders/x/T/AppTranslocation/3B04-98B3/d/Brim.app/Contents/MacOS/brim", True),
        ("/Applications/Brim.app/Contents/MacOS/brim", False),
        ("/home/a/.local/share/uv/tools/brim/bin/python", False),
        ("/home/a/.local/share/pipx/venvs/brim/bin/python", False),
        ("/home/a/cache/brim/.venv/bin/python", False),
    ],
)
def test_a_copy_that_was_only_tried_is_known(executable: str, temporary: bool) -> None:  # noqa: FBT001 - a row of the table
    """What `uvx` and `pipx run` start is in a cache, and macOS starts a download in a folder of that start."""
    assert temporary is is_temporary(executable)
