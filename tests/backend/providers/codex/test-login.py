"""The login that Codex stores: what counts as one, whose it is, and that it is only read."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from brim.backend.alerts.detection import detect_events
from brim.backend.alerts.memory import AlertMemory
from brim.backend.alerts.rules import AlertRules
from brim.backend.fetching.accountreader import open_reader
from brim.backend.polling.accountview import ReadPlan, account_view
from brim.backend.providers.codex.descriptor import CODEX
from brim.backend.settings.load import load_settings
from brim.model.account import Health
from brim.model.alert import Rule
from tests.support.codexmachine import ACCOUNT, machine, outcome, token
from tests.support.usageserver import load_fixture

if TYPE_CHECKING:
    from brim.backend.providers.base import AccountIdentity
    from brim.model.account import AccountView
    from tests.support.codexmachine import CodexMachine

__all__ = ["machine"]

ENDS_AT = datetime(2026, 11, 28, 11, 2, tzinfo=UTC)


def _identity(machine: CodexMachine, folder: Path | None = None) -> AccountIdentity:
    return asyncio.run(machine.provider(folder).identify())


def test_the_claims_say_whose_login_it_is(machine: CodexMachine) -> None:
    """E-mail and plan stand in the ID token, also in an expired one; the login ends when the access token does."""
    identity = _identity(machine)

    assert ("robin@example.org", "Plus", ENDS_AT) == (identity.account.label, identity.plan, identity.login_ends_at)
    assert (True, True) == (identity.present, identity.ready)


def test_the_account_id_may_stand_in_the_claims_alone(machine: CodexMachine) -> None:
    """Without `account_id` the ID token names the account, and it is the same one."""
    before = _identity(machine).account
    login = load_fixture("codex-auth-chatgpt")
    del login["tokens"]["account_id"]
    machine.write(login)
    machine.read()

    assert before == _identity(machine).account
    assert [ACCOUNT] == [request["chatgpt-account-id"] for request in machine.server.requests]


@pytest.mark.parametrize(
    ("content", "health", "title", "present"),
    [
        (load_fixture("codex-auth-expired"), Health.EXPIRED, "Login expired", "present"),
        (load_fixture("codex-auth-apikey"), Health.NO_LIMITS, "API key without limits", "present"),
        ({"OPENAI_API_KEY": "sk-invented-0000"}, Health.NO_LIMITS, "API key without limits", "present"),
        (load_fixture("codex-auth-agent-identity"), Health.NO_LIMITS, "Login cannot fetch usage", "present"),
        ({"auth_mode": "personal_access_token"}, Health.NO_LIMITS, "Login cannot fetch usage", "present"),
        ({"tokens": {"access_token": "two words"}}, Health.SIGNED_OUT, "Login cannot be read", "present"),
        ({}, Health.SIGNED_OUT, "Login cannot be read", "present"),
        (None, Health.SIGNED_OUT, "Not signed in", "absent"),
    ],
)
def test_what_cannot_be_sent_is_not_sent(
    machine: CodexMachine, content: object, health: Health, title: str, present: str
) -> None:
    """An expired token, a key, an agent and what is no token stay here; each says what it is and what to do."""
    if content is None:
        (machine.folder / "auth.json").unlink()
    else:
        machine.write(content)

    state = machine.read()

    assert (health, title) == outcome(state)
    assert (present == "present") is state.identity.present
    assert [] == machine.server.requests


def test_an_old_file_without_a_mode_is_a_login(machine: CodexMachine) -> None:
    """`auth_mode` is absent in old files, which may hold a key beside the tokens: the tokens have the plan."""
    login = load_fixture("codex-auth-chatgpt") | {"OPENAI_API_KEY": "sk-invented-0000"}
    del login["auth_mode"]
    machine.write(login)

    assert Health.OK is machine.read().history.health


def test_a_token_without_an_end_is_sent(machine: CodexMachine) -> None:
    """What cannot be decoded says nothing of its end; the server decides."""
    machine.write({"tokens": {"access_token": "opaque", "account_id": ACCOUNT}})

    state = machine.read()

    assert (Health.OK, None) == (state.history.health, state.identity.login_ends_at)
    assert [] == [request for request in machine.server.requests if request["authorization"] != "Bearer opaque"]


def test_a_file_that_is_being_written_is_read_again(machine: CodexMachine) -> None:
    """Codex rewrites the file in place: half of it is no login yet, and is not called signed out."""
    whole = (machine.folder / "auth.json").read_text()
    machine.write(whole[:300])
    rewrite = threading.Timer(0.15, machine.write, (whole,))
    rewrite.start()

    assert _identity(machine).ready
    rewrite.join()
    machine.write(whole[:300])
    assert (Health.ERROR, "Login cannot be read") == outcome(machine.read())
    assert _identity(machine).present
    assert [] == machine.server.requests


def test_while_the_file_is_rewritten_the_login_before_counts(machine: CodexMachine) -> None:
    """A running Brim does not lose the account for a moment; what stays broken for a minute is named."""
    provider = machine.provider()
    before = asyncio.run(provider.identify())
    machine.write('{"auth_mode": "chatgpt", "tok')

    assert before == asyncio.run(provider.identify())
    machine.now += timedelta(minutes=2)
    after = asyncio.run(provider.identify())
    assert (True, False) == (after.present, after.ready)


@pytest.mark.parametrize(
    ("config", "sessions", "title"),
    [
        ('cli_auth_credentials_store = "keyring"', "", "Codex login not in file"),
        ('cli_auth_credentials_store = "ephemeral"', "", "Codex login not in file"),
        ('model = "gpt-6"', "sessions", "Codex login not in file"),
        ('cli_auth_credentials_store = "file"', "sessions", "Not signed in"),
        ('model = "gpt-6"', "", "Not signed in"),
    ],
)
def test_a_login_in_the_keyring_is_signed_in_elsewhere(
    machine: CodexMachine, config: str, sessions: str, title: str
) -> None:
    """Settings for the keyring, or settings and sessions without a login file: Codex has a login, which Brim leaves."""
    (machine.folder / "auth.json").unlink()
    (machine.folder / "config.toml").write_text(config)
    if sessions:
        (machine.folder / "sessions").mkdir()

    state = machine.read()

    assert title == outcome(state)[1]
    assert (title == "Codex login not in file") is state.identity.present


def test_each_home_is_an_account(machine: CodexMachine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several folders are several accounts with names of their own; CODEX_HOME counts where no setting names one."""
    login = load_fixture("codex-auth-chatgpt")
    login["tokens"] |= {"account_id": "other", "id_token": token(email="kim@example.org")}
    machine.write(login, tmp_path / "second")

    def labels() -> list[str]:
        accounts = CODEX.accounts(load_settings())
        return [asyncio.run(account.identify()).account.label for account in accounts]

    assert ["robin@example.org"] == labels()
    monkeypatch.setenv("CODEX_HOME", str(tmp_path / "second"))
    assert ["kim@example.org"] == labels()
    monkeypatch.setenv("BRIM_CODEX__HOMES", json.dumps({"Work": str(machine.folder), "Home": str(tmp_path / "second")}))
    assert ["Work", "Home"] == labels()


