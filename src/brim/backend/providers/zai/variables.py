"""The environment variables with keys of z.ai. This module must not know what follows from any of them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ZaiVariables(BaseSettings):
    """The names that tools give to the key, and where Claude Code keeps its settings."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    zai: SecretStr | None = Field(default=None, validation_alias="ZAI_API_KEY", description="The key.")
    z_ai: SecretStr | None = Field(default=None, validation_alias="Z_AI_API_KEY", description="The key.")
    glm: SecretStr | None = Field(default=None, validation_alias="GLM_API_KEY", description="The key.")
    zhipu: SecretStr | None = Field(default=None, validation_alias="ZHIPU_API_KEY", description="A key for China.")
    claude_folder: Path | None = Field(
        default=None, validation_alias="CLAUDE_CONFIG_DIR", description="Where Claude Code's settings are."
    )
