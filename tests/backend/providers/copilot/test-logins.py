"""Which login of Copilot counts, and that each token goes to its own host and nowhere else."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import TYPE_CHECKING

import pytest

from brim.backend.fetching.accountreader import AccountReader
from brim.backend.providerlist.selection import accounts_of
from brim.backend.providers.copilot.places import usual_places
from brim.backend.providers.copilot.variables import CopilotVariables
from brim.backend.settings.load import load_settings
from brim.errors import ReadError
from brim.model.account import Health
from tests.support.accountreading import outcome
from tests.support.copilothome import NOW, OTHER, TOKEN, providers, put, read, sent
from tests.support.usageserver import UsageServer, answer_from_fixture, usage_answer

if TYPE_CHECKING:
    from pathlib import Path

REFUSED = answer_from_fixture("copilot-error-401")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the places of this home are those of Linux and macOS")


@pytest.mark.parametrize(
    ("fixture", "name"),
    [
        ("copilot-apps.json", ".config/github-copilot/apps.json"),
        ("copilot-hosts.json", ".config/github-copilot/hosts.json"),
        ("copilot-cli-config.jsonc", ".copilot/config.json"),
        ("gh-hosts.yml", ".config/gh/hosts.yml"),
    ],
)
def test_each_tool_is_a_place_of_a_login(server: UsageServer, home: Path, fixture: str, name: str) -> None:
    """The login of any tool shows the same account; the token of another host in the same file is never sent."""
    path = put(home, fixture, name)
    before = path.stat()

    state = read()

    assert state.reading is not None
    assert state.identity.account.label == "robin-example"
    assert [TOKEN] == sent(server)
    after = path.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)


def test_one_person_is_one_account_in_every_tool(server: UsageServer, home: Path, apps: Path) -> None:
    """The account stays the same when its login moves from an editor to the GitHub CLI."""
    first = read().identity
    apps.unlink()
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    second = read().identity

    assert first.account == second.account
    assert first.credentials_version != second.credentials_version
    assert [TOKEN, TOKEN] == sent(server)


def test_a_tenant_is_an_account_of_its_own(home: Path) -> None:
    """Each host with a login is an account, asked at the API of that host with the token of that host."""
    put(home, "copilot-hosts.json", ".config/github-copilot/hosts.json")
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")

    async def labels() -> list[tuple[str, str]]:
        found = [(await one.identify()).account for one in providers()]
        return [(account.label, account.vendor.usage_url) for account in dict.fromkeys(found)]

    assert [
        ("robin-example", "https://github.com/settings/copilot"),
        ("robin_corp", "https://corp.ghe.com/settings/copilot"),
    ] == asyncio.run(labels())


def test_a_tenant_alone_leaves_no_empty_account(home: Path) -> None:
    """Who has a login of a tenant only sees that account, and no second one that is signed out."""
    path = put(home, "copilot-hosts.json", ".config/github-copilot/hosts.json")
    path.write_text(json.dumps({"corp.ghe.com": {"user": "robin_corp", "oauth_token": OTHER}}))

    labels = {asyncio.run(provider.identify()).account.label for provider in providers()}

    assert {"robin_corp"} == labels


def test_a_server_of_the_settings_gets_the_token_of_its_host_only(
    server: UsageServer, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server stands for github.com, or for the host that the settings name; no other token reaches it."""
    put(home, "copilot-hosts.json", ".config/github-copilot/hosts.json")
    assert len(providers()) == 1
    read()
    monkeypatch.setenv("BRIM_COPILOT__HOST", "corp.ghe.com")
    read()

    assert [TOKEN, OTHER] == sent(server)


@pytest.mark.parametrize(
    ("server", "user"),
    [
        ("https://api.corp.ghe.com", "robin_corp"),
        ("https://API.CORP.ghe.com:8443", "robin_corp"),
        ("https://copilot.api.corp.ghe.com/v3", "robin_corp"),
        ("https://api.other.ghe.com", None),
        ("https://api.github.com:443", "robin-example"),
        ("https://proxy.example.com", "robin-example"),
        ("https://api.corp.ghe.com.example.com", "robin-example"),
    ],
)
def test_a_server_of_github_gets_the_login_of_its_own_host(
    home: Path, monkeypatch: pytest.MonkeyPatch, server: str, user: str | None
) -> None:
    """Whoever names the API of a tenant asks it with the login of that tenant, without naming the host, too."""
    put(home, "copilot-hosts.json", ".config/github-copilot/hosts.json")
    monkeypatch.setenv("BRIM_COPILOT__API_URL", server)

    (identity,) = [asyncio.run(provider.identify()) for provider in providers()]

    assert identity.present == (user is not None)
    assert identity.account.label == (user or "GitHub Copilot")


