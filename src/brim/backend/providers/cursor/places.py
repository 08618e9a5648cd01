"""Where Cursor keeps its logins, on each system. This module must not know what is in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from brim.backend.providers.cursor.variables import CursorVariables
from brim.backend.system.homefolder import below_home

if TYPE_CHECKING:
    from brim.backend.providers.cursor.settings import CursorSettings

_STATE = Path("User/globalStorage/state.vscdb")


@dataclass(frozen=True, slots=True)
class CursorPlaces:
    """The two files that may hold a login."""

    app: Path
    cli: Path


def places(section: CursorSettings, platform: str) -> CursorPlaces:
    """The files of the settings, else the usual ones; raises ConfigError without a home folder."""
    variables = CursorVariables()
    config = variables.config_home or below_home("~/.config")
    app, cli = config / "Cursor", config / "cursor"
    if platform == "darwin":
        app = below_home("~/Library/Application Support/Cursor")
    elif platform == "win32" and variables.app_data is not None:
        app = cli = variables.app_data / "Cursor"
    return CursorPlaces(section.state_file or app / _STATE, section.auth_file or cli / "auth.json")
