"""Which accounts of Copilot there are while Brim runs: hosts that appear later, and logins that have no Copilot."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.polling.accountview import ReadPlan
from brim.backend.polling.usagetracker import UsageTracker
from brim.backend.providers.copilot.accounts import accounts
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from tests.support.accountreading import outcome
from tests.support.copilothome import NOW, OTHER, put
from tests.support.usageserver import UsageServer, answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState

NO_SEAT = answer_from_fixture("copilot-error-404")


class Machine:
    """What a running Brim shows of Copilot, at a time that a test moves."""

    def __init__(self, state: Path) -> None:
        """Share by files in `state`."""
        self.now, self._state = NOW, state
        self.tracker = UsageTracker()
        self.tracker.use({}, frozenset())

    def round(self, *, clicked: bool = False) -> list[AccountState]:
        """One round of the loop in a process of its own; returns the states."""

        async def go() -> list[AccountState]:
            states = []
            async with AsyncExitStack() as stack:
                for index, provider in enumerate(accounts(load_settings(), lambda: self.now, tenacity.wait_none())):
                    reader = AccountReader(provider, self._state, lambda: self.now)
                    stack.push_async_callback(reader.aclose)
                    if clicked:
                        await reader.retry_refused_login()
                    state = await reader.load()
                    self.tracker.record(index, ReadPlan.of(reader, state))
                    if self.tracker.may_send(index):
                        state = await reader.read(requested=clicked)
                        self.tracker.record(index, ReadPlan.of(reader, await reader.load()))
                    states.append(state)
            return states

        return asyncio.run(go())

    def shown(self) -> list[str]:
        """The labels of the accounts that a person sees with a login."""
        views = self.tracker.views(self.now).values()
        return [view.account.label for view in views if view.login_found]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A Brim without any account yet."""
    return Machine(tmp_path / "state")


def test_a_host_that_appears_later_is_found_while_brim_runs(home: Path) -> None:
    """A tenant's login that an editor stores later is an account without a restart, asked at its own API."""
    path = put(home, "copilot-apps.json", ".config/github-copilot/apps.json")
    found = accounts(load_settings(), lambda: NOW, tenacity.wait_none())

    def labels() -> set[str]:
        return {asyncio.run(provider.identify()).account.label for provider in found}

    assert {"robin-example"} == labels()
    before = [provider.login_version() for provider in found]
    content = json.loads(path.read_text()) | {"corp.ghe.com:x": {"user": "robin_corp", "oauth_token": OTHER}}
    path.write_text(json.dumps(content))

    assert {"robin-example", "robin_corp"} == labels()
    assert all(old != provider.login_version() for old, provider in zip(before, found, strict=True))


def test_a_login_of_the_github_cli_without_copilot_is_not_shown(
    server: UsageServer, home: Path, machine: Machine
) -> None:
    """Who uses `gh` and no Copilot sees no account: it is asked once a day, and shown as soon as it has a seat."""
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    server.answers = [NO_SEAT]
    machine.round()
    assert (1, []) == (len(server.requests), machine.shown())

    for hours in range(1, 23):
        machine.now = NOW + timedelta(hours=hours)
        assert (Health.NO_LIMITS, "No Copilot plan") == outcome(machine.round()[0])
    assert (1, []) == (len(server.requests), machine.shown())

    machine.now = NOW + timedelta(hours=26)
    server.answers = [usage_answer("copilot-user-pro")]
    machine.round()
    assert (2, ["robin-example"]) == (len(server.requests), machine.shown())


def test_a_click_asks_again_for_a_seat(server: UsageServer, home: Path, machine: Machine) -> None:
    """Who has just got a seat refreshes: not sooner than an hour after the last time, and nothing is shown before."""
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    server.answers = [NO_SEAT]
    machine.round()
    machine.now = NOW + timedelta(minutes=30)
    machine.round(clicked=True)
    assert (1, []) == (len(server.requests), machine.shown())

    machine.now = NOW + timedelta(minutes=90)
    machine.round(clicked=True)
    assert (2, []) == (len(server.requests), machine.shown())


@pytest.mark.usefixtures("apps")
def test_a_login_for_copilot_without_a_seat_stays_in_view(server: UsageServer, machine: Machine) -> None:
    """Who signed in to Copilot itself is told that there is no plan."""
    server.answers = [NO_SEAT]
    machine.round()

    assert ["robin-example"] == machine.shown()


def test_settings_that_name_copilot_show_it_without_a_seat(server: UsageServer, home: Path, machine: Machine) -> None:
    """Who asks for Copilot by name sees why there is nothing."""
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    machine.tracker.use({}, frozenset({"copilot"}))
    server.answers = [NO_SEAT]
    machine.round()

    assert ["robin-example"] == machine.shown()


def test_another_process_does_not_send_the_refused_one_of_two_tokens(
    server: UsageServer, home: Path, machine: Machine
) -> None:
    """The first token is refused, the second one counts; the next process sends only that."""
    put(home, "copilot-apps.json", ".config/github-copilot/apps.json")
    hosts = home / ".config/github-copilot/hosts.json"
    hosts.write_text(json.dumps({"github.com": {"user": "robin-example", "oauth_token": "gho_second000000"}}))
    server.answers = [answer_from_fixture("copilot-error-401"), usage_answer("copilot-user-pro")]
    machine.round()
    assert 2 == len(server.requests)
    machine.now = NOW + timedelta(minutes=90)

    machine.round()

    assert ["token gho_second000000"] == [one["authorization"] for one in server.requests[2:]]