@pytest.mark.parametrize(
    ("server", "host"), [("https://api.corp.ghe.com", "github.com"), ("https://api.github.com:443", "corp.ghe.com")]
)
def test_no_settings_send_the_login_of_one_host_to_another(
    home: Path, monkeypatch: pytest.MonkeyPatch, server: str, host: str
) -> None:
    """A host and the server of another one contradict each other: nobody is asked, and the words name the right one."""
    put(home, "copilot-hosts.json", ".config/github-copilot/hosts.json")
    monkeypatch.setenv("BRIM_PROVIDERS", "copilot")
    monkeypatch.setenv("BRIM_COPILOT__API_URL", server)
    monkeypatch.setenv("BRIM_COPILOT__HOST", host)

    (account,) = accounts_of(load_settings())

    async def nothing_counted() -> None:
        """No request is sent."""
        raise AssertionError

    with pytest.raises(ReadError, match=r"whose server api_url is") as refused:
        asyncio.run(account.read(nothing_counted))
    assert {"github.com": "corp.ghe.com", "corp.ghe.com": "github.com"}[host] in str(refused.value)


@pytest.mark.parametrize(
    "host", ["ghe.example.com", "evil.com/github.com", "github.com.evil.com", "a.b.ghe.com", "github.com@evil.com", ""]
)
def test_a_token_of_another_host_is_never_sent(server: UsageServer, home: Path, host: str) -> None:
    """A host without Copilot, or a name that only looks like a host, has no account."""
    path = put(home, "copilot-hosts.json", ".config/github-copilot/hosts.json")
    path.write_text(json.dumps({host: {"user": "robin", "oauth_token": OTHER}}))

    state = read()

    assert (Health.SIGNED_OUT, "Not signed in") == outcome(state)
    assert not state.identity.present
    assert [] == server.requests


@pytest.mark.parametrize("token", ["ghr_refresh00000000000000000000", "gho_two words", "gho_line\nX: y", "", "0" * 40])
def test_only_tokens_for_requests_are_sent(server: UsageServer, apps: Path, token: str) -> None:
    """A token that renews logins, or that would break a header, is never sent; the words say what to do."""
    apps.write_text(json.dumps({"github.com": {"user": "robin", "oauth_token": token}}))

    state = read()

    assert (Health.SIGNED_OUT, "Login cannot be read") == outcome(state)
    assert state.history.problem is not None
    assert "ghr_" not in state.history.problem.message
    assert [] == server.requests


@pytest.mark.parametrize("content", ["{half", "[]", '"x"', "\x00\xff", "[" * 100_000])
def test_a_damaged_file_does_not_hide_another_login(server: UsageServer, home: Path, apps: Path, content: str) -> None:
    """A file that is half written counts as a login that cannot be read, and only where there is no other."""
    apps.write_text(content)
    assert (Health.SIGNED_OUT, "Login cannot be read") == outcome(read())
    assert [] == server.requests
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")

    assert read().history.health is Health.OK
    assert [TOKEN] == sent(server)


@pytest.mark.parametrize("half", ["", '{"github.com:Iv1.invented00000000": {"user": "robin-ex'])
def test_a_file_that_is_being_written_is_read_again(apps: Path, half: str) -> None:
    """An editor that rewrites its login does not sign the account out for a moment."""
    provider, whole = providers()[0], apps.read_text()

    async def finish() -> None:
        apps.write_text(whole)  # noqa: ASYNC240 - the loop waits for it, so no second look comes before

    async def go() -> tuple[str, str]:
        before = await provider.identify()
        await asyncio.to_thread(apps.write_text, half)
        during, _ = await asyncio.gather(provider.identify(), finish())
        return before.account.id, during.account.id

    before, during = asyncio.run(go())
    assert before == during


def test_an_empty_file_is_no_login(apps: Path) -> None:
    """A file that stays empty is as none."""
    apps.write_text("")

    assert not asyncio.run(providers()[0].identify()).present


