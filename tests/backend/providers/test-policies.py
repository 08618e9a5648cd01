"""How often each provider may be asked, as data: every provider is read by the same cadence with its own numbers."""

from __future__ import annotations

import asyncio
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.fetching.presence import Presence, after_event
from brim.backend.providerlist.selection import accounts_of, real_providers
from brim.backend.settings.load import load_settings
from brim.backend.settings.values.poll import PollSettings
from brim.model.command import DesktopEvent
from tests.support.providermachine import PROVIDERS, STATE_OF_CURSOR, ProviderMachine, machine

if TYPE_CHECKING:
    from brim.backend.providers.descriptor import ProviderDescriptor

__all__ = ["machine"]

SESSIONS = {
    ".claude/projects/-home-me-work/one.jsonl": "claude",
    ".codex/sessions/2026/11/23/rollout-2026-11-23T10-10-00-a.jsonl": "codex",
    ".copilot/session-state/one.jsonl": "copilot",
    ".copilot/session-state/two/events.jsonl": "copilot",
    ".config/Code/User/workspaceStorage/one/chatSessions/chat.json": "copilot",
    f"{STATE_OF_CURSOR}-wal": "cursor",
    ".local/share/opencode/opencode.db-wal": "opencode",
}
"""What each tool writes while it works."""
NAMES = {
    "claude": "Claude Code",
    "codex": "Codex",
    "copilot": "GitHub Copilot",
    "cursor": "Cursor",
    "opencode": "opencode",
}


@pytest.mark.parametrize("one", real_providers(), ids=lambda one: one.name)
def test_no_setting_makes_a_provider_be_asked_too_often(one: ProviderDescriptor) -> None:
    """Whatever interval is set, a server gets no more than its own policy allows; and no wait is without a limit."""
    eager = one.policy.adapted(PollSettings.model_construct(interval=1, quiet=1, away=1), one.vendor())
    least = 300 if one.name != "claude" else 0

    assert least <= min(eager.interval, eager.quiet_interval, eager.away_interval)
    assert (60, 300) == (eager.min_request_gap, eager.burst_window)
    assert (300, 3600, 86_400) == (eager.block_backoff, eager.max_wait, eager.max_server_wait)
    assert (30 if one.name == "claude" else None) == eager.hourly_allowance
    assert eager.server
    assert (one.name in NAMES) == eager.sees_activity


def _reasons() -> dict[str, str]:
    """Why each account is read when it is, a while after a first reading."""

    async def go() -> dict[str, str]:
        found = {}
        for provider in accounts_of(load_settings()):
            reader = AccountReader(provider, None)
            state = await reader.read()
            if state.identity.present and provider.name not in found:
                found[provider.name] = reader.plan(state).reason
            await reader.aclose()
        return found

    return asyncio.run(go())


@pytest.mark.parametrize(("session", "active"), SESSIONS.items())
def test_a_tool_at_work_makes_its_own_account_be_read_more_often(
    machine: ProviderMachine, session: str, active: str
) -> None:
    """What a tool writes while it works shortens the interval of its provider, and of no other one."""
    long_ago = (datetime.now(UTC) - timedelta(days=1)).timestamp()
    path = machine.home / session
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    for other in machine.home.rglob("*"):
        if other != path:
            os.utime(other, (long_ago, long_ago))
    os.utime(path)

    reasons = _reasons()

    assert {*PROVIDERS} == reasons.keys()
    assert {active: f"every 5 min while {NAMES[active]} is active"} == {
        name: reason for name, reason in reasons.items() if "active" in reason
    }


@pytest.mark.parametrize("event", [DesktopEvent.WOKE, DesktopEvent.ONLINE])
def test_accounts_ask_one_after_the_other_when_a_machine_comes_back(
    machine: ProviderMachine, event: DesktopEvent
) -> None:
    """After sleep or an outage every account is due within seconds, and no two of them in the same moment."""
    del machine
    start = datetime.now(UTC)
    clock, back = [start], start + timedelta(hours=2)
    before = Presence(asleep_since=start) if event is DesktopEvent.WOKE else Presence(offline_since=start)
    presence = [Presence()]

    async def go() -> dict[str, float]:
        found = {}
        for provider in accounts_of(load_settings()):
            clock[0], presence[0] = start, Presence()
            reader = AccountReader(provider, None, lambda: clock[0], lambda: presence[0])
            state = await reader.read()
            clock[0], presence[0] = back, after_event(before, event, back, 0.5)
            if state.identity.present:
                found[provider.name] = reader.plan(state).seconds
            await reader.aclose()
        return found

    seconds = asyncio.run(go())

    assert {*PROVIDERS} == seconds.keys()
    assert all(5 <= wait <= 10 for wait in seconds.values())
    assert len(set(seconds.values())) == len(PROVIDERS)
