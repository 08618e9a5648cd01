"""What the section of every provider in the settings has. This module must not know any provider."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from brim.backend.settings.values.urls import valid_api_url
from brim.words.translation import N_

type ApiUrl = Annotated[str, AfterValidator(valid_api_url)]
"""A server that logins may be sent to; it takes the place of the host of every request of its provider."""


def _no_empty_key(value: object) -> object:
    return value or None


type ApiKey = Annotated[SecretStr | None, BeforeValidator(_no_empty_key)]
"""A key that is never shown; an empty text is none."""


class ProviderSettings(BaseModel):
    """The section of a provider: which server is asked, and whether it is. Each one gives `api_url` its default."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    api_url: ApiUrl = Field(
        default="", description=N_("Server that usage is fetched from: https, or http to a loopback address.")
    )
    network: bool = Field(default=True, description=N_("Fetch usage online; false never sends a request."))
