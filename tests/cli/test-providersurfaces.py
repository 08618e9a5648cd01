"""A machine with seven providers: what every command says of each, and that money without a plan is no error."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta

import pytest

from brim.details.history import limit_histories
from tests.support.metricsamples import parse
from tests.support.providermachine import ProviderMachine, machine
from tests.support.sandbox import start_brim
from tests.support.usageserver import Answer, load_fixture

__all__ = ["machine"]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the places of this home are those of Linux and macOS")

HEADS = (
    *("Claude · ", "Codex · ", "GitHub Copilot · ", "Cursor · "),
    *("opencode Go ", "OpenRouter ", "GLM Coding Plan "),
)
"""How the heading of each account begins, in Brim's order."""


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of a command."""
    with start_brim(*arguments) as process:
        out, errors = process.communicate(timeout=90)
        return process.returncode, out, errors


def refuse_codex(machine: ProviderMachine) -> None:
    """Let OpenAI refuse at 25%, with a reset to come."""
    body = load_fixture("codex-usage-refused-at-25")
    body["rate_limit"]["primary_window"]["reset_at"] = int((datetime.now(UTC) + timedelta(days=3)).timestamp())
    machine.servers["codex"].answers = [Answer(body=json.dumps(body).encode())]


def test_every_surface_names_the_provider(machine: ProviderMachine) -> None:
    """Status, forecast, history and bars call each account with its provider; JSON keeps its label and tells it."""
    refuse_codex(machine)
    code, shown, _ = run("status", "--all")
    listed = json.loads(run("status", "--all", "--json")[1])
    bar = json.loads(run("status", "--format", "waybar")[1])

    assert 0 == code
    heads = [block.partition("\n")[0] for block in shown.split("\n\n") if ": " in block.partition("\n")[0]]
    assert [head for head in HEADS if not any(line.startswith(head) for line in heads)] == []
    assert list(machine.servers) == [one["provider"] for one in listed]
    for one in listed:
        assert one["account"]["label"] in one["account"]["name"]
        assert one["account"]["name"].startswith(HEADS[list(machine.servers).index(one["provider"])])
        assert one["account"]["name"] in bar["tooltip"].split("\n")
    for command in (("forecast",), ("history", "--since", "all")):
        names = [one["account"]["name"] for one in listed if one["windows"]]
        assert [name for name in names if name not in run(*command)[1]] == []


def test_every_surface_has_one_order(machine: ProviderMachine) -> None:
    """Forecast, history, its JSON, the page and bars list accounts and limits in the order of status."""
    run("status")
    listed = json.loads(run("status", "--all", "--json")[1])
    bar = json.loads(run("status", "--format", "waybar")[1])["tooltip"].split("\n")
    history = json.loads(run("history", "--since", "all", "--json")[1])["limits"]
    counted = [one for one in listed if one["windows"]]
    names = [one["account"]["name"] for one in counted]
    limits = [(one["account"]["id"], window["id"]) for one in counted for window in one["windows"]]

    assert list(machine.servers) == [one["provider"] for one in listed]
    assert names == [line for line in bar if line in names]
    on_page = limit_histories(machine.state, datetime.now(UTC) - timedelta(days=1))
    assert limits == [(one["account"], one["window"]) for one in history]
    assert limits == [(one["account"], one["window"]) for one in on_page]
    for command in (("forecast",), ("history", "--since", "all")):
        shown = run(*command)[1]
        assert [*map(shown.index, names)] == sorted(map(shown.index, names))


def test_refusal_is_said_once_and_promises_nothing(machine: ProviderMachine) -> None:
    """A limit refused at 25% is the most pressing one: one text says that it is refused, and none that it will last."""
    refuse_codex(machine)
    _, shown, _ = run("status")
    found = json.loads(run("status", "--json")[1])
    _, outlook, _ = run("forecast")
    _, line, _ = run("status", "--format", "plain")
    gate, said, _ = run("gate")

    (head, row) = (text for text in shown.splitlines() if "25%" in text and not text.startswith("Why"))
    assert head.endswith(": Week 25% used, refused by the vendor now")
    assert "refused" not in row
    assert "will last" not in shown.lower()
    assert ("codex", "exhausted", None, True) == (
        found["provider"],
        found["level"],
        found["windows"][0]["outlook"],
        found["windows"][0]["refused"],
    )
    of_codex = outlook[outlook.index("Codex · ") :].split("\n\n")[0].splitlines()
    assert 2 == len(of_codex)
    assert "refused by the vendor now" in of_codex[1]
    assert "Week 25% used, refused by the vendor now\n" == line
    assert (1, "Codex · ~/.codex: Week 25% used: refused by the vendor now\n") == (gate, said)
    assert "Codex CLI\n" in run("doctor")[1]


def test_forecast_says_why_there_is_none(machine: ProviderMachine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the only limit is refused, or there is money alone, `brim forecast` says so, not that usage is missing."""
    refuse_codex(machine)
    monkeypatch.setenv("BRIM_PROVIDERS", "codex")
    code, shown, errors = run("forecast")
    monkeypatch.setenv("BRIM_PROVIDERS", "openrouter")
    _, _, of_money = run("forecast")

    assert (1, True) == (code, "refused by the vendor now" in shown)
    assert "No forecast: the vendor refuses requests now." in errors
    assert "No forecast: it needs a limit with a percentage and a reset time." in of_money


def test_money_without_a_limit_is_shown_everywhere(machine: ProviderMachine) -> None:
    """An account with money alone is no error: status, bars, doctor and metrics show it, and it is said once."""
    router = load_fixture("openrouter-key-unlimited")
    router["data"]["is_management_key"] = True
    owned = load_fixture("openrouter-credits-management")
    machine.servers["openrouter"].answers = [Answer(body=json.dumps(body).encode()) for body in (router, router, owned)]
    run("status")
    machine.let_all_be_due()
    (machine.state / "status.json").unlink()
    _, shown, errors = run("status", "--all")
    listed = {one["provider"]: one for one in json.loads(run("status", "--all", "--json")[1])}
    line = run("status", "--format", "plain", "--account", "openrouter")[1]
    metrics = {
        (name, dict(labels).get("provider")): value for (name, labels), value in parse(run("metrics")[1]).items()
    }
    doctor = run("doctor")[1]
    money = listed["openrouter"]["spend"]

    assert "" == errors or "OpenRouter" not in errors.partition("\n")[2]
    assert ("ok", None, "spend", []) == tuple(
        listed["openrouter"][name] for name in ("health", "problem", "headline", "windows")
    )
    assert 1 == shown.count(money["text"])
    assert line == f"{money['text']}\n"
    assert ", balance $" in money["text"]
    assert str(metrics["brim_money_balance", "openrouter"]) == str(float(money["balance"]))
    assert "Money: from OpenRouter, just now" in doctor
    assert "No usage yet" not in doctor
    assert "No history of OpenRouter" in run("history", "--account", "openrouter")[2]
