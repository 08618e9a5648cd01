"""Finds and reads Claude Code's login. Read only: never refreshed, never written, never copied.

Facts, seen in Claude Code 2.1.330: the login is `<folder>/.credentials.json`, where the folder is
CLAUDE_SECURESTORAGE_CONFIG_DIR (empty means ~/.claude), else CLAUDE_CONFIG_DIR, else ~/.claude; who is logged in stands
in `.claude.json`, in the home folder or, with CLAUDE_CONFIG_DIR, in that folder. Both are rewritten while we read. This
module must not know how a token is used.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr

from brim.backend.files import read_plain
from brim.backend.providers.claude.wire import MILLISECONDS_FROM, Text, number, time
from brim.errors import ConfigError

if TYPE_CHECKING:
    from brim.backend.settings import AppSettings, ClaudeCodeSettings

SCOPE = "user:profile"
"""What a login must allow for its usage to be read."""
_LARGEST_LOGIN = 1_000_000
_LARGEST_PROFILE = 32_000_000
_TRIES = 4
_TRY_SECONDS = 0.05
_PLAIN = re.compile(r"[!-~]+")
_PLAN_NAME = re.compile(r"[A-Za-z0-9 .+\-]{1,40}")
_TIMES = re.compile(r"(?:^|_)(\d{1,3}x)$")


def _token(value: object) -> str | None:
    return value if isinstance(value, str) and _PLAIN.fullmatch(value) else None


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
    scopes: Annotated[tuple[str, ...] | None, BeforeValidator(_scopes)] = Field(
        default=None, description="what the login allows; None when it does not say"
    )
    subscription_type: Text = Field(default=None, alias="subscriptionType", description="pro, max, team, ... or new")
    rate_limit_tier: Text = Field(default=None, alias="rateLimitTier", description="for example default_claude_max_5x")
    account_uuid: Text = Field(default=None, alias="accountUuid", description="whose login it is")


class Profile(BaseModel):
    """The part of `oauthAccount` in `.claude.json` that is needed."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    account_uuid: Text = Field(default=None, alias="accountUuid", description="who is logged in")
    email_address: Text = Field(default=None, alias="emailAddress", description="of the account")
    plan_display_name: Text = Field(default=None, alias="planDisplayName", description="the plan in the server's words")
    organization_type: Text = Field(default=None, alias="organizationType", description="for example claude_max")
    user_rate_limit_tier: Text = Field(default=None, alias="userRateLimitTier", description="of the seat")
    organization_rate_limit_tier: Text = Field(default=None, alias="organizationRateLimitTier", description="of all")


@dataclass(frozen=True, slots=True)
class Notes:
    """What `.claude.json` says of the account."""

    profile: Profile = field(default_factory=Profile)
    usage: object = None
    """Claude Code's own last reading, as it stands there."""


class State(StrEnum):
    """What a login is good for."""

    USABLE = "usable"
    EXPIRED = "expired"
    """Past its time."""
    NO_SCOPE = "no_scope"
    """It may not read usage."""
    ABSENT = "absent"
    """There is no login."""
    UNREADABLE = "unreadable"
    """There is a file, but no login can be read from it."""


@dataclass(frozen=True, slots=True)
class Login:
    """What was found at the place of the login."""

    place: Path
    state: State
    changed: str
    """Time and size of the file."""
    credentials: Credentials | None = None
    why: str = ""
    """Why it is unreadable, in words."""

    @property
    def stamp(self) -> str:
        """Changes when the file does, and when time makes the login useless."""
        return f"{self.changed}-{self.state}"


def folder(settings: AppSettings, claude_code: ClaudeCodeSettings) -> Path:
    """The folder that holds the login; raises ConfigError when it lies in a home folder that is not known."""
    if settings.claude.config_dir is not None:
        return settings.claude.config_dir
    own = claude_code.securestorage_config_dir
    return _expanded(claude_code.config_dir if own is None else own)


def home(settings: AppSettings, claude_code: ClaudeCodeSettings) -> Path:
    """Claude Code's folder for all but the login; raises ConfigError when its home folder is not known."""
    return settings.claude.config_dir or _expanded(claude_code.config_dir)


