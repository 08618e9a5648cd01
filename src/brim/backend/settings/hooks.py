"""The section `hooks` of the settings: commands and URLs that get an event.

This module must not know where a value comes from, nor how an event is sent.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from brim.backend.settings.fieldtypes import parse_json
from brim.backend.settings.urls import valid_webhook_url
from brim.words.translation import N_

type Event = Literal["limit", "pace", "reset", "spend", "login", "lost", "back", "all"]
type Webhook = Annotated[SecretStr, AfterValidator(valid_webhook_url)]


class HookSettings(BaseModel):
    """What is started or called for an event."""

    model_config = ConfigDict(extra="ignore")

    command: Annotated[dict[Event, str], BeforeValidator(parse_json)] = Field(
        default_factory=dict,
        description=N_("Command line for each event; it gets the event as JSON on standard input."),
    )
    webhook: Annotated[dict[Event, Webhook], BeforeValidator(parse_json)] = Field(
        default_factory=dict, description=N_("URL for each event; it gets the event as JSON in a POST.")
    )
    seconds: float = Field(default=10, ge=1, le=120, description=N_("Time limit of an attempt, in seconds."))
