"""Reads the account of a provider once, as a process of its own does."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from brim.backend.fetching.accountreader import AccountReader

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState
    from brim.backend.providers.base import Provider
    from brim.model.account import Health


def read_account(provider: Provider, now: datetime, state_dir: Path | None = None) -> AccountState:
    """The state after one reading at `now`; with `state_dir` it is shared by files."""

    async def go() -> AccountState:
        reader = AccountReader(provider, state_dir, lambda: now)
        try:
            return await reader.read()
        finally:
            await reader.aclose()

    return asyncio.run(go())


def outcome(state: AccountState) -> tuple[Health | None, str]:
    """How an attempt ended, and its title."""
    problem = state.history.problem
    return state.history.health, "" if problem is None else problem.title
