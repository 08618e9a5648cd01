"""Logins of Cursor's app and of its command line: whose they are, which one counts, and what is never sent."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import tenacity

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.cursor.accounts import accounts
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from tests.support.accountreading import outcome
from tests.support.cursoraccounts import NOW, TOKEN, provider, read, token_of
from tests.support.cursorstate import open_state, store, write_state
from tests.support.usageserver import FIXTURES, Answer, UsageServer, load_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState


def test_the_app_is_read_while_it_writes(server: UsageServer, app_file: Path) -> None:
    """A login that is only in the app's log yet counts, and neither file is changed by reading."""
    with open_state(app_file) as app:
        renewed = token_of("invented", NOW + timedelta(days=60))
        store(app, {"cursorAuth/accessToken": json.dumps(renewed), "cursorAuth/stripeMembershipType": "ultra"})
        files = {path: path.read_bytes() for path in app_file.parent.iterdir()}
        state = read()
        assert files == {path: path.read_bytes() for path in app_file.parent.iterdir()}

    assert [f"Bearer {renewed}"] == [request["authorization"] for request in server.requests]
    assert state.identity.plan == "Ultra"
    assert state.identity.login_ends_at == NOW + timedelta(days=60)


def test_an_expired_token_is_never_sent(server: UsageServer, cli_file: Path) -> None:
    """After its own end a token stays here, is not refreshed, and the words say how it is renewed."""
    cli_file.write_bytes((FIXTURES / "cursor-agent-auth-expired.json").read_bytes())
    before = cli_file.read_bytes()

    state = read()

    assert (Health.EXPIRED, "Login expired") == outcome(state)
    assert [] == server.requests
    assert before == cli_file.read_bytes()


def test_a_token_that_ends_while_brim_runs_is_not_sent(server: UsageServer, cli_file: Path) -> None:
    """The end is noticed although no file changes."""
    cli_file.write_bytes((FIXTURES / "cursor-agent-auth.json").read_bytes())
    now = [NOW]
    account = accounts(load_settings(), "linux", lambda: now[0], tenacity.wait_none())[0]

    async def go() -> AccountState:
        reader = AccountReader(account, None, lambda: now[0])
        await reader.read()
        now[0] = NOW + timedelta(days=90)
        state = await reader.read()
        await reader.aclose()
        return state

    state = asyncio.run(go())

    assert state.history.health is Health.EXPIRED
    assert state.identity.ready is False
    assert len(server.requests) == 1


@pytest.mark.parametrize(("second", "plan"), [("cursor-plan-pro", "Pro"), ("cursor-plan-free", "Free"), (None, None)])
def test_the_plan_of_the_command_line_is_asked_for_once(
    server: UsageServer, cli_file: Path, second: str | None, plan: str | None
) -> None:
    """Its login names no plan: the server is asked with the second usage, and never again, whatever it answers."""
    cli_file.write_bytes((FIXTURES / "cursor-agent-auth.json").read_bytes())
    good = usage_answer("cursor-usage-pro")
    server.answers = [good, good, Answer(404) if second is None else usage_answer(second), good]
    account = provider()

    async def nothing() -> None:
        """Nobody counts the requests."""

    async def go() -> list[str | None]:
        plans = [(await account.read(nothing)).plan for _ in range(3)]
        await account.aclose()
        return plans

    assert [None, plan, plan] == asyncio.run(go())
    asked = [path.rpartition("/")[2] for _, path, _ in server.asked]
    assert ["GetCurrentPeriodUsage"] * 2 + ["GetPlanInfo", "GetCurrentPeriodUsage"] == asked


@pytest.mark.usefixtures("server")
def test_two_people_are_two_accounts(app_file: Path, cli_file: Path) -> None:
    """App and command line of one person are one account; of two people two, each with its own token."""
    cli_file.write_bytes((FIXTURES / "cursor-agent-auth.json").read_bytes())
    same = [asyncio.run(provider(rank).identify()).account for rank in (0, 1)]
    cli_file.write_text(json.dumps({"accessToken": token_of("other", NOW + timedelta(days=9))}))
    first, second = [asyncio.run(provider(rank).identify()).account for rank in (0, 1)]

    assert same[0] == same[1] == first
    assert first.id != second.id
    assert second.label.startswith("Cursor ")
    assert app_file.exists()


