"""The environment variables that say where Cursor's files are. This module must not know what follows from them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class CursorVariables(BaseSettings):
    """Where programs keep their settings."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True)

    config_home: Path | None = Field(default=None, validation_alias="XDG_CONFIG_HOME", description="On Linux.")
    app_data: Path | None = Field(default=None, validation_alias="APPDATA", description="On Windows.")
