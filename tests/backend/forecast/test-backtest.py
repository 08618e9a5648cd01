"""The forecast beside simple rules, for a few simulated people whose future is known."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from tests.bench import people, strangers
from tests.bench.answers import told
from tests.bench.limits import MONDAY, Case, cases
from tests.bench.replay import replayed
from tests.bench.scores import Told, baselines, even_pace, score

KNOWN, UNKNOWN = ("steady", "bursty", "agents"), ("renewal", "scheduled", "excited", "shifts")
SEEDS = range(1, 4)


@pytest.fixture(scope="module", params=["people", "strangers"])
def asked(request: pytest.FixtureRequest) -> list[Case]:
    """Questions about a few people, of kinds that the forecast was tuned with or not."""
    kinds = {kind: people.KINDS[kind] for kind in KNOWN}
    if request.param == "strangers":
        kinds = {kind: strangers.KINDS[kind] for kind in UNKNOWN}
    return [case for kind, person in kinds.items() for seed in SEEDS for case in cases(kind, person, seed, 12)]


def test_forecast_beats_every_simple_rule(asked: list[Case]) -> None:
    """Straight lines and the base rate are worse by a quarter at least, and it knows better when the limit is hit."""
    answers = [told(case) for case in asked]
    mine = score(asked, answers)

    assert len(asked) > 150
    assert mine.brier < 0.75 * min(baselines(asked).values())
    assert mine.error < score(asked, [even_pace(case) for case in asked]).error


def test_forecast_means_what_it_says(asked: list[Case]) -> None:
    """As many hit as were foreseen, and most of the hits come within the interval."""
    answers = [told(case) for case in asked]
    hits = sum(case.hit is not None for case in asked)

    assert sum(one.chance for one in answers) == pytest.approx(hits, rel=0.3)
    assert 0.65 < score(asked, answers).coverage < 0.95
    assert all(0 < one.chance < 1 for one in answers)


def test_simulation_is_the_same_each_time() -> None:
    """A seed is a person: figures can be compared."""
    first, again, other = (list(cases("bursty", people.bursty, seed, 5)) for seed in (1, 1, 2))

    assert first == again != other


def test_who_knows_the_future_scores_nothing(asked: list[Case]) -> None:
    """The score is that of the truth: 0 for who knows it."""
    truth = [Told(float(case.hit is not None), case.hit, case.hit, case.hit) for case in asked]

    assert (0.0, 0.0, 1.0) == (score(asked, truth).brier, score(asked, truth).error, score(asked, truth).coverage)


def test_real_readings_are_asked_about_with_what_came_of_them() -> None:
    """Each window in an exported history that has ended is asked about, with the windows before as its past."""
    lines = [json.dumps({"brim": "history", "schema": 1})]
    for day, top in enumerate((60.0, 100.0, 30.0)):
        begins = MONDAY + timedelta(days=day)
        lines += [
            json.dumps(
                {
                    "account": "a" * 16,
                    "window": "session",
                    "label": "5-hour session",
                    "length_seconds": 18_000,
                    "read_at": (begins + timedelta(hours=hour)).isoformat(),
                    "percent": top * hour / 4,
                    "resets_at": (begins + timedelta(hours=5)).isoformat(),
                    "source": "api",
                    "confirmed": True,
                }
            )
            for hour in range(1, 5)
        ]
    found = list(replayed(io.BytesIO("\n".join(lines).encode()), "history.jsonl"))

    assert [(0, None)] * 4 + [(1, 1_440.0 + 240)] * 3 == [(len(case.past), case.hit) for case in found]
    assert all(0 < told(case).chance < 1 for case in found)
