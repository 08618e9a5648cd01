"""The section `zai` of the settings. This module must not know what a value is used for."""

from __future__ import annotations

from pydantic import Field

from brim.backend.providers.zai.names import SERVER
from brim.backend.settings.values.fieldtypes import ExpandedPath
from brim.backend.settings.values.providersection import ApiKey, ApiUrl, ProviderSettings
from brim.words.translation import N_


class ZaiSettings(ProviderSettings):
    """How z.ai is read."""

    api_url: ApiUrl = Field(
        default=SERVER,
        description=N_(
            "Server that usage is fetched from: https, or http to a loopback address. For China: "
            "https://open.bigmodel.cn."
        ),
    )
    api_key: ApiKey = Field(
        default=None,
        description=N_(
            "The API key; if unset, ZAI_API_KEY, Z_AI_API_KEY, GLM_API_KEY or ZHIPU_API_KEY, then key_file, then the "
            "one that opencode or Claude Code has."
        ),
    )
    key_file: ExpandedPath | None = Field(
        default=None,
        examples=["~/.config/brim/zai.key"],
        description=N_("A file that holds the API key and that nobody but you can read (mode 0600)."),
    )