def _expanded(named: str | None) -> Path:
    try:
        return Path(named or "~/.claude").expanduser()
    except RuntimeError as error:
        words = "Set HOME, or BRIM_CLAUDE__CONFIG_DIR to Claude Code's folder."
        raise ConfigError("The login folder is in a home folder that is not known", words) from error


async def read_login(place: Path, now: datetime) -> Login:
    """The login in `place/.credentials.json`; a file caught half-written is read again shortly after."""
    path = place / ".credentials.json"
    login = await asyncio.to_thread(_read_login, path, now)
    for _ in range(_TRIES - 1):
        if login.state is not State.UNREADABLE or not login.why.startswith("it is not JSON"):
            break
        await asyncio.sleep(_TRY_SECONDS)
        login = await asyncio.to_thread(_read_login, path, now)
    return login


async def read_notes(place: Path) -> Notes:
    """What Claude Code has noted beside the login folder; empty when it has not."""
    return await asyncio.to_thread(_read_notes, place)


def notes_places(place: Path) -> tuple[Path, ...]:
    """Where Claude Code's notes may lie, first one first: beside `~/.claude`, else in the folder that was named."""
    beside = place.parent / ".claude.json" if place.name == ".claude" else place / ".claude.json"
    return tuple(dict.fromkeys((place / ".claude.json", beside, place / ".config.json")))


def file_stamp(place: Path) -> str:
    """Time and size of the login file, without opening it."""
    try:
        found = (place / ".credentials.json").stat()
    except OSError as error:
        return f"none-{error.errno}"
    return f"{found.st_mtime_ns}-{found.st_size}"


def changed_at(place: Path) -> datetime:
    """When the login file last changed; long ago when there is none."""
    try:
        seconds = (place / ".credentials.json").stat().st_mtime
    except OSError:
        seconds = 0.0
    return datetime.fromtimestamp(int(seconds), UTC)


def plan_label(credentials: Credentials, profile: Profile) -> str | None:
    """For example `Max 5x`; the words are the server's, so a plan that is new today reads well too."""
    name = profile.plan_display_name
    if name is None or not _PLAN_NAME.fullmatch(name):
        word = credentials.subscription_type or (profile.organization_type or "").removeprefix("claude_")
        name = word.replace("_", " ").title()
    if not _PLAN_NAME.fullmatch(name):
        return None
    tiers = (profile.user_rate_limit_tier, credentials.rate_limit_tier, profile.organization_rate_limit_tier)
    times = next((found[1] for tier in tiers if tier is not None and (found := _TIMES.search(tier))), None)
    return name if times is None or times in name else f"{name} {times}"


def _read_login(path: Path, now: datetime) -> Login:
    changed = file_stamp(path.parent)
    try:
        raw = read_plain(path, _LARGEST_LOGIN)
        data = json.loads(raw.decode("utf-8-sig"))
    except FileNotFoundError:
        return Login(path, State.ABSENT, changed)
    except OSError as error:
        return Login(path, State.UNREADABLE, changed, why=error.strerror or "it cannot be opened")
    except (ValueError, RecursionError):
        return Login(path, State.UNREADABLE, changed, why="it is not JSON")
    section = data.get("claudeAiOauth") if isinstance(data, dict) else None
    if not isinstance(section, dict) or not section:
        return Login(path, State.ABSENT, changed)
    credentials = Credentials.model_validate(section)
    if credentials.access_token is None:
        return Login(path, State.UNREADABLE, changed, why="it holds no usable token")
    return Login(path, _judge(credentials, now), changed, credentials)


def _judge(credentials: Credentials, now: datetime) -> State:
    if credentials.scopes is not None and SCOPE not in credentials.scopes:
        return State.NO_SCOPE
    if credentials.expires_at is not None and credentials.expires_at <= now.timestamp() * 1000:
        return State.EXPIRED
    return State.USABLE


def _read_notes(place: Path) -> Notes:
    for path in notes_places(place):
        try:
            data: Any = json.loads(read_plain(path, _LARGEST_PROFILE).decode("utf-8-sig"))  # Any: foreign JSON
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(data, dict) and isinstance(section := data.get("oauthAccount"), dict):
            return Notes(Profile.model_validate(section), data.get("cachedUsageUtilization"))
    return Notes()
