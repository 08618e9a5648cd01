"""The environment variable of OpenRouter. This module must not know what follows from it."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class OpenrouterVariables(BaseSettings):
    """The key that programs for OpenRouter use."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    api_key: SecretStr | None = Field(default=None, validation_alias="OPENROUTER_API_KEY", description="The key.")
