"""Where keys of many services are kept on a machine: a file for Brim, and the file of the coding tool opencode.

This module must not know any service.
"""

from __future__ import annotations

import sys
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from brim.backend.providers.keys import KeyFile
from brim.backend.system.homefolder import below_home


class ToolFolders(BaseSettings):
    """Where tools keep their data."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    data_home: Path | None = Field(default=None, validation_alias="XDG_DATA_HOME", description="Where data is.")
    local_app_data: Path | None = Field(
        default=None, validation_alias="LOCALAPPDATA", description="Where data is on Windows."
    )


def own_file(path: Path | None) -> tuple[KeyFile, ...]:
    """The file that a setting names, with nothing but the key in it; none without a setting."""
    return () if path is None else (KeyFile(path, own=True),)


def opencode_file(
    *entries: str, server: str = "", general: bool = False, platform: str = sys.platform
) -> tuple[KeyFile, ...]:
    """The entries of opencode's `auth.json`, the strongest first.

    `server` is where their keys belong; general ones may be for other things than a plan.
    """
    path = _opencode_folder(platform) / "auth.json"
    return tuple(KeyFile(path, (entry, "key"), server=server, general=general) for entry in entries)


def opencode_sessions(platform: str = sys.platform) -> tuple[Path, ...]:
    """What changes while opencode is in use: its database with the log of it, or the folder that older ones fill."""
    folder = _opencode_folder(platform)
    return folder / "opencode.db", folder / "opencode.db-wal", folder / "storage/message"


def _opencode_folder(platform: str) -> Path:
    folders = ToolFolders()
    if platform == "win32" and folders.local_app_data is not None:
        return folders.local_app_data / "opencode"
    return (folders.data_home or below_home("~/.local/share")) / "opencode"
