"""The files of a release with invented content, as `make wheel` and `make frozen` name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim import __version__
from recipes.release import LINUX, SOURCE, WINDOWS

if TYPE_CHECKING:
    from pathlib import Path


def write_release(folder: Path) -> None:
    """Write all three of them."""
    for pattern in (SOURCE, LINUX, WINDOWS):
        (folder / pattern.format(version=__version__)).write_bytes(pattern.encode())
