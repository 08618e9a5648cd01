"""`brim forecast`, as people and programs call it."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from brim.words import forecast as words
from tests.support.sandbox import start_brim, status_json
from tests.support.usageserver import future_usage_answer

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIELDS = ["chance", "runs_out_at", "pace", "rate_per_hour", "enough", "sentence"]


def at(hours: float) -> str:
    """So many hours from now, as ISO 8601."""
    return (NOW + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


def question(**changed: object) -> str:
    """A line about a session that began three hours ago and stands at 66 percent."""
    plain: dict[str, object] = {
        "now": at(0),
        "kind": "session",
        "length_seconds": 18_000,
        "resets_at": at(2),
        "readings": [[at(-2.8), 2], [at(-2), 30], [at(-0.1), 66]],
        "past": [],
    }
    return json.dumps(plain | changed)


def run(*arguments: str) -> tuple[int, str, str]:
    """Exit code, output and errors of the command."""
    process = start_brim("forecast", *arguments)
    out, errors = process.communicate(timeout=60)
    return process.returncode, out, errors


def answers(*lines: str) -> list[dict[str, Any]]:  # Any: the shape is what the tests look at
    """What the command answers to these lines, one to each."""
    done = subprocess.run(
        [sys.executable, "-m", "brim", "forecast", "--stdin"],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(found)
    return found


def test_answer_has_the_promised_shape() -> None:
    """The fields and their kinds are a fixed contract; times are UTC and in order."""
    (told,) = answers(question())

    assert FIELDS == list(told)
    assert 0 < told["chance"] < 1
    assert ["median", "low", "high"] == list(told["runs_out_at"])
    low, median, high = (told["runs_out_at"][name] for name in ("low", "median", "high"))
    assert at(0) <= low <= median <= high <= at(2)
    assert told["pace"] == pytest.approx(1.1)
    assert told["rate_per_hour"] > 0
    assert told["enough"] is True
    assert told["sentence"].startswith("Probably lasts until the reset; ")


def test_odd_questions_have_answers() -> None:
    """Nothing read, readings in any order, a limit that is passed, a window that is over, a kind that is new."""
    young = {"now": at(-2.95), "readings": []}
    passed = {"readings": [[at(-2), 40], [at(-1), 100], [at(-0.5), 130]]}
    mixed = {"readings": [[at(-0.1), 66], [at(-2.8), 2], [at(-2), 30]], "past": [[], []]}
    week = {"kind": "weekly_all", "length_seconds": 604_800, "resets_at": at(90), "readings": []}
    told = answers(
        *(question(**one) for one in ({}, young, passed, mixed, {"now": at(3)}, {"kind": "monthly"}, week)),
    )

    assert [[*FIELDS]] * 7 == [list(one) for one in told]
    assert [True, False, True, True, True, True, False] == [one["enough"] for one in told]
    assert all(0 < one["chance"] < 1 for one in (told[0], told[1], told[6]))
    assert (1, {"median": at(-1), "low": at(-1), "high": at(-1)}) == (told[2]["chance"], told[2]["runs_out_at"])
    assert words.LIMIT_REACHED == told[2]["sentence"]
    assert told[0] == told[3] == told[5]
    assert (0, None, words.WINDOW_ENDED) == (told[4]["chance"], told[4]["runs_out_at"]["median"], told[4]["sentence"])


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("garbage", "The line is no JSON. "),
        ("", "The line is no JSON. "),
        ("[" * 100_000, "The line is no JSON. "),
        ("[1]", "The line is no JSON object. "),
        ("{}", "now is no time: null. "),
        (question(now="2026-11-23T12:00:00"), "2026-11-23T12:00:00 has no zone. "),
        (question(readings=[["2026-11-23T11:00:00", 5]]), "2026-11-23T11:00:00 has no zone. "),
        (question(readings=[[at(-1), "5"]]), "readings holds something that is no reading. "),
        (question(past=[[at(-9), 5]]), "past holds something that is no reading. "),
        (question(readings={}), "readings is no list. "),
        (question(length_seconds=0), "length_seconds is no length. "),
        (question(kind="monthly", length_seconds=None, resets_at=None), "Nothing tells how long the window lasts. "),
    ],
)
def test_line_that_is_no_question_gets_an_error(line: str, error: str) -> None:
    """What is wrong is said in one line, and the next question is answered as if nothing had been."""
    wrong, right = answers(line, question())

    assert ["error"] == list(wrong)
    assert wrong["error"].startswith(error)
    assert FIELDS == list(right)


def test_each_line_is_answered_at_once() -> None:
    """A program may wait for an answer before it asks again."""
    with subprocess.Popen(
        [sys.executable, "-m", "brim", "forecast", "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as asked:
        assert asked.stdin is not None
        assert asked.stdout is not None
        for _ in range(2):
            asked.stdin.write(question().encode() + b"\n")
            asked.stdin.flush()
            assert FIELDS == list(json.loads(asked.stdout.readline()))
        asked.stdin.close()
        assert 0 == asked.wait(60)


def test_reader_that_goes_away_is_no_fault() -> None:
    """`head` has enough after some lines; nobody is shown a traceback for it."""
    with subprocess.Popen(
        [sys.executable, "-m", "brim", "forecast", "--stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as asked:
        assert asked.stdout is not None
        asked.stdout.close()
        _, errors = asked.communicate((question() + "\n").encode() * 100, 60)

    assert b"" == errors


def test_forecasts_of_the_account(sandbox: Sandbox) -> None:
    """Each limit has its sentence below its figure; as JSON it has all that is foreseen, and so has `status --json`."""
    sandbox.server.answers = [future_usage_answer()]
    sandbox.write_login()
    _, reported, _ = status_json()
    code, out, errors = run()
    as_json = json.loads(run("--json")[1])

    assert (0, "") == (code, errors)
    (account,) = as_json
    foreseen = [one for one in account["windows"] if one["forecast"] is not None]
    assert [one["forecast"]["sentence"] for one in foreseen] == [
        line.strip() for line in out.splitlines() if line.startswith("  ") and "Pace" not in line and "Now" not in line
    ]
    assert [one["forecast"]["chance"] for one in foreseen] == [
        one["chance"] for one in reported["windows"] if one["outlook"] is not None
    ]


def test_nothing_to_foresee(sandbox: Sandbox) -> None:
    """Without a figure there is none to print, and what to do next is said."""
    (sandbox.claude / ".credentials.json").unlink()
    code, out, errors = run()

    assert (1, "", f"brim: {words.NO_FORECAST}\n") == (code, out, errors)
    assert [] == sandbox.server.requests