def test_two_people_of_one_workspace_are_two_accounts(machine: CodexMachine, tmp_path: Path) -> None:
    """The workspace's ID is the same, the limits are not."""
    login = load_fixture("codex-auth-chatgpt")
    claims = {"https://api.openai.com/auth": {"chatgpt_user_id": "user-another"}}
    login["tokens"]["id_token"] = token(email="kim@example.org", **claims)
    machine.write(login, tmp_path / "second")

    assert _identity(machine).account.id != _identity(machine, tmp_path / "second").account.id


def test_doctor_sees_no_token(machine: CodexMachine) -> None:
    """What may be said of a login is where it is, its state and its end."""
    check = asyncio.run(machine.provider().check_login())

    assert ("usable", ENDS_AT, machine.folder) == (check.state, check.expires_at, check.folder)
    assert "eyJ" not in repr(check)
    machine.write_login("codex-auth-apikey")
    check = asyncio.run(machine.provider().check_login())
    assert "no_scope" == check.state
    assert "sk-invented" not in repr(check)


@pytest.mark.skipif(sys.platform != "linux", reason="strace")
def test_nothing_of_codex_is_opened_for_writing(machine: CodexMachine, tmp_path: Path) -> None:
    """Every file of Codex is opened read-only, without a new access time, and the login stays as it is."""
    machine.write_session((Path(__file__).parents[3] / "support/fixtures/codex-rollout.jsonl").read_text())
    (machine.folder / "config.toml").write_text('model = "gpt-6"')
    before = (machine.folder / "auth.json").read_bytes()
    log = tmp_path / "trace"
    command = ("strace", "-f", "-e", "trace=openat,rename,unlink,mkdir,chmod,utimensat", "-o", str(log))
    environment = {**os.environ, "BRIM_STATE_DIR": str(machine.state), "BRIM_CLAUDE__STATUS_URL": "off"}
    try:
        subprocess.run(
            (*command, sys.executable, "-m", "brim", "status"), env=environment, check=False, capture_output=True
        )
    except FileNotFoundError:
        pytest.skip("strace is not installed")
    lines = [line for line in log.read_text().splitlines() if str(machine.folder) in line]
    if not lines:
        pytest.skip("this system does not permit strace")

    opened = [line for line in lines if "openat(" in line and "O_DIRECTORY" not in line]
    assert any("auth.json" in line for line in opened)
    assert any("rollout" in line for line in opened)
    assert [] == [line for line in opened if "O_RDONLY" not in line or "O_NOATIME" not in line]
    assert [] == [line for line in lines if "openat(" not in line]
    assert before == (machine.folder / "auth.json").read_bytes()


def test_nobody_is_told_to_sign_in_for_a_token_that_codex_renews(machine: CodexMachine) -> None:
    """Codex renews its token in the last five minutes: an hour before, its end is known, and no alert is due."""
    machine.now = ENDS_AT - timedelta(hours=1)

    async def view() -> AccountView:
        async with open_reader(machine.provider(), machine.state, lambda: machine.now) as reader:
            return account_view(ReadPlan.of(reader, await reader.load()), machine.now)

    shown = asyncio.run(view())

    assert (ENDS_AT, None) == (shown.login_ends_at, shown.sign_in_before)
    _, due = detect_events(shown, AlertMemory(), AlertRules(), machine.now)
    assert [] == [event for event in due if event.rule is Rule.LOGIN]
