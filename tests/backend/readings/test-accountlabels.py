"""Several accounts in one loop: no account waits for another, and no account is asked or shown twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.base import AccountIdentity
from brim.backend.readings import accountlabels
from brim.errors import BlockedError, ExpiredError, SignedOutError
from brim.model.account import Account, AccountView, Health
from brim.model.command import Refresh
from tests.support.scriptedpoller import (
    FAST_POLICY,
    HOME,
    NO_JITTER,
    WORK,
    RunningPoller,
    ScriptedProvider,
    running_poller,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BLOCKED = BlockedError("Rate limited", "Wait.", retry_after=277)
SIGNED_OUT = SignedOutError("Not signed in", "Run `claude` and sign in.")


def _view(tray: RunningPoller, account: Account) -> AccountView | None:
    views = tray.last.accounts if tray.snapshots else ()
    return next((view for view in views if view.account.id == account.id), None)


def _is(tray: RunningPoller, account: Account, health: Health) -> Callable[[], bool]:
    """Whether an account has been read with that outcome."""

    def check() -> bool:
        view = _view(tray, account)
        return view is not None and view.health is health and (view.fetched_at is not None or health is not Health.OK)

    return check


def test_an_account_that_hangs_does_not_delay_another() -> None:
    """While one account waits for its server, the other is read again and again, and commands are carried out."""

    async def go() -> None:
        slow, quick = (
            ScriptedProvider(FAST_POLICY, answer_gate=asyncio.Event()),
            ScriptedProvider(FAST_POLICY, account=HOME),
        )
        async with running_poller(slow, quick) as tray:
            await tray.until(lambda: quick.request_count >= 3)
            view = _view(tray, WORK)

            assert slow.request_count == 1
            assert view is not None
            assert view.being_read
            assert slow.answer_gate is not None
            slow.answer_gate.set()
            await tray.until(_is(tray, WORK, Health.OK))

    asyncio.run(go())


def test_a_back_off_holds_for_one_account_only(tmp_path: Path) -> None:
    """A refusal stops requests for one account; the other goes on, and each has its own gate."""

    async def go() -> None:
        refused, well = ScriptedProvider(FAST_POLICY, error=BLOCKED), ScriptedProvider(FAST_POLICY, account=HOME)
        async with running_poller(refused, well, state=tmp_path) as tray:
            await tray.until(_is(tray, WORK, Health.BLOCKED))
            await tray.until(lambda: well.request_count >= 3)

            assert refused.request_count == 1
            assert {"a" * 16, "b" * 16} == {path.name for path in (tmp_path / "accounts").iterdir()}

    asyncio.run(go())


def test_an_internal_fault_is_shown_at_one_account_only() -> None:
    """A fault with one account is shown there and nowhere else."""

    async def go() -> None:
        bad, well = (
            ScriptedProvider(FAST_POLICY, error=ZeroDivisionError("ours")),
            ScriptedProvider(FAST_POLICY, account=HOME),
        )
        async with running_poller(bad, well) as tray:
            await tray.until(_is(tray, WORK, Health.ERROR))
            await tray.until(_is(tray, HOME, Health.OK))
            bad.error = None
            tray.send(Refresh())
            await tray.until(_is(tray, WORK, Health.OK))

    asyncio.run(go())


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_folders_of_one_account_are_read_once(tmp_path: Path, order: tuple[int, int]) -> None:
    """They share one gate, one request and one row in the menu: those of the login that can be used."""

    async def go() -> None:
        old = ScriptedProvider(
            error=ExpiredError("Login expired", "Open Claude Code."), fails_locally=True, ready=False, version="old"
        )
        new = ScriptedProvider(version="new")
        both = (old, new)
        async with running_poller(*(both[index] for index in order), state=tmp_path) as tray:
            await tray.until(_is(tray, WORK, Health.OK))
            await tray.settled()
            tray.poller.wake()
            await tray.settled()

            assert ["work"] == [view.account.label for view in tray.last.accounts]
            assert (0, 1) == (old.request_count, new.request_count)
            assert Health.OK is tray.last.accounts[0].health

    asyncio.run(go())


def test_two_usable_folders_of_one_account_send_one_request(tmp_path: Path) -> None:
    """When both folders could be read, only one is."""

    async def go() -> None:
        first, second = ScriptedProvider(), ScriptedProvider()
        async with running_poller(first, second, state=tmp_path) as tray:
            await tray.until(_is(tray, WORK, Health.OK))
            await tray.settled()
            tray.send(Refresh())
            await tray.until(lambda: bool(tray.alerts))

            assert first.request_count + second.request_count == 1
            assert ["refresh"] == [alert.key for alert in tray.alerts]

    asyncio.run(go())


def test_an_account_without_a_login_comes_last() -> None:
    """An account without a login is listed, gives no headline and answers no click."""

    async def go() -> None:
        signed_out = ScriptedProvider(error=SIGNED_OUT, fails_locally=True, login_found=False, ready=False)
        failing = ScriptedProvider(replace(NO_JITTER, min_request_gap=0.0), account=HOME, error=BLOCKED)
        async with running_poller(signed_out, failing) as tray:
            await tray.until(_is(tray, WORK, Health.SIGNED_OUT))
            await tray.until(_is(tray, HOME, Health.BLOCKED))
            most_urgent = tray.last.most_urgent_account
            tray.send(Refresh())
            await tray.until(lambda: bool(tray.alerts))

            assert most_urgent is not None
            assert "home" == most_urgent.account.label
            assert ["home · Rate limited"] == [alert.title for alert in tray.alerts]

    asyncio.run(go())


def test_an_alert_names_its_account() -> None:
    """With several accounts an alert names the account that it is about; one click gets one answer."""

    async def go() -> None:
        async with running_poller(ScriptedProvider(percent=91.0), ScriptedProvider(account=HOME, percent=2.0)) as tray:
            await tray.until(lambda: len(tray.alerts) == 1)
            await tray.settled()
            tray.send(Refresh())
            await tray.until(lambda: len(tray.alerts) == 2)
            await tray.settled()

            assert "work · Session: 91% used" == tray.alerts[0].title
            assert tray.alerts[1].title.startswith("work · Updated ")
            assert len(tray.alerts) == 2

    asyncio.run(go())


def test_limits_of_several_accounts_at_once_are_one_alert() -> None:
    """It has a line for each account, which names it and its limit."""

    async def go() -> None:
        async with running_poller(ScriptedProvider(percent=91.0), ScriptedProvider(account=HOME, percent=76.0)) as tray:
            await tray.until(lambda: bool(tray.alerts))
            await tray.settled()

            assert [("Limits of 2 accounts", "work · Session: 91% used\nhome · Session: 76% used")] == [
                (alert.title, alert.body) for alert in tray.alerts
            ]

    asyncio.run(go())


def _identity(number: int, label: str, *names: str, ready: bool = True, present: bool = True) -> AccountIdentity:
    account = Account(str(number) * 16, label, "claude")
    return AccountIdentity(account, None, "", present=present, ready=ready, qualifiers=names)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([("a@x", "Org", "~/a")], ["a@x"]),
        ([("a@x", "Org", "~/a"), ("b@x", "Org", "~/b")], ["a@x", "b@x"]),
        ([("a@x", "One", "~/a"), ("a@x", "Two", "~/b"), ("b@x", "One", "~/c")], ["a@x · One", "a@x · Two", "b@x"]),
        ([("a@x", "One", "~/a"), ("a@x", "", "~/b")], ["a@x · ~/a", "a@x · ~/b"]),
        ([("a@x", "One", "~/a"), ("a@x", "One", "~/b"), ("a@x", "Two", "~/c")], [f"a@x · ~/{name}" for name in "abc"]),
        ([("~/a", "", "~/a"), ("~/b", "", "~/b")], ["~/a", "~/b"]),
    ],
)
def test_labels_differ(named: list[tuple[str, str, str]], expected: list[str]) -> None:
    """A label is as long as it must be to differ from the others: e-mail, organisation, folder."""
    labels = accountlabels.labels([_identity(number, *names) for number, names in enumerate(named)])

    assert tuple(expected) == labels


def test_the_most_useful_login_is_the_primary_one() -> None:
    """Among the folders of one account the most useful login is primary, the first of several equal ones."""
    identities = {
        0: _identity(1, "a", ready=False, present=False),
        1: _identity(1, "a", ready=False),
        2: _identity(2, "b"),
        3: _identity(1, "a"),
        4: _identity(1, "a"),
    }

    assert (2, 3) == accountlabels.primary_locations(identities)


def test_providers_without_a_login_are_not_shown() -> None:
    """Of several providers those with a login, known usage or a name in the settings are shown; else the first one."""
    other = replace(_identity(2, "b", present=False), account=Account("2" * 16, "b", "opencode"))
    signed_out = _identity(1, "a", present=False)
    both = {0: _identity(1, "a"), 1: other}

    assert (0,) == accountlabels.shown_locations(both, (), ())
    assert (0, 1) == accountlabels.shown_locations(both, {"opencode"}, ())
    assert (0, 1) == accountlabels.shown_locations(both, (), {1})
    assert (0,) == accountlabels.shown_locations({0: signed_out, 1: other}, (), ())
    assert () == accountlabels.shown_locations({1: other}, (), ())
