"""The system's folders for this user's programs. This module must not know what is kept there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def default_state_dir() -> Path:
    """The system's folder for the state of this user's programs."""
    import platformdirs

    return platformdirs.user_state_path("brim", appauthor=False)


def default_config_dir() -> Path:
    """The system's folder for the configuration of this user's programs."""
    import platformdirs

    return platformdirs.user_config_path("brim", appauthor=False)
