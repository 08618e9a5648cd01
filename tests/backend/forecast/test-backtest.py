"""The forecast compared with simple rules, for a few simulated people whose future is known."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest

from tests.bench import holdout, people
from tests.bench.limits import MONDAY, Case, simulated_cases
from tests.bench.predictions import prediction_for
from tests.bench.replay import cases_from_history
from tests.bench.scores import Prediction, baselines, even_pace, score

KNOWN, UNKNOWN = ("steady", "bursty", "agents"), ("renewal", "scheduled", "excited", "shifts")
SEEDS = range(1, 4)


@pytest.fixture(scope="module", params=["people", "strangers"])
def questions(request: pytest.FixtureRequest) -> list[Case]:
    """Questions about a few people, of kinds that the forecast was tuned with or not."""
    kinds = {kind: people.KINDS[kind] for kind in KNOWN}
    if request.param == "strangers":
        kinds = {kind: holdout.KINDS[kind] for kind in UNKNOWN}
    return [
        case for kind, person in kinds.items() for seed in SEEDS for case in simulated_cases(kind, person, seed, 12)
    ]


def test_forecast_beats_every_simple_rule(questions: list[Case]) -> None:
    """Its Brier score is at least a quarter better than each simple rule, and its time of the hit is more exact."""
    answers = [prediction_for(case) for case in questions]
    result = score(questions, answers)

    assert len(questions) > 150
    assert result.brier < 0.75 * min(baselines(questions).values())
    assert result.error < score(questions, [even_pace(case) for case in questions]).error


def test_forecast_is_calibrated(questions: list[Case]) -> None:
    """As many limits are hit as were forecast, and most of the hits are within the interval."""
    answers = [prediction_for(case) for case in questions]
    hits = sum(case.hit is not None for case in questions)

    assert sum(answer.chance for answer in answers) == pytest.approx(hits, rel=0.3)
    assert 0.65 < score(questions, answers).coverage < 0.95
    assert all(0 < answer.chance < 1 for answer in answers)


def test_simulation_is_the_same_each_time() -> None:
    """The same seed gives the same person, so figures can be compared."""
    first, again, other = (list(simulated_cases("bursty", people.bursty, seed, 5)) for seed in (1, 1, 2))

    assert first == again != other


def test_perfect_answers_have_the_best_score(questions: list[Case]) -> None:
    """Answers that are the truth have an error of 0 and full coverage."""
    truth = [Prediction(float(case.hit is not None), case.hit, case.hit, case.hit) for case in questions]

    assert (0.0, 0.0, 1.0) == (
        score(questions, truth).brier,
        score(questions, truth).error,
        score(questions, truth).coverage,
    )


def test_questions_are_made_from_real_readings() -> None:
    """Each ended window of an exported history gives questions, with the windows before as its past."""
    lines = [json.dumps({"brim": "history", "schema": 1})]
    for day, maximum in enumerate((60.0, 100.0, 30.0)):
        begins = MONDAY + timedelta(days=day)
        lines += [
            json.dumps(
                {
                    "account": "a" * 16,
                    "window": "session",
                    "label": "Session",
                    "length_seconds": 18_000,
                    "read_at": (begins + timedelta(hours=hour)).isoformat(),
                    "percent": maximum * hour / 4,
                    "resets_at": (begins + timedelta(hours=5)).isoformat(),
                    "source": "api",
                    "confirmed": True,
                }
            )
            for hour in range(1, 5)
        ]
    replays = list(cases_from_history(io.BytesIO("\n".join(lines).encode()), "history.jsonl"))

    assert [(0, None)] * 4 + [(1, 1_440.0 + 240)] * 3 == [(len(case.past), case.hit) for case in replays]
    assert all(0 < prediction_for(case).chance < 1 for case in replays)
