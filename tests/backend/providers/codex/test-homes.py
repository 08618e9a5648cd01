"""Several folders of Codex while Brim runs: one account in two, one that is removed; and a clock that is wrong."""

from __future__ import annotations

import asyncio
import json
import shutil
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.polling.accountview import ReadPlan
from brim.backend.polling.usagetracker import UsageTracker
from brim.backend.providers.codex.homes import CodexHome
from brim.backend.providers.codex.provider import CodexProvider
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from tests.support.codexmachine import NOW, CodexMachine, machine, outcome, token
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["machine"]


def shown(machine: CodexMachine, *folders: Path) -> list[tuple[str, bool]]:
    """Each account that a person sees after one round over these folders, and whether it has a login."""
    tracker = UsageTracker()

    async def go() -> None:
        async with AsyncExitStack() as stack:
            readers = []
            for index, folder in enumerate(folders):
                provider = CodexProvider(load_settings(), CodexHome(folder), lambda: machine.now, tenacity.wait_none())
                reader = AccountReader(provider, machine.state, lambda: machine.now)
                stack.push_async_callback(reader.aclose)
                readers.append(reader)
                tracker.record(index, ReadPlan.of(reader, await reader.load()))
            for index, reader in enumerate(readers):
                if tracker.may_send(index):
                    tracker.record(index, ReadPlan.of(reader, await reader.read()))

    asyncio.run(go())
    return [(view.account.label, view.login_found) for view in tracker.views(machine.now).values()]


@pytest.fixture
def second(tmp_path: Path) -> Path:
    """Another folder of Codex."""
    return tmp_path / "second"


def test_one_account_in_two_folders_is_one_group(machine: CodexMachine, second: Path) -> None:
    """Who is signed in to one account in two folders sees it once, and one request is sent; a usable login counts."""
    login = load_fixture("codex-auth-chatgpt")
    expired = json.loads(json.dumps(login))
    expired["tokens"]["access_token"] = token(exp=NOW.timestamp() - 60)
    machine.write(expired)
    machine.write(login, second)

    assert [("robin@example.org", True)] == shown(machine, machine.folder, second)
    assert [f"Bearer {login['tokens']['access_token']}"] == [one["authorization"] for one in machine.server.requests]


def test_a_removed_folder_leaves_the_others_alone(machine: CodexMachine, second: Path) -> None:
    """A folder that goes while Brim runs is signed out; the other account is read as before."""
    login = load_fixture("codex-auth-chatgpt")
    login["tokens"] |= {"account_id": "other", "id_token": token(email="kim@example.org")}
    machine.write(login, second)
    assert [("robin@example.org", True), ("kim@example.org", True)] == shown(machine, machine.folder, second)

    shutil.rmtree(machine.folder)
    machine.now += timedelta(hours=1)
    accounts = shown(machine, machine.folder, second)

    assert ("kim@example.org", True) in accounts
    assert not [label for label, has_login in accounts if has_login and label != "kim@example.org"]
    assert 3 == len(machine.server.requests)


@pytest.mark.parametrize("hours", [-72, -5, 1])
def test_a_clock_that_is_wrong_by_hours_invents_nothing(machine: CodexMachine, hours: int) -> None:
    """Percentages are the server's whatever this clock says; a window that is over by this clock has none."""
    machine.now = NOW + timedelta(hours=hours)

    state = machine.read()

    assert state.reading is not None
    assert {42.0, 61.0} >= {one.percent for one in state.reading.windows} - {None}
    assert not [one for one in state.reading.windows if one.percent in {0, 100}]


def test_a_clock_that_is_ahead_holds_a_token_back(machine: CodexMachine) -> None:
    """By a clock that is weeks ahead the token has ended: it is not sent, and the login is not called refused."""
    machine.now = NOW + timedelta(days=60)

    assert (Health.EXPIRED, "Login expired") == outcome(machine.read())
    assert [] == machine.server.requests
