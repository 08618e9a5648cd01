"""The shape of a login's JSON, and whether a login can be used.

Facts, seen in Claude Code 2.1.330: `.credentials.json` and the item in the macOS Keychain hold the same JSON. The login
is under `claudeAiOauth`; its times are epoch milliseconds, and an expiry of null means a token that does not expire.
New keys are common. This module must not know where a login was found, nor how a token is used.
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

from brim.backend.providers.valueparsing import MILLISECONDS_FROM, Text, Time, parse_time
from brim.backend.system.files import short_path
from brim.model.numbers import parse_number
from brim.words import loginerrors

USAGE_SCOPE = "user:profile"
"""A login needs this scope to read usage."""
_PRINTABLE_ASCII = re.compile(r"[!-~]+")


def _parse_token(value: object) -> object:
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    return value if isinstance(text, str) and _PRINTABLE_ASCII.fullmatch(text) else None


def _parse_milliseconds(value: object) -> float | None:
    """An expiry in epoch milliseconds; also from seconds, from a string or from ISO 8601, so that it counts.

    None where it is not known: some programs write 0 for that.
    """
    epoch = parse_number(value)
    if epoch == 0:
        return None
    if epoch is not None:
        return epoch if abs(epoch) > MILLISECONDS_FROM else epoch * 1000
    when = parse_time(value)
    return when.timestamp() * 1000 if when is not None else None


def _parse_scopes(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return tuple(value.split())
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else None


class Credentials(BaseModel):
    """The part of `claudeAiOauth` that is needed; a value of unknown shape counts as absent."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    access_token: Annotated[SecretStr | None, BeforeValidator(_parse_token)] = Field(
        default=None, alias="accessToken", description="Bearer token; None when it is not printable ASCII"
    )
    expires_at: Annotated[float | None, BeforeValidator(_parse_milliseconds)] = Field(
        default=None, alias="expiresAt", description="epoch milliseconds; None does not expire, or is not known"
    )
    ends_at: Annotated[datetime | None, BeforeValidator(parse_time)] = Field(
        default=None, alias="refreshTokenExpiresAt", description="from then on it cannot be renewed"
    )
    scopes: Annotated[tuple[str, ...] | None, BeforeValidator(_parse_scopes)] = Field(
        default=None, description="what the login allows; None when it does not say"
    )
    subscription_type: Text = Field(default=None, alias="subscriptionType", description="pro, max, team, ... or new")
    rate_limit_tier: Text = Field(default=None, alias="rateLimitTier", description="for example default_claude_max_5x")
    plan_verified_at: Time = Field(
        default=None, alias="subscriptionTypeVerifiedAt", description="when the server named the plan"
    )
    account_uuid: Text = Field(default=None, alias="accountUuid", description="whose login it is")
    organization_uuid: Text = Field(default=None, alias="organizationUuid", description="whose plan it uses")


class LoginState(StrEnum):
    """Whether a login can be used, and why not."""

    USABLE = "usable"
    EXPIRED = "expired"
    """Its expiry has passed."""
    NO_SCOPE = "no_scope"
    """It may not read usage."""
    ABSENT = "absent"
    """There is no login."""
    UNREADABLE = "unreadable"
    """The store has content, but no login can be read from it."""


class LoginOrigin(StrEnum):
    """The kind of place where a login was found."""

    FILE = "file"
    KEYCHAIN = "keychain"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class Login:
    """A login as it was found, or the absence of one."""

    origin: LoginOrigin
    place: str
    """The path of the file, `the Keychain`, or the name of the variable."""
    state: LoginState
    store_version: str
    """Changes when the stored login does. Never made from a token."""
    credentials: Credentials | None = None
    unreadable_reason: str = ""
    """Why it is unreadable, in words or as a KeychainResult."""
    may_open: bool = True
    """Whether the system let Brim open it."""

    @property
    def display_place(self) -> str:
        """The place as people write it."""
        return short_path(Path(self.place)) if self.origin is LoginOrigin.FILE else self.place

    @property
    def version(self) -> str:
        """Changes when the stored login does, and when it expires."""
        return f"{self.store_version}-{self.state}"


@dataclass(frozen=True, slots=True)
class StoredLogin:
    """The login in a store, before its expiry is checked."""

    credentials: Credentials | None = None
    unreadable_reason: str = ""
    """Why no login can be read. Without credentials and without a reason there is no login."""
    may_open: bool = True
    """Whether the system let Brim open the store."""


def decode(raw: bytes) -> StoredLogin:
    """The login in the bytes of a store; never raises."""
    try:
        data = json.loads(raw)  # bytes, because json detects their encoding: Windows' tools write UTF-16
    except (ValueError, RecursionError):
        return StoredLogin(unreadable_reason=loginerrors.not_json())
    section = data.get("claudeAiOauth") if isinstance(data, dict) else None
    if not isinstance(section, dict) or not section:
        return StoredLogin()
    organization = section.get("organizationUuid") or data.get("organizationUuid")  # newer files have it twice
    credentials = Credentials.model_validate(section | {"organizationUuid": organization})
    if credentials.access_token is None:
        return StoredLogin(unreadable_reason=loginerrors.no_token())
    return StoredLogin(credentials)


def evaluate(stored: StoredLogin, now: datetime) -> LoginState:
    """The state of a login at `now`."""
    credentials = stored.credentials
    if credentials is None:
        return LoginState.UNREADABLE if stored.unreadable_reason else LoginState.ABSENT
    if credentials.scopes is not None and USAGE_SCOPE not in credentials.scopes:
        return LoginState.NO_SCOPE
    if credentials.expires_at is not None and credentials.expires_at <= now.timestamp() * 1000:
        return LoginState.EXPIRED
    return LoginState.USABLE
