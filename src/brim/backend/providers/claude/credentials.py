"""The shapes of a login and what each is good for.

Facts, seen in Claude Code 2.1.330: the same JSON stands in `.credentials.json` and in the macOS Keychain. The login is
under `claudeAiOauth`; its times are epoch milliseconds, and an expiry of null means a token that lasts. New keys are
common. This module must not know where a login was found, nor how a token is used.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from brim.backend.providers.values import MILLISECONDS_FROM, Text, number, time
from brim.backend.system.files import short_path
from brim.words import loginerrors

SCOPE = "user:profile"
"""What a login must allow for its usage to be read."""
_PLAIN = re.compile(r"[!-~]+")


def _token(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    return value if isinstance(text, str) and _PLAIN.fullmatch(text) else None


def _milliseconds(value: object) -> float | None:
    """An expiry in epoch milliseconds; also one in seconds, in a string or as ISO 8601, so that it is believed."""
    epoch = number(value)
    if epoch is not None:
        return epoch if abs(epoch) > MILLISECONDS_FROM else epoch * 1000
    when = time(value)
    return when.timestamp() * 1000 if when is not None else None


def _scopes(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return tuple(value.split())
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else None


class Credentials(BaseModel):
    """The part of `claudeAiOauth` that is needed; whatever has another shape than known counts as absent."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    access_token: Annotated[SecretStr | None, BeforeValidator(_token)] = Field(
        default=None, alias="accessToken", description="Bearer token; None when it is not printable ASCII"
    )
    expires_at: Annotated[float | None, BeforeValidator(_milliseconds)] = Field(
        default=None, alias="expiresAt", description="epoch milliseconds; None lasts"
    )
    ends_at: Annotated[datetime | None, BeforeValidator(time)] = Field(
        default=None, alias="refreshTokenExpiresAt", description="from then on it cannot be renewed"
    )
    scopes: Annotated[tuple[str, ...] | None, BeforeValidator(_scopes)] = Field(
        default=None, description="what the login allows; None when it does not say"
    )
    subscription_type: Text = Field(default=None, alias="subscriptionType", description="pro, max, team, ... or new")
    rate_limit_tier: Text = Field(default=None, alias="rateLimitTier", description="for example default_claude_max_5x")
    account_uuid: Text = Field(default=None, alias="accountUuid", description="whose login it is")
    organization_uuid: Text = Field(default=None, alias="organizationUuid", description="whose plan it uses")


class LoginState(StrEnum):
    """What a login is good for."""

    USABLE = "usable"
    EXPIRED = "expired"
    """Past its time."""
    NO_SCOPE = "no_scope"
    """It may not read usage."""
    ABSENT = "absent"
    """There is no login."""
    UNREADABLE = "unreadable"
    """There is something, but no login can be read from it."""


class LoginOrigin(StrEnum):
    """The kind of place where a login was found."""

    FILE = "file"
    KEYCHAIN = "keychain"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Login:
    """What was found."""

    origin: LoginOrigin
    place: str
    """The path of the file, `the Keychain`, or the name of the variable."""
    state: LoginState
    changed: str
    """Changes when the login does. Never made from a token."""
    credentials: Credentials | None = None
    why: str = ""
    """Why it is unreadable, in words or as a keychain.Answer."""

    @property
    def shown(self) -> str:
        """The place as people write it."""
        return short_path(Path(self.place)) if self.origin is LoginOrigin.FILE else self.place

    @property
    def stamp(self) -> str:
        """Changes when the login does, and when time makes it useless."""
        return f"{self.changed}-{self.state}"


@dataclass(frozen=True, slots=True)
class StoredLogin:
    """What the JSON of a store says, before the time judges it."""

    credentials: Credentials | None = None
    why: str = ""
    """Why no login can be read; empty without credentials when there is none."""


def decode(raw: bytes) -> StoredLogin:
    """The login in the text of a store; never raises."""
    try:
        data = json.loads(raw)  # bytes, so that it finds out their encoding: Windows' tools write UTF-16
    except (ValueError, RecursionError):
        return StoredLogin(why=loginerrors.NOT_JSON)
    section = data.get("claudeAiOauth") if isinstance(data, dict) else None
    if not isinstance(section, dict) or not section:
        return StoredLogin()
    whole = section.get("organizationUuid") or data.get("organizationUuid")  # new ones say it twice
    credentials = Credentials.model_validate(section | {"organizationUuid": whole})
    return StoredLogin(credentials) if credentials.access_token is not None else StoredLogin(why=loginerrors.NO_TOKEN)


def evaluate(content: StoredLogin, now: datetime) -> LoginState:
    """What a login is good for at `now`."""
    found = content.credentials
    if found is None:
        return LoginState.UNREADABLE if content.why else LoginState.ABSENT
    if found.scopes is not None and SCOPE not in found.scopes:
        return LoginState.NO_SCOPE
    if found.expires_at is not None and found.expires_at <= now.timestamp() * 1000:
        return LoginState.EXPIRED
    return LoginState.USABLE