def test_the_better_login_of_one_person_counts(server: UsageServer, app_file: Path, cli_file: Path) -> None:
    """Where the app's login has expired, that of the command line is used."""
    ended, good = (token_of("one", NOW + timedelta(days=days)) for days in (-1, 9))
    write_state(app_file, {"cursorAuth/accessToken": ended})
    cli_file.write_text(json.dumps({"accessToken": good, "refreshToken": "never read"}))

    assert read().history.health is Health.OK
    assert [f"Bearer {good}"] == [request["authorization"] for request in server.requests]


@pytest.mark.parametrize("content", [None, "", "{half", "[]", '{"accessToken": 5}', '{"accessToken": "two words"}'])
def test_without_a_usable_login_nothing_is_sent(server: UsageServer, cli_file: Path, content: str | None) -> None:
    """No login, half of one, or what cannot be a token: signed out, with a next step, and no request."""
    if content is not None:
        cli_file.write_text(content)

    state = read()

    assert state.history.health is Health.SIGNED_OUT
    assert state.identity.present is (content not in {None, "[]"})
    assert [] == server.requests


def test_a_removed_login_of_the_app_is_noticed_after_a_minute(server: UsageServer, app_file: Path) -> None:
    """The app's file changes all the time, so it is looked at once a minute; a sign-out is seen then."""
    now = [NOW]
    account = accounts(load_settings(), "linux", lambda: now[0])[0]

    async def present() -> bool:
        account.login_version()
        return (await account.identify()).present

    assert asyncio.run(present())
    with open_state(app_file) as app:
        app.execute("DELETE FROM ItemTable")
        app.commit()
    assert asyncio.run(present())
    now[0] += timedelta(seconds=61)
    assert not asyncio.run(present())
    assert [] == server.requests


def test_no_file_of_state_and_no_check_shows_the_token(server: UsageServer, app_file: Path, tmp_path: Path) -> None:
    """Neither what Brim stores, nor what doctor may show, holds the token or the person's id."""
    state_dir = tmp_path / "state"
    state = read(state_dir)
    check = asyncio.run(provider().check_login())

    assert len(server.requests) == 1
    assert (check.state, check.expires_at) == ("usable", state.identity.login_ends_at)
    assert check.place.endswith("state.vscdb")
    stored = b"".join(path.read_bytes() for path in state_dir.rglob("*") if path.is_file())
    assert TOKEN.encode() not in stored
    assert b"user_01INVENTED" not in stored
    assert TOKEN not in repr((state, check))
    assert app_file.exists()
    active = asyncio.run(provider().active_at())
    assert active is not None
    assert abs(active - datetime.now(UTC)) < timedelta(minutes=5)


@pytest.mark.parametrize(
    ("platform", "variable", "cli"),
    [("linux", "XDG_CONFIG_HOME", "cursor/auth.json"), ("win32", "APPDATA", "Cursor/auth.json")],
)
def test_files_are_where_the_system_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variable: str, cli: str
) -> None:
    """Each system has its own folder for settings; what the settings name counts before it."""
    monkeypatch.setenv(variable, str(tmp_path))
    write_state(tmp_path / "Cursor/User/globalStorage/state.vscdb", load_fixture("cursor-state-rows")["rows"])
    other = token_of("other", NOW + timedelta(days=9))
    (tmp_path / cli).parent.mkdir(exist_ok=True)
    (tmp_path / cli).write_text(json.dumps({"accessToken": other}))

    found = accounts(load_settings(), platform, lambda: NOW)
    labels = [asyncio.run(one.identify()).account.label for one in found]
    monkeypatch.setenv("BRIM_CURSOR__STATE_FILE", str(tmp_path / "elsewhere"))
    changed = accounts(load_settings(), platform, lambda: NOW)

    assert labels[0] == "robin@example.org"
    assert labels[1].startswith("Cursor ")
    assert asyncio.run(changed[0].identify()).account.label == labels[1]


def test_a_file_that_is_no_database_for_a_moment_costs_no_login(app_file: Path) -> None:
    """While the app writes its file as a whole the login stays; one that stays broken is said after two minutes."""
    now = NOW
    account = accounts(load_settings(), "linux", lambda: now)[0]
    whole = app_file.read_bytes()
    assert asyncio.run(account.identify()).ready
    app_file.write_bytes(whole[:5000])
    now += timedelta(seconds=61)
    assert asyncio.run(account.identify()).ready
    now += timedelta(seconds=61)
    app_file.write_bytes(whole)
    assert asyncio.run(account.identify()).ready
    app_file.write_bytes(b"damaged" * 1000)
    states = []
    for _ in range(4):
        now += timedelta(seconds=61)
        states.append(asyncio.run(account.check_login()).state)

    assert ["usable", "usable", "unreadable", "unreadable"] == states
