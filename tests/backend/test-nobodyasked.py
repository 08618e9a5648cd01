"""Where it is not known whom the user allows Brim to ask, nobody is asked, and it is said how to change that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from brim.backend.settings.choices import save_choice
from brim.backend.settings.load import reload_settings
from brim.backend.system.wakeup import send_wake
from brim.model.account import Health
from brim.model.command import ChangeSetting, Refresh
from tests.support.providermachine import PROVIDERS, ProviderMachine, machine
from tests.support.sandbox import start_brim, status_json, wait_for
from tests.support.servingtray import serving, take

if TYPE_CHECKING:
    from pathlib import Path

    from brim.model.snapshot import Snapshot

__all__ = ["machine"]

OFFLINE = dict.fromkeys(PROVIDERS, "offline")
DAMAGED = "choices.json was damaged. Turn on in the menu's Settings what may be fetched online, or delete"
WRONG = ("5", "true", "{ codex = true }", '["xyzzy", 7]', "[[]]", '"xyzzy"')
"""Values of `providers` that name nobody."""


def asked(machine: ProviderMachine) -> set[str]:
    """Who got a request so far."""
    return {name for name, count in machine.requests().items() if count}


def health_of_each() -> tuple[dict[str, str], str]:
    """What `brim status --refresh` finds, and what it says on standard error."""
    _, out, errors = status_json("--all", "--refresh")
    return {one["provider"]: one["health"] for one in out}, errors


def doctor() -> list[dict[str, Any]]:  # Any: JSON
    """The lines of the report that are not as they should be."""
    with start_brim("doctor", "--json") as process:
        lines = json.loads(process.communicate(timeout=60)[0])["lines"]
    return [line for line in lines if line["verdict"] != "ok"]


def is_off(snapshot: Snapshot) -> bool:
    """Whether all accounts are there and none may be asked."""
    accounts = snapshot.accounts
    return len(accounts) == len(PROVIDERS) and all(view.health is Health.OFFLINE for view in accounts)


@pytest.mark.parametrize("value", WRONG)
def test_providers_that_name_nobody_ask_nobody(
    machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    """Not even those whose requests are switched on elsewhere: that does not say that they are to be shown."""
    machine.config.mkdir()
    (machine.config / "brim.toml").write_text(f"providers = {value}\n[codex]\nnetwork = true\n")
    monkeypatch.setenv("BRIM_COPILOT__NETWORK", "true")
    found, errors = health_of_each()

    assert OFFLINE == found
    assert 1 == errors.count("Invalid providers in brim.toml.")
    assert "It must be auto, claude, codex," in errors
    assert set() == asked(machine)


def test_the_wrong_value_is_named_wherever_people_look(machine: ProviderMachine) -> None:
    """Doctor has one problem and names it where requests are off; the tray notifies, and says it at each account."""
    machine.config.mkdir()
    path = machine.config / "brim.toml"
    path.write_text("providers = 5\n")
    step = "Fix it and start Brim again. Until then nothing is fetched online."
    lines = doctor()
    with serving() as bridge:
        shown = take(bridge, is_off)
        bridge.send(ChangeSetting("codex.network", value=True))
        bridge.send(Refresh())
        told = take(bridge, lambda snapshot: bool(snapshot.alerts))

    assert ["Invalid providers in brim.toml"] == [line["text"] for line in lines if line["verdict"] == "problem"]
    off = [line["next"] for line in lines if line["text"] == "Network access off"]
    assert len(PROVIDERS) == len(off)
    assert all(one.startswith('"5" is not valid.') and one.endswith(step) for one in off)
    assert {"Invalid providers in brim.toml"} == {view.problem.title for view in shown.accounts if view.problem}
    assert any("Invalid providers" in alert.body for alert in (*shown.alerts, *told.alerts))
    assert set() == asked(machine)

    path.write_text('providers = ["codex"]\n')
    status_json("--all")
    assert {"codex"} == asked(machine)


@pytest.mark.parametrize("content", [b'{"codex": {"network": fal', b"", b"[]", b"\xff\x00"])
def test_damaged_choices_ask_nobody_until_they_are_made_again(machine: ProviderMachine, content: bytes) -> None:
    """Every command says so in one line, and doctor, too; a choice about something else switches nothing on."""
    machine.state.mkdir(parents=True, exist_ok=True)
    (machine.state / "choices.json").write_bytes(content)
    first, second = health_of_each(), health_of_each()

    assert [OFFLINE, OFFLINE] == [first[0], second[0]]
    assert [1, 1] == [errors.count(DAMAGED) for _, errors in (first, second)]
    assert ["choices.json was damaged"] == [line["text"] for line in doctor() if line["verdict"] == "problem"]

    reload_settings()
    save_choice("icon.style", "ring")
    found, errors = health_of_each()
    assert (OFFLINE, 0) == (found, errors.count(DAMAGED))
    assert set() == asked(machine)
    save_choice("codex.network", value=True)
    assert OFFLINE | {"codex": "ok"} == health_of_each()[0]
    assert {"codex"} == asked(machine)


def test_doctor_says_it_before_anybody_has_set_the_file_aside(machine: ProviderMachine) -> None:
    """The report moves no file, and still says what the tray will do."""
    machine.state.mkdir(parents=True, exist_ok=True)
    (machine.state / "choices.json").write_text("{")

    assert "choices.json was damaged" in [line["text"] for line in doctor() if line["verdict"] == "problem"]
    assert "{" == (machine.state / "choices.json").read_text()


@pytest.mark.parametrize("way", ["deleted", "environment"])
def test_the_user_says_that_requests_may_be_sent(
    machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    """Who deletes the damaged file has nothing switched off; who names a provider in the environment allows that."""
    machine.state.mkdir(parents=True, exist_ok=True)
    (machine.state / "choices.json").write_text("{")
    health_of_each()
    if way == "deleted":
        (machine.state / "choices.json.broken").unlink()
    else:
        monkeypatch.setenv("BRIM_CODEX__NETWORK", "true")
    status_json("--all")

    assert (set(PROVIDERS) if way == "deleted" else {"codex"}) == asked(machine)


def test_a_tray_that_finds_damaged_choices_waits_for_a_choice(machine: ProviderMachine) -> None:
    """It shows that fetching is off at every account, and begins with the one that is switched on in its menu."""
    machine.state.mkdir(parents=True, exist_ok=True)
    (machine.state / "choices.json").write_text("{")
    with serving() as bridge:
        shown = take(bridge, is_off)
        assert {"Online fetching is off"} == {view.problem.title for view in shown.accounts if view.problem}
        assert set() == asked(machine)
        bridge.send(ChangeSetting("codex.network", value=True))
        wait_for(lambda: asked(machine) == {"codex"})

    assert {"codex"} == asked(machine)


def test_choices_that_are_damaged_under_a_running_tray_stop_it(machine: ProviderMachine) -> None:
    """Whatever was in the file when another program damaged it, nothing more is sent from then on."""
    with serving() as bridge:
        wait_for(lambda: asked(machine) == set(PROVIDERS))
        bridge.send(ChangeSetting("codex.network", value=False))
        wait_for((machine.state / "choices.json").exists)
        before = machine.requests()
        (machine.state / "choices.json").write_text("{")
        send_wake(machine.state)
        take(bridge, is_off)
        bridge.send(Refresh())
        take(bridge, is_off)

    assert before == machine.requests()
    assert OFFLINE == health_of_each()[0]


def test_what_is_lost_of_a_file_counts_as_switched_off(machine: ProviderMachine) -> None:
    """Where a part of the choices cannot be kept, the rest counts, and it may have been a switch."""
    machine.state.mkdir(parents=True, exist_ok=True)
    path = machine.state / "choices.json"
    path.write_text('{"icon": {"style": "ring"}, "codex": {"network": true}, "claude": {"network": 1e999}}')
    found, _ = health_of_each()

    assert OFFLINE | {"codex": "ok"} == found
    assert {"codex"} == asked(machine)
    stored = json.loads(path.read_text())
    assert ({"style": "ring"}, {"network": False}) == (stored["icon"], stored["claude"])


def test_choices_that_are_no_file_ask_nobody(machine: ProviderMachine) -> None:
    """A folder in the place of the file cannot be read, and is not moved."""
    folder: Path = machine.state / "choices.json"
    folder.mkdir(parents=True)
    found, errors = health_of_each()

    assert OFFLINE == found
    assert "choices.json cannot be read. Fix it and start Brim again. Until then nothing is fetched online." in errors
    assert folder.is_dir()
    assert set() == asked(machine)
