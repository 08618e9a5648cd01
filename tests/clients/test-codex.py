"""The real Codex CLI beside Brim: its reading of each recorded answer is Brim's own, and its login stays as it is."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from brim.backend.providers.codex.homes import CodexHome
from brim.backend.providers.codex.provider import CodexProvider
from brim.backend.settings.load import load_settings
from brim.errors import ReadError
from tests.clients.codexserver import codex_server
from tests.support.codexmachine import ACCOUNT, token
from tests.support.usageserver import FIXTURES, load_fixture

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from brim.model.usage import Reading
    from tests.clients.codexserver import CodexServer
    from tests.clients.programs import Programs

BODIES = sorted(path.stem for path in FIXTURES.glob("codex-usage-*.json"))


async def _no_count() -> None:
    """Requests of these tests are counted by the server."""


def _home(folder: Path, server: CodexServer) -> CodexHome:
    """A folder of Codex with an invented login, whose own settings lead to the server."""
    ends = datetime.now(UTC).timestamp() + 800_000
    account = {"chatgpt_account_id": ACCOUNT, "chatgpt_plan_type": "plus", "chatgpt_user_id": "user-invented0001"}
    made = token(exp=ends, email="robin@example.org", **{"https://api.openai.com/auth": account})
    login = load_fixture("codex-auth-chatgpt") | {"last_refresh": datetime.now(UTC).isoformat()}
    login["tokens"] |= {"id_token": made, "access_token": made}
    folder.mkdir()
    (folder / "auth.json").write_text(json.dumps(login))
    (folder / "config.toml").write_text(f'chatgpt_base_url = "{server.url}/backend-api/"\n')
    return CodexHome(folder)


def _told(call: Callable[[], Awaitable[Reading]]) -> object:
    """What a reading says, without its source and time; the title of the error instead."""

    async def go() -> object:
        try:
            reading = await call()
        except ReadError as error:
            return error.title
        limits = [(one.id, one.percent, one.refused) for one in reading.windows]
        return limits, reading.plan, reading.spend

    return asyncio.run(go())


@pytest.mark.parametrize("name", BODIES)
def test_both_read_an_answer_alike(programs: Programs, home: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Limits, refusals, plan and credits are the same by the endpoint and by the program, which renews nothing."""
    with codex_server(load_fixture(name)) as server:
        monkeypatch.setenv("BRIM_CODEX__API_URL", server.url)
        monkeypatch.setenv("BRIM_CODEX__PROGRAM", str(programs.codex))
        codex_home = _home(home / ".codex", server)
        before = codex_home.login_file.read_bytes()
        provider = CodexProvider(load_settings(), codex_home)

        of_endpoint, of_program = _told(lambda: provider.read(_no_count)), _told(provider.ask_program)

    assert of_endpoint == of_program
    assert before == codex_home.login_file.read_bytes()
    assert ["brim/", "brim/"] == [agent[:5] for agent in server.agents]


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_program_that_is_refused_says_that_it_could_not_fetch(
    programs: Programs, home: Path, monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    """Whatever the server answers, the program gives no usage, and nothing is invented."""
    with codex_server({"detail": "no"}) as server:
        server.status = status
        monkeypatch.setenv("BRIM_CODEX__PROGRAM", str(programs.codex))
        provider = CodexProvider(load_settings(), _home(home / ".codex", server))

        assert "Codex CLI could not fetch" == _told(provider.ask_program)
