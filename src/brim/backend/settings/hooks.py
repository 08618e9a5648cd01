"""The section `hooks` of the settings: commands and URLs that get an event.

This module must not know where a value comes from, nor how an event is sent.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationInfo

from brim.backend.settings.values.fieldtypes import parse_json
from brim.backend.settings.values.urls import valid_webhook_url
from brim.model.webhook import WebhookKind
from brim.words.translation import N_

type Event = Literal["limit", "pace", "reset", "spend", "cost", "login", "lost", "back", "all"]


def _complete(value: SecretStr, info: ValidationInfo) -> SecretStr:
    """An address with all that its service needs; raises ValueError without any part of it."""
    from brim.backend.outputs.messages.services import fault_of  # only where there is an address at all

    kind = WebhookKind(info.data.get("webhook_kind", WebhookKind.AUTO))
    if (fault := fault_of(value.get_secret_value(), kind)) is not None:
        raise ValueError(fault)
    return value


type Webhook = Annotated[SecretStr, AfterValidator(valid_webhook_url), AfterValidator(_complete)]


class HookSettings(BaseModel):
    """What is started or called for an event."""

    model_config = ConfigDict(extra="ignore", use_enum_values=True, validate_default=True, hide_input_in_errors=True)

    command: Annotated[dict[Event, str], BeforeValidator(parse_json)] = Field(
        default_factory=dict,
        description=N_("Command line for each event; it gets the event as JSON on standard input."),
    )
    webhook_kind: WebhookKind = Field(
        default=WebhookKind.AUTO,
        description=N_(
            "What your own server is: ntfy, gotify, mattermost, or brim for Brim's JSON; auto knows ntfy.sh, Slack, "
            "Discord, Telegram and Pushover by their host."
        ),
    )
    webhook: Annotated[dict[Event, Webhook], BeforeValidator(parse_json)] = Field(
        default_factory=dict,
        description=N_(
            "URL for each event, as the service shows it, with what else it needs: ntfy.sh/TOPIC, ?chat_id= "
            "(Telegram), ?token=&user= (Pushover), ?token= (Gotify). Any other URL gets JSON in a POST."
        ),
    )
    seconds: float = Field(default=10, ge=1, le=120, description=N_("Time limit of an attempt, in seconds."))
