"""Which login counts, the Keychain with a replacement for `security`, and what is not tried again automatically."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import tenacity
from pydantic import SecretStr

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providers.claude import keychain, loginerrors
from brim.backend.providers.claude.credentials import Login, LoginOrigin, LoginState
from brim.backend.providers.claude.locations import AccountLocation
from brim.backend.providers.claude.loginerrors import LoginContext
from brim.backend.providers.claude.logins import LoginFinder
from brim.backend.providers.claude.provider import ClaudeProvider
from brim.backend.providers.claude.refusedlogins import RefusalStore
from brim.backend.settings.load import load_settings
from brim.errors import ReadError
from brim.model.account import Health
from tests.support.samples import NOW
from tests.support.sandbox import Sandbox, status_json, wait_for
from tests.support.usageserver import answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

    from brim.backend.fetching.accountstate import AccountState


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the replacement for security is a shell script")

IN_FILE = "sk-ant-oat01-EXAMPLE-OF-THE-FILE"
IN_KEYCHAIN = "sk-ant-oat01-EXAMPLE-OF-THE-KEYCHAIN"
IN_ENVIRONMENT = "sk-ant-oat01-EXAMPLE-OF-THE-ENVIRONMENT"
SERVICE = "Claude Code-credentials"


def _content(token: str, **changes: object) -> str:
    return json.dumps({"claudeAiOauth": {"accessToken": token, "scopes": ["user:profile"]} | changes})


@dataclass
class Mac:
    """A folder of Claude Code and a Keychain, whose `security` is a program of the test."""

    folder: Path
    programs: Path
    now: datetime = NOW
    token: str | None = None
    seconds: float = 20.0

    def set_security_script(self, script: str) -> None:
        """Replace `security` by a script; each call is recorded."""
        path = self.programs / "security"
        path.write_text(f'#!/bin/sh\necho "$*" >>"{self.programs}/asked"\n{script}\n')
        path.chmod(stat.S_IRWXU)

    def store_in_keychain(self, value: str) -> None:
        """Let the Keychain hold a value."""
        (self.programs / "value").write_text(value)
        self.set_security_script(f'cat "{self.programs}/value"')

    def write_login_file(self, value: str) -> None:
        """Write the login file."""
        (self.folder / ".credentials.json").write_text(value)

    @property
    def asked(self) -> list[str]:
        """The arguments of each call of `security` so far."""
        path = self.programs / "asked"
        return path.read_text().splitlines() if path.exists() else []

    def logins(self) -> LoginFinder:
        """The object that a process uses which starts now."""
        item = keychain.KeychainItem(SERVICE, "me", self.programs / "login.keychain-db")
        token = SecretStr(self.token) if self.token is not None else None
        refusals = RefusalStore(self.folder / "state" / "logins.json", lambda: self.now)
        return LoginFinder(
            AccountLocation(self.folder, self.folder, item, token), refusals, lambda: self.now, self.seconds
        )

    def read(self) -> Login:
        """The login that a process that starts now finds."""
        return asyncio.run(self.logins().read())


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mac:
    """An empty Keychain, no login file and no token in the environment."""
    mac = Mac(tmp_path / "claude", tmp_path / "programs")
    mac.folder.mkdir()
    mac.programs.mkdir()
    monkeypatch.setenv("PATH", f"{mac.programs}{os.pathsep}{os.environ['PATH']}")
    mac.set_security_script("exit 44")
    return mac


def _token(login: Login) -> str | None:
    token = login.credentials.access_token if login.credentials is not None else None
    return token.get_secret_value() if token is not None else None


@pytest.mark.parametrize(
    ("in_file", "in_keychain", "token", "expected"),
    [
        (_content(IN_FILE), _content(IN_KEYCHAIN), IN_ENVIRONMENT, IN_FILE),
        (_content(IN_FILE, expiresAt=1), _content(IN_KEYCHAIN), IN_ENVIRONMENT, IN_KEYCHAIN),
        ("{}", _content(IN_KEYCHAIN), IN_ENVIRONMENT, IN_KEYCHAIN),
        (None, _content(IN_KEYCHAIN).encode().hex(), None, IN_KEYCHAIN),
        (_content(IN_FILE, expiresAt=1), '{"mcpOAuth": {}}', IN_ENVIRONMENT, IN_FILE),
        (None, '{"mcpOAuth": {}}', IN_ENVIRONMENT, IN_ENVIRONMENT),
        ("{}", "{}", IN_ENVIRONMENT, IN_ENVIRONMENT),
        (None, "{}", None, None),
    ],
)
def test_the_order_of_places(
    mac: Mac, in_file: str | None, in_keychain: str, token: str | None, expected: str | None
) -> None:
    """A usable file counts before the Keychain, the Keychain before any other file, and the environment comes last."""
    if in_file is not None:
        mac.write_login_file(in_file)
    mac.store_in_keychain(in_keychain)
    mac.token = token

    assert expected == _token(mac.read())


def test_the_keychain_is_asked_for_one_item(mac: Mac) -> None:
    """The command line names one item and holds no secret; with a usable file the Keychain is not asked."""
    mac.store_in_keychain(_content(IN_KEYCHAIN))
    mac.read()
    mac.write_login_file(_content(IN_FILE))
    mac.read()

    assert [f"find-generic-password -a me -w -s {SERVICE}"] == mac.asked


@pytest.mark.parametrize(
    ("script", "title", "questions"),
    [
        ("exit 128", "No access to the Keychain", 1),
        ("exit 51", "No access to the Keychain", 1),
        ("exit 36", "The Keychain is locked", 2),
        ("echo nonsense", "Login cannot be read", 2),
    ],
)
def test_a_denied_question_is_not_asked_again(mac: Mac, script: str, title: str, questions: int) -> None:
    """A denied question is asked once, also for a process that starts later; what asks no person is tried again."""
    mac.set_security_script(script)
    logins = [mac.read() for _ in range(2)]

    assert [LoginState.UNREADABLE] * 2 == [login.state for login in logins]
    assert questions == len(mac.asked)
    with pytest.raises(ReadError) as error:
        loginerrors.usable_token(logins[1], NOW, LoginContext(AccountLocation(mac.folder, mac.folder)))
    assert title == error.value.title


def test_questions_of_several_accounts_come_one_after_another(mac: Mac) -> None:
    """Several accounts ask one after another: a person never sees two questions at once."""
    asking = mac.programs / "asking"
    mac.set_security_script(f'mkdir "{asking}" || exit 50; sleep 0.1; rmdir "{asking}"; exit 44')

    async def go() -> list[Login]:
        return await asyncio.gather(*(mac.logins().read() for _ in range(4)))

    assert [LoginState.ABSENT] * 4 == [login.state for login in asyncio.run(go())]


def test_an_unanswered_question_is_withdrawn(mac: Mac) -> None:
    """A question without an answer is withdrawn, leaves no process, and is not asked again."""
    mac.set_security_script(f'echo $$ >"{mac.programs}/pid"; exec sleep 60')
    mac.seconds = 0.5
    logins = [mac.read() for _ in range(2)]
    pid = int((mac.programs / "pid").read_text())

    assert ["unanswered"] * 2 == [login.unreadable_reason for login in logins]
    assert 1 == len(mac.asked)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_quitting_withdraws_an_open_question(mac: Mac) -> None:
    """A person who quits while a question is open withdraws it at once, and it does not count as denied."""
    mac.set_security_script(f'echo $$ >"{mac.programs}/pid"; exec sleep 60')
    pid = mac.programs / "pid"

    async def go() -> None:
        reading = asyncio.create_task(mac.logins().read())
        await asyncio.to_thread(wait_for, lambda: pid.exists() and pid.read_text().endswith("\n"))
        reading.cancel()
        await asyncio.wait((reading,), timeout=5)
        assert reading.cancelled()

    asyncio.run(go())
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid.read_text()), 0)
    mac.store_in_keychain(_content(IN_KEYCHAIN))

    assert IN_KEYCHAIN == _token(mac.read())


def test_a_person_can_ask_again(mac: Mac) -> None:
    """A person can have a denied question asked again; clicks from while it was open do not count."""
    mac.set_security_script("exit 128")

    async def go() -> list[LoginState]:
        logins = mac.logins()
        states = [(await logins.read()).state]
        mac.store_in_keychain(_content(IN_KEYCHAIN))
        await logins.retry_refused()
        states.append((await logins.read()).state)
        mac.now += timedelta(minutes=1)
        before = logins.version()
        await mac.logins().retry_refused()  # in another process
        assert before != logins.version()
        return [*states, (await logins.read()).state]

    assert [LoginState.UNREADABLE, LoginState.UNREADABLE, LoginState.USABLE] == asyncio.run(go())


def test_the_keychain_answer_is_cached(mac: Mac) -> None:
    """The Keychain is read once, and again when its file changed or five minutes have passed."""
    mac.store_in_keychain(_content(IN_KEYCHAIN))
    counts = []

    async def go() -> None:
        logins = mac.logins()
        await logins.read()
        counts.append(len(mac.asked))
        await logins.read()
        counts.append(len(mac.asked))
        await asyncio.to_thread((mac.programs / "login.keychain-db").touch)
        await logins.read()
        counts.append(len(mac.asked))
        mac.now += timedelta(minutes=5)
        await logins.read()
        counts.append(len(mac.asked))

    asyncio.run(go())

    assert [1, 1, 2, 3] == counts


def test_a_missing_security_program_is_reported(mac: Mac, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `security` the reason is reported, and nothing fails."""
    (mac.programs / "security").unlink()
    monkeypatch.setenv("PATH", str(mac.programs))

    assert (LoginState.UNREADABLE, "unavailable") == (mac.read().state, mac.read().unreadable_reason)


