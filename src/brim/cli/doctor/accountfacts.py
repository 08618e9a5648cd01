"""Facts about an account in `brim doctor --json`: login, requests, usage and the status line.

This module must not know how a fact is collected or evaluated.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.system.stateformat import Time
from brim.cli.doctor.redact import Redacted
from brim.model.account import Health
from brim.model.usage import Source

_FORMAT = ConfigDict(from_attributes=True, use_enum_values=True, frozen=True)


class LoginFacts(BaseModel):
    """The login, without any part of it that is secret or identifies a person."""

    model_config = _FORMAT

    origin: str = Field(description="file, keychain, environment or program")
    place: Redacted = Field(description="where it was found, or searched for")
    state: str = Field(description="usable, expired, no_scope, absent or unreadable")
    why: Redacted | None = Field(description="why it is unreadable")
    title: Redacted | None = Field(default=None, description="what is wrong with it")
    message: Redacted | None = Field(default=None, description="what to do about that")
    scopes: tuple[Redacted, ...] | None = Field(description="its scopes; null when it does not say")
    expires_at: Time | None = Field(description="when the token expires, which its program renews; null for never")
    ends_at: Time | None = Field(description="when it can no longer be renewed; null when it does not say")
    plan: Redacted | None = Field(description="for example Ultra")
    unseen: str | None = Field(default=None, description="what of the plan is not reported to anybody")


class RequestFacts(BaseModel):
    """Earlier attempts to fetch usage, and when the next one is."""

    model_config = _FORMAT

    tried_at: Time | None = Field(description="the last attempt")
    asked_at: Time | None = Field(description="the last request sent")
    health: Health | None = Field(description="how the last attempt ended; null before the first")
    failures: int = Field(description="failures of this kind in succession")
    title: Redacted | None = Field(description="what went wrong")
    message: Redacted | None = Field(description="what to do about it")
    blocked_until: Time | None = Field(description="rate limited until then")
    requests_today: int = Field(description="requests sent since 0:00 UTC")
    requests_total: int = Field(description="requests sent ever")
    requests_hour: int = Field(description="requests in the last hour, with those of the program that Brim ran")
    allowance_hour: int | None = Field(
        description="about so many are allowed, for all tools together; null where nobody knows"
    )
    next_read_at: Time | None = Field(description="when the next update is; null when there is none")
    next_read_reason: Redacted = Field(description="why then")
    refused: bool = Field(default=False, description="the server refused the login, which has not changed since")
    unsaved: bool = Field(description="the state could not be written")


class AttemptFacts(BaseModel):
    """One of the last attempts."""

    model_config = _FORMAT

    at: Time = Field(description="when it began")
    health: Health = Field(description="how it ended")
    seconds: float | None = Field(description="until its outcome; null when no request was sent")


class CliProbeFacts(BaseModel):
    """The program that can report usage, which is run on request only."""

    model_config = _FORMAT

    path: Redacted | None = Field(description="where it is; null when it was not found")
    at: Time | None = Field(description="when it was run last; null for never")
    health: Health | None = Field(description="how that ended; null while it is under way, and for never")
    title: Redacted | None = Field(description="what went wrong")
    total: int = Field(description="how often it was run")


class IncidentFacts(BaseModel):
    """The last answer of the status page."""

    model_config = _FORMAT

    looked_at: Time | None = Field(description="when; null for never")
    title: Redacted | None = Field(description="the incident; null when none was reported")


class WindowFacts(BaseModel):
    """The origin of the usage of one limit."""

    model_config = _FORMAT

    id: Redacted = Field(description="as settings name it")
    label: Redacted = Field(description="for a person")
    source: Source = Field(description="where the usage came from")
    read_at: Time = Field(description="when it was true")
    age_seconds: int = Field(description="how long ago that was")
    resets_at: Time | None = Field(description="when the window resets")
    known: bool = Field(description="there is a percentage")
    confirmed: bool = Field(description="false while an implausible percentage is rechecked")
    doubt: Redacted | None = Field(description="why it is unconfirmed, in words; null when it is confirmed")


class ExtraUsageFacts(BaseModel):
    """Extra usage, without its amounts."""

    model_config = _FORMAT

    enabled: bool = Field(description="whether it is on")
    disabled_reason: Redacted | None = Field(
        description="why it cannot be used, in the server's word; null while it can"
    )
    disabled_text: Redacted | None = Field(description="the same in words")


class MoneyFacts(BaseModel):
    """Usage in money without a plan, without its amounts."""

    model_config = _FORMAT

    source: Source = Field(description="where it came from")
    read_at: Time = Field(description="when it was true")
    age_seconds: int = Field(description="how long ago that was")


class StatuslineFacts(BaseModel):
    """`brim statusline` in the settings of the program that runs it."""

    model_config = _FORMAT

    settings: Redacted = Field(description="the settings of the program that runs it")
    fault: Redacted | None = Field(description="why they cannot be read")
    installed: bool = Field(description="the status line is Brim's")
    runs: bool = Field(description="the program that it names exists")
    chained: bool = Field(description="it runs the earlier status line")
    same_state: bool = Field(description="it stores the limits in the present data folder")
    blocked_by: tuple[Redacted, ...] = Field(default=(), description="settings that stop every status line")
    told_at: Time | None = Field(description="when limits were last reported; null for never")


class AccountFacts(BaseModel):
    """One account."""

    model_config = _FORMAT

    id: str = Field(description="16 hex digits; its folder among the files of state")
    provider: str = Field(description="as in the output of `brim status --json`")
    network: bool = Field(default=True, description="requests to it are switched on")
    network_fault: Redacted | None = Field(default=None, description="what to correct before it is asked again")
    folder: Redacted = Field(description="the program's folder, or the place of the login")
    read_as: Redacted | None = Field(default=None, description="the folder of the same account that is read instead")
    login: LoginFacts = Field(description="the login")
    profile_fault: Redacted | None = Field(default=None, description="why the program's file about it cannot be used")
    gate: RequestFacts = Field(description="attempts and requests")
    reads: tuple[AttemptFacts, ...] = Field(description="the last attempts, newest first")
    program: CliProbeFacts | None = Field(
        description="the program that can report usage; null for a provider that has none"
    )
    incidents: IncidentFacts = Field(description="the status page")
    stale: bool = Field(description="the usage is not from a fresh, successful attempt")
    windows: tuple[WindowFacts, ...] = Field(description="the origin of the usage of each limit")
    extra_usage: ExtraUsageFacts | None = Field(default=None, description="null when the account has none")
    saved_resets: int | None = Field(default=None, description="resets that the vendor keeps for the person")
    money: MoneyFacts | None = Field(default=None, description="null for an account with a plan")
    why: Redacted = Field(description="why the icon has its status, in one sentence")
    statusline: StatuslineFacts | None = Field(
        description="the status line of the program; null where it takes none from Brim"
    )
    detours: tuple[Redacted, ...] = Field(default=(), description="what the program's settings use instead of the plan")
