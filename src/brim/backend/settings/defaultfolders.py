"""The system's folders for this user's programs; without a home folder each raises ConfigError.

This module must not know what is kept there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from brim.backend.system.homefolder import below_home

if TYPE_CHECKING:
    from pathlib import Path


def default_state_dir() -> Path:
    """The system's folder for the state of this user's programs."""
    import platformdirs

    return _absolute(platformdirs.user_state_path("brim", appauthor=False), ".local/state")


def default_config_dir() -> Path:
    """The system's folder for the configuration of this user's programs."""
    import platformdirs

    return _absolute(platformdirs.user_config_path("brim", appauthor=False), ".config")


def _absolute(folder: Path, usual: str) -> Path:
    """The folder, or the usual one below the home folder for a relative one.

    A relative path in XDG_STATE_HOME or XDG_CONFIG_HOME counts for nothing (XDG Base Directory Specification), but
    platformdirs before 4.12 takes it.
    """
    return folder if folder.is_absolute() else below_home(f"~/{usual}") / "brim"
