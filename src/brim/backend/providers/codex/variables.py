"""The environment variables of Codex. This module must not know what follows from any of them."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class CodexVariables(BaseSettings):
    """Where Codex keeps its files."""

    model_config = SettingsConfigDict(env_prefix="CODEX_", extra="ignore", env_ignore_empty=True)

    home: str | None = Field(default=None, description="CODEX_HOME: its whole folder.")
