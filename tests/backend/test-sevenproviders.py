"""A machine with seven providers: each is asked once, by its own login, whatever happens to another one."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim import __version__
from brim.backend.providers.claude.settings import ClaudeSettings
from brim.backend.settings.load import load_settings, reload_settings
from tests.support.providermachine import PROVIDERS, ProviderMachine, machine
from tests.support.sandbox import status_json, wait_for
from tests.support.servingtray import serving, take
from tests.support.usageserver import Answer, load_fixture, usage_answer

if TYPE_CHECKING:
    from brim.model.account import AccountView
    from brim.model.snapshot import Snapshot

__all__ = ["machine"]

ASKED = {
    "claude": ("GET", "/api/oauth/usage"),
    "codex": ("GET", "/backend-api/wham/usage"),
    "copilot": ("GET", "/copilot_internal/user"),
    "cursor": ("POST", "/aiserver.v1.DashboardService/GetCurrentPeriodUsage"),
    "opencode": ("GET", "/zen/go/v1/usage"),
    "openrouter": ("GET", "/api/v1/key"),
    "zai": ("GET", "/api/monitor/usage/quota/limit"),
}
ONCE = dict.fromkeys(PROVIDERS, 1)
REFUSALS = {
    "down": Answer(500, b"{}"),
    "limited": Answer(429, b"{}", {"retry-after": "5000"}),
    "signed out": Answer(401, b"{}"),
    "not HTTP": Answer(raw=b"\x00\xff"),
}


def _all_accounts() -> dict[str, dict[str, Any]]:  # Any: JSON
    """Each account as `brim status --all --json` has it."""
    return {one["provider"]: one for one in status_json("--all")[1]}


def _kept(account: dict[str, Any]) -> list[object]:
    """What nobody but its own server or tool may change."""
    numbers = [(window["id"], window["percent"], window["resets_at"]) for window in account["windows"]]
    return [numbers, *(account[key] for key in ("account", "spend", "health", "fetched_at", "next_read_at"))]


def _views(snapshot: Snapshot) -> dict[str, AccountView]:
    return {view.account.provider: view for view in snapshot.accounts}


def test_each_provider_is_asked_once_by_its_own_login(machine: ProviderMachine) -> None:
    """One request reaches each server, under Brim's own name, with the login of that provider alone."""
    code, out, _ = status_json("--all")

    assert (0, list(PROVIDERS)) == (code, [one["provider"] for one in out])
    assert {"ok"} == {one["health"] for one in out}
    for name, server in machine.servers.items():
        (request,), (asked,) = server.requests, server.asked
        assert ASKED[name] == asked[:2]
        assert f"brim/{__version__}" == request["user-agent"]
        assert machine.secrets[name] == request["authorization"].partition(" ")[2]
        told = f"{request} {asked}"
        assert [name] == [owner for owner, secret in machine.secrets.items() if secret in told]
        assert not {"cookie", "referer", "x-api-key"} & request.keys()
    assert _all_accounts().keys() == ONCE.keys()
    assert ONCE == machine.requests()


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_provider_whose_network_is_off_gets_nothing(
    machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Each can be switched off by itself: nothing is sent to it, also on request, and the others are asked."""
    monkeypatch.setenv(f"BRIM_{name.upper()}__NETWORK", "false")

    accounts = {one["provider"]: one["health"] for one in status_json("--all", "--refresh")[1]}

    assert dict.fromkeys(PROVIDERS, "ok") | {name: "offline"} == accounts
    assert ONCE | {name: 0} == machine.requests()


@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_server_in_trouble_leaves_the_others_alone(machine: ProviderMachine, refusal: str) -> None:
    """While one server fails, the numbers of the others and the times of their next updates are as always."""
    machine.servers["codex"].answers = [REFUSALS[refusal]]
    first = _all_accounts()
    machine.let_all_be_due()
    second = _all_accounts()

    for accounts in (first, second):
        assert {"codex"} == {name for name, account in accounts.items() if account["health"] != "ok"}
        for name in PROVIDERS:
            assert name == "codex" or accounts[name]["next_read_reason"].startswith("every ")
    others = {name: count for name, count in machine.requests().items() if name != "codex"}
    assert dict.fromkeys(others, 2) == others


def test_a_server_that_hangs_holds_nobody(machine: ProviderMachine) -> None:
    """A tray shows the numbers of the others while one server does not answer."""
    machine.servers["claude"].answers = [Answer(drip=b" ")]

    def others_are_read(snapshot: Snapshot) -> bool:
        views = _views(snapshot)
        return all(name in views and views[name].fetched_at is not None for name in PROVIDERS if name != "claude")

    with serving() as bridge:
        wait_for(lambda: ONCE == machine.requests())
        views = _views(take(bridge, others_are_read))

    assert views["claude"].fetched_at is None


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_removed_login_leaves_the_others_alone(machine: ProviderMachine, name: str) -> None:
    """Without its login a provider is gone from the list; the numbers of the others stay, and nobody is asked again."""
    before = _all_accounts()
    machine.sign_out(name)
    without = _all_accounts()
    machine.sign_in(name)
    after = _all_accounts()

    shown = {other: account for other, account in without.items() if other != name}
    assert PROVIDERS == (*sorted((*shown, name)),)
    of_others = [{other: _kept(accounts[other]) for other in shown} for accounts in (before, without, after)]
    assert of_others[0] == of_others[1] == of_others[2]
    if name in without:
        assert "signed_out" == without[name]["health"]
    assert _kept(after[name]) == _kept(before[name])
    assert ONCE == machine.requests()


def test_a_running_tray_follows_each_login(machine: ProviderMachine) -> None:
    """A login that is removed while a tray runs takes its account away, and one that comes back is shown again."""

    def shows(*missing: str) -> None:
        def wanted(snapshot: Snapshot) -> bool:
            read = {name for name, view in _views(snapshot).items() if view.health.name == "OK" and view.fetched_at}
            return read == set(PROVIDERS) - set(missing)

        take(bridge, wanted)

    reload_settings()
    with serving() as bridge:
        shows()
        machine.sign_out("codex")
        shows("codex")
        machine.sign_out("zai")
        shows("codex", "zai")
        machine.sign_in("zai")
        machine.sign_in("codex")
        shows()

    assert ONCE == machine.requests()


def test_a_command_sees_at_once_what_codex_has_just_done(machine: ProviderMachine) -> None:
    """`brim status` does not answer from what is stored once a session of Codex has newer numbers."""
    before = [_all_accounts()["codex"] for _ in range(2)]
    now = datetime.now(UTC)
    limit = {"used_percent": 57.0, "window_minutes": 300, "resets_at": int((now + timedelta(hours=3)).timestamp())}
    payload = {"type": "token_count", "rate_limits": {"limit_id": "codex", "primary": limit, "secondary": None}}
    line = {"timestamp": f"{now:%Y-%m-%dT%H:%M:%S.%fZ}", "type": "event_msg", "payload": payload}
    folder = machine.home / f".codex/sessions/{now:%Y/%m/%d}"
    folder.mkdir(parents=True)
    (folder / f"rollout-{now:%Y-%m-%dT%H-%M-%S}-a.jsonl").write_text(f"{json.dumps(line)}\n")

    assert ["api", "api"] == [account["source"] for account in before]
    assert [57.0] == [window["percent"] for window in _all_accounts()["codex"]["windows"] if window["id"] == "session"]
    assert ONCE == machine.requests()


def test_another_server_gets_every_request_of_its_provider(machine: ProviderMachine) -> None:
    """The first reading is one request; what is asked after later ones goes to the same server, with the same login."""
    empty = usage_answer("cursor-usage-enterprise-empty")
    machine.servers["cursor"].answers = [empty, empty, usage_answer("cursor-summary-enterprise")]
    key = load_fixture("openrouter-key-limited")
    key["data"]["is_management_key"] = True
    limits = Answer(body=json.dumps(key).encode())
    machine.servers["openrouter"].answers = [limits, limits, usage_answer("openrouter-credits-management")]
    _all_accounts()
    assert ONCE == machine.requests()
    machine.let_all_be_due()
    _all_accounts()

    assert dict.fromkeys(PROVIDERS, 2) | {"cursor": 3, "openrouter": 3} == machine.requests()
    second = {name: machine.servers[name].paths[2] for name in ("cursor", "openrouter")}
    assert {"cursor": "/api/usage/summary", "openrouter": "/api/v1/credits"} == second
    for name, server in machine.servers.items():
        assert {machine.secrets[name]} == {one["authorization"].partition(" ")[2] for one in server.requests}


@pytest.mark.parametrize("name", PROVIDERS)
@pytest.mark.parametrize("url", ["http://192.0.2.1", "http://localhost.example.com", "ftp://127.0.0.1", "127.0.0.1"])
def test_a_server_that_could_be_listened_to_gets_no_login(monkeypatch: pytest.MonkeyPatch, name: str, url: str) -> None:
    """Each provider takes https, or http to a loopback address; with another server nothing is sent at all."""
    variable = f"BRIM_{name.upper()}__API_URL"
    monkeypatch.setenv(variable, url)

    faults = load_settings().faults

    assert {name: f"Invalid {variable}"} == {provider: fault.title for provider, fault in faults.items()}
    assert "Brim sends no requests for " in faults[name].message


def test_a_status_page_is_not_asked_for_another_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another server takes the place of Anthropic's, its status page is fetched only if that is set, too."""

    def page(**variables: str) -> str:
        with monkeypatch.context() as changed:
            for name, value in variables.items():
                changed.setenv(f"BRIM_CLAUDE__{name}", value)
            return load_settings().section(ClaudeSettings).incidents_url

    here = "http://127.0.0.1:8080"
    assert page().startswith("https://status.claude.com/")
    assert "" == page(API_URL=here)
    assert f"{here}/status" == page(API_URL=here, STATUS_URL=f"{here}/status")
    assert "" == page(STATUS_URL="off")
