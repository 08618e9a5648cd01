"""One event, as the JSON that commands and own webhooks get.

It has `schema` (1), `event` (the rule), `at` (UTC), `account` (`id`, `label`, `name`, `provider`), `window` (id of the
limit, `login`, `reading` or `cost`), `percent` and `resets_at` (null where there are none), `refused`, `title` and
`text`. This module must not know how an event is sent.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from brim.backend.system.stateformat import Time


def _encodable(text: str) -> str:
    """A text without half a character, which no JSON can hold: the names in it come from other programs."""
    return text.encode("utf-8", "replace").decode()


type Text = Annotated[str, AfterValidator(_encodable)]


class HookAccount(BaseModel):
    """The account that an event is about."""

    id: str = Field(description="16 hex digits")
    label: Text = Field(description="for a person")
    name: Text = Field(default="", description="the label, with the provider where several are shown")
    provider: str = Field(default="", description="its name in the settings")


class HookEvent(BaseModel):
    """One event, as programs get it."""

    schema_: int = Field(default=1, serialization_alias="schema", description="changes only when a field must")
    event: str = Field(description="the rule that led to the alert")
    at: Time = Field(description="when the alert was sent")
    account: HookAccount = Field(description="the account that it is about")
    window: str = Field(description="id of the limit, login, reading or cost")
    percent: float | None = Field(default=None, description="percent used")
    refused: bool = Field(default=False, description="the vendor refuses now, whatever the percentage says")
    resets_at: Time | None = Field(default=None, description="when the window resets")
    title: Text = Field(description="title of the alert")
    text: Text = Field(description="what it means")
    link: str = Field(default="", exclude=True, description="the page with the same usage, for messages")

    def json_body(self) -> bytes:
        """The event as Brim's own JSON."""
        return self.model_dump_json(by_alias=True).encode()
