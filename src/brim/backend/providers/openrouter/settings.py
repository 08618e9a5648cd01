"""The section `openrouter` of the settings. This module must not know what a value is used for."""

from __future__ import annotations

from pydantic import Field

from brim.backend.settings.values.fieldtypes import ExpandedPath
from brim.backend.settings.values.providersection import ApiKey, ApiUrl, ProviderSettings
from brim.words.translation import N_


class OpenrouterSettings(ProviderSettings):
    """How OpenRouter is read."""

    api_url: ApiUrl = Field(
        default="https://openrouter.ai",
        description=N_("Server that usage is fetched from: https, or http to a loopback address."),
    )
    api_key: ApiKey = Field(
        default=None,
        description=N_("The API key; if unset, OPENROUTER_API_KEY, then key_file, then the one that opencode stored."),
    )
    key_file: ExpandedPath | None = Field(
        default=None,
        examples=["~/.config/brim/openrouter.key"],
        description=N_("A file that holds the API key and that nobody but you can read (mode 0600)."),
    )
