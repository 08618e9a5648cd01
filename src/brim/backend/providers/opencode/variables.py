"""The environment variables of opencode. This module must not know what follows from any of them."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class OpencodeVariables(BaseSettings):
    """A key in place of those that opencode stored."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    api_key: SecretStr | None = Field(default=None, validation_alias="OPENCODE_API_KEY", description="The key.")
