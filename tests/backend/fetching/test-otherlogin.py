"""A login that becomes another one while its account is read."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, override

import pytest

from brim.backend.fetching.accountreader import open_reader
from tests.support.scriptedpoller import WORK, ScriptedProvider

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState
    from brim.model.usage import Reading


@dataclass
class ChangingProvider(ScriptedProvider):
    """Somebody signs in as somebody else just before Brim takes the token, or just after the request."""

    early: bool = True

    @override
    async def read(self, attempt: Callable[[], Awaitable[None]]) -> Reading:
        """Change the login once, before or after the request."""
        other = replace(WORK, id="other")
        if self.early:
            self.account, self.version = other, "b"
        reading = await super().read(attempt)
        self.account, self.version = other, "b"
        return reading


@pytest.mark.parametrize("early", [True, False])
def test_no_request_goes_out_at_the_pace_of_another_account(tmp_path: Path, *, early: bool) -> None:
    """A token of another account than the one that is due is not sent, and no answer is kept for the wrong one."""
    provider = ChangingProvider(early=early)

    async def go() -> AccountState:
        async with open_reader(provider, tmp_path) as reader:
            return await reader.read()

    state = asyncio.run(go())
    assert (0 if early else 1) == provider.request_count
    assert ("other", None, None) == (state.identity.account.id, state.reading, state.history.health)
