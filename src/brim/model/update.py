"""A newer version of Brim, and how the copy that runs here was installed. It must not know how either is found out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class InstalledBy(StrEnum):
    """What put the copy of Brim that runs here on this machine, and so what brings a newer one."""

    UV_TOOL = "uv tool"
    PIPX = "pipx"
    UVX = "uvx"
    PIP = "pip"
    UV_PIP = "uv pip"
    FOLDER = "folder"
    """A folder with the source, which is run as it is."""
    APT = "apt"
    SYSTEM = "system"
    """The package manager of another system."""
    HOMEBREW = "homebrew"
    SCOOP = "scoop"
    WINGET = "winget"
    NIX = "nix"
    FLATPAK = "flatpak"
    APPIMAGE = "appimage"
    BUNDLE = "bundle"
    """A folder with a program that needs no Python."""


@dataclass(frozen=True, slots=True)
class Installation:
    """How this copy was installed."""

    by: InstalledBy
    command: str | None = None
    """What brings a newer version; None where no command does."""
    place: str = ""
    """The file or folder that a new one takes the place of, where no command does."""


@dataclass(frozen=True, slots=True)
class Update:
    """A version that is newer than the one that runs."""

    version: str
    installation: Installation
