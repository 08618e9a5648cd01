"""The environment variables of GitHub's tools. This module must not know what follows from any of them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class CopilotVariables(BaseSettings):
    """Where GitHub's tools keep their logins, and tokens in place of them."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    copilot_token: SecretStr | None = Field(
        default=None, validation_alias="COPILOT_GITHUB_TOKEN", description="The token of the Copilot CLI."
    )
    gh_token: SecretStr | None = Field(
        default=None, validation_alias="GH_TOKEN", description="The token of the GitHub CLI."
    )
    github_token: SecretStr | None = Field(
        default=None, validation_alias="GITHUB_TOKEN", description="The token of scripts."
    )
    gh_host: str | None = Field(default=None, validation_alias="GH_HOST", description="The host of these tokens.")
    copilot_home: Path | None = Field(
        default=None, validation_alias="COPILOT_HOME", description="The folder of the Copilot CLI."
    )
    gh_config_dir: Path | None = Field(
        default=None, validation_alias="GH_CONFIG_DIR", description="The folder of the GitHub CLI."
    )
    config_home: Path | None = Field(
        default=None, validation_alias="XDG_CONFIG_HOME", description="Where configuration is."
    )
    app_data: Path | None = Field(
        default=None, validation_alias="APPDATA", description="Where configuration is on Windows."
    )
    local_app_data: Path | None = Field(
        default=None, validation_alias="LOCALAPPDATA", description="Where data is on Windows."
    )