def test_variables_are_tokens_too(server: UsageServer, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable for Copilot comes before files, those for all of GitHub after them; no state file holds a token."""
    monkeypatch.setenv("GITHUB_TOKEN", "ghp_script")
    read(home / "state")
    monkeypatch.setenv("GH_TOKEN", "github_pat_shell")
    read(home / "state")
    put(home, "copilot-apps.json", ".config/github-copilot/apps.json")
    read(home / "state")
    monkeypatch.setenv("COPILOT_GITHUB_TOKEN", "ghu_copilot")
    label = read(home / "state").identity.account.label

    assert ["ghp_script", "github_pat_shell", TOKEN, "ghu_copilot"] == sent(server)
    assert label.startswith("GitHub Copilot ")
    kept = [path for path in (home / "state").rglob("*") if path.is_file()]
    assert kept
    assert not [
        path for path in kept if any(part in path.read_bytes() for part in (b"gho_", b"ghp_", b"ghu_", b"pat_"))
    ]


def test_a_refused_login_gives_way_to_another_of_the_same_person(server: UsageServer, home: Path, apps: Path) -> None:
    """The login that a removed plug-in left behind hides no other one, and is not sent a second time."""
    apps.write_text(json.dumps({"github.com": {"user": "Robin-Example", "oauth_token": "gho_old"}}))
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    server.answers = [REFUSED, usage_answer("copilot-user-pro")]
    provider = providers()[0]

    async def twice() -> list[Health | None]:
        async def counted() -> None:
            """Nothing is counted here."""

        reader = AccountReader(provider, None, lambda: NOW)
        first = await reader.read()
        await provider.read(counted)
        await reader.aclose()
        return [first.history.health]

    assert [Health.OK] == asyncio.run(twice())
    assert ["gho_old", TOKEN, TOKEN] == sent(server)


@pytest.mark.usefixtures("apps")
def test_the_same_token_is_not_sent_twice(server: UsageServer, home: Path) -> None:
    """Two tools that share a login are one login: a refused token is not tried again from the other file."""
    put(home, "copilot-hosts.json", ".config/github-copilot/hosts.json")
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    server.answers = [REFUSED]

    assert (Health.SIGNED_OUT, "Signed out by GitHub") == outcome(read())
    assert [TOKEN] == sent(server)


def test_a_second_login_of_the_same_file_is_reached(server: UsageServer, apps: Path) -> None:
    """After a refusal the login of another client counts, also where both are in one file."""
    entries = {f"github.com:Iv1.{name}": {"user": name, "oauth_token": f"gho_{name}"} for name in ("old", "new")}
    apps.write_text(json.dumps(entries))
    server.answers = [answer_from_fixture("copilot-error-403"), usage_answer("copilot-user-pro")]
    provider = providers()[0]

    async def labels() -> list[str]:
        reader = AccountReader(provider, None, lambda: NOW)
        states = [await reader.read(), await reader.read()]
        await reader.aclose()
        return [state.identity.account.label for state in states]

    assert ["new", "new"] == asyncio.run(labels())
    assert ["gho_old", "gho_new"] == sent(server)


def test_the_login_of_another_person_is_not_mixed_in(server: UsageServer, home: Path, apps: Path) -> None:
    """After a refusal nobody else's usage is shown under the name of the account that was refused."""
    apps.write_text(json.dumps({"github.com": {"user": "someone-else", "oauth_token": "gho_old"}}))
    put(home, "gh-hosts.yml", ".config/gh/hosts.yml")
    server.answers = [REFUSED, usage_answer("copilot-user-pro")]
    provider = providers()[0]

    state = read(provider=provider)

    assert ["gho_old"] == sent(server)
    assert (state.identity.account.label, state.reading) == ("robin-example", None)


def test_places_follow_the_variables_of_each_tool(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each tool's own variable moves its files; on Windows editors keep theirs below LOCALAPPDATA."""
    monkeypatch.setenv("GH_CONFIG_DIR", str(home / "one"))
    monkeypatch.setenv("COPILOT_HOME", str(home / "two"))
    moved = usual_places(CopilotVariables(), "linux")
    monkeypatch.delenv("GH_CONFIG_DIR")
    monkeypatch.delenv("XDG_CONFIG_HOME")
    windows = usual_places(CopilotVariables(), "win32")

    assert (home / "one/hosts.yml", home / "two/config.json") == (moved.gh_hosts, moved.cli_config)
    assert home / ".config/github-copilot/apps.json" == moved.apps
    assert home / "AppData/Local/github-copilot/apps.json" == windows.apps
    assert home / "AppData/Roaming/GitHub CLI/hosts.yml" == windows.gh_hosts
