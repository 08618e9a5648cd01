"""A machine with logins of seven providers, each with a server of its own on the loopback interface.

All servers record what reaches them, so that a login at the wrong one is seen. Logins never end, and every limit resets
in the future, for programs that use the real clock.
"""

from __future__ import annotations

import json
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, override

import pytest

from brim.backend.settings.load import reload_settings
from brim.backend.system.files import write_object
from tests.support.codexmachine import token
from tests.support.copilothome import put
from tests.support.cursoraccounts import token_of
from tests.support.cursorstate import write_state
from tests.support.sandbox import TOKEN, Sandbox
from tests.support.usageserver import Answer, UsageServer, future_usage_answer, load_fixture, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROVIDERS = ("claude", "codex", "copilot", "cursor", "opencode", "openrouter", "zai")
"""In Brim's order of accounts."""
_TEN_YEARS = timedelta(days=3650)
_CODEX_ACCOUNT = "11111111-2222-4333-8444-555555555555"
_TABLE_OF_KEYS = {"openrouter": "openrouter", "zai": "zai-coding-plan", "opencode": "opencode-go"}
"""The entries of opencode's file."""
STATE_OF_CURSOR = ".config/Cursor/User/globalStorage/state.vscdb"


def _secrets() -> dict[str, str]:
    ends = datetime.now(UTC) + _TEN_YEARS
    auth = {"chatgpt_account_id": _CODEX_ACCOUNT, "chatgpt_plan_type": "plus"}
    return {
        "claude": TOKEN,
        "codex": token(exp=int(ends.timestamp()), **{"https://api.openai.com/auth": auth}),
        "copilot": load_fixture("copilot-apps")["github.com:Iv1.invented00000000"]["oauth_token"],
        "cursor": token_of("robin", ends),
        **{name: load_fixture("opencode-auth")[entry]["key"] for name, entry in _TABLE_OF_KEYS.items()},
    }


def usual_answers() -> dict[str, Answer]:
    """What each server says of an account in use, with resets in the future."""
    now = datetime.now(UTC)
    soon, milliseconds = now + timedelta(days=3), timedelta(milliseconds=1)
    codex, copilot = load_fixture("codex-usage-plus-two-windows"), load_fixture("copilot-user-pro")
    for name, ahead in (("primary_window", timedelta(hours=3)), ("secondary_window", timedelta(days=3))):
        codex["rate_limit"][name]["reset_at"] = int((now + ahead).timestamp())
    copilot |= {"quota_reset_date": f"{soon:%Y-%m-%d}", "quota_reset_date_utc": soon.isoformat()}
    cursor, zai, opencode = (
        load_fixture("cursor-usage-pro"),
        load_fixture("zai-pro-credits"),
        load_fixture("opencode-go-usage"),
    )
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    cursor |= {
        "billingCycleStart": str((soon - timedelta(days=30) - epoch) // milliseconds),
        "billingCycleEnd": str((soon - epoch) // milliseconds),
    }
    for limit in zai["data"]["limits"]:
        limit["nextResetTime"] = (soon - epoch) // milliseconds
    for limit in opencode["usage"].values():
        limit["resetsAt"] = soon.isoformat()
    bodies = {
        "codex": codex,
        "copilot": copilot,
        "cursor": cursor,
        "opencode": opencode,
        "openrouter": load_fixture("openrouter-key-unlimited"),
        "zai": zai,
    }
    return {
        "claude": future_usage_answer(),
        **{name: Answer(body=json.dumps(body).encode()) for name, body in bodies.items()},
    }


@dataclass
class ProviderMachine(Sandbox):
    """The sandbox of Claude, with the other providers beside it."""

    servers: Mapping[str, UsageServer] = field(default_factory=dict)
    """By provider."""
    secrets: Mapping[str, str] = field(default_factory=_secrets)
    """The token or key of each login."""

    @property
    def home(self) -> Path:
        """The home folder."""
        return self.claude.parent

    @property
    @override
    def environment(self) -> dict[str, str]:
        """The environment variables for a Brim process on this machine."""
        urls = {f"BRIM_{name.upper()}__API_URL": server.url for name, server in self.servers.items()}
        return super().environment | urls

    def login_file(self, name: str) -> Path:
        """Where the login of a provider is."""
        places = {
            "claude": ".claude/.credentials.json",
            "codex": ".codex/auth.json",
            "copilot": ".config/github-copilot/apps.json",
            "cursor": STATE_OF_CURSOR,
        }
        return self.home / places.get(name, ".local/share/opencode/auth.json")

    def sign_in(self, *names: str) -> None:
        """Store the login of these providers as their tools do."""
        for name in names:
            if name == "claude":
                self.write_login()
            elif name == "codex":
                self._write(name, {"tokens": {"access_token": self.secrets[name], "account_id": _CODEX_ACCOUNT}})
            elif name == "copilot":
                put(self.home, "copilot-apps.json", ".config/github-copilot/apps.json")
            elif name == "cursor":
                write_state(self.login_file(name), self.cursor_rows)
            else:
                self._write(name, self._keys() | {_TABLE_OF_KEYS[name]: {"type": "api", "key": self.secrets[name]}})

    def sign_out(self, name: str) -> None:
        """Remove the login of a provider as its tool does."""
        path = self.login_file(name)
        if name in _TABLE_OF_KEYS:
            self._write(name, {entry: key for entry, key in self._keys().items() if entry != _TABLE_OF_KEYS[name]})
        else:
            path.unlink()

    @property
    def cursor_rows(self) -> dict[str, str]:
        """What Cursor's app stores about its login."""
        rows: dict[str, str] = load_fixture("cursor-state-rows")["rows"]
        return rows | dict.fromkeys(("cursorAuth/accessToken", "cursorAuth/refreshToken"), self.secrets["cursor"])

    def let_all_be_due(self) -> None:
        """Let the last requests be so long ago that the next ones are due, for programs that use the real clock."""
        long_ago = (datetime.now(UTC) - timedelta(seconds=4000)).isoformat()
        for path in self.state.glob("accounts/*/gate.json"):
            write_object(path, json.loads(path.read_text()) | dict.fromkeys(("tried_at", "asked_at"), long_ago))

    def requests(self) -> dict[str, int]:
        """How many requests reached each server."""
        return {name: len(server.requests) for name, server in self.servers.items()}

    def _keys(self) -> dict[str, Any]:  # Any: opencode's JSON
        path = self.login_file("zai")
        return json.loads(path.read_text()) if path.exists() else {}

    def _write(self, name: str, content: object) -> None:
        path = self.login_file(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content))


@contextmanager
def provider_machine(home: Path, tmp_path: Path, *names: str) -> Iterator[ProviderMachine]:
    """A machine with these logins, or all of them, for the time of the block."""
    with ExitStack() as stack:
        servers = {name: stack.enter_context(running_server()) for name in PROVIDERS}
        for name, answer in usual_answers().items():
            servers[name].answers = [answer]
        machine = ProviderMachine(home / ".claude", tmp_path / "state", tmp_path / "config", servers["claude"])
        machine.servers = servers
        machine.sign_in(*(names or PROVIDERS))
        yield machine


@pytest.fixture
def machine(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProviderMachine]:
    """All seven logins, for processes and for Brim in this process."""
    with provider_machine(home, tmp_path) as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("BRIM_COPILOT__PROGRAM", "/nowhere/gh")
        reload_settings()
        yield made
