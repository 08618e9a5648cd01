"""Three days of fast time: whatever happens to transcripts, prices, files and processes, no counter falls."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest

from tests.support.metricsamples import counters, fallen
from tests.support.metricsmachine import BEGIN, MetricsMachine

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.metricsamples import Series

HOURS = 72
PROJECTS = ("/home/me/app", "/srv/app", "/home/me/zebra")
MODELS = ("claude-opus-5-5", "claude-haiku-5-5", "claude-unheard-of-9")
OPUS_INPUT = ("brim_tokens_total", (("project", "app"), ("model", "claude-opus-5-5"), ("type", "input")))
OPUS_COST = ("brim_cost_usd_total", (("project", "app"), ("model", "claude-opus-5-5")))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MetricsMachine:
    """A machine without a tray and without a login."""
    made = MetricsMachine(tmp_path / "state", tmp_path / "config", tmp_path / "claude")
    for folder in (made.state, made.config, made.claude / "projects"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("BRIM_STATE_DIR", str(made.state))
    monkeypatch.setenv("BRIM_CONFIG_DIR", str(made.config))
    monkeypatch.setenv("BRIM_CLAUDE__CONFIG_DIR", str(made.claude))
    monkeypatch.setenv("BRIM_METRICS__PROJECTS", "names")
    return made


def write_prices(machine: MetricsMachine, factor: float) -> None:
    """Other prices than before; at some times the unheard-of model has one, too."""
    price = {"input": 4 * factor, "output": 20 * factor, "cache_write_5m": 5, "cache_write_1h": 8, "cache_read": 0.2}
    models = {"claude-opus-5-5": price} | ({"claude-unheard-of-9": price} if factor > 1 else {})
    (machine.config / "prices.json").write_text(json.dumps({"models": models}))


def remove_cost_file(machine: MetricsMachine, _: random.Random) -> None:
    """The cost file has gone, and is made again from the transcripts that are left."""
    for path in machine.state.glob("costs.db*"):
        path.unlink()


def damage_cost_file(machine: MetricsMachine, _: random.Random) -> None:
    """The cost file is damaged."""
    (machine.state / "costs.db").write_bytes(b"no database" * 500)


def remove_transcripts(machine: MetricsMachine, chance: random.Random) -> None:
    """Claude Code removes old transcripts, and later the cost file is lost, too."""
    for path in machine.transcripts()[: chance.randrange(20)]:
        path.unlink()
    if chance.random() < 0.5:
        remove_cost_file(machine, chance)


def damage_counters(machine: MetricsMachine, chance: random.Random) -> None:
    """One of the two files of counters is cut or removed."""
    path = machine.state / chance.choice(["metrics.json", "metrics-copy.json"])
    content = path.read_bytes()
    path.write_bytes(content[: chance.randrange(len(content))])
    if chance.random() < 0.3:
        path.unlink()


def change_prices(machine: MetricsMachine, chance: random.Random) -> None:
    """Prices rise, or fall to nearly nothing."""
    write_prices(machine, chance.choice([0.01, 0.5, 3, 20]))


EVENTS = (remove_cost_file, damage_cost_file, remove_transcripts, damage_counters, change_prices)


@pytest.mark.parametrize("seed", range(3))
def test_no_counter_falls(machine: MetricsMachine, seed: int) -> None:
    """Each hour something is used, something happens, and a new process prints: every counter goes on."""
    chance = random.Random(seed)
    last: dict[Series, float] = {}
    used = 0
    for _ in range(HOURS):
        machine.now += 3600
        for _ in range(chance.randrange(3)):
            tokens = chance.randrange(1, 100_000)
            machine.use(chance.choice(PROJECTS), chance.choice(MODELS), tokens)
            used += tokens
        if chance.random() < 0.5:
            chance.choice(EVENTS)(machine, chance)
        now = counters(machine.text())

        assert [] == fallen(last, now)
        last = now

    assert machine.now == BEGIN + HOURS * 3600
    inputs = sum(value for (_, labels), value in last.items() if ("type", "input") in labels)
    assert used * 0.8 < inputs <= used


def test_a_changed_price_counts_from_then_on(machine: MetricsMachine) -> None:
    """Tokens keep the price at which they were first counted; what comes after has the new one."""
    machine.use("/home/me/app", "claude-opus-5-5", 1_000_000)
    first = counters(machine.text())
    write_prices(machine, 10)
    again = counters(machine.text())
    machine.now += 3600
    machine.use("/home/me/app", "claude-opus-5-5", 1_000_000)
    after = counters(machine.text())

    assert first == again
    assert 2_000_000 == after[OPUS_INPUT]
    output = 1_000_000 // 7
    assert first[OPUS_COST] * 11 == pytest.approx(after[OPUS_COST])
    assert first[OPUS_COST] == pytest.approx(4 + 20 * output / 1e6)