def test_the_version_changes_when_the_login_is_renewed(mac: Mac) -> None:
    """The version of a login in the Keychain changes when it is renewed, and contains no part of the token."""
    versions = []
    for hours in (8, 8, 16):
        mac.store_in_keychain(_content(IN_KEYCHAIN, expiresAt=int((NOW + timedelta(hours=hours)).timestamp() * 1000)))
        versions.append(mac.read().version)

    assert versions[0] == versions[1] != versions[2]
    assert "EXAMPLE" not in "".join(versions)


def test_a_login_in_the_keychain_gives_a_reading(sandbox: Sandbox, mac: Mac) -> None:
    """A login in the Keychain gives a reading, like one in a file."""
    mac.store_in_keychain(_content(IN_KEYCHAIN))
    sandbox.server.answers = [usage_answer("usage-max")]
    location = AccountLocation(mac.folder, sandbox.claude, keychain.KeychainItem(SERVICE, "me", mac.programs / "none"))

    async def go() -> AccountState:
        provider = ClaudeProvider(load_settings(), location, lambda: sandbox.now, tenacity.wait_none())
        reader = AccountReader(provider, sandbox.state, lambda: sandbox.now)
        try:
            return await reader.read()
        finally:
            await reader.aclose()

    known = asyncio.run(go())

    assert Health.OK is known.history.health
    assert [f"Bearer {IN_KEYCHAIN}"] == [request["authorization"] for request in sandbox.server.requests]


