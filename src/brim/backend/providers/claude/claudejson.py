"""What Claude Code has noted about the account: who it is, which plan, and its own last reading.

Facts, seen in Claude Code 2.1.330: the notes are `.claude.json` in the home folder or, with CLAUDE_CONFIG_DIR, in that
folder; older ones are `.config.json`. The file is large and rewritten while we read. This module must not know where a
login is, nor what the reading means.
"""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers.values import Text
from brim.backend.system.files import read_regular_file

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.providers.claude.credentials import Credentials

_LARGEST = 32_000_000
_TRIES = 4
_TRY_SECONDS = 0.05
_PLAN_NAME = re.compile(r"[A-Za-z0-9 .+\-]{1,40}")
_TIMES = re.compile(r"(?:^|_)(\d{1,3}x)$")


class Profile(BaseModel):
    """The part of `oauthAccount` in `.claude.json` that is needed."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True)

    account_uuid: Text = Field(default=None, alias="accountUuid", description="who is logged in")
    email_address: Text = Field(default=None, alias="emailAddress", description="of the account")
    organization_uuid: Text = Field(default=None, alias="organizationUuid", description="whose plan it uses")
    organization_name: Text = Field(default=None, alias="organizationName", description="for a person")
    plan_display_name: Text = Field(default=None, alias="planDisplayName", description="the plan in the server's words")
    organization_type: Text = Field(default=None, alias="organizationType", description="for example claude_max")
    user_rate_limit_tier: Text = Field(default=None, alias="userRateLimitTier", description="of the seat")
    organization_rate_limit_tier: Text = Field(default=None, alias="organizationRateLimitTier", description="of all")


@dataclass(frozen=True, slots=True)
class ClaudeJson:
    """What `.claude.json` says of the account."""

    profile: Profile = field(default_factory=Profile)
    usage: object = None
    """Claude Code's own last reading, as it stands there."""


async def read_claude_json(place: Path) -> ClaudeJson | None:
    """What Claude Code has noted beside the login folder; empty when it has not, None while that cannot be read."""
    for _ in range(_TRIES):
        try:
            return await asyncio.to_thread(_read_notes, place)
        except ValueError:  # caught half-written
            await asyncio.sleep(_TRY_SECONDS)
    return None


def candidate_paths(place: Path) -> tuple[Path, ...]:
    """Where Claude Code's notes may lie, first one first: beside `~/.claude`, else in the folder that was named."""
    beside = place.parent / ".claude.json" if place.name == ".claude" else place / ".claude.json"
    return tuple(dict.fromkeys((place / ".claude.json", beside, place / ".config.json")))


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


def _read_notes(place: Path) -> ClaudeJson:
    """The first notes that name an account; raises ValueError when there are none but a file that is no JSON."""
    broken: ValueError | None = None
    for path in candidate_paths(place):
        try:
            data: Any = json.loads(read_regular_file(path, _LARGEST).decode("utf-8-sig"))  # Any: foreign JSON
        except ValueError as error:
            broken = error
            continue
        except (OSError, RecursionError):
            continue
        if isinstance(data, dict) and isinstance(section := data.get("oauthAccount"), dict):
            return ClaudeJson(Profile.model_validate(section), data.get("cachedUsageUtilization"))
    if broken is not None:
        raise broken
    return ClaudeJson()
