"""Reads `.claude.json`, where Claude Code stores who the account is, which plan it has, and its own last reading.

Facts, seen in Claude Code 2.1.330: `.claude.json` is in the home folder or, with CLAUDE_CONFIG_DIR, in that folder;
older versions call it `.config.json`. The file is large, as it holds what people have pasted (over 32 MB was seen), and
may be rewritten while it is read. This module must not know where a login is, nor what the reading means.
"""

from __future__ import annotations

import asyncio
import json
import os
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from brim.backend.providers.claude import claudejsonwords as words
from brim.backend.providers.valueparsing import Text, Time
from brim.backend.system.files import short_path
from brim.backend.system.jsonmembers import read_members
from brim.privatefiles import open_to_read

if TYPE_CHECKING:
    from pathlib import Path

_WHOLE_BYTES = 32_000_000
"""A larger file is read member by member, which takes longer and no memory."""
_MAX_BYTES = 512_000_000
_MAX_MEMBER_BYTES = 1_000_000
_MEMBERS = frozenset({"oauthAccount", "cachedUsageUtilization"})
_MAX_TRIES = 4
_RETRY_SECONDS = 0.05


class AccountProfile(BaseModel):
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
    fetched_at: Time = Field(default=None, alias="profileFetchedAt", description="when the server said all of this")


@dataclass(frozen=True, slots=True)
class ClaudeJson:
    """The part of `.claude.json` that is needed."""

    profile: AccountProfile = field(default_factory=AccountProfile)
    usage: object = None
    """The value of `cachedUsageUtilization`: Claude Code's own last reading, not decoded."""
    fault: str | None = None
    """Why a file that is there cannot be used, with its path, where no other one names an account."""


async def read_claude_json(config_dir: Path) -> ClaudeJson | None:
    """The content for a folder of Claude Code; empty when there is no such file, None while it is half-written."""
    for _ in range(_MAX_TRIES):
        try:
            return await asyncio.to_thread(_read, config_dir)
        except ValueError:  # half-written
            await asyncio.sleep(_RETRY_SECONDS)
    return None


def candidate_paths(config_dir: Path) -> tuple[Path, ...]:
    """Where the file may be, in the order of the search: in the folder, or beside it if it is `.claude`."""
    parent = config_dir.parent if config_dir.name == ".claude" else config_dir
    return tuple(dict.fromkeys((config_dir / ".claude.json", parent / ".claude.json", config_dir / ".config.json")))


def _read(config_dir: Path) -> ClaudeJson:
    """The first file that names an account; raises ValueError when there is none, but a file that is not JSON."""
    not_json: ValueError | None = None
    fault: str | None = None
    for path in candidate_paths(config_dir):
        try:
            data = _members(path)
        except ValueError as error:
            not_json = error
            continue
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            fault = fault or words.not_read(short_path(path), error.strerror)
            continue
        if isinstance(section := data.get("oauthAccount"), dict):
            return ClaudeJson(AccountProfile.model_validate(section), data.get("cachedUsageUtilization"))
    if not_json is not None:
        raise not_json
    return ClaudeJson(fault=fault)


def _members(path: Path) -> dict[str, object]:
    """The members that are needed, as far as the file has them; raises ValueError when it is half-written."""
    with open_to_read(path) as file:
        if os.fstat(file.fileno()).st_size <= _WHOLE_BYTES:
            with suppress(RecursionError):  # somewhere else in the file
                data: object = json.loads(file.read(_WHOLE_BYTES).decode("utf-8-sig"))
                return data if isinstance(data, dict) else {}
        file.seek(0)
        return read_members(file, _MEMBERS, max_file=_MAX_BYTES, max_member=_MAX_MEMBER_BYTES)
