"""The section `copilot` of the settings. This module must not know what a value is used for."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from brim.backend.providers.copilot.hosts import api_server, host_name, owner_of
from brim.backend.providers.copilot.words import host_of_another_server, unknown_host
from brim.backend.settings.values.fieldtypes import ExpandedPath
from brim.backend.settings.values.providersection import ApiUrl, ProviderSettings
from brim.words.translation import N_

DEFAULT_API_URL = "https://api.github.com"


def _valid_host(value: str) -> str:
    host = host_name(value)
    if host is None or api_server(host) is None:
        raise ValueError(unknown_host())
    return host


class CopilotSettings(ProviderSettings):
    """How GitHub Copilot is read."""

    api_url: ApiUrl = Field(
        default=DEFAULT_API_URL,
        description=N_(
            "Server that usage is fetched from: https, or http to a loopback address. Another one than GitHub's gets "
            "the login of one host only: of the tenant whose it is, else github.com unless host is set."
        ),
    )
    host: Annotated[str, AfterValidator(_valid_host)] | None = Field(
        default=None,
        examples=["corp.ghe.com"],
        description=N_(
            "The GitHub host of the account; if unset, github.com and each ghe.com tenant that has a login."
        ),
    )
    program: ExpandedPath | None = Field(
        default=None,
        examples=["/usr/bin/gh"],
        description=N_("The GitHub CLI, which reads its login from the keyring; if unset, `gh` is searched for."),
    )

    @field_validator("host")
    @classmethod
    def _is_of_the_server(cls, host: str | None, info: ValidationInfo) -> str | None:
        """The server of one host never gets the login of another one."""
        server = info.data.get("api_url", DEFAULT_API_URL)
        owner = None if server == DEFAULT_API_URL else owner_of(server)
        if owner is not None and host not in {None, owner}:
            raise ValueError(host_of_another_server(owner))
        return host
