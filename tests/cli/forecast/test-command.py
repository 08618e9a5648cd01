"""`brim forecast`: the forecasts of the account, and answers to the questions of programs."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from brim.words import forecast as words
from tests.support.sandbox import start_brim, status_json
from tests.support.usageserver import Answer, future_usage_answer

if TYPE_CHECKING:
    from tests.support.sandbox import Sandbox

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
FIELDS = ["chance", "runs_out_at", "pace", "rate_per_hour", "enough", "sentence"]


def at(hours: float) -> str:
    """So many hours from now, as ISO 8601."""
    return (NOW + timedelta(hours=hours)).isoformat().replace("+00:00", "Z")


def question(**changed: object) -> str:
    """A line about a session that began three hours ago, with 66 percent used."""
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


def answers(*lines: str) -> list[dict[str, Any]]:  # Any: the tests check the form
    """The answers of the command to these lines, one to each."""
    done = subprocess.run(
        [sys.executable, "-m", "brim", "forecast", "--stdin"],
        input="".join(f"{line}\n" for line in lines).encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (0, b"") == (done.returncode, done.stderr)
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(lines) == len(results)
    return results


def test_answer_has_the_documented_fields() -> None:
    """The fields and their types are fixed; times are UTC and in order."""
    (result,) = answers(question())

    assert FIELDS == list(result)
    assert 0 < result["chance"] < 1
    assert ["median", "low", "high"] == list(result["runs_out_at"])
    low, median, high = (result["runs_out_at"][name] for name in ("low", "median", "high"))
    assert at(0) <= low <= median <= high <= at(2)
    assert result["pace"] == pytest.approx(1.1)
    assert result["rate_per_hour"] > 0
    assert result["enough"] is True
    assert result["sentence"].startswith("Rough estimate: will last until reset")


def test_unusual_questions_have_answers() -> None:
    """No readings, readings in any order, a passed limit, an ended window and an unknown kind are answered."""
    young = {"now": at(-2.95), "readings": []}
    passed = {"readings": [[at(-2), 40], [at(-1), 100], [at(-0.5), 130]]}
    mixed = {"readings": [[at(-0.1), 66], [at(-2.8), 2], [at(-2), 30]], "past": [[], []]}
    week = {"kind": "weekly_all", "length_seconds": 604_800, "resets_at": at(90), "readings": []}
    results = answers(
        *(question(**changed) for changed in ({}, young, passed, mixed, {"now": at(3)}, {"kind": "monthly"}, week)),
    )

    assert [[*FIELDS]] * 7 == [list(result) for result in results]
    assert [True, False, True, True, True, True, False] == [result["enough"] for result in results]
    assert all(0 < result["chance"] < 1 for result in (results[0], results[1], results[6]))
    assert (1, {"median": at(-1), "low": at(-1), "high": at(-1)}) == (results[2]["chance"], results[2]["runs_out_at"])
    assert "Limit reached" == results[2]["sentence"]
    assert results[0] == results[3] == results[5]
    ended = results[4]
    assert (0, None, "Already reset") == (ended["chance"], ended["runs_out_at"]["median"], ended["sentence"])


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("garbage", "The line is not valid JSON. "),
        ("", "The line is not valid JSON. "),
        ("[" * 100_000, "The line is not valid JSON. "),
        ("[1]", "The line is not a JSON object. "),
        ("{}", "now is not a valid time: null. "),
        (question(now="2026-11-23T12:00:00"), "2026-11-23T12:00:00 has no time zone. "),
        (question(readings=[["2026-11-23T11:00:00", 5]]), "2026-11-23T11:00:00 has no time zone. "),
        (question(readings=[[at(-1), "5"]]), "readings has an invalid entry. "),
        (question(past=[[at(-9), 5]]), "past has an invalid entry. "),
        (question(readings={}), "readings is not a list. "),
        (question(length_seconds=0), "length_seconds is not a valid length. "),
        (question(kind="monthly", length_seconds=None, resets_at=None), "The length of the window is unknown. "),
    ],
)
def test_invalid_line_gets_an_error(line: str, error: str) -> None:
    """The error of a line is one line, and the next question is answered as usual."""
    error_answer, next_answer = answers(line, question())

    assert ["error"] == list(error_answer)
    assert error_answer["error"].startswith(error)
    assert FIELDS == list(next_answer)


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux counts it")
def test_line_without_an_end_is_refused() -> None:
    """A line over 1 MB gets an error before its end, takes no memory, and the next question is answered as usual."""
    with subprocess.Popen(
        [sys.executable, "-m", "brim", "forecast", "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(bytes(1_200_000))
        process.stdin.flush()
        assert "The line is over 1 MB" in json.loads(process.stdout.readline())["error"]
        for _ in range(100):
            process.stdin.write(bytes(1_000_000))
        process.stdin.write(f"\n{question()}\n".encode())
        process.stdin.flush()
        assert FIELDS == list(json.loads(process.stdout.readline()))
        peak = next(line for line in Path(f"/proc/{process.pid}/status").read_text().splitlines() if "VmHWM" in line)
        process.stdin.close()

    assert int(peak.split()[1]) < 80_000


def test_each_line_is_answered_at_once() -> None:
    """A program may wait for an answer before its next question."""
    with subprocess.Popen(
        [sys.executable, "-m", "brim", "forecast", "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(question().encode() + b"\n")
            process.stdin.flush()
            assert FIELDS == list(json.loads(process.stdout.readline()))
        process.stdin.close()
        assert 0 == process.wait(60)


def test_closed_pipe_causes_no_traceback() -> None:
    """When the reader of the answers has gone, nothing is printed on standard error."""
    with subprocess.Popen(
        [sys.executable, "-m", "brim", "forecast", "--stdin"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, errors = process.communicate((question() + "\n").encode() * 100, 60)

    assert b"" == errors


def test_forecast_of_each_limit_is_printed(sandbox: Sandbox) -> None:
    """Each limit has its sentence below its figure; the JSON has the same chance as `status --json`."""
    sandbox.server.answers = [future_usage_answer()]
    sandbox.write_login()
    _, reported, _ = status_json()
    code, out, errors = run()
    as_json = json.loads(run("--json")[1])

    assert (0, "") == (code, errors)
    (account,) = as_json
    forecasts = [window["forecast"] for window in account["windows"] if window["forecast"] is not None]
    places = [" ".join(out.split()).find(forecast["sentence"]) for forecast in forecasts]
    assert places == sorted(places)
    assert -1 not in places
    assert max(map(len, out.splitlines())) <= 80
    assert [forecast["chance"] for forecast in forecasts] == [
        window["chance"] for window in reported["windows"] if window["outlook"] is not None
    ]


def test_account_without_figures_has_no_forecast(sandbox: Sandbox) -> None:
    """Without a figure the command exits with 1 and says what to do."""
    (sandbox.claude / ".credentials.json").unlink()
    code, out, errors = run()

    assert (1, "", f"brim: {words.no_usage_data()}\n") == (code, out, errors)
    assert [] == sandbox.server.requests


def test_limits_that_cannot_be_foreseen_are_no_missing_usage(sandbox: Sandbox) -> None:
    """Where limits are shown and none can be foreseen, the command says what a forecast needs, and exits with 1."""
    row = {"kind": "weekly_all", "group": "weekly", "percent": 100, "resets_at": None}
    sandbox.server.answers = [Answer(body=json.dumps({"limits": [row]}).encode())]
    code, out, errors = run()

    assert (1, "Week 100% used, no reset time\n", f"brim: {words.no_limit_to_forecast()}\n") == (code, out, errors)
