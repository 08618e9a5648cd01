"""What a release is: its version, whose it is, and its files with their addresses and hashes.

All recipes take it from here, so none can name another version. This module must not know any package manager.
"""

from __future__ import annotations

import base64
import hashlib
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from brim import __version__
from brim.words import launcher as words
from recipes.locked import Locked, locked
from sharedfiles.contents import ROOT
from sharedfiles.metainfo import application_id, homepage

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "brim-{version}.tar.gz"
LINUX = "brim-{version}-linux-x86_64.tar.gz"
WINDOWS = "brim-{version}-windows-x86_64.zip"
"""The names that `make wheel` and `make frozen` give their files."""
_INDEX = "https://files.pythonhosted.org/packages/source/b/brim/"


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file that people download."""

    name: str
    url: str
    sha256: str
    """Hexadecimal, in small letters."""

    @property
    def sri(self) -> str:
        """The hash as Nix writes it (W3C Subresource Integrity)."""
        return "sha256-" + base64.b64encode(bytes.fromhex(self.sha256)).decode()


@dataclass(frozen=True, slots=True)
class Release:
    """One version of Brim, and what it needs."""

    version: str
    address: str
    """Of the project."""
    summary: str
    requirements: tuple[str, ...]
    """As pyproject.toml has them."""
    packages: tuple[Locked, ...]
    """Everything that an installation brings, as uv.lock has it."""
    files: dict[str, ReleaseFile]
    """By the patterns above; a file that was not built is not there."""

    @property
    def application(self) -> str:
        """The name among all applications, such as io.github.owner.brim."""
        return application_id(self.address)

    @property
    def owner(self) -> str:
        """Whose project it is, on GitHub."""
        return self.address.split("/")[-2]


def release(dist: Path) -> Release:
    """The release whose files are in this folder; raises OSError where none can be read."""
    address = homepage(ROOT)
    downloads = f"{address}/releases/download/v{__version__}/"
    places = {SOURCE: _INDEX, LINUX: downloads, WINDOWS: downloads}
    files = {}
    for pattern, place in places.items():
        path = dist / pattern.format(version=__version__)
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            files[pattern] = ReleaseFile(path.name, place + path.name, digest)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    packages = locked((ROOT / "uv.lock").read_text("utf-8"))
    return Release(__version__, address, words.summary(), tuple(project["dependencies"]), packages, files)