@pytest.mark.parametrize(
    ("answer", "health", "title"),
    [("error-403-scope", "no_scope", "Token lacks usage permission"), ("error-401", "expired", "Token refused")],
)
def test_a_refused_environment_token_is_not_sent_again(
    sandbox: Sandbox, answer: str, health: str, title: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A refused token of the environment is reported with the next step, and not sent again until there is a login."""
    (sandbox.claude / ".credentials.json").unlink()
    monkeypatch.setenv("CLAUDE_CODE_OAUTH_TOKEN", IN_ENVIRONMENT)
    sandbox.server.answers = [answer_from_fixture(answer)]
    code, out, errors = status_json()
    sandbox.account_file("gate.json").unlink()  # as if the wait in it had passed long ago
    again = status_json()[1]

    assert (3, health, title) == (code, out["health"], out["problem"]["title"])
    assert "claude auth login" in errors
    assert (health, title) == (again["health"], again["problem"]["title"])
    assert 1 == len(sandbox.server.requests)
    assert [] == [path for path in sandbox.state.rglob("*") if path.is_file() and b"EXAMPLE" in path.read_bytes()]

    sandbox.write_login()
    sandbox.server.answers = [usage_answer("usage-max")]
    assert "ok" == status_json()[1]["health"]


def test_a_person_can_have_a_refused_token_sent_again(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person can have a refused token sent once more, because it may be another one by now."""
    (sandbox.claude / ".credentials.json").unlink()
    monkeypatch.setenv("CLAUDE_CODE_OAUTH_TOKEN", IN_ENVIRONMENT)
    sandbox.server.answers = [answer_from_fixture("error-403-scope")]
    status_json()
    path = sandbox.state / "logins.json"
    path.write_text(path.read_text().replace('"at": "2', '"at": "1'))  # long ago
    sandbox.account_file("gate.json").unlink()
    status_json("--refresh")

    assert 2 == len(sandbox.server.requests)


@pytest.mark.parametrize(
    ("platform", "words"), [("win32", r"BRIM_CLAUDE__CONFIG_DIR to \\wsl.localhost"), ("linux", "Run `claude`")]
)
def test_without_a_login_the_next_step_is_named(platform: str, words: str, tmp_path: Path) -> None:
    """Without a login the next step is named; on Windows also the setting for a login in WSL."""
    context = LoginContext(AccountLocation(tmp_path, tmp_path), platform=platform)
    with pytest.raises(ReadError) as error:
        loginerrors.usable_token(Login(LoginOrigin.FILE, "", LoginState.ABSENT, ""), NOW, context)

    assert words in error.value.message
    assert (platform == "win32") == ("WSL" in error.value.message)


def test_a_login_that_cannot_be_renewed_is_reported(mac: Mac) -> None:
    """A login that cannot be renewed is reported as ended, and not as waiting for Claude Code to renew it."""
    mac.write_login_file(_content(IN_FILE, expiresAt=1, refreshTokenExpiresAt=(NOW - timedelta(days=1)).isoformat()))

    with pytest.raises(ReadError) as error:
        loginerrors.usable_token(mac.read(), NOW, LoginContext(AccountLocation(mac.folder, mac.folder)))
    assert "Login expired for good" == error.value.title


def test_a_bad_file_of_refusals_is_set_aside(mac: Mac) -> None:
    """A file of refusals that cannot be used is set aside, and causes one more question."""
    mac.set_security_script("exit 128")
    mac.read()
    (mac.folder / "state" / "logins.json").write_text('{"refused": 7}')
    mac.read()
    mac.read()

    assert 2 == len(mac.asked)
