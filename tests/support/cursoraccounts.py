"""Accounts of Cursor as the settings of a test have them, and tokens of invented people."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import tenacity

from brim.backend.providers.cursor.accounts import accounts
from brim.backend.settings.load import load_settings
from tests.support.accountreading import read_account
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.providers.cursor.provider import CursorProvider

NOW = datetime(2026, 11, 23, 11, 2, tzinfo=UTC)
TOKEN = load_fixture("cursor-agent-auth")["accessToken"]
"""That of the app and of the command line in the recorded files."""


def provider(rank: int = 0, now: datetime = NOW) -> CursorProvider:
    """An account, without waits between its retries."""
    return accounts(load_settings(), "linux", lambda: now, tenacity.wait_none())[rank]


def read(state_dir: Path | None = None, rank: int = 0, now: datetime = NOW) -> AccountState:
    """Read once."""
    return read_account(provider(rank, now), now, state_dir)


def token_of(person: str, ends: datetime) -> str:
    """A token of a person, without a signature."""
    claims = json.dumps({"sub": f"auth0|user_{person}", "exp": int(ends.timestamp()), "time": "1795000000"})
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in ("{}", claims, "sign"))
