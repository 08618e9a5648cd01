"""The environment variables of Claude Code itself. This module must not know what follows from any of them."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ClaudeCodeSettings(BaseSettings):
    """The variables of Claude Code itself that say where its login is, and what it uses instead of a plan."""

    model_config = SettingsConfigDict(env_prefix="CLAUDE_", extra="ignore")

    config_dir: str | None = Field(default=None, description="CLAUDE_CONFIG_DIR: its whole folder.")
    securestorage_config_dir: str | None = Field(
        default=None,
        description="CLAUDE_SECURESTORAGE_CONFIG_DIR: the folder of the login alone; set but empty means ~/.claude.",
    )
    code_oauth_token: SecretStr | None = Field(default=None, description="CLAUDE_CODE_OAUTH_TOKEN: instead of a login.")
    descriptor: str | None = Field(
        default=None,
        validation_alias="CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
        description="where Claude Code alone finds a token.",
    )
    use_bedrock: str | None = Field(default=None, validation_alias="CLAUDE_CODE_USE_BEDROCK", description="A cloud.")
    use_vertex: str | None = Field(default=None, validation_alias="CLAUDE_CODE_USE_VERTEX", description="A cloud.")
    use_foundry: str | None = Field(default=None, validation_alias="CLAUDE_CODE_USE_FOUNDRY", description="A cloud.")
    api_key: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_API_KEY", description="A key.")
    auth_token: SecretStr | None = Field(default=None, validation_alias="ANTHROPIC_AUTH_TOKEN", description="A key.")
    base_url: str | None = Field(default=None, validation_alias="ANTHROPIC_BASE_URL", description="A server.")
    system_root: Path = Field(
        default=Path("C:/Windows"), validation_alias="SystemRoot", description="SystemRoot: where Windows is."
    )
    user: str | None = Field(default=None, validation_alias="USER", description="USER: names the Keychain's item.")
