"""A setting of one provider that cannot be used stops that provider alone, and is named wherever people look."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.providermachine import PROVIDERS, ProviderMachine, machine
from tests.support.sandbox import start_brim, status_json
from tests.support.servingtray import serving, take

__all__ = ["machine"]

ONCE = dict.fromkeys(PROVIDERS, 1)
FAULTS = {
    "codex": ("HOMES", "~nobody-of-this-name/codex"),
    "claude": ("CONFIG_DIRS", "~nobody-of-this-name/claude"),
    "copilot": ("HOST", "not a host"),
    "openrouter": ("KEY_FILE", "~nobody-of-this-name/key"),
}


def _accounts() -> dict[str, dict[str, Any]]:  # Any: JSON
    return {one["provider"]: one for one in status_json("--all")[1]}


def _doctor() -> dict[str, Any]:  # Any: JSON
    with start_brim("doctor", "--json") as process:
        report: dict[str, Any] = json.loads(process.communicate(timeout=60)[0])  # Any: JSON
        return report


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_bad_server_stops_one_provider(machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Status, doctor and menu name the setting once; that provider gets nothing, now or later, and all others do."""
    variable = f"BRIM_{name.upper()}__API_URL"
    monkeypatch.setenv(variable, "http://example.com")
    accounts, report = _accounts(), _doctor()

    assert dict.fromkeys(PROVIDERS, "ok") | {name: "error"} == {one: found["health"] for one, found in accounts.items()}
    assert f"Invalid {variable}" == accounts[name]["problem"]["title"]
    assert "until it is corrected and Brim is started again." in accounts[name]["problem"]["message"]
    assert [name] == [one for one, found in accounts.items() if found["next_read_at"] is None]
    assert [variable in line["text"] for line in report["lines"] if line["topic"] == "Settings"].count(True) == 1
    assert ONCE | {name: 0} == machine.requests()


@pytest.mark.parametrize("name", FAULTS)
def test_a_bad_place_of_a_login_stops_one_provider(
    machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Where a setting was to name a login, no other login is sent in its place; all others are asked."""
    setting, value = FAULTS[name]
    variable = f"BRIM_{name.upper()}__{setting}"
    monkeypatch.setenv(variable, value)
    accounts = _accounts()

    assert f"Invalid {variable}" == accounts[name]["problem"]["title"]
    assert ONCE | {name: 0} == machine.requests()


def test_a_tray_says_it_in_the_account(machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the menu the account of that provider has the line, while the others have their numbers."""
    monkeypatch.setenv("BRIM_CURSOR__API_URL", "cursor")
    with serving() as bridge:
        snapshot = take(
            bridge,
            lambda snapshot: (
                len(snapshot.accounts) == len(PROVIDERS)
                and all(view.problem is not None or view.windows or view.spend for view in snapshot.accounts)
            ),
        )
    problems = {view.account.provider: view.problem for view in snapshot.accounts if view.problem is not None}

    assert ["cursor"] == [*problems]
    assert "Invalid BRIM_CURSOR__API_URL" == problems["cursor"].title
    assert 0 == machine.requests()["cursor"]


@pytest.mark.parametrize(
    ("names", "expected", "said"),
    [
        (
            "codx, opencode",
            {"codex": "error", "opencode": "ok"},
            "Did you mean `codex`? Brim sends no requests for Codex",
        ),
        ("opencode, opencod", {"opencode": "ok"}, "Did you mean `opencode`?"),
        ("opencode, opencode", {"opencode": "ok"}, '"opencode" is there more than once'),
        ("opencode, xyzzy", {"opencode": "ok"}, '"xyzzy" is not valid.'),
        ('["opencode", 5]', {"opencode": "ok"}, '"5" is not valid.'),
        ("[]", dict.fromkeys(PROVIDERS, "ok"), ""),
        ("xyzzy", dict.fromkeys(PROVIDERS, "offline"), '"xyzzy" is not valid.'),
        ("xyzzy, 5", dict.fromkeys(PROVIDERS, "offline"), "Until then nothing is fetched online."),
        ("[5]", dict.fromkeys(PROVIDERS, "offline"), "Until then nothing is fetched online."),
        ('{"opencode": 1}', dict.fromkeys(PROVIDERS, "offline"), "Until then nothing is fetched online."),
        ('["opencode"', dict.fromkeys(PROVIDERS, "offline"), "Until then nothing is fetched online."),
    ],
)
def test_a_wrong_name_in_the_list_is_one_line(
    machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch, names: str, expected: dict[str, str], said: str
) -> None:
    """A name that nobody knows, or one that is there twice, is said once; nobody is asked who was not named."""
    monkeypatch.setenv("BRIM_PROVIDERS", names)
    _, out, errors = status_json("--all")

    assert expected == {one["provider"]: one["health"] for one in out}
    assert said in errors
    assert (1 if said else 0) == errors.count("Invalid BRIM_PROVIDERS")
    asked = {name for name, count in machine.requests().items() if count}
    assert {name for name, health in expected.items() if health == "ok"} == asked


def test_another_fault_is_said_at_once(machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who corrects one setting and not another one reads of the other one, not again of the first."""
    monkeypatch.setenv("BRIM_CODEX__API_URL", "http://example.com")
    first = _accounts()["codex"]["problem"]["title"]
    monkeypatch.setenv("BRIM_CODEX__API_URL", machine.servers["codex"].url)
    setting, value = FAULTS["codex"]
    monkeypatch.setenv(f"BRIM_CODEX__{setting}", value)
    second = _accounts()["codex"]["problem"]["title"]

    assert ("Invalid BRIM_CODEX__API_URL", f"Invalid BRIM_CODEX__{setting}") == (first, second)


@pytest.mark.parametrize("file", ["brim.toml", ".env"])
def test_settings_that_cannot_be_read_ask_nobody(
    machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    """A file may say whom Brim must not ask: until it can be read, only those are asked whom the environment allows."""
    machine.config.mkdir()
    (machine.config / file).write_bytes(b'providers = ["codex"]\nicon = \xff')
    _, out, errors = status_json("--all")

    assert dict.fromkeys(PROVIDERS, "offline") == {one["provider"]: one["health"] for one in out}
    assert f"{file} cannot be read" in errors
    assert "Until then nothing is fetched online." in errors
    assert {0} == set(machine.requests().values())
    monkeypatch.setenv("BRIM_CODEX__NETWORK", "true")
    status_json("--all")

    assert {"codex"} == {name for name, count in machine.requests().items() if count}
