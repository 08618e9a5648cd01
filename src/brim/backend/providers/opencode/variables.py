"""The environment variables of opencode. This module must not know what follows from any of them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class OpencodeVariables(BaseSettings):
    """Where opencode keeps its keys, and a key in place of them."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    api_key: SecretStr | None = Field(default=None, validation_alias="OPENCODE_API_KEY", description="The key.")
    data_home: Path | None = Field(default=None, validation_alias="XDG_DATA_HOME", description="Where data is.")
    local_app_data: Path | None = Field(
        default=None, validation_alias="LOCALAPPDATA", description="Where data is on Windows."
    )
